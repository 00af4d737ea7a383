package dev.tawon.sandbox;

import dev.tawon.isa.AluOperator;
import dev.tawon.isa.CodeBuilder;
import dev.tawon.isa.Immediate;
import dev.tawon.isa.Instruction;
import dev.tawon.isa.JumpCondition;
import dev.tawon.isa.Label;
import dev.tawon.isa.Operand;
import dev.tawon.isa.Register;
import dev.tawon.isa.Width;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * Makes programs of loops from a seed: counters up and down, in both widths and past their ends, pointers and indices that
 * move with them into memory and out of it.
 */
final class RandomLoops {
  private static final int STACK_BYTES = 512;

  private final Random random;
  private final int contextBytes;
  private final CodeBuilder code = CodeBuilder.create();

  RandomLoops(long seed, int contextBytes) {
    this.random = Random.from(new SplittableRandom(seed));
    this.contextBytes = contextBytes;
  }

  List<Instruction> program() {
    code.move(Register.R6, Register.R1);
    for (int r = 0; r <= 9; r++) {
      if (r != 6) {
        set(Register.of(r));
      }
    }
    int loops = 1 + random.nextInt(2);
    for (int i = 0; i < loops; i++) {
      Label out = code.label();
      Label head = code.label();
      if (random.nextBoolean()) {
        set(register());
      }
      code.bind(head);
      int size = 1 + random.nextInt(5);
      for (int j = 0; j < size; j++) {
        instruction(out);
      }
      close(head);
      code.bind(out);
    }
    for (int r = 1; r <= 9; r++) {
      code.add(new Instruction.Alu(AluOperator.MUL, true, Register.R0, new Immediate(31)));
      code.add(new Instruction.Alu(AluOperator.ADD, true, Register.R0, Register.of(r)));
    }
    code.exit();
    return code.build();
  }

  /** Gives a register a number that a loop may begin with, or a pointer. */
  private void set(Register register) {
    switch (random.nextInt(8)) {
      case 0, 1, 2 -> {
        code.move(register, Register.R6);
        add(register, random.nextInt(contextBytes));
      }
      case 3 -> {
        code.move(register, Register.R10);
        add(register, -random.nextInt(STACK_BYTES));
      }
      case 4 -> load(register, pick(1L << 31, 1L << 32, -1L << 31, 1L << 63) + near());
      case 5 -> load(register, Region.address(Region.CONTEXT + (random.nextInt(9) << 4)) + near());
      default -> load(register, near());
    }
  }

  private void load(Register register, long number) {
    code.add(Instruction.LoadImmediate64.of(register, number));
  }

  private void instruction(Label out) {
    Register a = register();
    Register b = register();
    switch (random.nextInt(10)) {
      case 0, 1, 2 -> add(a, pick(-8, -4, -1, 1, 4, random.nextInt()));
      case 3 -> {
        move(a, b);
        add(a, b, register());
      }
      case 4 -> {
        move(a, b);
        shift(AluOperator.LSH, a, 32);
        shift(AluOperator.RSH, a, 32);
        shift(AluOperator.LSH, a, random.nextInt(10));
        move(b, random.nextBoolean() ? Register.R6 : Register.R10);
        add(b, b, a);
        if (random.nextBoolean()) {
          access(b);
        }
      }
      case 5 -> access(b);
      case 7 ->
          code.branch(pick(JumpCondition.values()), random.nextBoolean(), a, limit(a, b), out);
      case 8 ->
          code.add(
              new Instruction.Alu(
                  pick(AluOperator.AND, AluOperator.LSH, AluOperator.RSH, AluOperator.MOV),
                  random.nextBoolean(),
                  a,
                  random.nextBoolean() ? b : new Immediate(random.nextInt(40))));
      default -> move(a, b);
    }
  }

  private void close(Label head) {
    Register counter = register();
    int steps = 1 + random.nextInt(40);
    switch (random.nextInt(4)) {
      case 0 -> { // as compilers make loops
        load(counter, random.nextBoolean() ? 0 : (long) random.nextInt(8) << 32);
        add(counter, 1);
      }
      case 1 -> add(counter, -1);
      default -> add(counter, pick(-4, 1, 4));
    }
    JumpCondition condition =
        random.nextInt(4) == 0 ? pick(JumpCondition.values()) : JumpCondition.NE;
    Operand limit = random.nextInt(4) == 0 ? register() : new Immediate(pick(0, steps, 4 * steps));
    code.branch(condition, random.nextBoolean(), counter, limit, head);
  }

  private void access(Register base) {
    Width width = pick(Width.values());
    int offset = pick(0, 0, 0, -8, 4);
    if (random.nextBoolean()) {
      boolean signed = width != Width.DOUBLE && random.nextInt(4) == 0;
      Register into = random.nextBoolean() ? base : register();
      code.add(new Instruction.Load(width, signed, into, base, (short) offset));
    } else {
      Operand value = random.nextBoolean() ? register() : new Immediate(random.nextInt());
      code.add(new Instruction.Store(width, base, (short) offset, value));
    }
  }

  private void move(Register to, Register from) {
    code.add(new Instruction.Alu(AluOperator.MOV, random.nextInt(4) != 0, to, from));
  }

  private void add(Register register, int number) {
    boolean wide = random.nextInt(8) != 0;
    code.add(new Instruction.Alu(AluOperator.ADD, wide, register, new Immediate(number)));
  }

  private void add(Register to, Register same, Register more) {
    boolean swapped = random.nextInt(8) == 0;
    code.add(new Instruction.Alu(AluOperator.ADD, true, to, swapped ? same : more));
  }

  private void shift(AluOperator operator, Register register, int by) {
    code.add(new Instruction.Alu(operator, random.nextInt(16) != 0, register, new Immediate(by)));
  }

  private Operand limit(Register counter, Register other) {
    return random.nextBoolean() && counter != other ? other : new Immediate((int) near());
  }

  private long near() {
    return random.nextInt(80) - 20;
  }

  /** Few, so that they meet; never the context's pointer in r6. */
  private Register register() {
    return pick(Register.R0, Register.R2, Register.R3, Register.R5, Register.R7);
  }

  @SafeVarargs
  private <T> T pick(T... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
