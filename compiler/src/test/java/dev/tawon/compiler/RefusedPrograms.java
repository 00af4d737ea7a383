package dev.tawon.compiler;

import dev.tawon.lang.BpfModule;
import dev.tawon.lang.KernelType;
import dev.tawon.lang.Length;
import dev.tawon.lang.RawTracepoint;
import dev.tawon.lang.Struct;
import dev.tawon.lang.map.HashMap;
import dev.tawon.lang.map.RingBuffer;
import java.util.Objects;

/**
 * Programs that each break one rule of kernel-side Java. Above the line that breaks it stands what the compiler says.
 *
 * <p>Read as a class by the compiler, and as text by the test.
 */
@BpfModule
final class RefusedPrograms {
  @Struct
  static final class Record {
    public long number;

    @Length(8)
    public byte[] name;
  }

  @Struct
  static final class Large {
    @Length(600)
    public byte[] bytes;
  }

  static final class Plain {
    int number;
  }

  @KernelType("task_struct")
  static final class Task {
    int tgid;
    Task real_parent;
  }

  interface Shape {
    int area();
  }

  static final RingBuffer<Record> RECORDS = RingBuffer.ofBytes(4096);
  static final HashMap<Long, Record> BY_NUMBER = HashMap.of(16);
  static String assigned;
  static final Object OBJECT = new Object();

  private RefusedPrograms() {}

  @RawTracepoint("sys_enter")
  static int floatingPoint(long a, long b) {
    // error: floating-point arithmetic, which eBPF does not have
    double half = 0.5;
    return (int) (a * half);
  }

  @RawTracepoint("sys_enter")
  static int signedDivisionByZero(long a, long b) {
    int zero = 0;
    // error: this divides by zero, always
    return (int) a % zero;
  }

  @RawTracepoint("sys_enter")
  static int libraryWithObjects(long a, long b) {
    // error: not supported in a program: java.lang.Character.isDigit:
    return Character.isDigit((int) a) ? 1 : 0;
  }

  @RawTracepoint("sys_enter")
  static int divisionByZero(long a, long b) {
    // error: this divides by zero, always
    return Integer.divideUnsigned((int) a, 0);
  }

  @RawTracepoint("sys_enter")
  static int heap(long a, long b) {
    // error: a program has no heap: new Plain needs the class to be a @Struct, which lies on the
    Plain plain = new Plain();
    return plain.number;
  }

  @RawTracepoint("sys_enter")
  static int arrayOfUnknownLength(long a, long b) {
    // error: an array lies on the stack: its length is a constant up to 512
    byte[] bytes = new byte[(int) a];
    return bytes[0];
  }

  @RawTracepoint("sys_enter")
  static int indexOutOfRange(long a, long b) {
    byte[] bytes = new byte[8];
    // error: 8 is out of range here, always: the limit is 7
    return bytes[8];
  }

  @RawTracepoint("sys_enter")
  static int nothingThere(long a, long b) {
    Record record = null;
    // error: this is null here, always
    return (int) record.number;
  }

  @RawTracepoint("sys_enter")
  static int catching(long a, long b) {
    try {
      // error: a program cannot catch exceptions: check for the condition instead
      return Integer.divideUnsigned((int) a, (int) b);
    } catch (ArithmeticException _) {
      return 0;
    }
  }

  @RawTracepoint("sys_enter")
  static int throwing(long a, long b) {
    if (a == 0) {
      // error: throw it where it is made, with constants and variables as its arguments
      RuntimeException exception = new IllegalStateException();
      throw exception;
    }
    return 0;
  }

  @RawTracepoint("sys_enter")
  static int throwingWithEffect(long a, long b) {
    if (a == 0) {
      // error: throw it where it is made, with constants and variables as its arguments
      throw new IllegalStateException(message());
    }
    return 0;
  }

  private static String message() {
    return "";
  }

  @RawTracepoint("sys_enter")
  static int recursion(long a, long b) {
    return factorial((int) a);
  }

  private static int factorial(int n) {
    // error: factorial calls itself, and eBPF has no recursion: use a loop with a bound
    return n < 2 ? 1 : n * factorial(n - 1);
  }

  @RawTracepoint("sys_enter")
  static int interfaceCall(long a, long b) {
    // error: the static field RefusedPrograms.OBJECT: a program sees maps, numbers, final
    return ((Shape) OBJECT).area();
  }

  @RawTracepoint("sys_enter")
  static int lambda(long a, long b) {
    Runnable runnable = a > b ? () -> {} : () -> assigned.length();
    // error: a call through an interface, whose method is known only at run time
    runnable.run();
    return 0;
  }

  @RawTracepoint("sys_enter")
  static int locking(long a, long b) {
    // error: a program has no monitors to synchronize on: add to a Counter, which is atomic
    synchronized (OBJECT) {
      return 1;
    }
  }

  @RawTracepoint("sys_enter")
  static int libraryCall(long a, long b) {
    // error: not supported in a program: java.lang.System.nanoTime
    return (int) System.nanoTime();
  }

  @RawTracepoint("sys_enter")
  static int assignment(long a, long b) {
    // error: the static field RefusedPrograms.assigned: a program sees maps, numbers
    assigned = "a";
    return 0;
  }

  @RawTracepoint("sys_enter")
  static int typeTest(long a, long b) {
    Object either = a > b ? BY_NUMBER.get(a) : Integer.valueOf(1);
    // error: whether this is a Record is known only at run time: no object has its class with it
    return either instanceof Record ? 1 : 0;
  }

  @RawTracepoint("sys_enter")
  static int largeStack(long a, long b) {
    // error: needs 600 bytes of stack, and there are 512: lay what is large in a @Scratch field
    Large large = new Large();
    large.bytes[0] = 1;
    return large.bytes[(int) a & 255];
  }

  @RawTracepoint("sys_enter")
  static int keptRecord(long a, long b) {
    Record record = RECORDS.reserve(Record.class);
    if (record == null) {
      return 0;
    }
    record.number = a;
    // error: is neither submitted nor discarded on this path
    return 1;
  }

  @RawTracepoint("sys_enter")
  static int submittedTwice(long a, long b) {
    Record record = RECORDS.reserve(Record.class);
    if (record == null) {
      return 0;
    }
    RECORDS.submit(record);
    // error: this record is not reserved here: each is submitted or discarded once
    RECORDS.submit(record);
    return 1;
  }

  @RawTracepoint("sys_enter")
  static int fiveRecords(long a, long b) {
    Record first = RECORDS.reserve(Record.class);
    Objects.requireNonNull(first);
    Record second = RECORDS.reserve(Record.class);
    Objects.requireNonNull(second);
    Record third = RECORDS.reserve(Record.class);
    Objects.requireNonNull(third);
    Record fourth = RECORDS.reserve(Record.class);
    Objects.requireNonNull(fourth);
    // error: more than 4 records or objects of the kernel that are held at once
    Record fifth = RECORDS.reserve(Record.class);
    Objects.requireNonNull(fifth);
    fifth.name[(int) a] = 1;
    RECORDS.submit(fifth);
    RECORDS.submit(fourth);
    RECORDS.submit(third);
    RECORDS.submit(second);
    RECORDS.submit(first);
    return 1;
  }

  @RawTracepoint("sys_enter")
  static int kernelMemory(long a, long b) {
    Task task = dev.tawon.lang.Kernel.pointer(a, Task.class);
    // error: Task.tgid cannot be assigned: kernel memory is read only
    task.tgid = 0;
    return 0;
  }
}
