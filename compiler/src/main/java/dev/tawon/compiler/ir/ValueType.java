package dev.tawon.compiler.ir;

/** What a value is. */
public enum ValueType {
  /** No result: a store, a check. */
  NONE,
  /** 32 bits, with the upper half of the register zero. */
  INT,
  /** 64 bits. */
  LONG,
  /** An address, or null. */
  REFERENCE
}
