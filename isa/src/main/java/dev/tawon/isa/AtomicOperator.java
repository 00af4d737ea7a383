package dev.tawon.isa;

import org.jspecify.annotations.Nullable;

/** The atomic operations that read and write memory. */
public enum AtomicOperator {
  ADD(0x00, "add", "+="),
  OR(0x40, "or", "|="),
  AND(0x50, "and", "&="),
  XOR(0xa0, "xor", "^="),
  /** Exchange: always fetches. */
  XCHG(0xe0, "xchg", null),
  /** Compare and exchange with {@link Register#R0}: always fetches. */
  CMPXCHG(0xf0, "cmpxchg", null);

  private static final AtomicOperator[] ALL = values();

  private final int code;
  private final String word;
  private final @Nullable String assignment;

  AtomicOperator(int code, String word, @Nullable String assignment) {
    this.code = code;
    this.word = word;
    this.assignment = assignment;
  }

  /** Whether the old value is always fetched: {@link #XCHG} and {@link #CMPXCHG}. */
  public boolean alwaysFetches() {
    return this == XCHG || this == CMPXCHG;
  }

  /** The immediate of the encoded instruction, without {@code BPF_FETCH}. */
  int code() {
    return code;
  }

  /** The operation as the kernel prints it when it fetches, {@code add} in {@code atomic_fetch_add}. */
  String word() {
    return word;
  }

  /** The operation as the kernel prints it when it does not fetch, {@code +=}; null if it always fetches. */
  @Nullable String assignment() {
    return assignment;
  }

  static @Nullable AtomicOperator of(int code) {
    for (AtomicOperator operator : ALL) {
      if (operator.code == code) {
        return operator;
      }
    }
    return null;
  }
}
