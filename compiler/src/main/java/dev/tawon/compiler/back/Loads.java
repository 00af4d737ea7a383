package dev.tawon.compiler.back;

import dev.tawon.compiler.IsaVersion;
import dev.tawon.compiler.ir.Block;
import dev.tawon.compiler.ir.Conversion;
import dev.tawon.compiler.ir.Function;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Value;
import dev.tawon.compiler.opt.DemandedBits;
import dev.tawon.isa.Width;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Chooses loads from memory, with the sign of what is loaded where somebody reads it. */
final class Loads {
  private final Selector selector;
  private final Operands operands;
  private final Arithmetic arithmetic;
  private final DemandedBits bits;

  /** Loads of ints that are only made longs of, and those of them that were loaded as longs. */
  private final Set<Value> signed = new HashSet<>();

  private final Set<Value> extended = new HashSet<>();

  Loads(
      Selector selector,
      Operands operands,
      Arithmetic arithmetic,
      DemandedBits bits,
      Function function) {
    this.selector = selector;
    this.operands = operands;
    this.arithmetic = arithmetic;
    this.bits = bits;
    if (selector.isa().has(IsaVersion.V4)) {
      findSigned(function.reversePostorder());
    }
  }

  private void findSigned(List<Block> order) {
    for (Block source : order) {
      for (Value value : source.values()) {
        if (value.operation() instanceof Operation.Convert(Conversion conversion)
            && conversion == Conversion.INT_TO_LONG
            && value.input(0).operation() instanceof Operation.Load(Width width, var sign, _)
            && (width == Width.WORD || sign)
            && bits.uses(value.input(0)) == 1
            && !bits.isWithin(value, 0xffff_ffffL)
            && !isOfContext(value.input(0))) {
          signed.add(value.input(0));
        }
      }
    }
  }

  void load(Value value, Operation.Load load) {
    Operands.Place from = operands.place(value.input(0), load.offset());
    if (from instanceof Operands.AtRegister(int base, int offset)
        && (signed.contains(value) || isReadWithSign(value, load))) {
      selector.emit(
          new MachineOperation.LoadSigned(load.width(), operands.register(value), base, offset));
      extended.add(value);
      return;
    }
    operands.load(load.width(), operands.register(value), from);
    extendSign(value, load.width(), load.signed());
  }

  void load(Value value, Operation.VolatileLoad load) {
    operands.load(
        load.width(), operands.register(value), operands.place(value.input(0), load.offset()));
    extendSign(value, load.width(), load.signed());
  }

  /** Whether a byte or short is best read with its sign, which goes up to where nobody looks. */
  private boolean isReadWithSign(Value value, Operation.Load load) {
    return load.signed()
        && selector.isa().has(IsaVersion.V4)
        && !isBytes(value, load.width())
        && bits.isWithin(value, 0xffff_ffffL)
        && !isOfContext(value);
  }

  /** The context's fields are not memory: the verifier rewrites their loads. */
  private static boolean isOfContext(Value load) {
    return Operands.base(load.input(0)).operation() instanceof Operation.Context;
  }

  /** Whether an int's register has its sign in all 64 bits. */
  boolean isExtended(Value value) {
    return extended.contains(value);
  }

  /** Puts the sign of what was loaded into the bits above it, if it has one and somebody reads them. */
  void extendSign(Value loaded, Width width, boolean signed) {
    if (signed && !isBytes(loaded, width)) {
      arithmetic.extendSign(operands.register(loaded), width.bytes() * Byte.SIZE);
    }
  }

  /** Whether nobody reads more of a value than some bytes. */
  private boolean isBytes(Value value, Width width) {
    return bits.isWithin(value, (1L << width.bytes() * Byte.SIZE) - 1);
  }
}
