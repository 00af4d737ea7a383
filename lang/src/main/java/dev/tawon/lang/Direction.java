package dev.tawon.lang;

/** Which packets a program sees. */
public enum Direction {
  /** Those that come in. */
  INGRESS,
  /** Those that go out. */
  EGRESS
}
