package dev.tawon.sandbox;

import java.util.Arrays;

/** Bytes that are equal by what they hold. */
@SuppressWarnings("ArrayRecordComponent") // compared by content below
record Key(byte[] bytes) {
  @Override
  public boolean equals(Object other) {
    return other instanceof Key key && Arrays.equals(bytes, key.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }
}
