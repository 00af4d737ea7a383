package dev.tawon.compiler;

import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DynamicCallSiteDesc;
import java.lang.constant.MethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.List;
import java.util.Random;

/** Instructions that find on the stack what they take, most of the time, and that say what they leave there. */
final class RandomInstructions {
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
  private final CodeWriter code;

  /** What is on the stack: I, J, A, F, D. */
  private final StringBuilder stack = new StringBuilder();

  RandomInstructions(Random random, CodeWriter code) {
    this.random = random;
    this.code = code;
  }

  /** Goes on with these values on the stack. */
  void begin(String shape) {
    stack.setLength(0);
    stack.append(shape);
  }

  /** One instruction, after those that make what it takes. */
  void instruction() {
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
        code.op(
            new int[] {96, 100, 104, 108, 112, 126, 120, 122, 124, 128, 130, 96}[operator]
                + (wide ? 1 : 0));
        stack.append(wide ? 'J' : 'I');
      }
      case 4 -> convert();
      case 5, 6 -> store();
      case 7 -> {
        if (odd(4)) {
          code.op(196, 132, 0, 4 + random.nextInt(2), random.nextInt(256), random.nextInt(256));
        } else {
          code.op(132, 4 + random.nextInt(2), random.nextInt(256));
        }
      }
      case 8 -> shuffle();
      case 9, 10 -> array();
      case 11, 12 -> call();
      case 13 -> field();
      case 14 -> {
        push('A');
        if (odd(3)) {
          code.op(193);
          stack.setCharAt(stack.length() - 1, 'I');
        } else {
          code.op(192);
        }
        code.u2(code.type(pick(CLASSES)));
      }
      default -> {
        if (odd(12)) {
          push('A');
          code.op(pick(194, 195));
          pop(1);
        } else {
          code.op(187);
          code.u2(code.type(pick(CLASSES)));
          stack.append('A');
          if (!odd(5)) {
            code.op(89);
            code.op(183);
            code.u2(code.method(HOST + "$Inner", "<init>", "()V"));
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
    code.op(opcode);
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
      code.op(196);
      code.op(opcode);
      code.op(0);
      code.op(slot);
    } else {
      code.op(opcode, slot);
    }
  }

  /** Those that look at how wide values are, rightly. */
  private void shuffle() {
    switch (random.nextInt(8)) {
      case 0 -> {
        push('I');
        code.op(89);
        stack.append('I');
      }
      case 1 -> {
        push('I');
        push('A');
        code.op(95);
        swap();
      }
      case 2 -> {
        push('I');
        push('I');
        code.op(90);
        stack.append('I');
      }
      case 3 -> {
        push('J');
        push('I');
        code.op(91);
        stack.insert(stack.length() - 2, 'I');
      }
      case 4 -> {
        push('J');
        code.op(92);
        stack.append('J');
      }
      case 5 -> {
        push('I');
        push('J');
        code.op(93);
        stack.insert(stack.length() - 2, 'J');
      }
      case 6 -> {
        push('J');
        push('J');
        code.op(94);
        stack.append('J');
      }
      default -> {
        push('I');
        push('I');
        code.op(88);
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
        code.op(188, odd(10) ? random.nextInt(16) : 4 + random.nextInt(8));
        stack.setCharAt(stack.length() - 1, 'A');
      }
      case 1 -> {
        push('A');
        code.op(190);
        stack.setCharAt(stack.length() - 1, 'I');
      }
      case 2 -> {
        push('A');
        push('I');
        pop(2);
        boolean wide = odd(4);
        code.op(wide ? 47 : pick(46, 51, 52, 53));
        stack.append(wide ? 'J' : 'I');
      }
      case 3 -> {
        push('A');
        push('I');
        push('I');
        pop(3);
        code.op(pick(79, 84, 85, 86));
      }
      default -> {
        push('I');
        boolean many = random.nextBoolean();
        code.op(many ? 197 : 189);
        code.u2(code.type(many ? "[[I" : pick(CLASSES)));
        if (many) {
          code.op(odd(4) ? random.nextInt(4) : 1);
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
    code.op(call.opcode());
    switch (call.opcode()) {
      case 186 -> {
        code.u2(dynamic(call));
        code.u2(0);
      }
      case 185 -> {
        code.u2(
            CodeWriter.entry(
                code.pool()
                    .interfaceMethodRefEntry(ClassDesc.of(call.owner()), call.name(), type)));
        code.op(1);
        code.op(0);
      }
      default -> code.u2(code.method(call.owner(), call.name(), call.descriptor()));
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
    return CodeWriter.entry(code.pool().invokeDynamicEntry(site));
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
    code.op((isStatic ? 178 : 180) + (put ? 1 : 0));
    code.u2(
        CodeWriter.entry(
            code.pool()
                .fieldRefEntry(
                    ClassDesc.of(isStatic ? HOST : HOST + "$Inner"),
                    name,
                    ClassDesc.ofDescriptor(descriptor))));
    if (!put) {
      stack.append(kind);
    }
  }

  /** Puts a value on the stack. */
  void push(char type) {
    stack.append(type);
    switch (type) {
      case 'I' -> {
        switch (random.nextInt(5)) {
          case 0 -> code.op(2 + random.nextInt(7));
          case 1 -> code.op(16, random.nextInt(256));
          case 2 -> {
            code.op(19);
            code.u2(CodeWriter.entry(code.pool().intEntry(random.nextInt())));
          }
          default -> code.op(21, 4 + random.nextInt(2));
        }
      }
      case 'J' -> {
        switch (random.nextInt(3)) {
          case 0 -> code.op(9 + random.nextInt(2));
          case 1 -> {
            code.op(20);
            code.u2(CodeWriter.entry(code.pool().longEntry(random.nextLong())));
          }
          default -> code.op(22, pick(0, 2, 7));
        }
      }
      default -> {
        switch (random.nextInt(6)) {
          case 0 -> code.op(1);
          case 1 -> {
            code.op(19);
            code.u2(
                odd(3)
                    ? code.type(pick(CLASSES))
                    : CodeWriter.entry(code.pool().stringEntry(pick("", "word", "\0", "\ud800"))));
          }
          case 2 -> {
            code.op(178);
            code.u2(
                CodeWriter.entry(
                    code.pool()
                        .fieldRefEntry(
                            ClassDesc.of(HOST),
                            "MAP",
                            ClassDesc.of("dev.tawon.lang.map.HashMap"))));
          }
          default -> code.op(25, pick(6, 9));
        }
      }
    }
  }

  private void pop(int values) {
    stack.setLength(Math.max(0, stack.length() - values));
  }

  /** Has the stack look as a block expects it. */
  void match(String shape) {
    while (!shape.startsWith(stack.toString())) {
      code.op(stack.charAt(stack.length() - 1) == 'J' ? 88 : 87);
      pop(1);
    }
    for (int i = stack.length(); i < shape.length(); i++) {
      push(shape.charAt(i));
    }
  }

  /** Whether something that is seldom happens now. */
  private boolean odd(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }

  @SafeVarargs
  private final <T> T pick(T... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
