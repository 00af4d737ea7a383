package dev.tawon.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tawon.lang.Bpf;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.RawTracepoint;
import dev.tawon.lang.map.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Loops to whose end the verifier comes, some of them by a narrow margin. */
final class FollowedLoopsTest {
  @ParameterizedTest
  @ValueSource(strings = {"6.6", "6.12", "6.18"})
  void shouldComeToTheEnd(String target) {
    assertThat(compile(Loops.class, target).object().programs()).hasSize(6);
  }

  private static CompiledModule compile(Class<?> module, String target) {
    return Compiler.compile(module, new CompilerOptions(Map.of(), true, Target.parse(target)));
  }

  @BpfModule
  static final class Loops {
    private static final int[] WORK = new int[64];
    private static char letter;
    private static final HashMap<Integer, Long> LONGS = HashMap.of(4);

    /** What is no size, behind the address of a key on the stack, where the iterator is too. */
    @RawTracepoint("sys_enter")
    static int lookUpInAnIteration(long a, long b) {
      long sum = 0;
      for (int i : Bpf.range(1, (int) b & 7)) {
        int most = Integer.compareUnsigned(1 | i, (int) a) != 0 ? i : 3;
        Long found = LONGS.get(i & 3);
        sum += found == null ? most : found;
      }
      return (int) sum;
    }

    /** A slot that is written in the first round alone is below all others. */
    @RawTracepoint("sys_enter")
    static int iterationInALoop(long a, long b) {
      for (int i = WORK[5] & 31; i != 0; i >>>= 1) {
        int key = Long.numberOfLeadingZeros(a) & 3;
        for (int j : Bpf.range(-1, 0)) {}
        LONGS.put(key, b);
        WORK[0] = Integer.compareUnsigned(i, 9);
      }
      return 0;
    }

    @RawTracepoint("sys_enter")
    static int iterationInAnIteration(long a, long b) {
      int sum = 0;
      for (int i : Bpf.range(0, 100)) {
        for (int j : Bpf.range(i, (int) a)) {
          sum += WORK[j & 63];
          if (sum > (int) b) {
            break;
          }
        }
      }
      return sum;
    }

    /** What the loop leaves in the registers of arguments that its call for the next element does not read. */
    @RawTracepoint("sys_enter")
    static int numberBesideAnIteration(long a, long b) {
      for (int i = 0; i < ((int) b & 3); i++) {
        int[] row = new int[4];
        for (int j : Bpf.range(-1, 3)) {
          if (WORK[0] == Math.multiplyExact(row[2] & 0x3ff, j & 0x3ff)) {
            WORK[1] = 0;
          }
        }
      }
      return 0;
    }

    /** What it knew of the context is a number, as what it knows in the second round. */
    @RawTracepoint("sys_enter")
    static int argumentInAnIteration(long a, long b) {
      long sum = LONGS.forEach((key, value) -> WORK[key & 63] += 1);
      for (int i = WORK[5] & 31; i != 0; i >>>= 1) {
        for (int j : Bpf.range(0, 3)) {
          if (a >= 0) {
            break;
          }
        }
        a = i;
      }
      return (int) (sum ^ sum >>> 32);
    }

    /** Elements of the iterations of two rounds, which are at the same place and not the same. */
    @RawTracepoint("sys_enter")
    static int divisionInAnIteration(long a, long b) {
      for (int i = 0, end = Short.toUnsignedInt((byte) letter) & 3; i < end; i++) {
        for (int j : Bpf.range(-1, 1)) {
          int none = 0 % i;
        }
      }
      long result = a * 31 + b;
      return (int) (result ^ result >>> 32);
    }
  }
}
