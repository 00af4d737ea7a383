package dev.tawon.isa;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads one instruction in the spelling of {@link Syntax#MNEMONIC}. */
final class MnemonicSyntax {
  private static final Map<String, AluOperator> OPERATORS = new HashMap<>();
  private static final Map<String, JumpCondition> CONDITIONS = new HashMap<>();
  private static final Map<String, AtomicOperator> ATOMICS = new HashMap<>();

  static {
    for (AluOperator operator : AluOperator.values()) {
      OPERATORS.put(word(operator), operator);
    }
    for (JumpCondition condition : JumpCondition.values()) {
      CONDITIONS.put(word(condition), condition);
    }
    for (AtomicOperator operator : AtomicOperator.values()) {
      ATOMICS.put(operator.word(), operator);
    }
  }

  private final LineScanner in;

  /** The label that the instruction goes to, if it names one. */
  private @Nullable String label;

  private int labelColumn;

  private MnemonicSyntax(LineScanner in) {
    this.in = in;
  }

  /** The instruction on the rest of a line. */
  static KernelSyntax.Statement parse(LineScanner in) {
    MnemonicSyntax syntax = new MnemonicSyntax(in);
    Instruction instruction = syntax.instruction();
    if (!in.isAtEnd()) {
      throw in.unexpected("the end of the line");
    }
    return new KernelSyntax.Statement(instruction, syntax.label, syntax.labelColumn);
  }

  /** An operator's word, {@code add}. */
  static String word(AluOperator operator) {
    return operator.name().toLowerCase(Locale.ROOT);
  }

  /** A condition's word, {@code jne}. */
  static String word(JumpCondition condition) {
    return "j" + condition.name().toLowerCase(Locale.ROOT);
  }

  private Instruction instruction() {
    int start = in.mark();
    String word = in.word();
    boolean wide = !word.endsWith("32");
    String stem = wide ? word : word.substring(0, word.length() - 2);
    AluOperator operator = OPERATORS.get(stem);
    if (operator != null) {
      return arithmetic(operator, wide);
    }
    JumpCondition condition = CONDITIONS.get(stem);
    if (condition != null) {
      return branch(condition, wide);
    }
    Instruction memory = memory(word);
    if (memory != null) {
      return memory;
    }
    return switch (word) {
      case "neg", "neg32" -> new Instruction.Negate(wide, register());
      case "movsx832" -> signExtended(8, false);
      case "movsx1632" -> signExtended(16, false);
      case "movsx864" -> signExtended(8, true);
      case "movsx1664" -> signExtended(16, true);
      case "movsx3264" -> signExtended(32, true);
      case "le16", "le32", "le64" -> byteSwap(ByteSwapOrder.TO_LITTLE_ENDIAN, word);
      case "be16", "be32", "be64" -> byteSwap(ByteSwapOrder.TO_BIG_ENDIAN, word);
      case "swap16", "swap32", "swap64", "bswap16", "bswap32", "bswap64" ->
          byteSwap(ByteSwapOrder.SWAP, word);
      case "lddw" -> loadImmediate64();
      case "lock" -> atomic();
      case "ja" -> new Instruction.Goto(target(Short.MIN_VALUE, Short.MAX_VALUE), false);
      case "ja32" -> new Instruction.Goto(target(Integer.MIN_VALUE, Integer.MAX_VALUE), true);
      case "jax" -> new Instruction.GotoRegister(register());
      case "may_goto" -> new Instruction.MayGoto((short) target(Short.MIN_VALUE, Short.MAX_VALUE));
      case "call" -> call();
      case "exit" -> new Instruction.Exit();
      case "addr_space_cast" -> addressSpaceCast();
      default -> {
        in.reset(start);
        throw in.unexpected("an instruction");
      }
    };
  }

  private Instruction arithmetic(AluOperator operator, boolean wide) {
    Register dst = register();
    in.expect(",");
    return new Instruction.Alu(operator, wide, dst, operand());
  }

  private Instruction branch(JumpCondition condition, boolean wide) {
    Register dst = register();
    in.expect(",");
    Operand src = operand();
    in.expect(",");
    short offset = (short) target(Short.MIN_VALUE, Short.MAX_VALUE);
    return new Instruction.Branch(condition, wide, dst, src, offset);
  }

  private Instruction signExtended(int bits, boolean wide) {
    Register dst = register();
    in.expect(",");
    return new Instruction.MoveSignExtended(bits, wide, dst, register());
  }

  private Instruction byteSwap(ByteSwapOrder order, String word) {
    int bits = Integer.parseInt(word.substring(word.length() - 2));
    return new Instruction.ByteSwap(order, bits, register());
  }

  /** A load or store, or null if the word is another instruction's. */
  private @Nullable Instruction memory(String word) {
    for (Width width : Width.values()) {
      String suffix = MnemonicText.letters(width);
      int bits = width.bytes() * Byte.SIZE;
      if (word.equals("ldx" + suffix)) {
        return load(width, false);
      } else if (word.equals("ldxs" + suffix) && width != Width.DOUBLE) {
        return load(width, true);
      } else if (word.equals("stx" + suffix)) {
        return store(width, this::register);
      } else if (word.equals("st" + suffix)) {
        return store(width, this::immediate);
      } else if (word.equals("ldabs" + suffix) && width != Width.DOUBLE) {
        return new Instruction.LoadPacket(width, null, constant());
      } else if (word.equals("ldind" + suffix) && width != Width.DOUBLE) {
        Register index = register();
        in.expect(",");
        return new Instruction.LoadPacket(width, index, constant());
      } else if (word.equals("load_acquire" + bits)) {
        Register dst = register();
        in.expect(",");
        Address address = address();
        return new Instruction.LoadAcquire(width, dst, address.base(), address.offset());
      } else if (word.equals("store_release" + bits)) {
        Address address = address();
        in.expect(",");
        return new Instruction.StoreRelease(width, address.base(), address.offset(), register());
      }
    }
    return null;
  }

  private Instruction load(Width width, boolean signed) {
    Register dst = register();
    in.expect(",");
    Address address = address();
    return new Instruction.Load(width, signed, dst, address.base(), address.offset());
  }

  private Instruction store(Width width, Supplier<Operand> operand) {
    Address address = address();
    in.expect(",");
    return new Instruction.Store(width, address.base(), address.offset(), operand.get());
  }

  private record Address(Register base, short offset) {}

  private Address address() {
    in.expect("[");
    Register base = register();
    short offset = 0;
    if (in.isNext("+") || in.isNext("-")) {
      offset = (short) in.number("an offset", Short.MIN_VALUE, Short.MAX_VALUE);
    }
    in.expect("]");
    return new Address(base, offset);
  }

  private Instruction atomic() {
    boolean fetch = in.accept("fetch");
    int start = in.mark();
    String word = in.word();
    boolean wide = !word.endsWith("32");
    AtomicOperator operator = ATOMICS.get(wide ? word : word.substring(0, word.length() - 2));
    if (operator == null || (fetch && operator.alwaysFetches())) {
      in.reset(start);
      throw in.unexpected("an atomic operation");
    }
    Address address = address();
    in.expect(",");
    return new Instruction.Atomic(
        operator,
        fetch || operator.alwaysFetches(),
        wide ? Width.DOUBLE : Width.WORD,
        address.base(),
        address.offset(),
        register());
  }

  private Instruction loadImmediate64() {
    Register dst = register();
    in.expect(",");
    for (ImmediateKind kind : ImmediateKind.values()) {
      if (kind == ImmediateKind.VALUE || !in.accept(kind.name().toLowerCase(Locale.ROOT))) {
        continue;
      }
      in.expect("(");
      int low;
      int high = 0;
      if (kind == ImmediateKind.FUNCTION) {
        low = target(Integer.MIN_VALUE, Integer.MAX_VALUE);
      } else {
        low = constant();
        if (!kind.isHighReserved()) {
          in.expect(",");
          high = constant();
        }
      }
      in.expect(")");
      return new Instruction.LoadImmediate64(kind, dst, low, high);
    }
    return Instruction.LoadImmediate64.of(dst, in.number("a constant"));
  }

  private Instruction call() {
    if (in.accept("local")) {
      return new Instruction.CallFunction(target(Integer.MIN_VALUE, Integer.MAX_VALUE));
    } else if (in.isNext("%")) {
      return new Instruction.CallRegister(register());
    } else if (in.accept("kernel")) {
      in.expect("(");
      int id = constant();
      in.expect(",");
      short module = (short) in.number("an index", Short.MIN_VALUE, Short.MAX_VALUE);
      in.expect(")");
      return new Instruction.CallKernelFunction(id, module);
    }
    return new Instruction.CallHelper(constant());
  }

  private Instruction addressSpaceCast() {
    Register dst = register();
    in.expect(",");
    Register src = register();
    in.expect(",");
    int to = (int) in.number("an address space", 0, 0xffff);
    in.expect(",");
    return new Instruction.AddressSpaceCast(
        dst, src, to, (int) in.number("an address space", 0, 0xffff));
  }

  private Register register() {
    int column = in.column();
    in.expect("%");
    String word = in.word();
    if (!OperandReader.isRegisterName(word) || word.charAt(0) != 'r') {
      throw in.error(column, "expected a register %r0 to %r10, found '%" + word + "'");
    }
    int number = Integer.parseInt(word.substring(1));
    if (number > Register.R10.number()) {
      throw in.error(column, "there is no register %" + word + ", the last one is %r10");
    }
    return Register.of(number);
  }

  private Operand operand() {
    return in.isNext("%") ? register() : immediate();
  }

  private Immediate immediate() {
    return new Immediate(constant());
  }

  /** 32 bits, written as a signed or unsigned number, or as the 64 bits that its sign extends to. */
  private int constant() {
    int column = in.column();
    boolean negative = in.isNext("-");
    long value = in.number("a constant");
    if (value != (int) value && (negative || value >>> Integer.SIZE != 0)) {
      throw in.error(column, "the constant does not fit in 32 bits");
    }
    return (int) value;
  }

  /** An offset, or a label, for which 0 stands. */
  private int target(long least, long most) {
    if (in.isNext("+") || in.isNext("-") || Character.isDigit(firstOfNext())) {
      return (int) in.number("an offset", least, most);
    }
    int column = in.column();
    String name = in.word();
    if (name.isEmpty()) {
      throw in.unexpected("a label or an offset");
    }
    label = name;
    labelColumn = column;
    return 0;
  }

  private char firstOfNext() {
    String word = in.peekWord();
    return word.isEmpty() ? ' ' : word.charAt(0);
  }
}
