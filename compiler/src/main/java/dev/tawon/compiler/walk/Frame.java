package dev.tawon.compiler.walk;

import dev.tawon.compiler.walk.Known.FrameAddress;
import dev.tawon.compiler.walk.Known.Part;
import dev.tawon.compiler.walk.Known.Scalar;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The registers and the stack of a function under way: {@code struct bpf_func_state}. */
final class Frame {
  private static final int REGISTERS = 10;
  private static final int SLOTS = 64;

  /** Where its caller goes on. */
  final int returnsTo;

  /** Whether the kernel calls it back, and may do so again. */
  final boolean repeats;

  /** How often the kernel called a function back from here. */
  int rounds;

  final @Nullable Known[] registers;
  final @Nullable Known[] slots;

  /** Of each slot, the bytes that were written, a bit for each: others are {@code STACK_INVALID}. */
  private final byte[] written;

  /** How many slots there are: those up to the lowest one that was written, {@code allocated_stack}. */
  private int size;

  Frame(int returnsTo, boolean repeats) {
    this(returnsTo, repeats, new Known[REGISTERS], new Known[SLOTS], new byte[SLOTS]);
  }

  private Frame(
      int returnsTo,
      boolean repeats,
      @Nullable Known[] registers,
      @Nullable Known[] slots,
      byte[] written) {
    this.returnsTo = returnsTo;
    this.repeats = repeats;
    this.registers = registers;
    this.slots = slots;
    this.written = written;
  }

  Frame copy() {
    Frame copy = new Frame(returnsTo, repeats, registers.clone(), slots.clone(), written.clone());
    copy.rounds = rounds;
    copy.size = size;
    return copy;
  }

  /** Puts what more is known of a number wherever it is. */
  @SuppressWarnings("ReferenceEquality") // an equal one may be another, of which no more is known
  void replace(Known old, Known by) {
    for (int i = 0; i < REGISTERS; i++) {
      if (registers[i] == old) {
        registers[i] = by;
      }
    }
    for (int i = 0; i < SLOTS; i++) {
      Known slot = slots[i];
      if (slot == old) {
        slots[i] = by;
      } else if (slot instanceof Part part && part.number() == old && by instanceof Scalar number) {
        slots[i] = new Part(number, part.bytes());
      }
    }
  }

  private static int slot(int offset) {
    return (-offset - 1) / Long.BYTES;
  }

  /** What was written to a place on the stack. */
  void write(int offset, int bytes, @Nullable Known known) {
    if (offset >= 0 || offset < -SLOTS * Long.BYTES) {
      return;
    }
    if (offset % Long.BYTES == 0 && known instanceof Scalar number && bytes < Long.BYTES) {
      slots[slot(offset)] = new Part(number, bytes);
      mark(offset, bytes);
    } else if (offset % Long.BYTES == 0 && bytes == Long.BYTES) {
      slots[slot(offset)] = known;
      mark(offset, bytes);
    } else {
      forget(offset, bytes);
    }
  }

  /** What is in the eight bytes at a place on the stack, as a whole. */
  @Nullable Known at(int offset) {
    return offset < 0 && offset >= -SLOTS * Long.BYTES ? slots[slot(offset)] : null;
  }

  /** Whether an iteration that goes on here went as far in an older state: {@code iter_active_depths_differ}. */
  boolean isAsFarAs(Frame old) {
    for (int i = 0; i < SLOTS; i++) {
      if (old.slots[i] instanceof Known.Iteration before
          && before.active()
          && slots[i] instanceof Known.Iteration now
          && now.depth() != before.depth()) {
        return false;
      }
    }
    return true;
  }

  /** Something was written to these bytes. */
  void forget(int offset, int bytes) {
    int last = Math.min(-1, offset + Math.max(1, bytes) - 1);
    for (int i = Math.max(0, slot(last)); i <= slot(offset) && i < SLOTS; i++) {
      if (!(slots[i] instanceof Known.Iteration)) { // which nothing else may write to
        slots[i] = null;
      }
    }
    mark(offset, last - offset + 1);
  }

  private void mark(int offset, int bytes) {
    int first = Math.max(offset, -SLOTS * Long.BYTES);
    size = Math.max(size, slot(first) + 1);
    for (int i = first; i < offset + bytes; i++) {
      written[slot(i)] |= (byte) (1 << (i & Long.BYTES - 1));
    }
  }

  /** Nothing is at a place on the stack any more, as if nothing had been written there. */
  void leave(int offset) {
    if (offset < 0 && offset >= -SLOTS * Long.BYTES) {
      slots[slot(offset)] = null;
      written[slot(offset)] = 0;
    }
  }

  /**
   * What is at a place on the stack; null if that is not known.
   *
   * @param linked whether what is learned of it later is known of the place, too (Linux 6.9)
   */
  @Nullable Known read(int offset, int bytes, boolean linked) {
    if (offset >= 0 || offset < -SLOTS * Long.BYTES || offset % Long.BYTES != 0) {
      return null;
    }
    Known known = slots[slot(offset)];
    if (bytes == Long.BYTES) {
      return known instanceof Part ? null : known;
    }
    Scalar number =
        switch (known) {
          case Part part when part.bytes() == bytes -> part.number();
          case Scalar whole when bytes == Integer.BYTES -> whole;
          case null, default -> null;
        };
    if (number == null) {
      return null;
    }
    boolean fits = number.bounds.isWithin(Bounds.upTo((1L << bytes * Byte.SIZE) - 1));
    if (fits && linked) {
      return number;
    }
    if (fits || bytes == Integer.BYTES) {
      return Scalar.of(number.bounds.lower(), number, null);
    }
    return null;
  }

  /** Whether what was found to be right for an older state of the function holds for this one: {@code func_states_equal}. */
  boolean isCoveredBy(Frame old, Liveness.Live live, Comparison comparison) {
    if (comparison != Comparison.NEEDED
        && !Arrays.equals(written, 0, old.size, old.written, 0, old.size)) {
      return false;
    }
    for (int i = 0; i < REGISTERS; i++) {
      if ((live.registers() >> i & 1) != 0
          && !isCovered(registers[i], old.registers[i], comparison)) {
        return false;
      }
    }
    for (int i = 0; i < old.size; i++) {
      if ((live.slots() >>> i & 1) != 0 && !isCovered(slots[i], old.slots[i], comparison)) {
        return false;
      }
    }
    return true;
  }

  /** Whether all registers are the same, also those that are not read any more: {@code states_maybe_looping}. */
  boolean hasSameRegisters(Frame old) {
    for (int i = 0; i < REGISTERS; i++) {
      Known now = registers[i];
      if (now instanceof Scalar number && old.registers[i] instanceof Scalar before
          ? !number.isIdentical(before)
          : !Objects.equals(now, old.registers[i])) {
        return false;
      }
    }
    return true;
  }

  /** How states are compared. */
  enum Comparison {
    /** What is needed of the old one. */
    NEEDED,
    /** All numbers are in the ranges of the old one. */
    WITHIN,
    /** They are the same. */
    SAME
  }

  @SuppressWarnings("ReferenceEquality") // the same one needs no comparison
  private static boolean isCovered(
      @Nullable Known now, @Nullable Known old, Comparison comparison) {
    if (old == null) {
      return comparison == Comparison.NEEDED || now == null;
    }
    if (old == now) {
      return true;
    }
    return switch (old) {
      case Scalar before ->
          switch (comparison) {
            case NEEDED ->
                !before.isPrecise() && (now == null || now instanceof Scalar)
                    || now instanceof Scalar number && number.isCoveredBy(before, false);
            case WITHIN -> now instanceof Scalar number && number.isWithin(before);
            case SAME -> now instanceof Scalar number && number.isCoveredBy(before, true);
          };
      case Part before ->
          switch (comparison) {
            case NEEDED ->
                !before.number().isPrecise()
                    || now instanceof Part part
                        && part.bytes() == before.bytes()
                        && part.number().isCoveredBy(before.number(), false);
            case WITHIN -> now instanceof Part part && part.number().isWithin(before.number());
            case SAME ->
                now instanceof Part part && part.number().isCoveredBy(before.number(), true);
          };
      case FrameAddress address -> address.equals(now);
      case Known.FunctionAddress address -> address.equals(now);
      case Known.Iteration before ->
          now instanceof Known.Iteration same && same.active() == before.active();
    };
  }

  /** Forgets the numbers that differ from those of an older state and that no way depended on: {@code widen_imprecise_scalars}. */
  void widen(Frame old) {
    widen(registers, old.registers);
    widen(slots, old.slots);
  }

  private static void widen(@Nullable Known[] now, @Nullable Known[] old) {
    for (int i = 0; i < now.length; i++) {
      if (now[i] instanceof Scalar number
          && old[i] instanceof Scalar before
          && !before.isPrecise()
          && !number.bounds.equals(before.bounds)) {
        now[i] = Scalar.of(Bounds.UNKNOWN);
      } else if (now[i] instanceof Part part
          && old[i] instanceof Part before
          && !before.number().isPrecise()
          && !part.number().bounds.equals(before.number().bounds)) {
        now[i] = null;
      }
    }
  }

  void clobber() {
    Arrays.fill(registers, 0, 6, null);
  }
}
