package dev.tawon.sandbox;

import static java.lang.constant.ConstantDescs.CD_long;

import dev.tawon.isa.AluOperator;
import dev.tawon.isa.Immediate;
import dev.tawon.isa.Instruction;
import dev.tawon.isa.Operand;
import dev.tawon.isa.Register;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The registers of a compiled function in the JVM's local variables.
 *
 * <p>A register is a {@code long}. One that {@linkplain StraightLoops counts in a loop} is a {@code long} and an {@code
 * int} whose sum it is, the low half of the {@code long} being zero: what a loop adds to it goes to the {@code int}, and
 * to the {@code long} only on overflow, so that HotSpot's loop optimizations, which are for {@code int}s, apply. Within a
 * block, it is also remembered of which {@code int} a register is a multiple, for the same end.
 */
final class RegisterEmitter {
  /** What is known of a register besides its value, since the block began. */
  enum Form {
    /** Nothing. */
    VALUE,
    /** Its low half is the {@link #part}. */
    LOW,
    /** It is the {@link #part}, shifted to the upper half. */
    UPPER,
    /** It is the unsigned {@link #part}, shifted left. */
    SCALED,
    /** It is the pointer {@link #pointer} and the unsigned {@link #part}, shifted left. */
    SUM
  }

  private static final ClassDesc ARITHMETIC = Arithmetic.class.describeConstable().orElseThrow();
  private static final MethodTypeDesc BINARY = MethodTypeDesc.of(CD_long, CD_long, CD_long);
  private static final MethodTypeDesc UNARY = MethodTypeDesc.of(CD_long, CD_long);
  private static final int REGISTERS = Register.R10.number() + 1;
  private static final int MAX_SHIFT = 8;
  private static final long CARRY = 1L << Integer.SIZE;

  private final CodeBuilder code;
  private final Provenance provenance;
  private final @Nullable StraightLoops loops;

  /** The first of the local variables for counters and parts. */
  private final int first;

  private final Form[] forms = new Form[REGISTERS];
  private final int[] shifts = new int[REGISTERS];

  /**
   * Registers in local variables.
   *
   * @param first the first variable that is free: four a register from there on are taken
   * @param loops null to have nothing but {@code long}s
   */
  RegisterEmitter(
      CodeBuilder code, Provenance provenance, @Nullable StraightLoops loops, int first) {
    this.code = code;
    this.provenance = provenance;
    this.loops = loops;
    this.first = first;
    forget();
  }

  /** Begins a block, to which control may come from elsewhere. */
  void forget() {
    Arrays.fill(forms, Form.VALUE);
  }

  Form form(Register register) {
    return forms[register.number()];
  }

  /** By how much {@link #part} is shifted. */
  int shift(Register register) {
    return shifts[register.number()];
  }

  boolean isCounter(Register register) {
    return loops != null && loops.isCounter(register);
  }

  /** The variable with a register; a counter's {@code long}. */
  static int local(Register register) {
    int number = register.number();
    return number == 0
        ? FunctionTranslator.R0
        : number <= 5
            ? FunctionTranslator.R1 + 2 * (number - 1)
            : FunctionTranslator.R6 + 2 * (number - 6);
  }

  /** The variable with a counter's {@code int}. */
  int count(Register register) {
    return first + 4 * register.number();
  }

  int part(Register register) {
    return first + 4 * register.number() + 1;
  }

  int pointer(Register register) {
    return first + 4 * register.number() + 2;
  }

  /** Pushes a value. */
  void load(Operand operand) {
    switch (operand) {
      case Register register -> {
        code.lload(local(register));
        if (isCounter(register)) {
          code.iload(count(register)).i2l().ladd();
        }
      }
      case Immediate(int value) -> code.loadConstant((long) value);
    }
  }

  /** Pushes a {@code long} with the same low half as a value. */
  void loadLow(Operand operand) {
    if (operand instanceof Register register && isCounter(register)) {
      code.iload(count(register)).i2l();
    } else {
      load(operand);
    }
  }

  /** Pops a register's new value. */
  void store(Register register) {
    forms[register.number()] = Form.VALUE;
    if (isCounter(register)) {
      code.dup2().l2i().istore(count(register));
      code.iload(count(register)).i2l().lsub();
    }
    code.lstore(local(register));
  }

  /** Does an arithmetic instruction with one operand. */
  void unary(String name, Register dst, Register src) {
    load(src);
    code.invokestatic(ARITHMETIC, name, UNARY);
    store(dst);
  }

  /** Does an arithmetic instruction. */
  void alu(int at, Instruction.Alu alu) {
    Register dst = alu.dst();
    if (loops == null) {
      plain(alu);
    } else if (!alu.wide()) {
      if (alu.operator() == AluOperator.MOV && alu.src() instanceof Register src) {
        keepLow(src, dst);
        plain(alu);
        note(dst, Form.SCALED, 0);
      } else {
        plain(alu);
      }
    } else if (alu.src() instanceof Immediate(int value)) {
      wide(alu, value);
    } else if (alu.src() instanceof Register src) {
      wide(at, alu, src);
    }
  }

  private void plain(Instruction.Alu alu) {
    if (alu.wide()) {
      load(alu.dst());
      load(alu.src());
    } else {
      loadLow(alu.dst());
      loadLow(alu.src());
    }
    String name = alu.operator().name().toLowerCase(Locale.ROOT) + (alu.wide() ? "64" : "32");
    code.invokestatic(ARITHMETIC, name, BINARY);
    store(alu.dst());
  }

  private void wide(Instruction.Alu alu, int value) {
    Register dst = alu.dst();
    Form form = form(dst);
    int shift = shift(dst);
    if (alu.operator() == AluOperator.ADD && isCounter(dst)) {
      count(dst, value);
    } else if (alu.operator() == AluOperator.LSH && value == Integer.SIZE) {
      if (form != Form.LOW) {
        keepLow(dst, dst);
      }
      plain(alu);
      note(dst, Form.UPPER, 0);
    } else {
      plain(alu);
      if (alu.operator() == AluOperator.RSH && value == Integer.SIZE && form == Form.UPPER) {
        note(dst, Form.SCALED, 0);
      } else if (alu.operator() == AluOperator.LSH
          && form == Form.SCALED
          && value >= 0
          && shift + value <= MAX_SHIFT) {
        note(dst, Form.SCALED, shift + value);
      }
    }
  }

  private void wide(int at, Instruction.Alu alu, Register src) {
    Register dst = alu.dst();
    if (alu.operator() == AluOperator.MOV && src != dst) {
      plain(alu);
      Form form = form(src);
      if (isCounter(src)) {
        keepLow(src, dst);
        note(dst, Form.LOW, 0);
      } else if (form == Form.LOW || form == Form.SCALED) {
        code.iload(part(src)).istore(part(dst));
        note(dst, form, shift(src));
      }
    } else if (alu.operator() == AluOperator.ADD
        && form(src) == Form.SCALED
        && provenance.of(at, dst) != Provenance.Origin.UNKNOWN
        && src != dst) {
      load(dst);
      code.lstore(pointer(dst)).iload(part(src)).istore(part(dst));
      plain(alu);
      note(dst, Form.SUM, shift(src));
    } else {
      plain(alu);
    }
  }

  private void note(Register register, Form form, int shift) {
    forms[register.number()] = form;
    shifts[register.number()] = shift;
  }

  private void keepLow(Register of, Register in) {
    if (isCounter(of)) {
      code.iload(count(of));
    } else {
      load(of);
      code.l2i();
    }
    code.istore(part(in));
  }

  /** Adds a constant to a counter, and the carry to its {@code long}. */
  private void count(Register register, int value) {
    forms[register.number()] = Form.VALUE;
    Label enough = code.newLabel();
    code.iload(count(register));
    if (value > 0) {
      code.loadConstant(Integer.MAX_VALUE - value).if_icmple(enough);
    } else {
      code.loadConstant(Integer.MIN_VALUE - value).if_icmpge(enough);
    }
    code.lload(local(register))
        .loadConstant(value > 0 ? CARRY : -CARRY)
        .ladd()
        .lstore(local(register));
    code.labelBinding(enough);
    code.iload(count(register)).loadConstant(value).iadd().istore(count(register));
  }

  /**
   * Jumps if a counter is not yet what a loop counts to: first if it is on that side of it where it comes from, which is
   * the form of loop that HotSpot knows; then if it is on the other.
   */
  boolean jumpBackUnlessReached(Instruction.Branch branch, Label target) {
    if (loops == null || !isCounter(branch.dst())) {
      return false;
    }
    if (!branch.wide()) {
      lowJumpBack(loops, branch, target);
      return true;
    }
    if (!(branch.src() instanceof Immediate)) {
      return false;
    }
    Label large = code.newLabel();
    Label done = code.newLabel();
    code.lload(local(branch.dst())).lconst_0().lcmp().ifne(large);
    lowJumpBack(loops, branch, target);
    code.goto_(done).labelBinding(large);
    load(branch.dst());
    load(branch.src());
    code.lcmp().ifne(target).labelBinding(done);
    return true;
  }

  private void lowJumpBack(StraightLoops loops, Instruction.Branch branch, Label target) {
    low(branch.dst());
    low(branch.src());
    if (loops.goesDown(branch.dst())) {
      code.if_icmpgt(target);
    } else {
      code.if_icmplt(target);
    }
    low(branch.dst());
    low(branch.src());
    code.if_icmpne(target);
  }

  private void low(Operand operand) {
    switch (operand) {
      case Immediate(int value) -> code.loadConstant(value);
      case Register register when isCounter(register) -> code.iload(count(register));
      case Register register -> {
        load(register);
        code.l2i();
      }
    }
  }
}
