package dev.tawon.compiler.opt;

import static dev.tawon.compiler.ir.HelperNumbers.RINGBUF_OUTPUT;
import static dev.tawon.compiler.ir.HelperNumbers.RINGBUF_RESERVE;
import static dev.tawon.compiler.ir.HelperNumbers.RINGBUF_SUBMIT;

import dev.tawon.compiler.ir.Block;
import dev.tawon.compiler.ir.Function;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Terminator;
import dev.tawon.compiler.ir.Value;
import dev.tawon.compiler.ir.ValueType;
import dev.tawon.isa.JumpCondition;
import dev.tawon.isa.Width;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Builds the records of {@code EVENTS.output(new Point(x, y))} in the ring: they are reserved, filled and submitted, where they
 * would be filled on the stack and copied.
 *
 * <p>A record qualifies that is only written to before it is sent, in the blocks that lead straight to there. What its
 * constructor leaves alone is zero, as it is in Java.
 */
public final class RecordOutputs {
  /** What {@code bpf_ringbuf_output} returns where there is no room, {@code -EAGAIN}. */
  private static final long FULL = -11;

  private final Function function;
  private final List<Block> order;

  private RecordOutputs(Function function) {
    this.function = function;
    this.order = function.reversePostorder();
  }

  /** Changes a function in place. */
  public static void run(Function function) {
    boolean any = false;
    for (Block block : function.reversePostorder()) {
      for (Value value : List.copyOf(block.values())) {
        if (value.operation() instanceof Operation.CallHelper call
            && call.helper() == RINGBUF_OUTPUT) {
          any |= new RecordOutputs(function).replace(value);
        }
      }
    }
    if (any) {
      Simplification.run(function);
    }
  }

  private boolean replace(Value output) {
    Value slot = output.input(1);
    Long size = output.input(2).constant();
    if (!(slot.operation() instanceof Operation.StackSlot) || size == null) {
      return false;
    }
    Block block =
        order.stream().filter(each -> each.values().contains(output)).findFirst().orElseThrow();
    List<Value> stores = stores(slot, output, block, size);
    if (stores == null) {
      return false;
    }
    build(output, block, stores, size.intValue());
    Set<Value> written = new HashSet<>(stores);
    for (Block each : order) {
      each.values()
          .removeIf(value ->
              written.contains(value)
                  || (value.operation() instanceof Operation.Zero && value.input(0) == slot));
    }
    return true;
  }

  /** The stores to a record, in their order; null if it is used otherwise, or not on all ways. */
  private @Nullable List<Value> stores(Value slot, Value output, Block block, long size) {
    Set<Block> straight = straightTo(block);
    List<Value> stores = new ArrayList<>();
    for (Block each : order) {
      if (each.phis().stream().anyMatch(phi -> phi.inputs().contains(slot))
          || each.terminator() instanceof Terminator.Branch branch
              && (branch.left() == slot || branch.right() == slot)) {
        return null;
      }
      boolean before = straight.contains(each);
      for (Value value : each.values()) {
        if (value == output) {
          before = false;
        }
        if (!value.inputs().contains(slot) || value == output) {
          continue;
        }
        switch (value.operation()) {
          case Operation.Zero _ -> {}
          case Operation.Store store -> {
            if (!before
                || value.input(1) == slot
                || store.offset() < 0
                || store.offset() + store.width().bytes() > size) {
              return null;
            }
            stores.add(value);
          }
          default -> {
            return null;
          }
        }
      }
    }
    return stores;
  }

  /** A block and those from which control comes there and goes nowhere else. */
  private static Set<Block> straightTo(Block block) {
    Set<Block> straight = new HashSet<>(Set.of(block));
    Block first = block;
    while (first.predecessors().size() == 1
        && first.predecessors().getFirst().terminator() instanceof Terminator.Jump
        && straight.add(first.predecessors().getFirst())) {
      first = first.predecessors().getFirst();
    }
    return straight;
  }

  private void build(Value output, Block block, List<Value> stores, int size) {
    Block rest = function.newBlock();
    block.moveEnd(block.values().indexOf(output) + 1, rest);
    block.values().remove(output);
    Value bytes = constant(size, output);
    Value none = constant(0, output);
    Value full = constant(FULL, output);
    Value record =
        function.newValue(
            new Operation.CallHelper(RINGBUF_RESERVE, "bpf_ringbuf_reserve", true),
            ValueType.REFERENCE,
            List.of(output.input(0), bytes, none),
            output.position());
    Value nothing =
        function.newValue(new Operation.Null(), ValueType.REFERENCE, List.of(), output.position());
    block.values().addAll(List.of(bytes, none, full, record, nothing));
    Block filled = function.newBlock();
    block.terminate(
        new Terminator.Branch(JumpCondition.NE, record, nothing, filled, rest), output.position());
    zeroGaps(filled, record, stores, size, output);
    for (Value store : stores) {
      filled
          .values()
          .add(
              function.newValue(
                  store.operation(),
                  ValueType.NONE,
                  List.of(record, store.input(1)),
                  store.position()));
    }
    filled
        .values()
        .add(
            function.newValue(
                new Operation.CallHelper(RINGBUF_SUBMIT, "bpf_ringbuf_submit", true),
                ValueType.NONE,
                List.of(record, output.input(3)),
                output.position()));
    filled.terminate(new Terminator.Jump(rest), output.position());
    Value status =
        function.newValue(
            new Operation.Phi(),
            ValueType.LONG,
            rest.predecessors().getFirst() == block ? List.of(full, none) : List.of(none, full),
            output.position());
    rest.phis().add(status);
    output.replaceBy(status);
  }

  /** Sets to zero what no store sets: the ring's memory is not. */
  private void zeroGaps(Block block, Value record, List<Value> stores, int size, Value output) {
    BitSet written = new BitSet();
    for (Value store : stores) {
      if (store.operation() instanceof Operation.Store(Width width, int offset)) {
        written.set(offset, offset + width.bytes());
      }
    }
    int at = written.nextClearBit(0);
    while (at < size) {
      int end = written.nextSetBit(at);
      int most = (end < 0 ? size : Math.min(end, size)) - at;
      int bytes = Math.min(Long.BYTES, Integer.highestOneBit(most));
      if (at % bytes != 0) {
        bytes = Integer.lowestOneBit(at);
      }
      Value zero = constant(0, output, bytes == Long.BYTES ? ValueType.LONG : ValueType.INT);
      block.values().add(zero);
      block
          .values()
          .add(
              function.newValue(
                  new Operation.Store(Width.ofBytes(bytes), at),
                  ValueType.NONE,
                  List.of(record, zero),
                  output.position()));
      at = written.nextClearBit(at + bytes);
    }
  }

  private Value constant(long number, Value output) {
    return constant(number, output, ValueType.LONG);
  }

  private Value constant(long number, Value output, ValueType type) {
    return function.newValue(new Operation.Constant(number), type, List.of(), output.position());
  }
}
