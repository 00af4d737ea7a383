package dev.tawon.bpf.compiled;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tawon.bpf.Bpf;
import dev.tawon.bpf.TestRun;
import dev.tawon.compiler.Compiler;
import dev.tawon.compiler.CompilerOptions;
import dev.tawon.compiler.Target;
import dev.tawon.isa.Instruction;
import dev.tawon.lang.BigEndian;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.RawTracepoint;
import dev.tawon.lang.Struct;
import dev.tawon.lang.map.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** A volatile field is read and written each time that the source says so, in its order. */
class VolatileTest {
  @TestFactory
  Stream<DynamicTest> shouldBeAsOnTheJvm() {
    return Differential.tests(Programs.class);
  }

  @Test
  void shouldReadEachTime() {
    assertThat(loads("reads")).isEqualTo(3);
    assertThat(loads("plainReads")).isEqualTo(1);
  }

  @Test
  void shouldReadInEachRound() {
    assertThat(readsInLoop("readsInALoop")).isTrue();
    assertThat(readsInLoop("plainReadsInALoop")).isFalse();
  }

  @Test
  void shouldReadWhatNobodyUses() {
    assertThat(loads("readsForNothing")).isEqualTo(1);
  }

  @Test
  void shouldWriteEachTime() {
    assertThat(stores("writes")).isEqualTo(3);
  }

  @Test
  void shouldWriteNeighboursApart() {
    assertThat(stores("writesNeighbours")).isEqualTo(2);
  }

  @Test
  void shouldReadAndWriteOtherFieldsOnTheirSideOfAVolatileOne() {
    assertThat(loads("readsBehind")).isEqualTo(3);
    assertThat(stores("writesBehind")).isEqualTo(3);
  }

  @Test
  void shouldReadFieldsOfStructsEachTime() {
    assertThat(loads("readsOfAStruct")).isEqualTo(2);
    assertThat(loads("readsOnTheStack")).isEqualTo(1 + 1); // what is written is read too
  }

  @Test
  void shouldKeepFieldsOfStructsInMaps() {
    Differential.requireKernel();
    try (Bpf bpf = Bpf.load(Listed.class)) {
      assertThat(TestRun.ofRawTracepoint(bpf.object().program("keeps"), new long[] {0x1234, -5}))
          .isEqualTo(0x1234 * 2 - 5);
    }
  }

  private static List<Instruction> code(String program) {
    return Compiler.compile(
            Listed.class, new CompilerOptions(Map.of(), false, Target.parse("6.12")))
        .object()
        .program(program)
        .orElseThrow()
        .instructions();
  }

  private static long loads(String program) {
    return code(program).stream().filter(Instruction.Load.class::isInstance).count();
  }

  private static long stores(String program) {
    return code(program).stream().filter(Instruction.Store.class::isInstance).count();
  }

  /** Whether a jump back leads to before a read. */
  private static boolean readsInLoop(String program) {
    List<Instruction> code = code(program);
    for (int i = 0; i < code.size(); i++) {
      int offset =
          switch (code.get(i)) {
            case Instruction.Branch branch -> branch.offset();
            case Instruction.Goto jump -> jump.offset();
            default -> 0;
          };
      if (offset < 0) {
        return code.subList(Math.max(i + 1 + offset, 0), i).stream()
            .anyMatch(Instruction.Load.class::isInstance);
      }
    }
    throw new AssertionError("no loop in " + code);
  }

  @BpfModule
  static final class Listed {
    @Struct
    static final class State {
      public volatile int number;
      @BigEndian public volatile short port;
      public volatile long wide;
      public int plain;
    }

    static volatile int number;
    static volatile int neighbour;
    static volatile boolean stop;
    static int plain;
    static int other;
    static boolean plainStop;
    static final HashMap<Integer, State> STATES = HashMap.of(8);

    @RawTracepoint("sys_enter")
    static int reads(long a, long b) {
      return number + number * number;
    }

    @RawTracepoint("sys_enter")
    static int plainReads(long a, long b) {
      return plain + plain * plain;
    }

    @RawTracepoint("sys_enter")
    static int readsInALoop(long a, long b) {
      int i = 0;
      while (!stop && i < 1000) {
        i++;
      }
      return i;
    }

    @RawTracepoint("sys_enter")
    static int plainReadsInALoop(long a, long b) {
      int i = 0;
      while (!plainStop && i < 1000) {
        i++;
      }
      return i;
    }

    @RawTracepoint("sys_enter")
    @SuppressWarnings("UnusedVariable") // that it is read is what is asked
    static int readsForNothing(long a, long b) {
      int unused = number;
      return 3;
    }

    @RawTracepoint("sys_enter")
    static int writes(long a, long b) {
      number = 1;
      number = 1;
      number = 2;
      return 0;
    }

    @RawTracepoint("sys_enter")
    static int writesNeighbours(long a, long b) {
      number = 1;
      neighbour = 2;
      return 0;
    }

    @RawTracepoint("sys_enter")
    static int readsBehind(long a, long b) {
      int before = plain;
      return before * 3 + number + plain;
    }

    @RawTracepoint("sys_enter")
    static int writesBehind(long a, long b) {
      plain = 1;
      number = 2;
      other = 3;
      return 0;
    }

    @RawTracepoint("sys_enter")
    static int readsOfAStruct(long a, long b) {
      State state = STATES.get(1);
      return state == null ? 0 : state.number + state.number;
    }

    @RawTracepoint("sys_enter")
    static int readsOnTheStack(long a, long b) {
      State state = new State();
      state.number = (int) a;
      return state.number;
    }

    @RawTracepoint("sys_enter")
    static int keeps(long a, long b) {
      State made = new State();
      made.port = (short) a;
      made.wide = b;
      made.number = made.port;
      STATES.put(1, made);
      State state = STATES.get(1);
      return state == null ? 0 : state.number + state.port + (int) state.wide;
    }
  }

  @BpfModule
  static final class Programs {
    @Struct
    static final class Pair {
      public volatile byte small;
      public volatile char letter;
      public volatile boolean flag;
      public long wide;
    }

    static volatile long total = 5;
    static volatile short medium = -7;
    static volatile boolean flag;
    static int plain;

    @RawTracepoint("sys_enter")
    static int counts(long a, long b) {
      total++;
      total += a * 31;
      medium -= (short) b;
      flag ^= a > b;
      return (int) (total ^ total >>> 32) + medium + (flag ? 1 : 0);
    }

    @RawTracepoint("sys_enter")
    static int betweenOthers(long a, long b) {
      plain = (int) a;
      total = b;
      plain += (int) total;
      return plain;
    }

    @RawTracepoint("sys_enter")
    static int ofAStruct(long a, long b) {
      Pair pair = new Pair();
      pair.small = (byte) a;
      pair.letter = (char) b;
      pair.flag = a > b;
      pair.wide = pair.small + pair.letter;
      pair.small += (byte) b;
      return (int) pair.wide + pair.small * 3 + (pair.flag ? 100 : 0);
    }

    @RawTracepoint("sys_enter")
    static int inALoop(long a, long b) {
      total = 0;
      for (int i = 0; i < ((int) a & 15); i++) {
        total += i * b;
      }
      return (int) total;
    }
  }
}
