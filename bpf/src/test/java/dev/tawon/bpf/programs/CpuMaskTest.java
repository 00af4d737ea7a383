package dev.tawon.bpf.programs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tawon.bpf.Bpf;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.BtfTracepoint;
import dev.tawon.lang.Configurable;
import dev.tawon.lang.Counter;
import dev.tawon.lang.Kernel;
import dev.tawon.lang.KernelType;
import dev.tawon.lang.Kfunc;
import dev.tawon.lang.map.Array;
import dev.tawon.testkit.KernelFeature;
import dev.tawon.testkit.KernelTest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Sets of processors that a program makes, changes and gives back; those that the kernel keeps are read. */
@KernelTest(since = "6.3", needs = KernelFeature.BTF)
class CpuMaskTest {
  /** A program's own mask, which begins with a {@link CpuMask}. */
  @KernelType("bpf_cpumask")
  static final class OwnMask {}

  @KernelType("cpumask")
  static final class CpuMask {}

  @KernelType("task_struct")
  static final class Task {
    int tgid;
    CpuMask cpus_ptr;
  }

  /** The program. */
  @BpfModule
  public static final class Masks {
    private Masks() {}

    @Configurable static int process = 0;

    public static final Array<Counter> COUNTS = Array.of(4);

    @Kfunc(value = "bpf_cpumask_create", release = "bpf_cpumask_release")
    static native @Nullable OwnMask create();

    @Kfunc(value = "bpf_cpumask_release", releases = true)
    static native void release(OwnMask mask);

    @Kfunc("bpf_cpumask_set_cpu")
    static native void set(int cpu, OwnMask mask);

    @Kfunc("bpf_cpumask_test_cpu")
    static native boolean test(int cpu, CpuMask mask);

    @Kfunc("bpf_cpumask_first")
    static native int first(CpuMask mask);

    @Kfunc("bpf_cpumask_empty")
    static native boolean isEmpty(CpuMask mask);

    private static void count(int index) {
      COUNTS.get(index).add(1); // a fault, if it were null
    }

    @BtfTracepoint("sched_process_fork")
    static void onFork(Task parent) {
      if (parent.tgid != process) {
        return;
      }
      OwnMask mask = create();
      if (mask == null) {
        return;
      }
      if (isEmpty(Kernel.cast(mask, CpuMask.class))) {
        count(0);
      }
      set(0, mask);
      if (first(Kernel.cast(mask, CpuMask.class)) == 0) {
        count(1);
      }
      if (test(1, Kernel.cast(mask, CpuMask.class))) {
        count(2);
      }
      release(mask);
      if (!isEmpty(parent.cpus_ptr)) {
        count(3);
      }
    }
  }

  @Test
  void shouldMakeAMaskAndReadThoseOfTheKernel() throws InterruptedException {
    int pid = Math.toIntExact(ProcessHandle.current().pid());
    try (Bpf bpf = Bpf.loader(Masks.class).configure("process", pid).load()) {
      bpf.attach();
      Thread thread = new Thread(() -> {});
      thread.start();
      thread.join();
      bpf.detach();
      long forks = Counts.of(bpf, Masks.COUNTS, 0);
      assertThat(forks).isPositive();
      assertThat(Counts.of(bpf, Masks.COUNTS, 1)).isEqualTo(forks);
      assertThat(Counts.of(bpf, Masks.COUNTS, 2)).isZero();
      assertThat(Counts.of(bpf, Masks.COUNTS, 3)).isEqualTo(forks);
      assertThat(bpf.faults()).isEmpty();
    }
  }
}
