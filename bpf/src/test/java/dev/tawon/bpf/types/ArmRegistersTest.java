package dev.tawon.bpf.types;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tawon.compiler.Architecture;
import dev.tawon.compiler.Compiler;
import dev.tawon.compiler.CompilerOptions;
import dev.tawon.compiler.Target;
import dev.tawon.isa.Instruction;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Kprobe;
import dev.tawon.lang.Kretprobe;
import dev.tawon.object.ObjectSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The registers that probes for arm64 read lie where the types of a kernel for arm64 have them. */
class ArmRegistersTest {
  @BpfModule
  static final class Probes {
    @Kprobe("vfs_read")
    static int parameters(long a, long b, long c, long d, long e, long f, long g, long h) {
      return a + b + c + d + e + f + g + h == 0 ? 1 : 0;
    }

    @Kretprobe("vfs_read")
    static int result(long result) {
      return result == 0 ? 1 : 0;
    }
  }

  @Test
  void shouldReadTheRegistersWhereTheKernelKeepsThem() throws Exception {
    Layout layout = new Layout(KernelTypes.LINUX_6_1_ARM64.read());
    List<Long> registers =
        LongStream.range(0, 8)
            .map(i -> layout.at("pt_regs", "regs[" + i + "]").bit() / Byte.SIZE)
            .boxed()
            .toList();
    ObjectSpec object =
        Compiler.compile(
                Probes.class,
                new CompilerOptions(
                    Map.of(), false, Target.of(6, 1).withArchitecture(Architecture.ARM64)))
            .object();
    assertThat(loads(object, "parameters")).containsExactlyInAnyOrderElementsOf(registers);
    assertThat(loads(object, "result")).containsExactly(registers.getFirst());
  }

  /** The places in the context that a program reads. */
  private static List<Long> loads(ObjectSpec object, String program) {
    List<Long> offsets = new ArrayList<>();
    object.programs().stream()
        .filter(each -> each.name().equals(program))
        .flatMap(each -> each.instructions().stream())
        .forEach(instruction -> {
          if (instruction instanceof Instruction.Load load) {
            offsets.add((long) load.offset());
          }
        });
    return offsets;
  }
}
