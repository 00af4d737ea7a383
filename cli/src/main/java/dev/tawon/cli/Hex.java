package dev.tawon.cli;

import java.util.HexFormat;

/** Bytes as people write them: pairs of hexadecimal digits, with blanks where they like. */
final class Hex {
  private Hex() {}

  /**
   * The bytes of a text.
   *
   * @param what what it is, for an error
   * @throws Failure if it is something else
   */
  static byte[] parse(String what, String text) {
    String digits = text.replaceAll("\\s", "");
    for (int i = 0; i < digits.length(); i++) {
      if (!HexFormat.isHexDigit(digits.charAt(i))) {
        throw new Failure(
            what + " is not hexadecimal: '" + digits.charAt(i) + "' is no digit",
            "bytes are pairs of digits, like 'b7 00 0a'",
            ExitCode.FAILURE);
      }
    }
    if (digits.length() % 2 != 0) {
      throw new Failure(
          what + " has an odd number of hexadecimal digits: " + digits.length(),
          "bytes are pairs of digits, like 'b7 00 0a'",
          ExitCode.FAILURE);
    }
    return HexFormat.of().parseHex(digits);
  }
}
