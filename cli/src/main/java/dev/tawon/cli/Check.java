package dev.tawon.cli;

/**
 * One question that {@code tawon doctor} asks of the host.
 *
 * @param name what is asked for; part of the JSON output's contract
 * @param answer whether it is there
 * @param required whether the monitor cannot run without it
 * @param detail what was found, or why not
 * @param remedy what to do about it; empty if nothing needs doing
 */
record Check(String name, Answer answer, boolean required, String detail, String remedy) {

  /** What was found. */
  enum Answer {
    YES,
    NO,
    /** It could not be told. */
    UNKNOWN;

    /** As in the output. */
    String word() {
      return switch (this) {
        case YES -> "yes";
        case NO -> "no";
        case UNKNOWN -> "unknown";
      };
    }
  }

  /** Something that is there. */
  static Check yes(String name, boolean required, String detail) {
    return new Check(name, Answer.YES, required, detail, "");
  }

  /** Something that is not. */
  static Check no(String name, boolean required, String detail, String remedy) {
    return new Check(name, Answer.NO, required, detail, remedy);
  }

  /** Something that could not be told. */
  static Check unknown(String name, boolean required, String detail, String remedy) {
    return new Check(name, Answer.UNKNOWN, required, detail, remedy);
  }

  /** Whether the monitor cannot run because of it, as far as is known. */
  boolean blocks() {
    return required && answer != Answer.YES;
  }
}
