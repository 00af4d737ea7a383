package dev.tawon.isa;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads the parts that the instructions of {@link KernelSyntax} have in common. */
final class OperandReader {
  /** The greatest constant where the kernel prints an unsigned number. */
  static final long UNSIGNED_MAX = 0xffff_ffffL;

  private static final Pattern REGISTER_NAME = Pattern.compile("[rw](0|[1-9][0-9]?)");

  private final LineScanner in;

  /** The type of a memory access. */
  record Access(Width width, boolean signed) {}

  /** A memory access with its address. */
  record Memory(Width width, Register base, short offset) {}

  OperandReader(LineScanner in) {
    this.in = in;
  }

  /** {@code (u32 *)}. */
  Access access() {
    int column = in.column();
    Access access = anyAccess();
    if (access.signed()) {
      throw in.error(column, "only a load extends signs");
    }
    return access;
  }

  /** {@code (u32 *)} or {@code (s32 *)}. */
  Access anyAccess() {
    in.expect("(");
    for (Width width : Width.values()) {
      int bits = width.bytes() * Byte.SIZE;
      boolean signed = in.accept("s" + bits);
      if (signed || in.accept("u" + bits)) {
        in.expect("*");
        in.expect(")");
        return new Access(width, signed);
      }
    }
    throw in.unexpected("a type, like u32");
  }

  /** {@code (r1 +4)}. */
  Memory memory(Access access) {
    in.expect("(");
    Register base = register(true);
    short offset = 0;
    if (in.isNext("+") || in.isNext("-")) {
      offset = (short) in.number("an offset", Short.MIN_VALUE, Short.MAX_VALUE);
    }
    in.expect(")");
    return new Memory(access.width(), base, offset);
  }

  void requireAtomicWidth(Width width, int column) {
    if (width != Width.WORD && width != Width.DOUBLE) {
      throw in.error(column, "an atomic operation is on u32 or u64");
    }
  }

  /**
   * A register or a constant.
   *
   * @param wide whether the register is 64 bits wide
   * @param most the greatest constant; the least is the least int
   */
  Operand operand(boolean wide, long most) {
    if (isRegisterNext()) {
      return register(wide);
    }
    return new Immediate((int) in.number("a constant", Integer.MIN_VALUE, most));
  }

  /** The greatest constant that keeps its value: the sign is extended to 64 bits but not to 32. */
  static long constantMax(boolean wide) {
    return wide ? Integer.MAX_VALUE : UNSIGNED_MAX;
  }

  int integer(String what) {
    return (int) in.number(what, Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  boolean isRegisterNext() {
    return isRegisterName(in.peekWord());
  }

  /** Whether the next register, if it is one, is 64 bits wide. */
  boolean isWideNext() {
    return in.isAtEnd() || !in.peekWord().startsWith("w");
  }

  /** Takes the register that has to be named a second time. */
  void same(Register expected, boolean wide) {
    int column = in.column();
    if (register(wide) != expected) {
      throw in.error(column, "must be the register that is assigned, " + expected);
    }
  }

  /** A register, {@code r1} or {@code w1}. */
  Register register(boolean wide) {
    int column = in.column();
    String word = in.peekWord();
    if (!isRegisterName(word) || (word.charAt(0) == 'r') != wide) {
      throw in.unexpected(wide ? "a register r0 to r10" : "a half register w0 to w10");
    }
    in.word();
    int number = Integer.parseInt(word.substring(1));
    if (number > Register.R10.number()) {
      throw in.error(column, "there is no register " + word + ", the last one is r10");
    }
    return Register.of(number);
  }

  static boolean isRegisterName(String word) {
    return REGISTER_NAME.matcher(word).matches();
  }

  /** The first of some choices that is next. */
  <T> T symbol(List<T> choices, Function<T, String> symbol, String what) {
    for (T choice : choices) {
      if (in.accept(symbol.apply(choice))) {
        return choice;
      }
    }
    throw in.unexpected(what);
  }

  static <T> List<T> longestFirst(T[] choices, Function<T, String> symbol) {
    List<T> sorted = new ArrayList<>(List.of(choices));
    sorted.sort(Comparator.comparingInt(choice -> -symbol.apply(choice).length()));
    return List.copyOf(sorted);
  }
}
