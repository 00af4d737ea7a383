package dev.tawon.isa;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Makes every form of instruction with fields that are valid and otherwise random, from a seed. */
final class RandomInstructions {
  private final Random random;
  private final List<Supplier<Instruction>> forms =
      List.of(
          () -> new Instruction.Alu(pick(AluOperator.values()), wide(), register(), operand()),
          () -> new Instruction.Negate(wide(), register()),
          () -> new Instruction.MoveSignExtended(pick(8, 16), wide(), register(), register()),
          () -> new Instruction.MoveSignExtended(32, true, register(), register()),
          () ->
              new Instruction.ByteSwap(pick(ByteSwapOrder.values()), pick(16, 32, 64), register()),
          () ->
              new Instruction.AddressSpaceCast(
                  register(), register(), offset() & 0xffff, offset() & 0xffff),
          () -> new Instruction.Load(width(), false, register(), register(), offset()),
          () -> new Instruction.Load(narrow(), true, register(), register(), offset()),
          () -> new Instruction.Store(width(), register(), offset(), operand()),
          () -> {
            AtomicOperator operator = pick(AtomicOperator.values());
            return new Instruction.Atomic(
                operator,
                operator.alwaysFetches() || wide(),
                pick(Width.WORD, Width.DOUBLE),
                register(),
                offset(),
                register());
          },
          () -> new Instruction.LoadAcquire(width(), register(), register(), offset()),
          () -> new Instruction.StoreRelease(width(), register(), offset(), register()),
          () -> {
            ImmediateKind kind = pick(ImmediateKind.values());
            return new Instruction.LoadImmediate64(
                kind, register(), number(), kind.isHighReserved() ? 0 : number());
          },
          () -> new Instruction.LoadPacket(narrow(), null, number()),
          () -> new Instruction.LoadPacket(narrow(), register(), number()),
          () ->
              new Instruction.Branch(
                  pick(JumpCondition.values()), wide(), register(), operand(), offset()),
          () -> new Instruction.Goto(offset(), false),
          () -> new Instruction.Goto(number(), true),
          () -> new Instruction.MayGoto(offset()),
          () -> new Instruction.GotoRegister(register()),
          () -> new Instruction.CallHelper(wide() ? number() : intBelow(HelperTable.size())),
          () -> new Instruction.CallFunction(number()),
          () -> new Instruction.CallKernelFunction(number(), wide() ? 0 : offset()),
          () -> new Instruction.CallRegister(register()),
          Instruction.Exit::new);

  RandomInstructions(long seed) {
    random = new Random(seed);
  }

  /** A program with every form in it, each a few times. */
  List<Instruction> program() {
    List<Instruction> program = new ArrayList<>();
    for (int round = 0; round < 8; round++) {
      for (Supplier<Instruction> form : forms) {
        program.add(form.get());
      }
    }
    return program;
  }

  int intBelow(int bound) {
    return random.nextInt(bound);
  }

  private boolean wide() {
    return random.nextBoolean();
  }

  private Register register() {
    return pick(Register.values());
  }

  private Operand operand() {
    return random.nextBoolean() ? register() : new Immediate(number());
  }

  private Width width() {
    return pick(Width.values());
  }

  private Width narrow() {
    return pick(Width.BYTE, Width.HALF, Width.WORD);
  }

  private short offset() {
    return pick((short) 0, (short) -1, Short.MIN_VALUE, Short.MAX_VALUE, (short) random.nextInt());
  }

  private int number() {
    return pick(
        0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, random.nextInt(), random.nextInt() >> 20);
  }

  @SafeVarargs
  private <T> T pick(T... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
