package dev.tawon.isa;

import java.util.Locale;

/** Prints one instruction in the spelling of {@link Syntax#MNEMONIC}. */
final class MnemonicText {
  private MnemonicText() {}

  static String of(Instruction instruction) {
    return switch (instruction) {
      case Instruction.Alu(var operator, var wide, var dst, var src) ->
          MnemonicSyntax.word(operator) + suffix(wide) + ' ' + register(dst) + ", " + operand(src);
      case Instruction.Negate(var wide, var dst) -> "neg" + suffix(wide) + ' ' + register(dst);
      case Instruction.MoveSignExtended(var bits, var wide, var dst, var src) ->
          "movsx" + bits + (wide ? "64 " : "32 ") + register(dst) + ", " + register(src);
      case Instruction.ByteSwap(var order, var bits, var dst) ->
          switch (order) {
                case TO_LITTLE_ENDIAN -> "le";
                case TO_BIG_ENDIAN -> "be";
                case SWAP -> "bswap";
              }
              + bits
              + ' '
              + register(dst);
      case Instruction.AddressSpaceCast(var dst, var src, var to, var from) ->
          "addr_space_cast " + register(dst) + ", " + register(src) + ", " + to + ", " + from;
      case Instruction.Load(var width, var signed, var dst, var base, var offset) ->
          "ldx"
              + (signed ? "s" : "")
              + letters(width)
              + ' '
              + register(dst)
              + ", "
              + address(base, offset);
      case Instruction.Store(var width, var base, var offset, Register src) ->
          "stx" + letters(width) + ' ' + address(base, offset) + ", " + register(src);
      case Instruction.Store(var width, var base, var offset, Immediate(int value)) ->
          "st" + letters(width) + ' ' + address(base, offset) + ", " + value;
      case Instruction.Atomic(var operator, var fetch, var width, var base, var offset, var src) ->
          "lock "
              + (fetch && !operator.alwaysFetches() ? "fetch " : "")
              + operator.word()
              + suffix(width == Width.DOUBLE)
              + ' '
              + address(base, offset)
              + ", "
              + register(src);
      case Instruction.LoadAcquire(var width, var dst, var base, var offset) ->
          "load_acquire" + bits(width) + ' ' + register(dst) + ", " + address(base, offset);
      case Instruction.StoreRelease(var width, var base, var offset, var src) ->
          "store_release" + bits(width) + ' ' + address(base, offset) + ", " + register(src);
      case Instruction.LoadImmediate64 load ->
          "lddw " + register(load.dst()) + ", " + immediate64(load);
      case Instruction.LoadPacket(var width, var index, var offset) ->
          index == null
              ? "ldabs" + letters(width) + ' ' + offset
              : "ldind" + letters(width) + ' ' + register(index) + ", " + offset;
      case Instruction.Branch(var condition, var wide, var dst, var src, var offset) ->
          MnemonicSyntax.word(condition)
              + suffix(wide)
              + ' '
              + register(dst)
              + ", "
              + operand(src)
              + ", "
              + signed(offset);
      case Instruction.Goto(var offset, var wide) -> "ja" + suffix(!wide) + ' ' + signed(offset);
      case Instruction.MayGoto(var offset) -> "may_goto " + signed(offset);
      case Instruction.GotoRegister(var target) -> "jax " + register(target);
      case Instruction.CallHelper(var helper) -> "call " + helper;
      case Instruction.CallFunction(var offset) -> "call local " + signed(offset);
      case Instruction.CallKernelFunction(var btfId, var module) ->
          "call kernel(" + btfId + ", " + module + ')';
      case Instruction.CallRegister(var target) -> "call " + register(target);
      case Instruction.Exit() -> "exit";
    };
  }

  private static String immediate64(Instruction.LoadImmediate64 load) {
    String kind = load.kind().name().toLowerCase(Locale.ROOT);
    return switch (load.kind()) {
      case VALUE -> "0x" + Long.toHexString(load.value());
      case FUNCTION -> kind + '(' + signed(load.low()) + ')';
      case MAP_FD, MAP_INDEX -> kind + '(' + load.low() + ')';
      case MAP_VALUE, MAP_INDEX_VALUE, BTF_ID -> kind + '(' + load.low() + ", " + load.high() + ')';
    };
  }

  /** 64 bits are what is not said. */
  private static String suffix(boolean wide) {
    return wide ? "" : "32";
  }

  private static int bits(Width width) {
    return width.bytes() * Byte.SIZE;
  }

  /** What a load or store of a width ends in: {@code w}. */
  static String letters(Width width) {
    return switch (width) {
      case BYTE -> "b";
      case HALF -> "h";
      case WORD -> "w";
      case DOUBLE -> "dw";
    };
  }

  private static String address(Register base, short offset) {
    return '[' + register(base) + (offset == 0 ? "" : signed(offset)) + ']';
  }

  private static String operand(Operand operand) {
    return switch (operand) {
      case Register register -> register(register);
      case Immediate(int value) -> Integer.toString(value);
    };
  }

  private static String register(Register register) {
    return "%r" + register.number();
  }

  private static String signed(int number) {
    return number < 0 ? Integer.toString(number) : "+" + number;
  }
}
