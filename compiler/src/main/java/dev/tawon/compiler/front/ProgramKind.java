package dev.tawon.compiler.front;

import dev.tawon.object.AttachType;
import dev.tawon.object.ProgramType;
import org.jspecify.annotations.Nullable;

/**
 * What an annotation makes of a method.
 *
 * @param annotation its name with the at sign, for messages
 * @param type the kind of program
 * @param attachType where it is attached, or null where the kind has one place
 * @param arguments how its parameters come
 * @param context the class of its one parameter, where it has one
 * @param results what it may return
 * @param sleepable whether it may sleep
 */
record ProgramKind(
    String annotation,
    ProgramType type,
    @Nullable AttachType attachType,
    Arguments arguments,
    @Nullable Class<?> context,
    Results results,
    boolean sleepable) {
  /** A kind of program that does not sleep. */
  ProgramKind(
      String annotation,
      ProgramType type,
      @Nullable AttachType attachType,
      Arguments arguments,
      @Nullable Class<?> context,
      Results results) {
    this(annotation, type, attachType, arguments, context, results, false);
  }

  /** The same kind of program, which may sleep. */
  ProgramKind sleeping() {
    return new ProgramKind(annotation, type, attachType, arguments, context, results, true);
  }

  /** Since which kernel such programs may sleep; null if they may not. */
  @Nullable String sleepsSince() {
    return switch (annotation) {
      case "@Fentry", "@Fexit", "@FmodRet", "@Lsm" -> "5.10";
      case "@Iter" -> "5.18";
      case "@Uprobe", "@Uretprobe" -> "6.0";
      case "@UprobeMulti", "@UretprobeMulti" -> "6.6";
      default -> null;
    };
  }

  /** How a program's parameters come. */
  enum Arguments {
    /** A 64-bit word each, of whose pointers the verifier knows nothing. */
    WORDS,
    /** A 64-bit word each, whose pointers the verifier knows. */
    TYPED_WORDS,
    /** In the registers of a function's parameters. */
    REGISTERS,
    /** One, in the register of a function's result. */
    RETURN_REGISTER,
    /** One at most: the context, as a kernel structure. */
    RECORD,
    /** One at most: the context. */
    CONTEXT
  }

  /**
   * What a program may return.
   *
   * @param least the least result
   * @param most the greatest
   * @param neutral what changes nothing: the result of a fault, and of a method that returns nothing
   * @param nothing whether the method may return nothing
   * @param number whether it may return an int
   * @param names what the results are called, for messages
   */
  record Results(int least, int most, int neutral, boolean nothing, boolean number, String names) {
    /** Nothing. */
    static final Results NOTHING = new Results(0, 0, 0, true, false, "void");

    /** An int, if at all. */
    static final Results ANY =
        new Results(Integer.MIN_VALUE, Integer.MAX_VALUE, 0, true, true, "void or int");

    /** An int that decides. */
    static Results verdict(int least, int most, int neutral, String names) {
      return new Results(least, most, neutral, false, true, "int: " + names);
    }

    boolean takesAll() {
      return least == Integer.MIN_VALUE && most == Integer.MAX_VALUE;
    }
  }
}
