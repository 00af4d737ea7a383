package dev.tawon.compiler.opt;

import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Value;
import org.jspecify.annotations.Nullable;

/** What a program acquires and has to give back. */
public sealed interface Thing {
  /** The helper that gives a ring's record back. */
  String DISCARD = "bpf_ringbuf_discard";

  /** The helper that gives a ring's record back to which a dynptr leads. */
  String DISCARD_DYNPTR = "bpf_ringbuf_discard_dynptr";

  /** The helper that gives a socket back. */
  String SK_RELEASE = "bpf_sk_release";

  /** The helper that releases a lock. */
  String SPIN_UNLOCK = "bpf_spin_unlock";

  /** The functions around a section that is read under RCU, which need no object. */
  String RCU_LOCK = "bpf_rcu_read_lock";

  /** The end of such a section. */
  String RCU_UNLOCK = "bpf_rcu_read_unlock";

  /**
   * What a call returns, unless that is null.
   *
   * @param value the call
   * @param release the function that gives it back
   */
  record Result(Value value, String release) implements Thing {}

  /**
   * A lock.
   *
   * @param base the value whose address it is reckoned from
   * @param offset how far it lies behind that
   */
  record Lock(Value base, int offset) implements Thing {}

  /** A section that is read under RCU. */
  record Section() implements Thing {}

  /**
   * An iteration.
   *
   * @param state where its state is, on the stack
   * @param kind the name of that structure
   */
  record Iteration(Value state, String kind) implements Thing {}

  /**
   * A record of a ring to which a dynptr leads, also where there was no room for one.
   *
   * @param base the value whose address the dynptr's is reckoned from
   * @param offset how far the dynptr lies behind that
   */
  record RingDynptr(Value base, int offset) implements Thing {}

  /** The function that gives it back. */
  default String release() {
    return switch (this) {
      case Result result -> result.release;
      case Lock _ -> SPIN_UNLOCK;
      case Section _ -> RCU_UNLOCK;
      case RingDynptr _ -> DISCARD_DYNPTR;
      case Iteration iteration -> iteration.kind + "_destroy";
    };
  }

  /** Whether it is what a call returns, and so may be null. */
  default boolean isResult() {
    return this instanceof Result;
  }

  /** Whether it is a lock, under which nothing is called. */
  default boolean isLock() {
    return this instanceof Lock;
  }

  /** Whether a register holds where it is. */
  default boolean isInRegister() {
    return switch (this) {
      case Result _, Lock _ -> true;
      case Section _, Iteration _, RingDynptr _ -> false;
    };
  }

  /** What a value that is acquired is; null if it is none. */
  static @Nullable Thing of(Value value) {
    String release =
        switch (value.operation()) {
          case Operation.CallHelper call ->
              switch (call.name()) {
                case "bpf_ringbuf_reserve" -> DISCARD;
                case "bpf_sk_lookup_tcp", "bpf_sk_lookup_udp", "bpf_skc_lookup_tcp" -> SK_RELEASE;
                default -> "";
              };
          case Operation.CallFunction call -> call.release();
          default -> "";
        };
    return release.isEmpty() ? null : new Result(value, release);
  }

  /** What an operation acquires; null if nothing. */
  static @Nullable Thing acquiredBy(Value value) {
    return switch (value.operation()) {
      case Operation.CallHelper call when call.name().equals("bpf_spin_lock") ->
          lock(value.input(0));
      case Operation.CallHelper call when call.name().equals("bpf_ringbuf_reserve_dynptr") ->
          ringDynptr(value.input(3));
      case Operation.CallFunction call when call.function().equals(RCU_LOCK) -> new Section();
      case Operation.IteratorNew iterator -> new Iteration(value.input(0), iterator.kind());
      default -> of(value);
    };
  }

  /** What an operation gives back; null if nothing. */
  static @Nullable Thing releasedBy(Value value) {
    return switch (value.operation()) {
      case Operation.CallHelper call ->
          switch (call.name()) {
            case "bpf_ringbuf_submit", DISCARD -> new Result(value.input(0), DISCARD);
            case SK_RELEASE -> new Result(value.input(0), SK_RELEASE);
            case SPIN_UNLOCK -> lock(value.input(0));
            case "bpf_ringbuf_submit_dynptr", DISCARD_DYNPTR -> ringDynptr(value.input(0));
            default -> null;
          };
      case Operation.CallFunction call ->
          call.function().equals(RCU_UNLOCK)
              ? new Section()
              : call.releases() ? new Result(value.input(0), call.function()) : null;
      case Operation.IteratorDestroy iterator -> new Iteration(value.input(0), iterator.kind());
      default -> null;
    };
  }

  private static Thing lock(Value address) {
    return new Lock(base(address), distance(address));
  }

  private static Thing ringDynptr(Value address) {
    return new RingDynptr(base(address), distance(address));
  }

  private static Value base(Value address) {
    Value base = address;
    while (base.operation() instanceof Operation.Offset) {
      base = base.input(0);
    }
    return base;
  }

  private static int distance(Value address) {
    int distance = 0;
    Value base = address;
    while (base.operation() instanceof Operation.Offset(int bytes)) {
      distance += bytes;
      base = base.input(0);
    }
    return distance;
  }

  /** What is wrong where it is given back without being held. */
  default String notHeld() {
    return switch (this) {
      case Result result ->
          result.release.equals(DISCARD)
              ? "this record is not reserved here: each is submitted or discarded once"
              : "this is not acquired here: what is acquired is released once";
      case Lock _ -> "this lock is not held here: each lock is followed by one unlock";
      case Section _ -> "no section is open here: each " + RCU_LOCK + " has one " + RCU_UNLOCK;
      case Iteration _ -> "no iteration goes on here";
      case RingDynptr _ ->
          "this dynptr leads to no record here: each record is submitted or discarded once";
    };
  }

  /** What is wrong where it is taken although it is held. */
  default String heldAlready(int line) {
    return switch (this) {
      case Result _, Iteration _ -> "this is held since line " + line;
      case RingDynptr _ ->
          "this dynptr leads to the record reserved at line "
              + line
              + ": submit or discard that first";
      case Lock _ -> "this lock is held since line " + line + ": unlock it first";
      case Section _ ->
          "the section of line " + line + " is still open, and sections do not lie within others";
    };
  }

  /** What is wrong where a way ends. */
  default String kept(int line) {
    return switch (this) {
      case Result result ->
          result.release.equals(DISCARD)
              ? "the record reserved at line "
                  + line
                  + " is neither submitted nor discarded on this path"
              : "what was acquired at line "
                  + line
                  + " is not released on this path: call "
                  + result.release;
      case Lock _ ->
          "the lock that was taken at line " + line + " is still held on this path: call unlock";
      case Section _ ->
          "the section that begins at line "
              + line
              + " is still open on this path: call "
              + RCU_UNLOCK;
      case Iteration _ -> "the iteration of line " + line + " still goes on here";
      case RingDynptr _ ->
          "the record reserved at line "
              + line
              + " is neither submitted nor discarded on this path, which it has to be also where"
              + " there was no room";
    };
  }

  /** What is wrong where two ways meet, and it is held on one of them. */
  default String onOneWay(int line) {
    return switch (this) {
      case Result result ->
          result.release.equals(DISCARD)
              ? "a record is reserved on one of the paths that meet here and not on the other:"
                  + " submit or discard it before they do"
              : "what was acquired at line "
                  + line
                  + " is released on one of the paths that meet here and not on the other: call "
                  + result.release
                  + " before they do";
      case Lock _ ->
          "the lock that was taken at line "
              + line
              + " is held on one of the paths that meet here and not on the other: call unlock"
              + " before they do";
      case Section _ ->
          "the section that begins at line "
              + line
              + " is open on one of the paths that meet here and not on the other: call "
              + RCU_UNLOCK
              + " before they do";
      case RingDynptr _ ->
          "a record is reserved on one of the paths that meet here and not on the other:"
              + " submit or discard it before they do";
      case Iteration _ ->
          "the iteration of line " + line + " goes on on one of the paths that meet here";
    };
  }
}
