package dev.tawon.compiler.back;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tawon.compiler.Compiler;
import dev.tawon.compiler.CompilerOptions;
import dev.tawon.compiler.Target;
import dev.tawon.isa.Immediate;
import dev.tawon.isa.Instruction;
import dev.tawon.isa.JumpCondition;
import dev.tawon.isa.Register;
import dev.tawon.lang.Bpf;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.RawTracepoint;
import dev.tawon.lang.map.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RepeatedIterationsTest {
  @BpfModule
  static final class Calls {
    private static final HashMap<Integer, Long> LONGS = HashMap.of(4);
    private static final int[] SUMS = new int[8];

    @RawTracepoint("sys_enter")
    static int within(long a, long b) {
      Bpf.loop(
          4,
          i -> {
            for (int j : Bpf.range(0, (int) b)) {
              SUMS[j & 7] += i;
            }
          });
      return SUMS[0];
    }

    @RawTracepoint("sys_enter")
    static int ofAMap(long a, long b) {
      LONGS.forEach((key, value) -> {
        for (int j : Bpf.range(0, (int) b)) {
          SUMS[j & 7] += key;
        }
      });
      return SUMS[0];
    }

    @RawTracepoint("sys_enter")
    static int deeper(long a, long b) {
      Bpf.loop(
          4,
          i ->
              Bpf.loop(
                  3,
                  k -> {
                    for (int j : Bpf.range(0, (int) b)) {
                      SUMS[j & 7] += k;
                    }
                  }));
      return SUMS[0];
    }

    @RawTracepoint("sys_enter")
    static int beside(long a, long b) {
      for (int j : Bpf.range(0, (int) b)) {
        SUMS[j & 7]++;
      }
      Bpf.loop(4, i -> SUMS[i & 7]++);
      return SUMS[0];
    }
  }

  @ParameterizedTest
  @CsvSource({"within,1,1", "ofAMap,1,1", "deeper,2,2", "beside,1,0"})
  void shouldCallInALoopWhatIterates(String program, int calls, int inLoops) {
    List<Instruction> code =
        Compiler.compile(Calls.class, new CompilerOptions(Map.of(), false, Target.of(6, 12)))
            .object()
            .program(program)
            .orElseThrow()
            .instructions();
    List<Integer> found =
        IntStream.range(0, code.size())
            .filter(i -> code.get(i) instanceof Instruction.CallHelper)
            .boxed()
            .toList();
    assertThat(found).hasSize(calls);
    assertThat(found.stream().filter(i -> isInLoop(code, i))).hasSize(inLoops);
  }

  /** Whether a branch, which is never taken, leads back to a call. */
  private static boolean isInLoop(List<Instruction> code, int call) {
    return code.get(call + 2)
        .equals(
            new Instruction.Branch(
                JumpCondition.NE, true, Register.R1, new Immediate(0), (short) -3));
  }
}
