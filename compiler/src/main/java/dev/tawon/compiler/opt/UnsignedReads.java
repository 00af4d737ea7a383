package dev.tawon.compiler.opt;

import dev.tawon.compiler.ir.Block;
import dev.tawon.compiler.ir.Function;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Terminator;
import dev.tawon.compiler.ir.Value;
import dev.tawon.compiler.ir.ValueType;
import dev.tawon.isa.JumpCondition;
import dev.tawon.isa.Width;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads bytes and shorts without their sign where it makes no difference: where they are masked, stored, or only compared for
 * being equal, as {@code ip.protocol == 6} is. The sign would take instructions, and hide from the verifier how large the number
 * is.
 */
public final class UnsignedReads {
  private final Function function;
  private final List<Block> order;

  /** How many bits of a number with a sign count. */
  private final Map<Value, Integer> narrow = new HashMap<>();

  private UnsignedReads(Function function) {
    this.function = function;
    this.order = function.reversePostorder();
  }

  /** Changes a function in place. */
  public static void run(Function function) {
    UnsignedReads reads = new UnsignedReads(function);
    reads.findNarrow();
    if (reads.narrow.isEmpty()) {
      return;
    }
    reads.keepWhereOnlyBitsAreRead();
    if (!reads.narrow.isEmpty()) {
      reads.rewrite();
      Simplification.run(function);
    }
  }

  private void findNarrow() {
    for (Block block : order) {
      for (Value value : block.values()) {
        int bits =
            switch (value.operation()) {
              case Operation.Load(Width width, boolean signed, int _) -> bits(width, signed);
              case Operation.KernelLoad(_, Width width, boolean signed) -> bits(width, signed);
              default -> 0;
            };
        if (bits > 0) {
          narrow.put(value, bits);
        }
      }
    }
    // All phis at first; then those go that have another input.
    Set<Value> phis = new HashSet<>();
    for (Block block : order) {
      block.phis().stream().filter(phi -> phi.type() == ValueType.INT).forEach(phis::add);
    }
    boolean changed = true;
    while (changed) {
      changed = false;
      for (Block block : order) {
        for (Value phi : block.phis()) {
          if (phis.contains(phi) && !narrow.containsKey(phi)) {
            int bits = phiBits(phi);
            if (bits > 0) {
              narrow.put(phi, bits);
              changed = true;
            }
          }
        }
      }
    }
    dropOpenPhis();
  }

  private static int bits(Width width, boolean signed) {
    return signed && width.bytes() < Integer.BYTES ? width.bytes() * Byte.SIZE : 0;
  }

  /** What the known inputs agree on; 0 if they do not, or none is known. */
  private int phiBits(Value phi) {
    int bits = 0;
    for (Value input : phi.inputs()) {
      int of = narrow.getOrDefault(input, 0);
      if (of != 0) {
        if (bits != 0 && bits != of) {
          return 0;
        }
        bits = of;
      }
    }
    return bits;
  }

  private void dropOpenPhis() {
    boolean changed = true;
    while (changed) {
      changed =
          narrow
              .entrySet()
              .removeIf(entry ->
                  entry.getKey().operation() instanceof Operation.Phi
                      && !entry.getKey().inputs().stream()
                          .allMatch(input -> agrees(input, entry.getValue())));
    }
  }

  private boolean agrees(Value input, int bits) {
    Long constant = input.constant();
    return constant == null
        ? narrow.getOrDefault(input, 0) == bits
        : input.type() == ValueType.INT && fits(constant, bits);
  }

  private static boolean fits(long constant, int bits) {
    return constant >= -1L << (bits - 1) && constant < 1L << (bits - 1);
  }

  private void keepWhereOnlyBitsAreRead() {
    boolean changed = true;
    while (changed && !narrow.isEmpty()) {
      DemandedBits demanded = DemandedBits.comparing(function, true, this::isComparedWithin);
      changed =
          narrow
              .entrySet()
              .removeIf(entry -> !demanded.isWithin(entry.getKey(), mask(entry.getValue())));
      int before = narrow.size();
      dropOpenPhis();
      changed |= narrow.size() != before;
    }
  }

  private static long mask(int bits) {
    return (1L << bits) - 1;
  }

  /** The bits that a branch reads of both sides; all of them unless it asks whether narrow numbers are equal. */
  private long isComparedWithin(Terminator.Branch branch) {
    boolean equality =
        branch.condition() == JumpCondition.EQ || branch.condition() == JumpCondition.NE;
    int bits =
        Math.max(narrow.getOrDefault(branch.left(), 0), narrow.getOrDefault(branch.right(), 0));
    return equality && bits > 0 && agrees(branch.left(), bits) && agrees(branch.right(), bits)
        ? mask(bits)
        : -1;
  }

  private void rewrite() {
    for (Block block : order) {
      rewriteEnd(block);
      for (Value phi : block.phis()) {
        Integer bits = narrow.get(phi);
        for (int i = 0; bits != null && i < phi.inputs().size(); i++) {
          if (phi.inputs().get(i).constant() != null) {
            phi.inputs().set(i, constant(block.predecessors().get(i), phi.inputs().get(i), bits));
          }
        }
      }
    }
    for (Block block : order) {
      List<Value> result = new ArrayList<>(block.values().size());
      for (Value value : block.values()) {
        result.add(value);
        if (narrow.containsKey(value)) {
          Value unsigned =
              function.newValue(
                  unsigned(value.operation()), value.type(), value.inputs(), value.position());
          result.add(unsigned);
          value.replaceBy(unsigned);
        }
      }
      block.values().clear();
      block.values().addAll(result);
    }
  }

  private void rewriteEnd(Block block) {
    if (!(block.terminator() instanceof Terminator.Branch branch)
        || isComparedWithin(branch) == -1) {
      return;
    }
    int bits =
        Math.max(narrow.getOrDefault(branch.left(), 0), narrow.getOrDefault(branch.right(), 0));
    block.retarget(
        new Terminator.Branch(
            branch.condition(),
            constant(block, branch.left(), bits),
            constant(block, branch.right(), bits),
            branch.then(),
            branch.otherwise()));
  }

  private Value constant(Block block, Value value, int bits) {
    Long number = value.constant();
    if (number == null || number >= 0) {
      return value;
    }
    Value constant =
        function.newValue(
            new Operation.Constant(number & mask(bits)),
            ValueType.INT,
            List.of(),
            value.position());
    block.values().add(constant);
    return constant;
  }

  private static Operation unsigned(Operation operation) {
    return switch (operation) {
      case Operation.Load(Width width, boolean _, int offset) ->
          new Operation.Load(width, false, offset);
      case Operation.KernelLoad(var field, Width width, boolean _) ->
          new Operation.KernelLoad(field, width, false);
      default -> throw new IllegalArgumentException(operation + " does not read");
    };
  }
}
