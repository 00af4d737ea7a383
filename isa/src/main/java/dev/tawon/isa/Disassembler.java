package dev.tawon.isa;

import java.util.List;

/**
 * Prints instructions as the kernel does, without the opcode that it puts before them.
 *
 * <p>The text is that of the verifier's log and of {@code bpftool prog dump xlated}, so that the one can be held
 * against the other. It differs where the kernel's text does not say what the instruction is, so that {@link Assembler}
 * reads back what is printed here:
 *
 * <ul>
 *   <li>a 64-bit constant ends in {@code ll}, as LLVM prints it: {@code r1 = 0x2a ll}; a 32-bit one is decimal;
 *   <li>a 64-bit load of anything else says what, after the model of bpftool: {@code map[fd:3]}, {@code
 *       map[fd:3][0]+8}, {@code map[idx:1]}, {@code map[idx:1]+8}, {@code subprog[+5]}, {@code btf[id:77]}, and {@code
 *       btf[id:77][fd:4]} for a module's;
 *   <li>a kernel function of a module says where its BTF is: {@code call kernel-function#77[idx:2]}.
 * </ul>
 *
 * <p>Source: {@code kernel/bpf/disasm.c} and {@code tools/bpf/bpftool/xlated_dumper.c}.
 */
public final class Disassembler {
  /** The number of columns for the slot number. */
  private static final int SLOT_COLUMNS = 3;

  private Disassembler() {}

  /** A line an instruction, with its slot number: {@code "  0: r6 = r1\n"}. */
  public static String disassemble(List<Instruction> program) {
    return disassemble(Syntax.KERNEL, program);
  }

  /**
   * A line an instruction. In {@link Syntax#KERNEL} with its slot number; in {@link Syntax#MNEMONIC} without, as its other
   * readers expect.
   */
  public static String disassemble(Syntax syntax, List<Instruction> program) {
    StringBuilder out = new StringBuilder();
    int slot = 0;
    for (Instruction instruction : program) {
      if (syntax == Syntax.KERNEL) {
        String number = Integer.toString(slot);
        out.repeat(' ', Math.max(0, SLOT_COLUMNS - number.length())).append(number).append(": ");
      }
      out.append(text(syntax, instruction)).append('\n');
      slot += instruction.slots();
    }
    return out.toString();
  }

  /** One instruction without a slot number. */
  public static String text(Syntax syntax, Instruction instruction) {
    return switch (syntax) {
      case KERNEL -> text(instruction);
      case MNEMONIC -> MnemonicText.of(instruction);
    };
  }

  /** One instruction in the kernel's spelling, without a slot number: {@code if r1 s> 0x5 goto pc+3}. */
  public static String text(Instruction instruction) {
    return switch (instruction) {
      case Instruction.Alu(var operator, var wide, var dst, var src) ->
          register(dst, wide) + ' ' + operator.symbol() + ' ' + operand(src, wide);
      case Instruction.Negate(var wide, var dst) ->
          register(dst, wide) + " = -" + register(dst, wide);
      case Instruction.MoveSignExtended(var bits, var wide, var dst, var src) ->
          register(dst, wide) + " = (s" + bits + ')' + register(src, wide);
      case Instruction.ByteSwap(var order, var bits, var dst) ->
          dst + " = " + order.word() + bits + ' ' + dst;
      case Instruction.AddressSpaceCast(var dst, var src, var target, var source) ->
          dst + " = addr_space_cast(" + src + ", " + target + ", " + source + ')';
      case Instruction.Load(var width, var signed, var dst, var base, var offset) ->
          dst + " = *" + memory(signed ? 's' : 'u', width, base, offset);
      case Instruction.Store(var width, var base, var offset, var src) ->
          '*' + memory('u', width, base, offset) + " = " + operand(src, true);
      case Instruction.Atomic atomic -> atomic(atomic);
      case Instruction.LoadAcquire(var width, var dst, var base, var offset) ->
          dst + " = load_acquire(" + memory('u', width, base, offset) + ')';
      case Instruction.StoreRelease(var width, var base, var offset, var src) ->
          "store_release(" + memory('u', width, base, offset) + ", " + src + ')';
      case Instruction.LoadImmediate64 load -> load.dst() + " = " + immediate64(load);
      case Instruction.LoadPacket(var width, var index, var offset) ->
          "r0 = *(u"
              + width.bytes() * Byte.SIZE
              + " *)skb["
              + (index == null ? "" : index + " + ")
              + offset
              + ']';
      case Instruction.Branch(var condition, var wide, var dst, var src, var offset) ->
          "if "
              + register(dst, wide)
              + ' '
              + condition.symbol()
              + ' '
              + comparand(src, wide)
              + " goto pc"
              + signed(offset);
      case Instruction.Goto(var offset, var wide) ->
          (wide ? "gotol pc" : "goto pc") + signed(offset);
      case Instruction.MayGoto(var offset) -> "may_goto pc" + signed(offset);
      case Instruction.GotoRegister(var target) -> "gotox " + target;
      case Instruction.CallHelper(var helper) -> {
        String name = HelperTable.name(helper);
        yield "call " + (name == null ? "unknown" : name) + '#' + helper;
      }
      case Instruction.CallFunction(var offset) -> "call pc" + signed(offset);
      case Instruction.CallKernelFunction(var btfId, var module) ->
          "call kernel-function#" + btfId + (module == 0 ? "" : "[idx:" + module + ']');
      case Instruction.CallRegister(var target) -> "callx " + target;
      case Instruction.Exit() -> "exit";
    };
  }

  private static String atomic(Instruction.Atomic atomic) {
    String memory = memory('u', atomic.width(), atomic.base(), atomic.offset());
    String suffix = atomic.width() == Width.DOUBLE ? "64" : "";
    Register src = atomic.src();
    return switch (atomic.operator()) {
      case ADD, OR, AND, XOR ->
          atomic.fetch()
              ? "%s = atomic%s_fetch_%s(%s, %s)"
                  .formatted(src, suffix, atomic.operator().word(), memory, src)
              : "lock *%s %s %s".formatted(memory, atomic.operator().assignment(), src);
      case XCHG -> "%s = atomic%s_xchg(%s, %s)".formatted(src, suffix, memory, src);
      case CMPXCHG -> "r0 = atomic%s_cmpxchg(%s, r0, %s)".formatted(suffix, memory, src);
    };
  }

  private static String immediate64(Instruction.LoadImmediate64 load) {
    return switch (load.kind()) {
      case VALUE -> "0x" + Long.toHexString(load.value()) + " ll";
      case MAP_FD -> "map[fd:" + load.low() + ']';
      case MAP_VALUE -> "map[fd:" + load.low() + "][0]" + signed(load.high());
      case BTF_ID ->
          "btf[id:" + load.low() + ']' + (load.high() == 0 ? "" : "[fd:" + load.high() + ']');
      case FUNCTION -> "subprog[" + signed(load.low()) + ']';
      case MAP_INDEX -> "map[idx:" + load.low() + ']';
      case MAP_INDEX_VALUE -> "map[idx:" + load.low() + ']' + signed(load.high());
    };
  }

  private static String memory(char sign, Width width, Register base, short offset) {
    return "(" + sign + width.bytes() * Byte.SIZE + " *)(" + base + ' ' + signed(offset) + ')';
  }

  private static String operand(Operand operand, boolean wide) {
    return switch (operand) {
      case Register register -> register(register, wide);
      case Immediate(int value) -> Integer.toString(value);
    };
  }

  /** The right-hand side of a comparison, where the kernel prints constants as unsigned hexadecimal numbers. */
  private static String comparand(Operand operand, boolean wide) {
    return switch (operand) {
      case Register register -> register(register, wide);
      case Immediate(int value) -> "0x" + Integer.toHexString(value);
    };
  }

  private static String register(Register register, boolean wide) {
    return (wide ? "r" : "w") + register.number();
  }

  private static String signed(int number) {
    return number < 0 ? Integer.toString(number) : "+" + number;
  }
}
