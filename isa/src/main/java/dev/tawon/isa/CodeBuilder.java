package dev.tawon.isa;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Collects instructions, with labels in the place of jump offsets.
 *
 * <p>Every method that adds an instruction returns its index, which stays the index in the built list, so that line
 * numbers and relocations can be kept beside it. Not safe for use by several threads.
 *
 * {@snippet :
 * CodeBuilder code = CodeBuilder.create();
 * Label done = code.label("done");
 * code.load(Width.WORD, Register.R0, Register.R1, 0);
 * code.branch(JumpCondition.NE, true, Register.R0, new Immediate(0), done);
 * code.move(Register.R0, new Immediate(-1));
 * code.bind(done);
 * code.exit();
 * List<Instruction> program = code.build();
 * }
 */
public final class CodeBuilder {
  private final List<Instruction> code = new ArrayList<>();

  /** The label of each instruction that stands in {@link #code} with no offset yet, by index and in its order. */
  private final Map<Integer, Label> targets = new LinkedHashMap<>();

  private int labels;
  private boolean wideJumps;

  private CodeBuilder() {}

  /** A builder with no code. */
  public static CodeBuilder create() {
    return new CodeBuilder();
  }

  /**
   * Lets {@link #jump} become {@code gotol}, with an offset of 32 bits, where 16 are too few. Version 4 of the
   * instruction set: Linux 6.6.
   *
   * @return this
   */
  public CodeBuilder allowWideJumps() {
    wideJumps = true;
    return this;
  }

  /** The index of the next instruction: how many there are. */
  public int size() {
    return code.size();
  }

  /** A new label, not bound yet. */
  public Label label() {
    return new Label(this, labels++, null);
  }

  /**
   * A new label, not bound yet.
   *
   * @param name what errors call it; need not be unique
   */
  public Label label(String name) {
    return new Label(this, labels++, name);
  }

  /**
   * Puts a label before the next instruction. At the end of the program it stands for the slot after the last one.
   *
   * @throws IllegalStateException if it is bound already
   * @throws IllegalArgumentException if it is another builder's
   */
  public void bind(Label label) {
    requireOwn(label);
    if (label.isBound()) {
      throw new IllegalStateException(
          label + " is bound twice: at " + label.index() + " and " + size());
    }
    label.bind(size());
  }

  /**
   * Adds an instruction as it is.
   *
   * @return its index
   */
  public int add(Instruction instruction) {
    code.add(instruction);
    return code.size() - 1;
  }

  /**
   * Adds {@code if dst condition src goto target}.
   *
   * @param wide whether it compares 64 bits; else the low 32
   * @return its index
   */
  public int branch(
      JumpCondition condition, boolean wide, Register dst, Operand src, Label target) {
    return add(new Instruction.Branch(condition, wide, dst, src, (short) 0), target);
  }

  /**
   * Adds {@code goto target}.
   *
   * @return its index
   */
  public int jump(Label target) {
    return add(new Instruction.Goto(0, false), target);
  }

  /**
   * Adds a call of the function that begins at a label.
   *
   * @return its index
   */
  public int call(Label function) {
    return add(new Instruction.CallFunction(0), function);
  }

  /**
   * Adds a load of the address of the function that begins at a label, for helpers that call back.
   *
   * @return its index
   */
  public int loadFunction(Register dst, Label function) {
    return add(new Instruction.LoadImmediate64(ImmediateKind.FUNCTION, dst, 0, 0), function);
  }

  /**
   * Adds {@code dst = src} of all 64 bits.
   *
   * @return its index
   */
  public int move(Register dst, Operand src) {
    return add(new Instruction.Alu(AluOperator.MOV, true, dst, src));
  }

  /**
   * Adds {@code dst op= src} of all 64 bits.
   *
   * @return its index
   */
  public int alu(AluOperator operator, Register dst, Operand src) {
    return add(new Instruction.Alu(operator, true, dst, src));
  }

  /**
   * Adds {@code dst = *(width *)(base + offset)}, with zeros above.
   *
   * @param offset -32,768 to 32,767
   * @return its index
   * @throws IllegalArgumentException if the offset does not fit in 16 bits
   */
  public int load(Width width, Register dst, Register base, int offset) {
    return add(new Instruction.Load(width, false, dst, base, memoryOffset(offset)));
  }

  /**
   * Adds {@code *(width *)(base + offset) = src}.
   *
   * @param offset -32,768 to 32,767
   * @return its index
   * @throws IllegalArgumentException if the offset does not fit in 16 bits
   */
  public int store(Width width, Register base, int offset, Operand src) {
    return add(new Instruction.Store(width, base, memoryOffset(offset), src));
  }

  /**
   * Adds a call of a kernel helper.
   *
   * @param helper the helper's number, see {@link HelperTable}
   * @return its index
   */
  public int callHelper(int helper) {
    return add(new Instruction.CallHelper(helper));
  }

  /**
   * Adds the return from the function.
   *
   * @return its index
   */
  public int exit() {
    return add(new Instruction.Exit());
  }

  /**
   * The program so far, with the labels' offsets in their places. The builder can go on after it.
   *
   * @return an unmodifiable list; the index of each instruction is the one that was returned when it was added
   * @throws IllegalStateException if a label that is used is not bound
   * @throws JumpOutOfRangeException if a jump is too long for its instruction
   */
  public List<Instruction> build() {
    int[] slots = Encoder.slotOffsets(code);
    List<Instruction> program = new ArrayList<>(code);
    targets.forEach((index, label) -> {
      if (!label.isBound()) {
        throw new IllegalStateException(
            label + ", used by instruction " + index + ", is not bound");
      }
      int offset = slots[label.index()] - (slots[index] + 1);
      program.set(index, resolve(index, offset));
    });
    return List.copyOf(program);
  }

  /** Adds an instruction that {@link #resolve} will give its offset. */
  int add(Instruction instruction, Label target) {
    requireOwn(target);
    int index = add(instruction);
    targets.put(index, target);
    return index;
  }

  private Instruction resolve(int index, int offset) {
    Instruction instruction = code.get(index);
    return switch (instruction) {
      case Instruction.Branch(var condition, var wide, var dst, var src, _) ->
          new Instruction.Branch(condition, wide, dst, src, conditional(index, offset));
      case Instruction.MayGoto _ -> new Instruction.MayGoto(conditional(index, offset));
      case Instruction.Goto(_, var wide) -> {
        boolean fits = offset == (short) offset;
        if (!wide && !fits && !wideJumps) {
          throw new JumpOutOfRangeException(
              index,
              offset,
              "that does not fit in 16 bits, and wide jumps, of Linux 6.6, are not allowed");
        }
        yield new Instruction.Goto(offset, wide || !fits);
      }
      case Instruction.CallFunction _ -> new Instruction.CallFunction(offset);
      case Instruction.LoadImmediate64(var kind, var dst, _, var high) ->
          new Instruction.LoadImmediate64(kind, dst, offset, high);
      case Instruction.Alu _,
          Instruction.Negate _,
          Instruction.MoveSignExtended _,
          Instruction.ByteSwap _,
          Instruction.AddressSpaceCast _,
          Instruction.Load _,
          Instruction.Store _,
          Instruction.Atomic _,
          Instruction.LoadAcquire _,
          Instruction.StoreRelease _,
          Instruction.LoadPacket _,
          Instruction.GotoRegister _,
          Instruction.CallHelper _,
          Instruction.CallKernelFunction _,
          Instruction.CallRegister _,
          Instruction.Exit _ ->
          throw new IllegalStateException(instruction + " has no offset");
    };
  }

  private static short conditional(int index, int offset) {
    if (offset != (short) offset) {
      throw new JumpOutOfRangeException(
          index, offset, "a conditional jump has only 16 bits; jump over a goto in its place");
    }
    return (short) offset;
  }

  private void requireOwn(Label label) {
    if (!label.belongsTo(this)) {
      throw new IllegalArgumentException(label + " belongs to another builder");
    }
  }

  private static short memoryOffset(int offset) {
    if (offset != (short) offset) {
      throw new IllegalArgumentException("the offset " + offset + " does not fit in 16 bits");
    }
    return (short) offset;
  }
}
