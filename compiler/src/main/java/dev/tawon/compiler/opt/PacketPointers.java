package dev.tawon.compiler.opt;

import dev.tawon.compiler.Target;
import dev.tawon.compiler.ir.BinaryOperator;
import dev.tawon.compiler.ir.Block;
import dev.tawon.compiler.ir.Conversion;
import dev.tawon.compiler.ir.Function;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Position;
import dev.tawon.compiler.ir.Value;
import dev.tawon.compiler.ir.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the address in a packet where a program keeps the distance from its begin, which it only makes addresses of: {@code at += 4}
 * moves the address then, and constants in sums go into the instructions that read.
 *
 * <p>Only what the verifier, too, knows to be below {@link #DISTANCES} becomes an address: it loses sight of others.
 */
public final class PacketPointers {
  /** {@code MAX_PACKET_OFF} of {@code kernel/bpf/verifier.c}. */
  private static final Ranges.Range DISTANCES = Ranges.Range.upTo(0xffff);

  private final Function function;
  private final Ranges ranges;
  private final Dominators dominators;
  private final Map<Value, Block> blocks = new HashMap<>();
  private final Map<Value, List<Value>> users = new HashMap<>();
  private final Set<Value> usedByEnds = new HashSet<>();
  private final Map<Value, Value> addresses = new LinkedHashMap<>();
  private final Value begin;

  private PacketPointers(Function function, List<Block> order, Value begin, Target target) {
    this.function = function;
    this.ranges = Ranges.verified(function, target);
    this.dominators = Dominators.of(order);
    this.begin = begin;
    for (Block block : order) {
      block.phis().forEach(phi -> know(phi, block));
      block.values().forEach(value -> know(value, block));
      block.terminator().inputs().forEach(input -> usedByEnds.add(input.resolved()));
    }
  }

  private void know(Value value, Block block) {
    blocks.put(value, block);
    value
        .inputs()
        .forEach(
            input -> users.computeIfAbsent(input.resolved(), _ -> new ArrayList<>()).add(value));
  }

  /** Changes a function in place. */
  public static void run(Function function, Target target) {
    List<Block> order = function.reversePostorder();
    Set<Value> begins = new LinkedHashSet<>();
    for (Block block : order) {
      for (Value value : block.values()) {
        if (begin(value) != null) {
          begins.add(value.input(0));
        }
      }
    }
    if (begins.isEmpty() || !PacketMoves.none(function)) {
      return;
    }
    boolean any = false;
    for (Value begin : begins) {
      any |= new PacketPointers(function, order, begin, target).change(order);
    }
    if (any) {
      Simplification.run(function);
    }
  }

  /** The distance of an address in a packet that is not a constant, or null. */
  private static @Nullable Value begin(Value value) {
    return value.operation() instanceof Operation.PointerAdd
            && value.input(0).operation() instanceof Operation.PacketBound
            && value.input(1).operation() instanceof Operation.Convert(Conversion conversion)
            && (conversion == Conversion.INT_TO_LONG_UNSIGNED
                || conversion == Conversion.INT_TO_LONG)
        ? value.input(1).input(0)
        : null;
  }

  private boolean change(List<Block> order) {
    List<Value> made = new ArrayList<>();
    Set<Value> distances = new LinkedHashSet<>();
    for (Block block : order) {
      for (Value value : block.values()) {
        if (begin(value) != null && value.input(0) == begin) {
          made.add(value);
          collect(value.input(1).input(0), distances);
        }
      }
    }
    boolean changed = true;
    while (changed) {
      changed = distances.removeIf(value -> !isOnlyDistance(value, distances));
    }
    if (distances.stream()
        .noneMatch(
            distance -> made.stream().anyMatch(address -> address.input(1).input(0) == distance))) {
      return false;
    }
    for (Value distance : distances) {
      if (distance.operation() instanceof Operation.Phi) {
        addresses.put(
            distance,
            function.newValue(
                distance.operation(), ValueType.REFERENCE, List.of(), distance.position()));
      }
    }
    for (Block block : order) {
      changeBlock(block, distances);
    }
    for (Value distance : distances) {
      Value phi = addresses.get(distance);
      if (phi != null && distance.operation() instanceof Operation.Phi) {
        fill(distance, phi);
      }
    }
    for (Value address : made) {
      Value better = addresses.get(address.input(1).input(0));
      if (better != null) {
        address.replaceBy(better);
      }
    }
    return true;
  }

  private void collect(Value value, Set<Value> distances) {
    List<Value> work = new ArrayList<>(List.of(value));
    while (!work.isEmpty()) {
      Value next = work.removeLast();
      if (isMovable(next) && distances.add(next)) {
        if (next.operation() instanceof Operation.Phi) {
          for (int i = 0; i < next.inputs().size(); i++) {
            work.add(next.input(i));
          }
        } else {
          work.add(next.input(moved(next)));
        }
      }
    }
  }

  /** Whether a distance comes of others, so that its address comes of theirs. */
  private boolean isMovable(Value value) {
    if (!ranges.of(value).isWithin(DISTANCES)) {
      return false;
    }
    return switch (value.operation()) {
      case Operation.Phi _ -> true;
      case Operation.Binary(BinaryOperator operator) ->
          operator == BinaryOperator.ADD
              && ranges.of(value.input(0)).isWithin(DISTANCES)
              && ranges.of(value.input(1)).isWithin(DISTANCES)
              && (value.input(1).constant() != null
                  || isSumOrPhi(value.input(0))
                  || isSumOrPhi(value.input(1)));
      default -> false;
    };
  }

  private static boolean isSumOrPhi(Value value) {
    return switch (value.operation()) {
      case Operation.Phi _ -> true;
      case Operation.Binary(BinaryOperator operator) -> operator == BinaryOperator.ADD;
      default -> false;
    };
  }

  /** Which part of a sum the address is of. */
  private int moved(Value sum) {
    Value right = sum.input(1);
    if (right.constant() != null || !isSumOrPhi(right)) {
      return 0;
    }
    // A number that something asks for besides, as a loop for its counter, stays one.
    return !isSumOrPhi(sum.input(0)) || usedByEnds.contains(sum.input(0)) ? 1 : 0;
  }

  private boolean isOnlyDistance(Value value, Set<Value> distances) {
    if (usedByEnds.contains(value) || !isBelowBegin(value)) {
      return false;
    }
    for (Value user : users.getOrDefault(value, List.of())) {
      boolean isAddress =
          user.operation() instanceof Operation.Convert
              && !usedByEnds.contains(user)
              && users.getOrDefault(user, List.of()).stream()
                  .allMatch(address -> begin(address) == value && address.input(0) == begin);
      boolean isMoved =
          distances.contains(user)
              && (user.operation() instanceof Operation.Phi
                  || user.input(moved(user)) == value && user.input(1 - moved(user)) != value);
      if (!isAddress && !isMoved) {
        return false;
      }
    }
    return true;
  }

  /** Whether the packet's begin is known where an address is to be made. */
  private boolean isBelowBegin(Value value) {
    Block block = block(value);
    Block known = block(begin);
    if (value.operation() instanceof Operation.Phi) {
      return block.predecessors().stream().allMatch(from -> dominators.dominates(known, from));
    }
    return known == block
        ? block.values().indexOf(begin) < block.values().indexOf(value)
        : dominators.dominates(known, block);
  }

  private Block block(Value value) {
    Block block = blocks.get(value);
    if (block == null) {
      throw new IllegalStateException(value + " is in no block");
    }
    return block;
  }

  private void changeBlock(Block block, Set<Value> distances) {
    List<Value> result = new ArrayList<>(block.values().size());
    for (Value value : block.values()) {
      result.add(value);
      if (distances.contains(value)) {
        int moved = moved(value);
        Value from = address(value.input(moved), value.position(), result);
        addresses.put(value, plus(from, value.input(1 - moved), value.position(), result));
      }
    }
    block.values().clear();
    block.values().addAll(result);
    for (Value phi : List.copyOf(block.phis())) {
      Value address = addresses.get(phi);
      if (address != null) {
        block.phis().add(address);
      }
    }
  }

  /** Gives a phi of addresses its inputs, when all addresses are made. */
  private void fill(Value distance, Value phi) {
    Block block = block(distance);
    for (int i = 0; i < distance.inputs().size(); i++) {
      List<Value> values = block.predecessors().get(i).values();
      phi.inputs().add(address(distance.input(i), distance.position(), values));
    }
  }

  /** The address at a distance, which is added to some values if it is not made elsewhere. */
  private Value address(Value distance, Position position, List<Value> values) {
    Value known = addresses.get(distance);
    return known != null ? known : plus(begin, distance, position, values);
  }

  private Value plus(Value address, Value distance, Position position, List<Value> values) {
    Long constant = distance.constant();
    Value sum;
    if (constant != null) {
      sum =
          function.newValue(
              new Operation.Offset((int) (long) constant),
              ValueType.REFERENCE,
              List.of(address),
              position);
    } else {
      Value number =
          function.newValue(
              new Operation.Convert(Conversion.INT_TO_LONG_UNSIGNED),
              ValueType.LONG,
              List.of(distance),
              position);
      values.add(number);
      sum =
          function.newValue(
              new Operation.PointerAdd(), ValueType.REFERENCE, List.of(address, number), position);
    }
    values.add(sum);
    return sum;
  }
}
