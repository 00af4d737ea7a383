package dev.tawon.compiler;

import dev.tawon.lang.BpfModule;
import dev.tawon.lang.RawTracepoint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** What the Java library has and programs do not, with what to write instead; read as {@link RefusedPrograms} is. */
@BpfModule
final class RefusedLibrary {
  static final AtomicLong COUNT = new AtomicLong();
  static final List<Integer> LIST = new ArrayList<>();

  private RefusedLibrary() {}

  @RawTracepoint("sys_enter")
  static int digit(long a, long b) {
    // error: java.lang.Character.isDigit: it goes by tables of all of Unicode, which are the JVM's:
    return Character.isDigit((char) a) ? 1 : 0;
  }

  @RawTracepoint("sys_enter")
  static int letter(long a, long b) {
    // error: java.lang.Character.isLetter: it goes by tables of all of Unicode
    return Character.isLetter((int) a) ? 1 : 0;
  }

  @RawTracepoint("sys_enter")
  static int lower(long a, long b) {
    // error: java.lang.Character.toLowerCase: it goes by tables of all of Unicode
    return Character.toLowerCase((char) a);
  }

  @RawTracepoint("sys_enter")
  static int parse(long a, long b) {
    // error: java.lang.Integer.parseInt: a program has no strings but constants: go through the
    return Integer.parseInt("12");
  }

  @RawTracepoint("sys_enter")
  static int format(long a, long b) {
    // error: java.lang.String.format: a string is put together as the line of a Log alone: Log.info
    return String.format("%d", a).length();
  }

  @RawTracepoint("sys_enter")
  static int textOfANumber(long a, long b) {
    // error: a string that is put together, except as the line of a Log where it is made
    return String.valueOf(a).length();
  }

  @RawTracepoint("sys_enter")
  static int builder(long a, long b) {
    // error: a program has no heap: new StringBuilder: a string is put together as the line of a
    return new StringBuilder().append(a).length();
  }

  @RawTracepoint("sys_enter")
  static int sort(long a, long b) {
    int[] row = {3, 1, 2};
    // error: java.util.Arrays.sort: sort in user space, or write a loop with a bound
    Arrays.sort(row);
    return row[0];
  }

  @RawTracepoint("sys_enter")
  static int copy(long a, long b) {
    int[] row = {3, 1, 2};
    // error: java.util.Arrays.copyOf: make an array of a length that is constant
    return Arrays.copyOf(row, (int) a).length;
  }

  @RawTracepoint("sys_enter")
  static int time(long a, long b) {
    // error: java.lang.System.nanoTime: use Bpf.monotonicTimeNs() or Bpf.bootTimeNs()
    return (int) System.nanoTime();
  }

  @RawTracepoint("sys_enter")
  static int timeOfDay(long a, long b) {
    // error: java.lang.System.currentTimeMillis: use Bpf.monotonicTimeNs() or Bpf.bootTimeNs()
    return (int) System.currentTimeMillis();
  }

  @RawTracepoint("sys_enter")
  static int print(long a, long b) {
    // error: the static field System.out: use Log.info(…), or a RingBuffer that user space reads
    System.out.println("here");
    return 0;
  }

  @RawTracepoint("sys_enter")
  static int sleep(long a, long b) throws InterruptedException {
    // error: java.lang.Thread.sleep: a program does not wait, and has no threads: use a Timer
    Thread.sleep(10);
    return 0;
  }

  @RawTracepoint("sys_enter")
  static int thread(long a, long b) {
    // error: java.lang.Thread.currentThread: use Bpf.currentPidTgid() or
    return (int) Thread.currentThread().threadId();
  }

  @RawTracepoint("sys_enter")
  static int object(long a, long b) {
    // error: a program has no heap: new Object: an object without fields is nothing there: lock
    return new Object() == null ? 1 : 0;
  }

  @RawTracepoint("sys_enter")
  static int list(long a, long b) {
    // error: a program has no heap: new ArrayList: a program has no heap: what is many lies in a
    return new ArrayList<Integer>().size();
  }

  @RawTracepoint("sys_enter")
  static int listOfTheModule(long a, long b) {
    // error: the static field RefusedLibrary.LIST: a program has no heap: what is many lies in a
    return LIST.size();
  }

  @RawTracepoint("sys_enter")
  static int atomic(long a, long b) {
    // error: the static field RefusedLibrary.COUNT: use a Counter in a map, which is atomic
    return (int) COUNT.incrementAndGet();
  }

  @RawTracepoint("sys_enter")
  static int root(long a, long b) {
    // error: floating-point arithmetic, which eBPF does not have: use integers, scaled
    return (int) Math.sqrt(a);
  }

  @RawTracepoint("sys_enter")
  static int random(long a, long b) {
    // error: java.lang.Math.random: use Bpf.randomInt()
    return Math.random() > 0 ? 1 : 0;
  }

  @RawTracepoint("sys_enter")
  static int part(long a, long b) {
    // error: java.lang.String.substring: of a string constant a program asks length, charAt,
    return "constant".substring(2).length();
  }

  @RawTracepoint("sys_enter")
  static int locked(long a, long b) {
    // error: a program has no monitors to synchronize on: add to a Counter, which is atomic, or
    synchronized (RefusedLibrary.class) {
      return 1;
    }
  }

  @RawTracepoint("sys_enter")
  static int caught(long a, long b) {
    try {
      // error: a program cannot catch exceptions: check for the condition instead
      return (int) (a / b);
    } catch (ArithmeticException _) {
      return 0;
    }
  }

  @RawTracepoint("sys_enter")
  static int cleaned(long a, long b) {
    int result;
    try {
      // error: a program cannot run finally: a fault ends it at once; write the statements after
      result = (int) (a / b);
    } finally {
      COUNT.set(0);
    }
    return result;
  }

  @RawTracepoint("sys_enter")
  static int keptException(long a, long b) {
    // error: an exception is a fault: throw it where it is made
    IllegalStateException made = new IllegalStateException();
    if (a > b) {
      throw made;
    }
    return 0;
  }
}
