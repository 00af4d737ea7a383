package dev.tawon.compiler;

import dev.tawon.lang.Bpf;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.BtfTracepoint;
import dev.tawon.lang.Embedded;
import dev.tawon.lang.Kernel;
import dev.tawon.lang.KernelType;
import dev.tawon.lang.Length;
import dev.tawon.lang.RawTracepoint;
import dev.tawon.lang.Struct;
import dev.tawon.lang.map.Array;
import dev.tawon.lang.map.HashMap;
import dev.tawon.lang.map.RingBuffer;

/** Programs whose objects have no place in the kernel half, told as in {@link RefusedPrograms}. */
@BpfModule
final class RefusedObjects {
  @Struct
  static class Shape {
    public int size;

    int area() {
      return size;
    }
  }

  @Struct
  static final class Line extends Shape {
    public long slope;
    public Shape inner;

    @Length(4)
    public byte[] bytes;

    @Length(2)
    public Shape[] shapes;
  }

  @Struct
  static final class Far {
    @Length(40_000)
    public byte[] before;

    public int after;
  }

  @Struct
  static final class Text {
    public String text;
  }

  @KernelType("task_struct")
  static final class Task {
    int tgid;
    @Embedded Node node;

    @Length(16)
    byte[] comm;
  }

  @KernelType("node")
  static final class Node {
    Node next;
  }

  @KernelType("with spaces")
  static final class Misnamed {
    int number;
  }

  @KernelType("holds_text")
  static final class HoldsText {
    String text;
  }

  @KernelType("holds_array")
  static final class HoldsArray {
    @Length(-1)
    byte[] bytes;
  }

  @KernelType("holds_length")
  static final class HoldsLength {
    @Length(2)
    int number;
  }

  static final class Plain {
    int number;
  }

  static final RingBuffer<Shape> RECORDS = RingBuffer.ofBytes(4096);
  static final HashMap<Long, Shape> SHAPES = HashMap.of(16);
  static final HashMap<Shape, Long> BY_SHAPE = HashMap.of(16);
  static final Array<Far> FAR = Array.of(1);

  private RefusedObjects() {}

  @RawTracepoint("sys_enter")
  static int textParameter(String text, long b) {
    // error: a program's parameters are integers and @KernelType classes, not String
    return 0;
  }

  @RawTracepoint("sys_enter")
  static int nullPlain(long a, long b) {
    Plain plain = null;
    // error: Plain is neither a @Struct nor a @KernelType: its fields have no place
    return plain.number;
  }

  @RawTracepoint("sys_enter")
  static int arrayOfObjects(long a, long b) {
    // error: an array of objects: a @Struct holds arrays of numbers, and a map what is many
    Shape[] shapes = new Shape[2];
    return shapes.length;
  }

  @RawTracepoint("sys_enter")
  static int arrayOfArrays(long a, long b) {
    // error: an array of objects: a @Struct holds arrays of numbers, and a map what is many
    int[][] rows = new int[2][2];
    return rows[1][1];
  }

  @RawTracepoint("sys_enter")
  static int arrayOfDoubles(long a, long b) {
    // error: eBPF has no floating point and no arrays of references
    double[] numbers = new double[2];
    return numbers.length;
  }

  @RawTracepoint("sys_enter")
  static int fewerRows(long registers, long number) {
    Line line = new Line();
    // error: field shapes has 2 Shape within its struct, which are made with it
    line.shapes = new Shape[] {new Shape()};
    return 0;
  }

  @RawTracepoint("sys_enter")
  static int emptyRows(long registers, long number) {
    Line line = new Line();
    // error: field shapes has 2 Shape within its struct, which are made with it
    line.shapes = new Shape[2];
    return 0;
  }

  @RawTracepoint("sys_enter")
  static int arrayOfStructs(long a, long b) {
    Line line = new Line();
    // error: the structs of an array lie in it and cannot be assigned: assign their parts
    line.shapes[0] = line.inner;
    return line.shapes[0].size;
  }

  @RawTracepoint("sys_enter")
  static int eitherArray(long a, long b) {
    byte[] one = new byte[8];
    byte[] two = new byte[9];
    byte[] either = a < b ? one : two;
    // error: which array this is depends on the path taken: name the field where it is used
    return either[0];
  }

  @RawTracepoint("sys_enter")
  static int nullArray(long a, long b) {
    byte[] bytes = null;
    // error: this is null here, always
    return bytes.length;
  }

  @RawTracepoint("sys_enter")
  static int assignedPart(long a, long b) {
    Line line = new Line();
    Shape other = new Shape();
    // error: field inner lies within its struct and cannot be assigned: assign its parts
    line.inner = other;
    return line.inner.size;
  }

  @RawTracepoint("sys_enter")
  static int wrongCast(long a, long b) {
    Shape shape = new Shape();
    // error: this is a Shape and not a Line
    return (int) ((Line) shape).slope;
  }

  @RawTracepoint("sys_enter")
  static int uncertainCast(long a, long b) {
    Shape shape = a < b ? new Shape() : new Line();
    // error: what this is depends on the path taken: cast it to Line where it is got
    return (int) ((Line) shape).slope;
  }

  @RawTracepoint("sys_enter")
  static int uncertainMethod(long a, long b) {
    Shape shape = a < b ? new Shape() : new Line();
    // error: which area this is depends on the path taken: declare it, or Shape, final
    return shape.area();
  }

  @RawTracepoint("sys_enter")
  static int objectsOfTwoRounds(long a, long b) {
    Shape before = null;
    int sum = 0;
    for (int i = 0; i < 3; i++) {
      // error: what is made here is still used when the next round of the loop makes another
      Shape shape = new Shape();
      shape.size = i;
      if (before != null) {
        sum += before.size;
      }
      before = shape;
    }
    return sum;
  }

  @RawTracepoint("sys_enter")
  static int comparedNumbers(long a, long b) {
    Long first = a;
    Long second = b;
    // error: == of numbers as objects, which is not that of the numbers: use int or long
    return first == second ? 1 : 0;
  }

  @RawTracepoint("sys_enter")
  static int capturedNumber(long a, long b) {
    Long number = a;
    // error: which number this object is depends on the path taken: use int or long
    Bpf.loop(2, i -> SHAPES.remove(number));
    return 0;
  }

  @RawTracepoint("sys_enter")
  static int addressOfText(long a, long b) {
    // error: not supported in a program: a string, except where a method takes it as a constant
    return (int) Kernel.address("text");
  }

  @RawTracepoint("sys_enter")
  static int addressOfClass(long a, long b) {
    // error: not supported in a program: a class, except where a method takes it as a constant
    return (int) Kernel.address(Shape.class);
  }

  @RawTracepoint("sys_enter")
  @SuppressWarnings({"unchecked", "rawtypes"})
  static int wrongKey(long a, long b) {
    // error: a key of SHAPES is a Long, not this
    return ((HashMap) SHAPES).remove(3);
  }

  @RawTracepoint("sys_enter")
  @SuppressWarnings({"unchecked", "rawtypes"})
  static int wrongStruct(long a, long b) {
    Far far = FAR.get(0);
    // error: a key of BY_SHAPE is a Shape, not a Far
    return ((HashMap) BY_SHAPE).remove(far);
  }

  @RawTracepoint("sys_enter")
  static int farField(long a, long b) {
    Far far = FAR.get(0);
    // error: this is 40000 bytes from the start of its struct, and an instruction reaches 32767
    return far == null ? 0 : far.after;
  }

  @RawTracepoint("sys_enter")
  static int textInAStruct(long a, long b) {
    // error: java.lang.String is not a @Struct class
    Text text = new Text();
    return text.hashCode();
  }

  @RawTracepoint("sys_enter")
  static int uncertainRecord(long a, long b) {
    Shape one = new Shape();
    Shape two = new Line();
    // error: how large this record is depends on the path taken: output it where it is got
    return RECORDS.output(a < b ? one : two, 4);
  }

  @RawTracepoint("sys_enter")
  static int recordOnOnePath(long a, long b) {
    Shape shape = RECORDS.reserve(Shape.class);
    if (shape == null) {
      return 0;
    }
    if (a < b) {
      // error: a record is reserved on one of the paths that meet here and not on the other
      RECORDS.submit(shape);
    }
    if (a > b) {
      return 2;
    }
    return 1;
  }

  @BtfTracepoint("sched_process_exec")
  static void kernelElement(Task task) {
    // error: 16 is out of range here, always: the limit is 15
    SHAPES.remove((long) task.comm[16]);
  }

  @BtfTracepoint("sched_process_exec")
  static void kernelArrayWritten(Task task) {
    // error: this array cannot be written: kernel memory is read only
    task.comm[0] = 1;
  }

  @BtfTracepoint("sched_process_exec")
  static void kernelArrayFilled(Task task) {
    // error: this array cannot be written: kernel memory is read only
    Bpf.currentComm(task.comm);
  }

  @BtfTracepoint("sched_process_exec")
  static void notEmbedded(Task task) {
    // error: Task has no @Embedded field tgid
    Task other = Kernel.containerOf(task.node, Task.class, "tgid");
    SHAPES.remove((long) other.tgid);
  }

  @BtfTracepoint("sched_process_exec")
  static void misnamed(Task task) {
    // error: @KernelType("with spaces") is no structure's name: the kernel takes names of ASCII
    SHAPES.remove((long) Kernel.cast(task, Misnamed.class).number);
  }

  @BtfTracepoint("sched_process_exec")
  static void textInTheKernel(Task task) {
    // error: field HoldsText.text is neither an integer nor a @KernelType class
    Kernel.cast(task, HoldsText.class);
  }

  @BtfTracepoint("sched_process_exec")
  static void arrayInTheKernel(Task task) {
    // error: field HoldsArray.bytes has a @Length that is not from 1 to 1048576
    Kernel.cast(task, HoldsArray.class);
  }

  @BtfTracepoint("sched_process_exec")
  static void lengthOfANumber(Task task) {
    // error: field HoldsLength.number has a @Length and is no array
    Kernel.cast(task, HoldsLength.class);
  }

  @BtfTracepoint("sched_process_exec")
  static void castToNothing(Task task) {
    // error: Plain is not a @KernelType class
    Kernel.cast(task, Plain.class);
  }
}
