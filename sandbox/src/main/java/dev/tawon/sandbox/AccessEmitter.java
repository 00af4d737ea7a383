package dev.tawon.sandbox;

import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import dev.tawon.isa.Operand;
import dev.tawon.isa.Register;
import dev.tawon.isa.Width;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;

/**
 * Loads and stores of compiled programs: with a check against the region that a pointer is taken to be in, and {@link
 * Machine}'s way for any address where it is not there.
 *
 * <p>Where the address moves with a loop's counter, the check is made of {@code int}s in the method itself, as HotSpot has it
 * to move it out of the loop; else {@link Access} makes it.
 */
final class AccessEmitter {
  private static final ClassDesc ACCESS = Access.class.describeConstable().orElseThrow();
  private static final MethodTypeDesc LOAD = MethodTypeDesc.of(CD_long, CD_long, CD_int);
  private static final MethodTypeDesc STORE = MethodTypeDesc.of(CD_void, CD_long, CD_long, CD_int);
  private static final MethodTypeDesc GUESSED_LOAD =
      MethodTypeDesc.of(CD_long, Translator.BYTES, CD_long, CD_long, Translator.MACHINE, CD_int);
  private static final MethodTypeDesc GUESSED_STORE =
      MethodTypeDesc.of(
          CD_void, Translator.BYTES, CD_long, CD_long, CD_long, Translator.MACHINE, CD_int);
  private static final MethodTypeDesc GET = MethodTypeDesc.of(CD_long, Translator.BYTES, CD_int);
  private static final MethodTypeDesc PUT =
      MethodTypeDesc.of(CD_void, Translator.BYTES, CD_int, CD_long);
  private static final MethodTypeDesc COMPARE = MethodTypeDesc.of(CD_int, CD_int, CD_int);

  /** {@link Region#MAX_SIZE} is two to the power of this. */
  private static final int SIZE_BITS = Region.SHIFT - 1;

  private final CodeBuilder code;
  private final Provenance provenance;
  private final RegisterEmitter registers;

  AccessEmitter(CodeBuilder code, Provenance provenance, RegisterEmitter registers) {
    this.code = code;
    this.provenance = provenance;
    this.registers = registers;
  }

  /** Pushes what is at an address. */
  void load(int at, Width width, Register base, int offset) {
    int bits = width.bytes() * Byte.SIZE;
    int context = FunctionTranslator.CONTEXT;
    if (provenance.of(at, base) == Provenance.Origin.UNKNOWN) {
      slowLoad(at, bits, base, offset);
    } else if (countsBy(base)) {
      Label slow = code.newLabel();
      Label done = code.newLabel();
      check(at, width, base, offset, context, slow);
      array(at, base, context);
      code.iload(FunctionTranslator.INDEX).invokestatic(ACCESS, "get" + bits, GET).goto_(done);
      code.labelBinding(slow);
      slowLoad(at, bits, base, offset);
      code.labelBinding(done);
    } else {
      array(at, base, context);
      start(at, base);
      address(base, offset);
      code.aload(FunctionTranslator.MACHINE)
          .loadConstant(at)
          .invokestatic(ACCESS, "load" + bits, GUESSED_LOAD);
    }
  }

  private void slowLoad(int at, int bits, Register base, int offset) {
    code.aload(FunctionTranslator.MACHINE);
    address(base, offset);
    code.loadConstant(at).invokevirtual(Translator.MACHINE, "load" + bits, LOAD);
  }

  /** Stores a value. */
  void store(int at, Width width, Register base, int offset, Operand src) {
    int bits = width.bytes() * Byte.SIZE;
    int context = FunctionTranslator.WRITABLE_CONTEXT;
    if (provenance.of(at, base) == Provenance.Origin.UNKNOWN) {
      slowStore(at, bits, base, offset, src);
    } else if (countsBy(base)) {
      Label slow = code.newLabel();
      Label done = code.newLabel();
      check(at, width, base, offset, context, slow);
      array(at, base, context);
      code.iload(FunctionTranslator.INDEX);
      registers.load(src);
      code.invokestatic(ACCESS, "put" + bits, PUT).goto_(done);
      code.labelBinding(slow);
      slowStore(at, bits, base, offset, src);
      code.labelBinding(done);
    } else {
      array(at, base, context);
      start(at, base);
      address(base, offset);
      registers.load(src);
      code.aload(FunctionTranslator.MACHINE)
          .loadConstant(at)
          .invokestatic(ACCESS, "store" + bits, GUESSED_STORE);
    }
  }

  private void slowStore(int at, int bits, Register base, int offset, Operand src) {
    code.aload(FunctionTranslator.MACHINE);
    address(base, offset);
    registers.load(src);
    code.loadConstant(at).invokevirtual(Translator.MACHINE, "store" + bits, STORE);
  }

  /** Pushes an address. */
  void address(Register base, int offset) {
    registers.load(base);
    if (offset != 0) {
      code.loadConstant((long) offset).ladd();
    }
  }

  private boolean countsBy(Register base) {
    return registers.isCounter(base) || registers.form(base) == RegisterEmitter.Form.SUM;
  }

  /** Sets the index of an access, or jumps if it is not all within the array. */
  private void check(int at, Width width, Register base, int offset, int context, Label slow) {
    if (registers.isCounter(base)) {
      // Where the upper halves are the same, the difference of the lower ones is that of all,
      // or becomes a number that is
      // larger than any array when it overflows.
      code.lload(RegisterEmitter.local(base));
      start(at, base);
      start(at, base);
      code.l2i().i2l().lsub().lcmp().ifne(slow);
      code.iload(registers.count(base));
      start(at, base);
      code.l2i().isub();
    } else {
      // No part of the sum may be larger than an array: then it does not overflow.
      code.lload(registers.pointer(base));
      start(at, base);
      code.lsub().loadConstant(SIZE_BITS).lushr().lconst_0().lcmp().ifne(slow);
      code.iload(registers.part(base))
          .loadConstant(1 << SIZE_BITS - registers.shift(base))
          .invokestatic(ConstantDescs.CD_Integer, "compareUnsigned", COMPARE)
          .ifge(slow);
      code.lload(registers.pointer(base));
      start(at, base);
      code.lsub().l2i();
      code.iload(registers.part(base));
      if (registers.shift(base) != 0) {
        code.loadConstant(registers.shift(base)).ishl();
      }
      code.iadd();
    }
    if (offset != 0) {
      code.loadConstant(offset).iadd();
    }
    code.istore(FunctionTranslator.INDEX).iload(FunctionTranslator.INDEX);
    array(at, base, context);
    code.arraylength();
    if (width.bytes() > 1) {
      code.loadConstant(width.bytes() - 1)
          .isub()
          .iconst_0()
          .invokestatic(ClassDesc.of("java.lang.Math"), "max", COMPARE);
    }
    code.invokestatic(ConstantDescs.CD_Integer, "compareUnsigned", COMPARE).ifge(slow);
  }

  /** Pushes the memory of the region that a pointer is taken to be in. */
  private void array(int at, Register base, int context) {
    code.aload(
        provenance.of(at, base) == Provenance.Origin.CONTEXT ? context : FunctionTranslator.STACK);
  }

  /** Pushes the address of that region. */
  private void start(int at, Register base) {
    if (provenance.of(at, base) == Provenance.Origin.CONTEXT) {
      code.loadConstant(Region.address(Region.CONTEXT));
    } else {
      code.lload(FunctionTranslator.STACK_BASE);
    }
  }
}
