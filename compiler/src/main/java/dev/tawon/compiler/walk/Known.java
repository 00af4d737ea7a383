package dev.tawon.compiler.walk;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** What is in a register, or in eight bytes of the stack. */
sealed interface Known {

  /** The address of a place on the stack of the function at a depth. */
  record FrameAddress(int depth, int offset) implements Known {}

  /** The address of a function, by the index of its first instruction. */
  record FunctionAddress(int start) implements Known {}

  /** The lowest bytes of what is on the stack; nothing is known of the others. */
  record Part(Scalar number, int bytes) implements Known {}

  /**
   * Where memory begins in which there are numbers alone: a map's value, a record of a ring, the context of some programs. What is
   * loaded from elsewhere may be an address.
   */
  record Memory(Object place) {}

  /**
   * The state of an iterator, on the stack.
   *
   * @param depth how many elements were asked for on the way here
   * @param active whether there may be another
   */
  record Iteration(int depth, boolean active) implements Known {}

  /** A number, or the address of anything else: of that nothing is known but how far it is from where it was got. */
  final class Scalar implements Known {
    final Bounds bounds;

    /** Where it was got, if it may be an address. */
    final @Nullable Object base;

    /** How far it is from there. */
    final Bounds distance;

    /** Whether the verifier may know more than we do. */
    final boolean vague;

    /** Whether the way that the verifier took depended on it: {@code precise} of {@code struct bpf_reg_state}. */
    private boolean precise;

    /** What its copies have in common; null before there are any. */
    private @Nullable Object id;

    private @Nullable Scalar first;
    private @Nullable Scalar second;

    private Scalar(
        Bounds bounds,
        @Nullable Object base,
        Bounds distance,
        boolean vague,
        @Nullable Scalar first,
        @Nullable Scalar second) {
      this.bounds = bounds;
      this.base = base;
      this.distance = distance;
      this.vague = vague;
      this.first = first;
      this.second = second;
    }

    static Scalar of(Bounds bounds) {
      return new Scalar(bounds, null, Bounds.UNKNOWN, false, null, null);
    }

    static Scalar vague(Bounds bounds) {
      return new Scalar(bounds, null, Bounds.UNKNOWN, true, null, null);
    }

    /** What may be an address, got at a place. */
    static Scalar at(Object place) {
      return new Scalar(Bounds.UNKNOWN, place, Bounds.of(0), false, null, null);
    }

    /** What was made of others. */
    static Scalar of(Bounds bounds, Scalar first, @Nullable Scalar second) {
      return of(bounds, null, Bounds.UNKNOWN, first, second);
    }

    /** What was made of others, and may be an address. */
    static Scalar of(
        Bounds bounds,
        @Nullable Object base,
        Bounds distance,
        Scalar first,
        @Nullable Scalar second) {
      boolean vague = first.vague || second != null && second.vague;
      return new Scalar(bounds, base, distance, vague, first, second);
    }

    /** The same number, of which more is known. */
    Scalar with(Bounds narrower) {
      Scalar same = new Scalar(narrower, base, distance, vague, this, null);
      same.precise = precise;
      same.id = id;
      return same;
    }

    boolean isPrecise() {
      return precise;
    }

    /** The same number, of which there are copies: {@code assign_scalar_id_before_mov}. */
    Scalar shared() {
      if (id != null || bounds.isConstant()) {
        return this;
      }
      Scalar same = with(bounds);
      same.id = new Object();
      return same;
    }

    /** Whether it is the same to its last bit, and not only of the same range. */
    @SuppressWarnings("ReferenceEquality") // it is that one
    boolean isIdentical(Scalar other) {
      return id == other.id && isCoveredBy(other, true);
    }

    /** Says that a way depended on this, and so on what it was made of. */
    void need() {
      if (precise) {
        return;
      }
      Deque<Scalar> work = new ArrayDeque<>();
      work.add(this);
      while (!work.isEmpty()) {
        Scalar number = work.remove();
        number.precise = true;
        Scalar left = number.first;
        Scalar right = number.second;
        number.first = null;
        number.second = null;
        if (left != null && !left.precise) {
          work.add(left);
        }
        if (right != null && !right.precise) {
          work.add(right);
        }
      }
    }

    /** Whether what was found to be right for another holds for this: {@code regsafe}. */
    boolean isCoveredBy(Scalar old, boolean exactly) {
      if (exactly) {
        return bounds.equals(old.bounds)
            && (base == null ? old.base == null : base.equals(old.base))
            && distance.equals(old.distance);
      }
      return !old.precise || isWithin(old);
    }

    boolean isWithin(Scalar old) {
      return bounds.isWithin(old.bounds)
          && (old.base == null || old.base.equals(base) && distance.isWithin(old.distance));
    }
  }
}
