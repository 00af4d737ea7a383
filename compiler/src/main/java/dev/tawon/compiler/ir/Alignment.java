package dev.tawon.compiler.ir;

import java.util.HashMap;
import java.util.Map;

/**
 * At which addresses memory may be accessed by how many bytes at once. On the stack that is what the verifier is strict about,
 * whatever the machine ({@code check_ptr_alignment} in {@code kernel/bpf/verifier.c}); where else programs write, in maps,
 * rings and packets, the machines that eBPF is compiled for do not mind.
 */
public final class Alignment {
  private final int width;

  /** Whether what may be anything is taken to be aligned as its class is. */
  private final boolean natural;

  private final Map<Value, Way> seen = new HashMap<>();

  /**
   * How a place lies behind an address.
   *
   * @param behind by how many bytes, but for multiples of the unit
   * @param unit a power of two, at most 8
   */
  private record Way(int behind, int unit) {
    Way after(int bytes) {
      return new Way(Math.floorMod(behind + bytes, unit), unit);
    }

    Way afterMultiplesOf(int bytes) {
      int smaller = Math.min(unit, bytes);
      return new Way(behind % smaller, smaller);
    }
  }

  private Alignment(int width, boolean natural) {
    this.width = width;
    this.natural = natural;
  }

  /** Whether an address is a multiple of eight, or in no function's stack. */
  public static boolean allowsWords(Value address) {
    return new Alignment(Long.BYTES, false).allows(address.resolved(), new Way(0, Long.BYTES));
  }

  /**
   * Whether some bytes may be accessed at once, if what is given from elsewhere is aligned as its class is.
   *
   * @param address the address
   * @param offset by how much the place is behind it
   * @param width how many bytes: 1, 2, 4 or 8
   */
  public static boolean allows(Value address, int offset, int width) {
    return width == 1
        || new Alignment(width, true)
            .allows(address.resolved(), new Way(Math.floorMod(offset, Long.BYTES), Long.BYTES));
  }

  private boolean allows(Value address, Way way) {
    return switch (address.operation()) {
      case Operation.Offset(int bytes) -> allows(address.input(0).resolved(), way.after(bytes));
      case Operation.PointerAdd _ ->
          allows(
              address.input(0).resolved(),
              way.afterMultiplesOf(divisor(address.input(1).resolved(), 0)));
      case Operation.Phi _ -> {
        Way before = seen.putIfAbsent(address, way);
        if (before != null) {
          yield before.equals(way);
        }
        // One without inputs is a loop's, which is not translated to its end yet.
        boolean all = !address.inputs().isEmpty();
        for (Value input : address.inputs()) {
          all &= allows(input.resolved(), way);
        }
        yield all;
      }
      // A function is given what is a multiple of eight of its caller's, and adds the rest itself.
      case Operation.StackSlot _, Operation.Argument _, Operation.Load _ ->
          way.unit() >= width && way.behind() % width == 0;
      case Operation.Null _, Operation.Global _, Operation.CallHelper _, Operation.PacketBound _ ->
          true;
      default -> natural;
    };
  }

  /** A power of two, at most 8, of which a number is a multiple. */
  private int divisor(Value number, int depth) {
    if (number.constant() != null) {
      long constant = number.constant();
      return constant != 0
          ? (int) Math.min(Long.BYTES, Long.lowestOneBit(constant))
          // So an address begins that is given from elsewhere and is a multiple of nothing known.
          : natural ? Long.BYTES : 1;
    }
    if (depth > 4 || !(number.operation() instanceof Operation.Binary(BinaryOperator operator))) {
      return 1;
    }
    int left = divisor(number.input(0).resolved(), depth + 1);
    Value right = number.input(1).resolved();
    return switch (operator) {
      case MULTIPLY -> Math.min(Long.BYTES, left * divisor(right, depth + 1));
      case SHIFT_LEFT ->
          right.constant() == null
              ? left
              : (int) Math.min(Long.BYTES, (long) left << Math.min(3, right.constant() & 63));
      case ADD, SUBTRACT, OR -> Math.min(left, divisor(right, depth + 1));
      case AND -> Math.max(left, right.constant() == null ? 1 : divisor(right, depth + 1));
      default -> 1;
    };
  }
}
