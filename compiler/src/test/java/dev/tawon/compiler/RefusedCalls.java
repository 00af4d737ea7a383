package dev.tawon.compiler;

import dev.tawon.lang.Bpf;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Kernel;
import dev.tawon.lang.KernelType;
import dev.tawon.lang.LoopBody;
import dev.tawon.lang.RawTracepoint;
import dev.tawon.lang.Struct;
import dev.tawon.lang.map.HashMap;
import java.util.Objects;
import java.util.function.IntFunction;

/** Programs that call, or write without a name, what the kernel half does not have, told as in {@link RefusedPrograms}. */
@BpfModule
final class RefusedCalls {
  @Struct
  static final class Shape {
    public int size;
  }

  @KernelType("task_struct")
  static final class Task {
    int tgid;
  }

  enum Colour {
    RED,
    GREEN
  }

  interface Sized {
    int size();
  }

  record Point(int x, int y) {}

  static final class Plain {
    int number() {
      return 1;
    }
  }

  static final HashMap<Long, Shape> SHAPES = HashMap.of(16);
  static final HashMap<Long, Shape> OTHERS = HashMap.of(16);

  private RefusedCalls() {}

  @RawTracepoint("sys_enter")
  static int concatenation(long a, long b) {
    String text = "a is " + a;
    // error: a string that is put together, except as the line of a Log where it is made
    return text.length();
  }

  @RawTracepoint("sys_enter")
  static int methodReference(long a, long b) {
    LoopBody body = a > b ? RefusedCalls::ignore : i -> {};
    // error: which function this is depends on the path taken: write the lambda where it is passed
    return Bpf.loop(3, body);
  }

  private static void ignore(int i) {}

  @RawTracepoint("sys_enter")
  static int boxingFunction(long a, long b) {
    IntFunction<Integer> same = RefusedCalls::same;
    // error: a function that takes or returns a number as an object: use one of int or long
    return same.apply((int) a);
  }

  private static int same(int n) {
    return n;
  }

  @RawTracepoint("sys_enter")
  static int endlessCallbacks(long a, long b) {
    return again((int) a);
  }

  private static int again(int n) {
    // error: RefusedCalls.again calls itself through a lambda, and eBPF has no recursion
    return Bpf.loop(2, i -> again(i));
  }

  static int two() {
    return 2;
  }

  @RawTracepoint("sys_enter")
  static int patterns(long a, long b) {
    Object shape = a > b ? SHAPES.get(a) : Integer.valueOf(1);
    // error: whether this is a Shape is known only at run time: no object has its class with it
    return switch (shape) {
      case Shape _ when a > 2 -> 1;
      default -> 2;
    };
  }

  @RawTracepoint("sys_enter")
  static int equalRecords(long a, long b) {
    // error: an instance method of Point: static methods, and those of @Struct classes, are
    return ((Point) null).x();
  }

  @RawTracepoint("sys_enter")
  static int enumName(long a, long b) {
    Colour colour = a > b ? Colour.RED : Colour.GREEN;
    // error: a string that is put together, except as the line of a Log where it is made
    return colour.name().length();
  }

  @RawTracepoint("sys_enter")
  static int enumFromString(long a, long b) {
    // error: Colour has no constant BLUE
    return Colour.valueOf("BLUE").ordinal();
  }

  @RawTracepoint("sys_enter")
  static int endless(long a, long b) {
    int n = 0;
    while (true) {
      // error: nothing ends this loop, and a program has an end: give it a bound
      n++;
    }
  }

  @RawTracepoint("sys_enter")
  static int throughAnInterface(long a, long b) {
    Sized sized = null;
    // error: a call through an interface, whose method is known only at run time
    return sized.size();
  }

  @RawTracepoint("sys_enter")
  static int onPlain(long a, long b) {
    Plain plain = null;
    // error: an instance method of Plain: static methods, and those of @Struct classes, are
    return plain.number();
  }

  @RawTracepoint("sys_enter")
  static int parsing(long a, long b) {
    // error: not supported in a program: java.lang.Integer.valueOf
    return Integer.valueOf("12");
  }

  @RawTracepoint("sys_enter")
  static int floatingMinimum(long a, long b) {
    // error: floating-point arithmetic, which eBPF does not have
    return (int) Math.min(0.5f, (float) a);
  }

  @RawTracepoint("sys_enter")
  static int floatingParameter(long a, long b) {
    // error: floating-point arithmetic, which eBPF does not have
    return half(1.5);
  }

  private static int half(double number) {
    return (int) number;
  }

  @RawTracepoint("sys_enter")
  static synchronized int synchronizedProgram(long a, long b) {
    // error: a program has no monitors to synchronize on: add to a Counter, which is atomic
    return 0;
  }

  @RawTracepoint("sys_enter")
  static int synchronizedCall(long a, long b) {
    // error: a program has no monitors to synchronize on: add to a Counter, which is atomic
    return locked();
  }

  private static synchronized int locked() {
    return 1;
  }

  @RawTracepoint("sys_enter")
  static int withoutBody(long a, long b) {
    // error: RefusedCalls.elsewhere is native: it has no bytecode
    return elsewhere();
  }

  private static native int elsewhere();

  @RawTracepoint("sys_enter")
  static int mutualRecursion(long a, long b) {
    return even((int) a) ? 1 : 0;
  }

  private static boolean even(int n) {
    return n == 0 || odd(n - 1);
  }

  private static boolean odd(int n) {
    // error: (RefusedCalls.even calls RefusedCalls.odd calls RefusedCalls.even), and eBPF has no
    return n != 0 && even(n - 1);
  }

  @RawTracepoint("sys_enter")
  static int cleaningUp(long a, long b) {
    int sum = 0;
    try {
      // error: a program cannot run finally: a fault ends it at once; write the statements after
      sum = Integer.divideUnsigned((int) a, (int) b);
    } finally {
      SHAPES.remove(a);
    }
    return sum;
  }

  @RawTracepoint("sys_enter")
  static int eitherMap(long a, long b) {
    HashMap<Long, Shape> map = a < b ? SHAPES : OTHERS;
    // error: which map this is depends on the path taken: name its static field where it is used
    return map.remove(a);
  }

  @RawTracepoint("sys_enter")
  static int capacity(long a, long b) {
    // error: not supported in a program: capacity of a map
    return SHAPES.capacity();
  }

  @RawTracepoint("sys_enter")
  static int mapMadeHere(long a, long b) {
    // error: a map is made in a static final field of a module's class, not in a program
    HashMap<Long, Shape> map = HashMap.of(2);
    return map.remove(a);
  }

  @RawTracepoint("sys_enter")
  static int eitherClass(long a, long b) {
    Class<Task> type = a < b ? Task.class : null;
    // error: type is a class constant, such as Event.class
    return Kernel.pointer(a, type).tgid;
  }

  @RawTracepoint("sys_enter")
  static int eitherName(long a, long b) {
    Task task = Kernel.pointer(a, Task.class);
    String field = a < b ? "tgid" : "pid";
    // error: field is a string constant
    return Kernel.containerOf(task, Task.class, field).tgid;
  }

  @RawTracepoint("sys_enter")
  static int sizeOfAString(long a, long b) {
    byte[] bytes = new byte[8];
    // error: the size is a constant from 1 to the array's 8
    return Bpf.readKernelString(bytes, 0, 9, a);
  }

  @RawTracepoint("sys_enter")
  static int hash(long a, long b) {
    // error: there is no method hashCode in Shape that has a meaning in a program
    return new Shape().hashCode();
  }

  @RawTracepoint("sys_enter")
  static int nullChecked(long a, long b) {
    Shape shape = null;
    // error: this is null here, always
    return Objects.requireNonNull(shape).size;
  }

  @RawTracepoint("sys_enter")
  static int growing(long a, long b) {
    // error: the program is too long: with the methods that are inlined into it, it has more than
    return grow0(new Shape()).size;
  }

  private static Shape grow0(Shape s) {
    return grow1(grow1(grow1(grow1(s))));
  }

  private static Shape grow1(Shape s) {
    return grow2(grow2(grow2(grow2(s))));
  }

  private static Shape grow2(Shape s) {
    return grow3(grow3(grow3(grow3(s))));
  }

  private static Shape grow3(Shape s) {
    return grow4(grow4(grow4(grow4(s))));
  }

  private static Shape grow4(Shape s) {
    return grow5(grow5(grow5(grow5(s))));
  }

  private static Shape grow5(Shape s) {
    return grow6(grow6(grow6(grow6(s))));
  }

  private static Shape grow6(Shape s) {
    s.size = s.size * 31 + 7;
    return s;
  }
}
