package dev.tawon.compiler;

import java.io.ByteArrayOutputStream;
import java.lang.classfile.constantpool.ConstantPoolBuilder;
import java.util.Random;

/**
 * The bytes of a {@code Code} attribute, as no javac writes them: blocks that jump to one another in any way, with values on the
 * stack where they meet, and now and then something wrong.
 */
final class RandomBytecode {
  private final Random random;
  private final int blocks;
  private final String[] shapes;
  private final int[] starts;
  private final CodeWriter code;
  private final RandomInstructions instructions;

  /** One in how many instructions is wrong; none if 0. */
  private final int wrong;

  RandomBytecode(Random random, ConstantPoolBuilder pool) {
    this.random = random;
    code = new CodeWriter(pool);
    instructions = new RandomInstructions(random, code);
    blocks = 1 + random.nextInt(8);
    wrong = random.nextInt(3) == 0 ? 10 + random.nextInt(60) : 0;
    shapes = new String[blocks];
    starts = new int[blocks];
    for (int i = 0; i < blocks; i++) {
      shapes[i] = i == 0 || random.nextInt(3) > 0 ? "" : pick("I", "J", "A", "II", "IJ", "AI");
    }
  }

  /** A {@code Code} attribute's content, with the table of its handlers and attributes of its own. */
  byte[] attribute() {
    write();
    byte[] bytes = code.bytes(this::target);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    CodeWriter.u2(all, odd(12) ? random.nextInt(3) : 60);
    CodeWriter.u2(all, odd(12) ? random.nextInt(5) : 20);
    CodeWriter.u2(all, bytes.length >>> 16);
    CodeWriter.u2(all, bytes.length);
    all.writeBytes(bytes);
    int handlers = odd(6) ? 1 + random.nextInt(2) : 0;
    CodeWriter.u2(all, handlers);
    for (int i = 0; i < handlers; i++) {
      CodeWriter.u2(all, starts[random.nextInt(blocks)]);
      CodeWriter.u2(all, odd(2) ? bytes.length : starts[random.nextInt(blocks)]);
      CodeWriter.u2(all, starts[random.nextInt(blocks)]);
      CodeWriter.u2(all, random.nextBoolean() ? 0 : code.type("java.lang.RuntimeException"));
    }
    attributes(all, bytes.length);
    return all.toByteArray();
  }

  /** Whether something that is seldom happens now. */
  private boolean odd(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }

  private int target(int block) {
    // Now and then into the middle of an instruction, or behind the end.
    return wrong > 0 && odd(20) ? starts[block] + random.nextInt(5) : starts[block];
  }

  private void attributes(ByteArrayOutputStream all, int length) {
    int count = random.nextInt(4);
    CodeWriter.u2(all, count);
    for (int i = 0; i < count; i++) {
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      String name =
          pick("LineNumberTable", "LocalVariableTable", "StackMapTable", "LineNumberTable");
      int entries = random.nextInt(5);
      CodeWriter.u2(body, odd(20) ? random.nextInt() : entries);
      for (int j = 0; j < entries; j++) {
        int at = odd(4) ? random.nextInt(length + 3) : starts[random.nextInt(blocks)];
        switch (name) {
          case "LineNumberTable" -> {
            CodeWriter.u2(body, at);
            CodeWriter.u2(body, odd(8) ? random.nextInt() : random.nextInt(200));
          }
          case "LocalVariableTable" -> {
            CodeWriter.u2(body, at);
            CodeWriter.u2(body, odd(6) ? random.nextInt() : length - Math.min(at, length));
            CodeWriter.u2(body, code.utf8(pick("x", "y", "", "a/b")));
            CodeWriter.u2(body, code.utf8(pick("I", "J", "[I", "Lno/Such;", "Q", "")));
            CodeWriter.u2(body, random.nextInt(12));
          }
          default -> body.write(random.nextInt(256));
        }
      }
      CodeWriter.u2(all, code.utf8(name));
      CodeWriter.u2(all, 0);
      CodeWriter.u2(all, body.size());
      all.writeBytes(body.toByteArray());
    }
  }

  private void write() {
    if (!odd(10)) {
      // Each local variable has a value: 4, 5 ints, 6, 9 references, 7 a long.
      for (int slot : new int[] {4, 5}) {
        code.op(3 + random.nextInt(6));
        code.op(54, slot);
      }
      code.op(9 + random.nextInt(2));
      code.op(55, 7);
      for (int slot : new int[] {6, 9}) {
        if (odd(3)) {
          code.op(1);
        } else {
          code.op(16, 1 + random.nextInt(8));
          code.op(188, 4 + random.nextInt(8));
        }
        code.op(58, slot);
      }
    }
    for (int block = 0; block < blocks; block++) {
      starts[block] = code.size();
      instructions.begin(shapes[block]);
      for (int i = random.nextInt(12); i > 0; i--) {
        if (wrong > 0 && random.nextInt(wrong) == 0) {
          code.op(random.nextInt(256));
        } else {
          instructions.instruction();
        }
      }
      end(block);
    }
  }

  /** Goes on somewhere. */
  private void end(int block) {
    int kind = random.nextInt(10);
    if (kind < 3 && block + 1 < blocks) {
      instructions.match(shapes[block + 1]);
      return;
    }
    if (kind < 5 && block + 1 < blocks) {
      int other = random.nextInt(blocks);
      if (shapes[other].equals(shapes[block + 1])) {
        instructions.match(shapes[other]);
        int at = code.size();
        switch (random.nextInt(3)) {
          case 0 -> {
            instructions.push('I');
            at = code.size();
            code.op(153 + random.nextInt(6));
          }
          case 1 -> {
            instructions.push('I');
            instructions.push('I');
            at = code.size();
            code.op(159 + random.nextInt(6));
          }
          default -> {
            instructions.push('A');
            at = code.size();
            code.op(198 + random.nextInt(2));
          }
        }
        code.jump(at, other, false);
        return;
      }
    }
    if (kind == 5 || kind == 6) {
      int other = random.nextInt(blocks);
      instructions.match(shapes[other]);
      int at = code.size();
      boolean wide = odd(8);
      code.op(wide ? 200 : 167);
      code.jump(at, other, wide);
    } else if (kind == 7) {
      choose();
    } else if (kind == 8 && odd(4)) {
      instructions.push('A');
      code.op(191);
    } else if (kind == 8 && odd(10)) {
      int at = code.size();
      code.op(168);
      code.jump(at, random.nextInt(blocks), false);
      code.op(169, random.nextInt(10));
    } else {
      instructions.push('I');
      code.op(odd(30) ? pick(173, 176, 177, 174) : 172);
    }
  }

  private void choose() {
    int first = random.nextInt(blocks);
    instructions.match(shapes[first]);
    instructions.push('I');
    int from = code.size();
    boolean table = random.nextBoolean();
    code.op(table ? 170 : 171);
    while (code.size() % 4 != 0) {
      code.op(odd(30) ? 1 : 0);
    }
    int count = odd(60) ? 3_000 : random.nextInt(6);
    code.jump(from, first, true);
    int low = odd(6) ? random.nextInt() : random.nextInt(5) - 2;
    if (table) {
      code.u4(low);
      code.u4(wrong > 0 && odd(20) ? random.nextInt() : low + count - 1);
    } else {
      code.u4(wrong > 0 && odd(20) ? random.nextInt() : count);
    }
    for (int i = 0; i < count; i++) {
      int other = random.nextInt(blocks);
      if (!table) {
        code.u4(low + i * (odd(20) ? 0 : 3));
      }
      code.jump(from, shapes[other].equals(shapes[first]) ? other : first, true);
    }
  }

  @SafeVarargs
  private final <T> T pick(T... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
