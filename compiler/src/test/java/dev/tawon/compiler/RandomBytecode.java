package dev.tawon.compiler;

import java.io.ByteArrayOutputStream;
import java.lang.classfile.constantpool.ConstantPoolBuilder;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DynamicCallSiteDesc;
import java.lang.constant.MethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The bytes of a {@code Code} attribute, as no javac writes them: blocks that jump to one another in any way, with values on the
 * stack where they meet, and now and then something wrong.
 */
final class RandomBytecode {
  /** A method's parts that an assembler has to know of: a class, its name and its type; and what it takes and gives. */
  private record Call(int opcode, String owner, String name, String descriptor) {}

  private static final String HOST = GeneratedHost.class.getName();

  private static final List<Call> CALLS =
      List.of(
          new Call(184, "java.lang.Math", "abs", "(I)I"),
          new Call(184, "java.lang.Math", "min", "(JJ)J"),
          new Call(184, "java.lang.Integer", "bitCount", "(I)I"),
          new Call(184, "java.lang.Integer", "valueOf", "(I)Ljava/lang/Integer;"),
          new Call(184, "java.lang.Long", "compareUnsigned", "(JJ)I"),
          new Call(184, "java.lang.Integer", "parseInt", "(Ljava/lang/String;)I"),
          new Call(184, HOST, "other", "(IJ)I"),
          new Call(184, HOST, "program", "(JJ)I"),
          new Call(184, HOST, "absent", "(I)I"),
          new Call(184, HOST, "other", "(J)V"),
          new Call(184, "no.such.Type", "method", "()I"),
          new Call(184, "dev.tawon.lang.Bpf", "currentCpu", "()I"),
          new Call(184, "dev.tawon.lang.Bpf", "loop", "(ILdev/tawon/lang/LoopBody;)I"),
          new Call(184, "dev.tawon.lang.Bpf", "currentComm", "([B)V"),
          new Call(182, "java.lang.Object", "hashCode", "()I"),
          new Call(182, "java.lang.String", "length", "()I"),
          new Call(182, "java.lang.Integer", "intValue", "()I"),
          new Call(182, HOST + "$Inner", "sum", "()I"),
          new Call(
              182, "dev.tawon.lang.map.HashMap", "get", "(Ljava/lang/Object;)Ljava/lang/Object;"),
          new Call(
              182, "dev.tawon.lang.map.HashMap", "put", "(Ljava/lang/Object;Ljava/lang/Object;)I"),
          new Call(183, HOST + "$Inner", "<init>", "()V"),
          new Call(183, "java.lang.Object", "<init>", "()V"),
          new Call(185, "java.lang.Runnable", "run", "()V"),
          new Call(185, "java.lang.Iterable", "iterator", "()Ljava/util/Iterator;"),
          new Call(186, "", "run", "()Ljava/lang/Runnable;"),
          new Call(186, "", "applyAsInt", "(I)Ljava/util/function/IntUnaryOperator;"),
          new Call(186, "", "makeConcatWithConstants", "(IJ)Ljava/lang/String;"));

  private static final String[] CLASSES = {
    HOST + "$Inner", HOST, "java.lang.Object", "java.lang.String", "no.such.Type"
  };

  private final Random random;
  private final ConstantPoolBuilder pool;
  private final int blocks;
  private final String[] shapes;
  private final int[] starts;
  private final ByteArrayOutputStream code = new ByteArrayOutputStream();

  /** What is on the stack: I, J, A, F, D. */
  private final StringBuilder stack = new StringBuilder();

  /** Places of two or four bytes that hold how far a block is from an instruction. */
  private record Jump(int at, int from, int block, boolean wide) {}

  private final List<Jump> jumps = new ArrayList<>();

  /** One in how many instructions is wrong; none if 0. */
  private final int wrong;

  RandomBytecode(Random random, ConstantPoolBuilder pool) {
    this.random = random;
    this.pool = pool;
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
    byte[] bytes = code.toByteArray();
    for (Jump jump : jumps) {
      int distance = target(jump.block()) - jump.from();
      for (int i = 0; i < (jump.wide() ? 4 : 2); i++) {
        bytes[jump.at() + i] = (byte) (distance >> 8 * ((jump.wide() ? 3 : 1) - i));
      }
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    u2(all, odd(12) ? random.nextInt(3) : 60);
    u2(all, odd(12) ? random.nextInt(5) : 20);
    u2(all, bytes.length >>> 16);
    u2(all, bytes.length);
    all.writeBytes(bytes);
    int handlers = odd(6) ? 1 + random.nextInt(2) : 0;
    u2(all, handlers);
    for (int i = 0; i < handlers; i++) {
      u2(all, starts[random.nextInt(blocks)]);
      u2(all, odd(2) ? bytes.length : starts[random.nextInt(blocks)]);
      u2(all, starts[random.nextInt(blocks)]);
      u2(all, random.nextBoolean() ? 0 : type("java.lang.RuntimeException"));
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
    u2(all, count);
    for (int i = 0; i < count; i++) {
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      String name =
          pick("LineNumberTable", "LocalVariableTable", "StackMapTable", "LineNumberTable");
      int entries = random.nextInt(5);
      u2(body, odd(20) ? random.nextInt() : entries);
      for (int j = 0; j < entries; j++) {
        int at = odd(4) ? random.nextInt(length + 3) : starts[random.nextInt(blocks)];
        switch (name) {
          case "LineNumberTable" -> {
            u2(body, at);
            u2(body, odd(8) ? random.nextInt() : random.nextInt(200));
          }
          case "LocalVariableTable" -> {
            u2(body, at);
            u2(body, odd(6) ? random.nextInt() : length - Math.min(at, length));
            u2(body, utf8(pick("x", "y", "", "a/b")));
            u2(body, utf8(pick("I", "J", "[I", "Lno/Such;", "Q", "")));
            u2(body, random.nextInt(12));
          }
          default -> body.write(random.nextInt(256));
        }
      }
      u2(all, utf8(name));
      u2(all, 0);
      u2(all, body.size());
      all.writeBytes(body.toByteArray());
    }
  }

  private void write() {
    if (!odd(10)) {
      // Each local variable has a value: 4, 5 ints, 6, 9 references, 7 a long.
      for (int slot : new int[] {4, 5}) {
        op(3 + random.nextInt(6));
        op(54, slot);
      }
      op(9 + random.nextInt(2));
      op(55, 7);
      for (int slot : new int[] {6, 9}) {
        if (odd(3)) {
          op(1);
        } else {
          op(16, 1 + random.nextInt(8));
          op(188, 4 + random.nextInt(8));
        }
        op(58, slot);
      }
    }
    for (int block = 0; block < blocks; block++) {
      starts[block] = code.size();
      stack.setLength(0);
      stack.append(shapes[block]);
      for (int i = random.nextInt(12); i > 0; i--) {
        if (wrong > 0 && random.nextInt(wrong) == 0) {
          op(random.nextInt(256));
        } else {
          instruction();
        }
      }
      end(block);
    }
  }

  /** Goes on somewhere. */
  private void end(int block) {
    int kind = random.nextInt(10);
    if (kind < 3 && block + 1 < blocks) {
      match(shapes[block + 1]);
      return;
    }
    if (kind < 5 && block + 1 < blocks) {
      int other = random.nextInt(blocks);
      if (shapes[other].equals(shapes[block + 1])) {
        match(shapes[other]);
        int at = code.size();
        switch (random.nextInt(3)) {
          case 0 -> {
            push('I');
            at = code.size();
            op(153 + random.nextInt(6));
          }
          case 1 -> {
            push('I');
            push('I');
            at = code.size();
            op(159 + random.nextInt(6));
          }
          default -> {
            push('A');
            at = code.size();
            op(198 + random.nextInt(2));
          }
        }
        jump(at, other, false);
        return;
      }
    }
    if (kind == 5 || kind == 6) {
      int other = random.nextInt(blocks);
      match(shapes[other]);
      int at = code.size();
      boolean wide = odd(8);
      op(wide ? 200 : 167);
      jump(at, other, wide);
    } else if (kind == 7) {
      choose();
    } else if (kind == 8 && odd(4)) {
      push('A');
      op(191);
    } else if (kind == 8 && odd(10)) {
      int at = code.size();
      op(168);
      jump(at, random.nextInt(blocks), false);
      op(169, random.nextInt(10));
    } else {
      push('I');
      op(odd(30) ? pick(173, 176, 177, 174) : 172);
    }
  }

  private void choose() {
    int first = random.nextInt(blocks);
    match(shapes[first]);
    push('I');
    int from = code.size();
    boolean table = random.nextBoolean();
    op(table ? 170 : 171);
    while (code.size() % 4 != 0) {
      code.write(odd(30) ? 1 : 0);
    }
    int count = odd(60) ? 3_000 : random.nextInt(6);
    u4Jump(from, first);
    int low = odd(6) ? random.nextInt() : random.nextInt(5) - 2;
    if (table) {
      u4(low);
      u4(wrong > 0 && odd(20) ? random.nextInt() : low + count - 1);
    } else {
      u4(wrong > 0 && odd(20) ? random.nextInt() : count);
    }
    for (int i = 0; i < count; i++) {
      int other = random.nextInt(blocks);
      if (!table) {
        u4(low + i * (odd(20) ? 0 : 3));
      }
      u4Jump(from, shapes[other].equals(shapes[first]) ? other : first);
    }
  }

  private void instruction() {
    switch (random.nextInt(16)) {
      case 0, 1 -> push(pick('I', 'J', 'A', 'I'));
      case 2, 3 -> {
        // iadd … lxor
        boolean wide = random.nextBoolean();
        push(wide ? 'J' : 'I');
        int operator = random.nextInt(12);
        boolean shift = operator >= 6 && operator <= 8;
        push(wide && !shift ? 'J' : 'I');
        pop(2);
        op(
            new int[] {96, 100, 104, 108, 112, 126, 120, 122, 124, 128, 130, 96}[operator]
                + (wide ? 1 : 0));
        stack.append(wide ? 'J' : 'I');
      }
      case 4 -> convert();
      case 5, 6 -> store();
      case 7 -> {
        op(odd(4) ? 196 : 132);
        if (code.toByteArray()[code.size() - 1] == (byte) 196) {
          op(132);
          code.write(0);
          op(4 + random.nextInt(2));
          code.write(random.nextInt(256));
          code.write(random.nextInt(256));
        } else {
          code.write(4 + random.nextInt(2));
          code.write(random.nextInt(256));
        }
      }
      case 8 -> shuffle();
      case 9, 10 -> array();
      case 11, 12 -> call();
      case 13 -> field();
      case 14 -> {
        push('A');
        if (odd(3)) {
          op(193);
          stack.setCharAt(stack.length() - 1, 'I');
        } else {
          op(192);
        }
        u2(code, type(pick(CLASSES)));
      }
      default -> {
        if (odd(12)) {
          push('A');
          op(pick(194, 195));
          pop(1);
        } else {
          op(187);
          u2(code, type(pick(CLASSES)));
          stack.append('A');
          if (!odd(5)) {
            op(89);
            op(183);
            u2(code, method(HOST + "$Inner", "<init>", "()V"));
          }
        }
      }
    }
  }

  private void convert() {
    switch (random.nextInt(4)) {
      case 0 -> change('I', 133, 'J');
      case 1 -> change('J', 136, 'I');
      case 2 -> change('I', 145 + random.nextInt(3), 'I');
      default -> {
        push('J');
        change('J', 148, 'I');
        stack.deleteCharAt(stack.length() - 2);
      }
    }
  }

  private void change(char from, int opcode, char to) {
    push(from);
    op(opcode);
    stack.setCharAt(stack.length() - 1, to);
  }

  private void store() {
    if (stack.isEmpty()) {
      push('I');
    }
    char type = stack.charAt(stack.length() - 1);
    pop(1);
    // Seldom a variable that was of another type.
    int slot =
        odd(8)
            ? random.nextInt(12)
            : switch (type) {
              case 'I' -> 4 + random.nextInt(2);
              case 'J' -> pick(7, 0, 2);
              default -> pick(6, 9);
            };
    int opcode = type == 'I' ? 54 : type == 'J' ? 55 : 58;
    if (odd(6)) {
      op(196);
      op(opcode);
      code.write(0);
      code.write(slot);
    } else {
      op(opcode, slot);
    }
  }

  /** Those that look at how wide values are, rightly. */
  private void shuffle() {
    switch (random.nextInt(8)) {
      case 0 -> {
        push('I');
        op(89);
        stack.append('I');
      }
      case 1 -> {
        push('I');
        push('A');
        op(95);
        swap();
      }
      case 2 -> {
        push('I');
        push('I');
        op(90);
        stack.append('I');
      }
      case 3 -> {
        push('J');
        push('I');
        op(91);
        stack.insert(stack.length() - 2, 'I');
      }
      case 4 -> {
        push('J');
        op(92);
        stack.append('J');
      }
      case 5 -> {
        push('I');
        push('J');
        op(93);
        stack.insert(stack.length() - 2, 'J');
      }
      case 6 -> {
        push('J');
        push('J');
        op(94);
        stack.append('J');
      }
      default -> {
        push('I');
        push('I');
        op(88);
        pop(2);
      }
    }
  }

  private void swap() {
    char top = stack.charAt(stack.length() - 1);
    stack.deleteCharAt(stack.length() - 1);
    stack.insert(stack.length() - 1, top);
  }

  private void array() {
    switch (random.nextInt(5)) {
      case 0 -> {
        push('I');
        op(188, odd(10) ? random.nextInt(16) : 4 + random.nextInt(8));
        stack.setCharAt(stack.length() - 1, 'A');
      }
      case 1 -> {
        push('A');
        op(190);
        stack.setCharAt(stack.length() - 1, 'I');
      }
      case 2 -> {
        push('A');
        push('I');
        pop(2);
        boolean wide = odd(4);
        op(wide ? 47 : pick(46, 51, 52, 53));
        stack.append(wide ? 'J' : 'I');
      }
      case 3 -> {
        push('A');
        push('I');
        push('I');
        pop(3);
        op(pick(79, 84, 85, 86));
      }
      default -> {
        push('I');
        boolean many = random.nextBoolean();
        op(many ? 197 : 189);
        u2(code, type(many ? "[[I" : pick(CLASSES)));
        if (many) {
          code.write(odd(4) ? random.nextInt(4) : 1);
        }
        stack.setCharAt(stack.length() - 1, 'A');
      }
    }
  }

  private void call() {
    Call call = CALLS.get(random.nextInt(CALLS.size()));
    MethodTypeDesc type = MethodTypeDesc.ofDescriptor(call.descriptor());
    if (call.opcode() != 184 && call.opcode() != 186) {
      push('A');
    }
    for (ClassDesc parameter : type.parameterList()) {
      push(kind(parameter));
    }
    pop(type.parameterCount() + (call.opcode() != 184 && call.opcode() != 186 ? 1 : 0));
    op(call.opcode());
    switch (call.opcode()) {
      case 186 -> {
        u2(code, dynamic(call));
        u2(code, 0);
      }
      case 185 -> {
        u2(
            code,
            entry(pool.interfaceMethodRefEntry(ClassDesc.of(call.owner()), call.name(), type)));
        code.write(1);
        code.write(0);
      }
      default -> u2(code, method(call.owner(), call.name(), call.descriptor()));
    }
    if (type.returnType() != ConstantDescs.CD_void) {
      stack.append(kind(type.returnType()));
    }
  }

  private static char kind(ClassDesc type) {
    return switch (type.descriptorString()) {
      case "J" -> 'J';
      case "I", "Z", "B", "S", "C" -> 'I';
      default -> 'A';
    };
  }

  /** A call whose bootstrap method is one of nobody's, or of the library with arguments that make no sense. */
  private int dynamic(Call call) {
    MethodTypeDesc bootstrap =
        MethodTypeDesc.ofDescriptor(
            "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/invoke/MethodType;)Ljava/lang/invoke/CallSite;");
    String owner =
        pick(
            "java.lang.invoke.LambdaMetafactory",
            "java.lang.invoke.StringConcatFactory",
            "no.such.Bootstrap",
            HOST);
    DirectMethodHandleDesc handle =
        MethodHandleDesc.ofMethod(
            DirectMethodHandleDesc.Kind.STATIC,
            ClassDesc.of(owner),
            pick("metafactory", "makeConcatWithConstants", "bootstrap"),
            bootstrap);
    DynamicCallSiteDesc site =
        switch (random.nextInt(3)) {
          case 0 ->
              DynamicCallSiteDesc.of(
                  handle, call.name(), MethodTypeDesc.ofDescriptor(call.descriptor()));
          case 1 ->
              DynamicCallSiteDesc.of(
                  handle,
                  call.name(),
                  MethodTypeDesc.ofDescriptor(call.descriptor()),
                  "\1 of \1",
                  7);
          default ->
              DynamicCallSiteDesc.of(
                  handle,
                  call.name(),
                  MethodTypeDesc.ofDescriptor(call.descriptor()),
                  MethodTypeDesc.ofDescriptor("(I)I"),
                  MethodHandleDesc.ofMethod(
                      DirectMethodHandleDesc.Kind.STATIC,
                      ClassDesc.of(HOST),
                      pick("other", "absent"),
                      MethodTypeDesc.ofDescriptor(pick("(IJ)I", "(I)I"))),
                  MethodTypeDesc.ofDescriptor(pick("(I)I", "()V")));
        };
    return entry(pool.invokeDynamicEntry(site));
  }

  private void field() {
    String name = pick("narrow", "wide", "row", "absent");
    String descriptor = pick("I", "J", "[I");
    descriptor = odd(10) ? descriptor : name.equals("wide") ? "J" : name.equals("row") ? "[I" : "I";
    char kind = descriptor.equals("J") ? 'J' : descriptor.equals("I") ? 'I' : 'A';
    boolean isStatic = random.nextBoolean();
    boolean put = random.nextBoolean() && kind != 'A';
    if (!isStatic) {
      push('A');
    }
    if (put) {
      push(kind);
    }
    pop((isStatic ? 0 : 1) + (put ? 1 : 0));
    op((isStatic ? 178 : 180) + (put ? 1 : 0));
    u2(
        code,
        entry(
            pool.fieldRefEntry(
                ClassDesc.of(isStatic ? HOST : HOST + "$Inner"),
                name,
                ClassDesc.ofDescriptor(descriptor))));
    if (!put) {
      stack.append(kind);
    }
  }

  /** Puts a value on the stack. */
  private void push(char type) {
    stack.append(type);
    switch (type) {
      case 'I' -> {
        switch (random.nextInt(5)) {
          case 0 -> op(2 + random.nextInt(7));
          case 1 -> op(16, random.nextInt(256));
          case 2 -> {
            op(19);
            u2(code, entry(pool.intEntry(random.nextInt())));
          }
          default -> op(21, 4 + random.nextInt(2));
        }
      }
      case 'J' -> {
        switch (random.nextInt(3)) {
          case 0 -> op(9 + random.nextInt(2));
          case 1 -> {
            op(20);
            u2(code, entry(pool.longEntry(random.nextLong())));
          }
          default -> op(22, pick(0, 2, 7));
        }
      }
      default -> {
        switch (random.nextInt(6)) {
          case 0 -> op(1);
          case 1 -> {
            op(19);
            u2(
                code,
                odd(3)
                    ? type(pick(CLASSES))
                    : entry(pool.stringEntry(pick("", "word", "\0", "\ud800"))));
          }
          case 2 -> {
            op(178);
            u2(
                code,
                entry(
                    pool.fieldRefEntry(
                        ClassDesc.of(HOST), "MAP", ClassDesc.of("dev.tawon.lang.map.HashMap"))));
          }
          default -> op(25, pick(6, 9));
        }
      }
    }
  }

  private void pop(int values) {
    stack.setLength(Math.max(0, stack.length() - values));
  }

  /** Has the stack look as a block expects it. */
  private void match(String shape) {
    while (!shape.startsWith(stack.toString())) {
      op(stack.charAt(stack.length() - 1) == 'J' ? 88 : 87);
      pop(1);
    }
    for (int i = stack.length(); i < shape.length(); i++) {
      push(shape.charAt(i));
    }
  }

  private void op(int... bytes) {
    for (int each : bytes) {
      code.write(each);
    }
  }

  private void jump(int from, int block, boolean wide) {
    jumps.add(new Jump(code.size(), from, block, wide));
    u2(code, 0);
    if (wide) {
      u2(code, 0);
    }
  }

  private void u4Jump(int from, int block) {
    jump(from, block, true);
  }

  private void u4(int value) {
    u2(code, value >>> 16);
    u2(code, value);
  }

  private static void u2(ByteArrayOutputStream to, int value) {
    to.write(value >>> 8);
    to.write(value);
  }

  private int method(String owner, String name, String descriptor) {
    return entry(
        pool.methodRefEntry(ClassDesc.of(owner), name, MethodTypeDesc.ofDescriptor(descriptor)));
  }

  private int type(String name) {
    return entry(
        pool.classEntry(name.startsWith("[") ? ClassDesc.ofDescriptor(name) : ClassDesc.of(name)));
  }

  private int utf8(String text) {
    return entry(pool.utf8Entry(text));
  }

  private static int entry(PoolEntry entry) {
    return entry.index();
  }

  @SafeVarargs
  private final <T> T pick(T... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
