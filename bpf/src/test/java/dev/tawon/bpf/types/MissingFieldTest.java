package dev.tawon.bpf.types;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tawon.bpf.Bpf;
import dev.tawon.bpf.KernelTypeException;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Kernel;
import dev.tawon.lang.KernelType;
import dev.tawon.lang.RawTracepoint;
import dev.tawon.testkit.KernelFeature;
import dev.tawon.testkit.KernelTest;
import org.junit.jupiter.api.Test;

/** On a kernel: fields, structures and constants that no kernel has, asked for and not asked for. */
@KernelTest(needs = KernelFeature.BTF)
class MissingFieldTest {
  @KernelType("task_struct___of_no_kernel")
  static final class Task {
    int tgid;
    int no_such_field;
  }

  @KernelType("no_such_structure")
  static final class Nothing {
    int number;
  }

  @BpfModule
  static final class Guarded {
    @RawTracepoint("sys_enter")
    static int run() {
      Task task = dev.tawon.lang.Bpf.currentTask(Task.class);
      int found = task.tgid;
      if (Kernel.hasField(Task.class, "no_such_field")) {
        found += task.no_such_field;
      }
      if (Kernel.hasType(Nothing.class)) {
        found += Kernel.cast(task, Nothing.class).number;
      }
      if (Kernel.hasEnumValue("bpf_map_type", "NO_SUCH_CONSTANT")) {
        found += (int) Kernel.enumValue("bpf_map_type", "NO_SUCH_CONSTANT");
      }
      return found == 0 ? 1 : 0;
    }
  }

  @BpfModule
  static final class UnguardedField {
    @RawTracepoint("sys_enter")
    static int run() {
      return dev.tawon.lang.Bpf.currentTask(Task.class).no_such_field == 0 ? 1 : 0;
    }
  }

  @BpfModule
  static final class UnguardedType {
    @RawTracepoint("sys_enter")
    static int run() {
      Task task = dev.tawon.lang.Bpf.currentTask(Task.class);
      return Kernel.cast(task, Nothing.class).number == 0 ? 1 : 0;
    }
  }

  @BpfModule
  static final class UnguardedConstant {
    @RawTracepoint("sys_enter")
    static int run() {
      return Kernel.enumValue("bpf_map_type", "NO_SUCH_CONSTANT") == 0 ? 1 : 0;
    }
  }

  @Test
  void shouldLoadWhatAsksFirst() {
    try (Bpf bpf = Bpf.load(Guarded.class)) {
      assertThat(bpf.programs()).hasSize(1);
    }
  }

  private static void assertRefused(Class<?> module, String... parts) {
    assertThatThrownBy(() -> Bpf.load(module).close())
        .isInstanceOfSatisfying(
            KernelTypeException.class,
            e -> {
              assertThat(e.javaFile()).isEqualTo("MissingFieldTest.java");
              assertThat(e.javaLine()).isPositive();
              assertThat(e.program()).isEqualTo("run");
            })
        .hasMessageContaining(
            "run cannot run on Linux " + System.getProperty("os.version").split("-")[0])
        .satisfies(e -> assertThat(e.getMessage()).contains(parts));
  }

  @Test
  void shouldNameTheTypeTheFieldAndTheKernelOfWhatIsMissing() {
    assertRefused(UnguardedField.class, "struct task_struct", "no_such_field");
    assertRefused(UnguardedType.class, "struct no_such_structure");
    assertRefused(UnguardedConstant.class, "enum bpf_map_type", "NO_SUCH_CONSTANT");
  }
}
