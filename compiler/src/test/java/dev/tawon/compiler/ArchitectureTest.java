package dev.tawon.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tawon.isa.Disassembler;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Kprobe;
import dev.tawon.lang.Kretprobe;
import dev.tawon.lang.PerfEvent;
import dev.tawon.lang.SampleContext;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Where probes find what they want, by machine: {@code struct pt_regs} of x86-64, and {@code struct user_pt_regs} of arm64, whose
 * types in Debian's arm64 kernels are 31 registers of 8 bytes from 0, {@code sp} at 248, {@code pc} at 256, {@code pstate} at 264.
 */
class ArchitectureTest {
  @BpfModule
  static final class Probes {
    @Kprobe("vfs_read")
    static int parameters(
        long first, long second, long third, long fourth, long fifth, long sixth) {
      return first + second + third + fourth + fifth + sixth == 0 ? 1 : 0;
    }

    @Kretprobe("vfs_read")
    static int result(long result) {
      return result == 0 ? 1 : 0;
    }

    @PerfEvent
    static void sample(SampleContext sample) {
      if (sample.instructionPointer() == sample.samplePeriod()) {
        throw new IllegalStateException();
      }
    }
  }

  @BpfModule
  static final class Seven {
    @Kprobe("vfs_read")
    static int run(long a, long b, long c, long d, long e, long f, long seventh) {
      return seventh == 0 ? 1 : 0;
    }
  }

  private static String listing(Class<?> module, String program, Architecture architecture) {
    Target target = Target.of(6, 1).withArchitecture(architecture);
    return Compiler.compile(module, new CompilerOptions(Map.of(), false, target))
        .object()
        .program(program)
        .map(each -> Disassembler.disassemble(each.instructions()))
        .orElseThrow();
  }

  @Test
  void shouldReadTheRegistersOfThe86Architecture() {
    assertThat(listing(Probes.class, "parameters", Architecture.X86_64))
        .contains("(r1 +112)", "(r1 +104)", "(r1 +96)", "(r1 +88)", "(r1 +72)", "(r1 +64)");
    assertThat(listing(Probes.class, "result", Architecture.X86_64)).contains("(r1 +80)");
    assertThat(listing(Probes.class, "sample", Architecture.X86_64))
        .contains("+128)", "+168)"); // ip; behind 21 registers
  }

  @Test
  void shouldReadTheRegistersOfArm64() {
    assertThat(listing(Probes.class, "parameters", Architecture.ARM64))
        .contains("(r1 +0)", "(r1 +8)", "(r1 +16)", "(r1 +24)", "(r1 +32)", "(r1 +40)");
    assertThat(listing(Probes.class, "result", Architecture.ARM64)).contains("(r1 +0)");
    assertThat(listing(Probes.class, "sample", Architecture.ARM64)).contains("+256)", "+272)");
    assertThat(listing(Seven.class, "run", Architecture.ARM64)).contains("(r1 +48)");
  }

  @Test
  void shouldRefuseParametersThatAreInNoRegister() {
    assertThatThrownBy(() -> listing(Seven.class, "run", Architecture.X86_64))
        .isInstanceOf(CompilationException.class)
        .hasMessageContaining("after the first 6 are not in registers");
  }

  @Test
  void shouldKnowMachinesByTheirNames() {
    assertThat(Architecture.parse("aarch64")).isEqualTo(Architecture.ARM64);
    assertThat(Architecture.parse("amd64")).isEqualTo(Architecture.X86_64);
    assertThatThrownBy(() -> Architecture.parse("riscv64")).hasMessageContaining("x86_64, arm64");
  }
}
