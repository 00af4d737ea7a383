package dev.tawon.isa;

/**
 * A constant operand, sign-extended from 32 bits when the operation has 64.
 *
 * @param value the constant as encoded
 */
public record Immediate(int value) implements Operand {
  @Override
  public String toString() {
    return Integer.toString(value);
  }
}
