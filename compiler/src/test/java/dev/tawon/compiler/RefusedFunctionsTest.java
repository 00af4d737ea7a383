package dev.tawon.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tawon.lang.BpfModule;
import dev.tawon.lang.BtfTracepoint;
import dev.tawon.lang.KernelType;
import dev.tawon.lang.Kfunc;
import org.junit.jupiter.api.Test;

/** Functions of the kernel whose rules are broken. */
class RefusedFunctionsTest {
  /** A task. */
  @KernelType("task_struct")
  static final class Task {
    int tgid;
  }

  @Kfunc(value = "bpf_task_from_pid", release = "bpf_task_release")
  static native Task fromPid(int pid);

  @Kfunc(value = "bpf_task_release", releases = true)
  static native void release(Task task);

  private static void assertRefused(Class<?> module, String... parts) {
    assertThatThrownBy(() -> Compiler.compile(module, CompilerOptions.defaults()))
        .isInstanceOfSatisfying(
            CompilationException.class,
            e -> assertThat(e.getMessage()).contains("RefusedFunctionsTest.java:").contains(parts));
  }

  @BpfModule
  static final class Kept {
    @BtfTracepoint("sched_process_fork")
    static void run() {
      Task task = fromPid(1);
      if (task != null && task.tgid == 1) {
        release(task);
      }
    }
  }

  @Test
  void shouldRefuseAPathThatKeepsWhatIsAcquired() {
    assertRefused(
        Kept.class, "acquired at line 37", "not released on this path: call bpf_task_release");
  }

  @BpfModule
  static final class Twice {
    @BtfTracepoint("sched_process_fork")
    static void run() {
      Task task = fromPid(1);
      if (task != null) {
        release(task);
        release(task);
      }
    }
  }

  @Test
  void shouldRefuseASecondRelease() {
    assertRefused(Twice.class, "this is not acquired here");
  }

  @BpfModule
  static final class NotAcquired {
    @BtfTracepoint("sched_process_fork")
    static void run(Task task) {
      release(task);
    }
  }

  @Test
  void shouldRefuseTheReleaseOfAParameter() {
    assertRefused(NotAcquired.class, "this is not acquired here");
  }
}
