package dev.tawon.bpf.programs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tawon.bpf.Bpf;
import dev.tawon.bpf.TestRun;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Kernel;
import dev.tawon.lang.KernelType;
import dev.tawon.lang.RawTracepoint;
import dev.tawon.lang.Struct;
import dev.tawon.lang.map.Array;
import dev.tawon.testkit.KernelFeature;
import dev.tawon.testkit.KernelTest;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

/** Functions that the kernel calls with a mapping. */
@KernelTest(since = "5.17", needs = KernelFeature.BTF)
class FindVmaTest {
  @KernelType("task_struct")
  static final class Task {
    int tgid;
  }

  @KernelType("vm_area_struct")
  static final class Area {
    long vm_start;
    long vm_end;
  }

  /** Where a mapping lies. */
  @Struct
  public static final class Bounds {
    public long start;
    public long end;
    public int process;
  }

  /** The programs. */
  @BpfModule
  public static final class Programs {
    private Programs() {}

    public static final Array<Bounds> BOUNDS = Array.of(1);

    @RawTracepoint("sys_enter")
    static int find(long address) {
      Bounds bounds = BOUNDS.get(0);
      if (bounds == null) {
        return 1;
      }
      Task task = dev.tawon.lang.Bpf.currentTask(Task.class);
      bounds.process = task.tgid;
      return Kernel.findArea(
          task,
          address,
          Area.class,
          area -> {
            bounds.start = area.vm_start;
            bounds.end = area.vm_end;
          });
    }

    @RawTracepoint("sys_enter")
    static int byReference(long address) {
      return Kernel.findArea(
          dev.tawon.lang.Bpf.currentTask(Task.class), address, Area.class, Programs::note);
    }

    static void note(Area area) {
      Bounds bounds = BOUNDS.get(0);
      bounds.start = area.vm_start; // a fault, if it were null
      bounds.process = 1 / (int) (area.vm_start & 1);
    }
  }

  @Test
  void shouldBeCalledWithTheMapping() {
    try (Bpf bpf = Bpf.load(Programs.class);
        Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(1);
      assertThat(TestRun.ofRawTracepoint(bpf.object().program("find"), memory.address())).isZero();
      Bounds bounds = bpf.map(Programs.BOUNDS).get(0).orElseThrow();
      assertThat(memory.address()).isBetween(bounds.start, bounds.end - 1);
      assertThat((long) bounds.process).isEqualTo(ProcessHandle.current().pid());
      assertThat(TestRun.ofRawTracepoint(bpf.object().program("find"), 16)).isEqualTo(-2);
    }
  }

  @Test
  void shouldEndTheProgramInAFaultOfTheFunction() {
    try (Bpf bpf = Bpf.load(Programs.class);
        Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(1);
      assertThat(TestRun.ofRawTracepoint(bpf.object().program("byReference"), memory.address()))
          .isZero();
      assertThat(bpf.faults()).hasSize(1);
    }
  }
}
