package dev.tawon.sandbox;

import dev.tawon.isa.AluOperator;
import dev.tawon.isa.AtomicOperator;
import dev.tawon.isa.ByteSwapOrder;
import dev.tawon.isa.CodeBuilder;
import dev.tawon.isa.Immediate;
import dev.tawon.isa.Instruction;
import dev.tawon.isa.JumpCondition;
import dev.tawon.isa.Label;
import dev.tawon.isa.Operand;
import dev.tawon.isa.Register;
import dev.tawon.isa.Width;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * Makes programs from a seed: straight code, branches forwards, loops that may not end, functions, accesses to the stack and
 * the context of which most are in bounds.
 */
final class RandomPrograms {
  private final Random random;
  private final CodeBuilder code = CodeBuilder.create();
  private final List<Label> functions = new ArrayList<>();

  /** One access in so many is anywhere. */
  private int wildness;

  RandomPrograms(long seed) {
    // Seeds that follow each other make java.util.Random begin alike.
    random = Random.from(new SplittableRandom(seed));
  }

  /** A program whose functions have about so many instructions. */
  List<Instruction> program(int size) {
    wildness = 10 * size;
    int count = random.nextInt(3);
    for (int i = 0; i < count; i++) {
      functions.add(code.label());
    }
    function(size, 0);
    for (int i = 0; i < count; i++) {
      code.bind(functions.get(i));
      function(size / 2, i + 1);
    }
    return code.build();
  }

  private void function(int size, int firstCallee) {
    for (int r = 0; r <= 9; r++) {
      if (r != 1) {
        code.add(Instruction.LoadImmediate64.of(Register.of(r), number()));
      }
    }
    code.move(Register.R6, Register.R1);
    code.move(Register.R7, Register.R10);
    List<Label> ahead = new ArrayList<>();
    List<Label> behind = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      if (random.nextInt(8) == 0) {
        Label here = code.label();
        code.bind(here);
        behind.add(here);
      }
      if (!ahead.isEmpty() && random.nextInt(4) == 0) {
        code.bind(ahead.removeLast());
      }
      instruction(ahead, behind, firstCallee);
    }
    ahead.forEach(code::bind);
    code.alu(AluOperator.XOR, Register.R0, register());
    code.exit();
  }

  private void instruction(List<Label> ahead, List<Label> behind, int firstCallee) {
    switch (random.nextInt(16)) {
      case 0, 1, 2, 3, 4, 5 ->
          code.add(
              new Instruction.Alu(
                  pick(AluOperator.values()), random.nextBoolean(), scratch(), operand()));
      case 6 -> code.add(new Instruction.Negate(random.nextBoolean(), scratch()));
      case 7 -> {
        int bits = pick(8, 16, 32);
        code.add(
            new Instruction.MoveSignExtended(
                bits, bits == 32 || random.nextBoolean(), scratch(), register()));
      }
      case 8 ->
          code.add(
              new Instruction.ByteSwap(pick(ByteSwapOrder.values()), pick(16, 32, 64), scratch()));
      case 9, 10 -> {
        Width width = pick(Width.values());
        boolean signed = width != Width.DOUBLE && random.nextBoolean();
        boolean stack = random.nextBoolean();
        code.add(new Instruction.Load(width, signed, scratch(), base(stack), offset(stack)));
      }
      case 11, 12 -> {
        boolean stack = random.nextBoolean();
        code.add(
            new Instruction.Store(pick(Width.values()), base(stack), offset(stack), operand()));
      }
      case 13 -> {
        AtomicOperator operator = pick(AtomicOperator.values());
        boolean stack = random.nextBoolean();
        code.add(
            new Instruction.Atomic(
                operator,
                operator.alwaysFetches() || random.nextBoolean(),
                pick(Width.WORD, Width.DOUBLE),
                base(stack),
                offset(stack),
                scratch()));
      }
      case 14 -> {
        Label target;
        if (!behind.isEmpty() && random.nextInt(wildness / 100) == 0) {
          target = pick(behind.toArray(Label[]::new));
        } else {
          target = code.label();
          ahead.add(target);
        }
        code.branch(
            pick(JumpCondition.values()), random.nextBoolean(), register(), operand(), target);
      }
      default -> {
        if (firstCallee < functions.size()) {
          code.move(Register.R1, Register.R6);
          code.call(pick(functions.subList(firstCallee, functions.size()).toArray(Label[]::new)));
        }
      }
    }
  }

  /** Not the pointers in r6 and r7. */
  private Register scratch() {
    return pick(
        Register.R0,
        Register.R1,
        Register.R2,
        Register.R3,
        Register.R4,
        Register.R5,
        Register.R8,
        Register.R9);
  }

  private Register register() {
    return random.nextInt(12) == 0 ? Register.R10 : scratch();
  }

  private Operand operand() {
    return random.nextBoolean() ? register() : new Immediate((int) number());
  }

  private Register base(boolean stack) {
    return random.nextInt(wildness) == 0
        ? scratch()
        : stack ? pick(Register.R7, Register.R10) : Register.R6;
  }

  private short offset(boolean stack) {
    int wild = random.nextInt(wildness);
    int within = stack ? -8 - random.nextInt(504) : random.nextInt(56);
    return (short) (wild == 0 ? random.nextInt() : within);
  }

  private long number() {
    return switch (random.nextInt(6)) {
      case 0 -> random.nextInt(64);
      case 1 -> -random.nextInt(64);
      case 2 -> pick(Integer.MIN_VALUE, Integer.MAX_VALUE, 0x80, 0x8000, 0);
      case 3 -> pick(Long.MIN_VALUE, Long.MAX_VALUE, -1L, 1L << 31, 1L << 32);
      default -> random.nextLong();
    };
  }

  @SafeVarargs
  private <T> T pick(T... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
