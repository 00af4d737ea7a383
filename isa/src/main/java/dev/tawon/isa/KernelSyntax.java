package dev.tawon.isa;

import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads one instruction in the spelling of {@link Disassembler}: the kernel's. */
final class KernelSyntax {
  private static final Pattern OPCODE = Pattern.compile("[0-9a-f]{2}");

  private static final List<AluOperator> OPERATORS =
      OperandReader.longestFirst(AluOperator.values(), AluOperator::symbol);
  private static final List<JumpCondition> CONDITIONS =
      OperandReader.longestFirst(JumpCondition.values(), JumpCondition::symbol);

  private final LineScanner in;
  private final OperandReader operands;

  /** The opcode that the kernel prints before the text, {@code (b7)}, or -1 if there is none. */
  private final int opcode;

  /**
   * What was read.
   *
   * @param instruction the instruction, with the offset 0 if it goes to a label
   * @param label the label it goes to, or null
   * @param labelColumn where the label is named
   */
  record Statement(Instruction instruction, @Nullable String label, int labelColumn) {}

  private record Target(int offset, @Nullable String label, int column) {}

  private KernelSyntax(LineScanner in) {
    this.in = in;
    this.operands = new OperandReader(in);
    this.opcode = opcode(in);
  }

  /** The instruction on the rest of a line. */
  static Statement parse(LineScanner in) {
    int column = in.column();
    KernelSyntax syntax = new KernelSyntax(in);
    Statement statement = syntax.statement();
    if (!in.isAtEnd()) {
      throw in.unexpected("the end of the line");
    }
    int actual = Encoder.opcode(statement.instruction());
    if (syntax.opcode >= 0 && syntax.opcode != actual) {
      throw in.error(
          column, "the opcode is %02x, the text says %02x".formatted(syntax.opcode, actual));
    }
    return statement;
  }

  /** Whether a word means something else where a label may stand. */
  static boolean isReserved(String word) {
    return word.equals("pc")
        || OperandReader.isRegisterName(word)
        || HelperTable.number(word).isPresent();
  }

  private static int opcode(LineScanner in) {
    if (!in.accept("(")) {
      return -1;
    }
    int column = in.column();
    String digits = in.word();
    if (!OPCODE.matcher(digits).matches()) {
      throw in.error(column, "expected an opcode of two hexadecimal digits");
    }
    in.expect(")");
    return Integer.parseInt(digits, 16);
  }

  private Statement statement() {
    if (in.accept("exit")) {
      return plain(new Instruction.Exit());
    } else if (in.accept("if")) {
      return branch();
    } else if (in.accept("goto")) {
      Target target = target(Short.MIN_VALUE, Short.MAX_VALUE);
      return to(target, new Instruction.Goto(target.offset(), false));
    } else if (in.accept("gotol")) {
      Target target = target(Integer.MIN_VALUE, Integer.MAX_VALUE);
      return to(target, new Instruction.Goto(target.offset(), true));
    } else if (in.accept("may_goto")) {
      Target target = target(Short.MIN_VALUE, Short.MAX_VALUE);
      return to(target, new Instruction.MayGoto((short) target.offset()));
    } else if (in.accept("gotox")) {
      return plain(new Instruction.GotoRegister(operands.register(true)));
    } else if (in.accept("call")) {
      return call();
    } else if (in.accept("callx")) {
      return plain(new Instruction.CallRegister(operands.register(true)));
    } else if (in.accept("lock")) {
      return plain(lock());
    } else if (in.accept("store_release")) {
      return plain(storeRelease());
    } else if (in.accept("*")) {
      return plain(store());
    } else if (operands.isRegisterNext()) {
      return assignment();
    }
    throw in.unexpected("an instruction");
  }

  private Statement branch() {
    boolean wide = operands.isWideNext();
    Register dst = operands.register(wide);
    JumpCondition condition = operands.symbol(CONDITIONS, JumpCondition::symbol, "a comparison");
    // The kernel prints the constant as an unsigned number, also where its sign is extended to 64
    // bits.
    Operand src = operands.operand(wide, OperandReader.UNSIGNED_MAX);
    in.expect("goto");
    Target target = target(Short.MIN_VALUE, Short.MAX_VALUE);
    return to(target, new Instruction.Branch(condition, wide, dst, src, (short) target.offset()));
  }

  private Statement call() {
    if (in.accept("pc")) {
      return plain(new Instruction.CallFunction(operands.integer("a call offset")));
    } else if (in.accept("kernel-function")) {
      return plain(callKernelFunction());
    }
    int column = in.column();
    String name = in.peekWord();
    if (name.isEmpty() || Character.isDigit(name.charAt(0))) {
      return plain(new Instruction.CallHelper(operands.integer("a function")));
    }
    in.word();
    OptionalInt number = HelperTable.number(name);
    if (in.accept("#")) {
      return plain(callHelper(column, name, operands.integer("a helper's number")));
    } else if (number.isPresent()) {
      return plain(new Instruction.CallHelper(number.getAsInt()));
    }
    return new Statement(new Instruction.CallFunction(0), label(name, column), column);
  }

  private Instruction callHelper(int column, String name, int number) {
    String known = HelperTable.name(number);
    String expected = known == null ? "unknown" : known;
    if (!expected.equals(name)) {
      throw in.error(column, "helper " + number + " is " + expected + ", not " + name);
    }
    return new Instruction.CallHelper(number);
  }

  private Instruction callKernelFunction() {
    in.expect("#");
    int btfId = operands.integer("a BTF type id");
    short module = 0;
    if (in.accept("[")) {
      in.expect("idx");
      in.expect(":");
      module = (short) in.number("an index", Short.MIN_VALUE, Short.MAX_VALUE);
      in.expect("]");
    }
    return new Instruction.CallKernelFunction(btfId, module);
  }

  private Instruction lock() {
    in.expect("*");
    int column = in.column();
    OperandReader.Memory memory = operands.memory(operands.access());
    operands.requireAtomicWidth(memory.width(), column);
    for (AtomicOperator operator : AtomicOperator.values()) {
      String assignment = operator.assignment();
      if (assignment != null && in.accept(assignment)) {
        return new Instruction.Atomic(
            operator,
            false,
            memory.width(),
            memory.base(),
            memory.offset(),
            operands.register(true));
      }
    }
    throw in.unexpected("one of += |= &= ^=");
  }

  private Instruction storeRelease() {
    in.expect("(");
    OperandReader.Memory memory = operands.memory(operands.access());
    in.expect(",");
    Register src = operands.register(true);
    in.expect(")");
    return new Instruction.StoreRelease(memory.width(), memory.base(), memory.offset(), src);
  }

  private Instruction store() {
    OperandReader.Memory memory = operands.memory(operands.access());
    in.expect("=");
    // In 64 bits the sign of the constant is extended, so that an unsigned one would change.
    long most = memory.width() == Width.DOUBLE ? Integer.MAX_VALUE : OperandReader.UNSIGNED_MAX;
    return new Instruction.Store(
        memory.width(), memory.base(), memory.offset(), operands.operand(true, most));
  }

  private Statement assignment() {
    boolean wide = operands.isWideNext();
    Register dst = operands.register(wide);
    AluOperator operator = operands.symbol(OPERATORS, AluOperator::symbol, "an operator");
    if (operator != AluOperator.MOV) {
      Operand src = operands.operand(wide, OperandReader.constantMax(wide));
      return plain(new Instruction.Alu(operator, wide, dst, src));
    }
    if (wide && in.accept("subprog")) {
      return loadFunction(dst);
    }
    Instruction special = wide ? wideAssignment(dst) : null;
    return plain(special != null ? special : move(dst, wide));
  }

  private Instruction move(Register dst, boolean wide) {
    if (in.accept("(")) {
      return moveSignExtended(dst, wide);
    }
    int start = in.mark();
    if (in.accept("-") && operands.isRegisterNext()) {
      operands.same(dst, wide);
      return new Instruction.Negate(wide, dst);
    }
    in.reset(start);
    if (operands.isRegisterNext()) {
      return new Instruction.Alu(AluOperator.MOV, wide, dst, operands.register(wide));
    }
    if (wide) {
      long value = in.number("a register or a constant");
      if (in.accept("ll") || opcode == Opcode.LD_IMM64) {
        return Instruction.LoadImmediate64.of(dst, value);
      }
      in.reset(start);
    }
    long value =
        in.number("a constant without 'll'", Integer.MIN_VALUE, OperandReader.constantMax(wide));
    return new Instruction.Alu(AluOperator.MOV, wide, dst, new Immediate((int) value));
  }

  private Instruction moveSignExtended(Register dst, boolean wide) {
    int bits = in.accept("s8") ? 8 : in.accept("s16") ? 16 : wide && in.accept("s32") ? 32 : 0;
    if (bits == 0) {
      throw in.unexpected(wide ? "s8, s16 or s32" : "s8 or s16");
    }
    in.expect(")");
    return new Instruction.MoveSignExtended(bits, wide, dst, operands.register(wide));
  }

  /** What only a 64-bit register is assigned, or null if something else is next. */
  private @Nullable Instruction wideAssignment(Register dst) {
    if (in.accept("*")) {
      return load(dst);
    } else if (in.accept("load_acquire")) {
      in.expect("(");
      OperandReader.Memory memory = operands.memory(operands.access());
      in.expect(")");
      return new Instruction.LoadAcquire(memory.width(), dst, memory.base(), memory.offset());
    } else if (in.accept("addr_space_cast")) {
      return addressSpaceCast(dst);
    } else if (in.accept("map")) {
      return loadMap(dst);
    } else if (in.accept("btf")) {
      return loadBtf(dst);
    }
    String word = in.peekWord();
    if (word.startsWith("atomic")) {
      return atomic(dst);
    }
    for (ByteSwapOrder order : ByteSwapOrder.values()) {
      for (int bits = 16; bits <= 64; bits *= 2) {
        if (in.accept(order.word() + bits)) {
          operands.same(dst, true);
          return new Instruction.ByteSwap(order, bits, dst);
        }
      }
    }
    return null;
  }

  private Instruction load(Register dst) {
    int column = in.column();
    OperandReader.Access access = operands.anyAccess();
    if (in.accept("skb")) {
      if (dst != Register.R0 || access.signed() || access.width() == Width.DOUBLE) {
        throw in.error(column, "a packet load is r0 = *(u8|u16|u32 *)skb[...]");
      }
      return loadPacket(access.width());
    }
    if (access.signed() && access.width() == Width.DOUBLE) {
      throw in.error(column, "a load of 8 bytes has no sign to extend");
    }
    OperandReader.Memory memory = operands.memory(access);
    return new Instruction.Load(
        access.width(), access.signed(), dst, memory.base(), memory.offset());
  }

  private Instruction loadPacket(Width width) {
    in.expect("[");
    Register index = null;
    if (operands.isRegisterNext()) {
      index = operands.register(true);
      in.expect("+");
    }
    int offset = operands.integer("a packet offset");
    in.expect("]");
    return new Instruction.LoadPacket(width, index, offset);
  }

  private Instruction atomic(Register dst) {
    int column = in.column();
    String function = in.word();
    for (AtomicOperator operator : AtomicOperator.values()) {
      String word = operator.alwaysFetches() ? operator.word() : "fetch_" + operator.word();
      for (Width width : new Width[] {Width.WORD, Width.DOUBLE}) {
        if (function.equals((width == Width.DOUBLE ? "atomic64_" : "atomic_") + word)) {
          return atomic(operator, width, dst);
        }
      }
    }
    throw in.error(column, "there is no atomic function " + function);
  }

  private Instruction atomic(AtomicOperator operator, Width width, Register dst) {
    in.expect("(");
    int column = in.column();
    OperandReader.Memory memory = operands.memory(operands.access());
    if (memory.width() != width) {
      throw in.error(column, "the function is for u" + width.bytes() * Byte.SIZE);
    }
    in.expect(",");
    Register src;
    if (operator == AtomicOperator.CMPXCHG) {
      if (dst != Register.R0) {
        throw in.error(column, "a comparing exchange leaves the old value in r0, not " + dst);
      }
      in.expect("r0");
      in.expect(",");
      src = operands.register(true);
    } else {
      operands.same(dst, true);
      src = dst;
    }
    in.expect(")");
    return new Instruction.Atomic(operator, true, width, memory.base(), memory.offset(), src);
  }

  private Instruction addressSpaceCast(Register dst) {
    in.expect("(");
    Register src = operands.register(true);
    in.expect(",");
    int target = (int) in.number("an address space", 0, 0xffff);
    in.expect(",");
    int source = (int) in.number("an address space", 0, 0xffff);
    in.expect(")");
    return new Instruction.AddressSpaceCast(dst, src, target, source);
  }

  private Instruction loadMap(Register dst) {
    in.expect("[");
    boolean isIndex = in.accept("idx");
    if (!isIndex) {
      in.expect("fd");
    }
    in.expect(":");
    int map = operands.integer("a map");
    in.expect("]");
    boolean isValue = isIndex ? in.isNext("+") || in.isNext("-") : in.accept("[");
    if (isValue && !isIndex) {
      in.expect("0");
      in.expect("]");
    }
    int offset = isValue ? operands.integer("an offset") : 0;
    ImmediateKind kind =
        isIndex
            ? (isValue ? ImmediateKind.MAP_INDEX_VALUE : ImmediateKind.MAP_INDEX)
            : (isValue ? ImmediateKind.MAP_VALUE : ImmediateKind.MAP_FD);
    return new Instruction.LoadImmediate64(kind, dst, map, offset);
  }

  private Instruction loadBtf(Register dst) {
    in.expect("[");
    in.expect("id");
    in.expect(":");
    int id = operands.integer("a BTF type id");
    in.expect("]");
    int module = 0;
    if (in.accept("[")) {
      in.expect("fd");
      in.expect(":");
      module = operands.integer("a file descriptor");
      in.expect("]");
    }
    return new Instruction.LoadImmediate64(ImmediateKind.BTF_ID, dst, id, module);
  }

  private Statement loadFunction(Register dst) {
    in.expect("[");
    Target target = target(Integer.MIN_VALUE, Integer.MAX_VALUE);
    in.expect("]");
    return to(
        target, new Instruction.LoadImmediate64(ImmediateKind.FUNCTION, dst, target.offset(), 0));
  }

  private Target target(int least, int most) {
    int column = in.column();
    if (in.accept("pc") || in.isNext("+") || in.isNext("-")) {
      return new Target((int) in.number("a jump offset", least, most), null, column);
    }
    return new Target(0, label(in.word(), column), column);
  }

  private String label(String word, int column) {
    if (word.isEmpty()) {
      throw in.unexpected("a label or an offset");
    }
    if (Character.isDigit(word.charAt(0))) {
      throw in.error(column, "expected a label, or an offset with its sign: +" + word);
    }
    if (isReserved(word)) {
      throw in.error(column, "'" + word + "' cannot be a label");
    }
    return word;
  }

  private static Statement plain(Instruction instruction) {
    return new Statement(instruction, null, 0);
  }

  private static Statement to(Target target, Instruction instruction) {
    return new Statement(instruction, target.label(), target.column());
  }
}
