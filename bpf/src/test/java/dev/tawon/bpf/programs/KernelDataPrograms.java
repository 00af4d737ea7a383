package dev.tawon.bpf.programs;

import dev.tawon.lang.Bpf;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Kernel;
import dev.tawon.lang.KernelType;
import dev.tawon.lang.Length;
import dev.tawon.lang.RawTracepoint;

/** Modules for tests: what a kernel's types are, and elements of its arrays. */
public final class KernelDataPrograms {
  private KernelDataPrograms() {}

  /** {@code struct task_struct}. */
  @KernelType("task_struct")
  static final class Task {
    int pid;
    int tgid;

    @Length(16)
    byte[] comm;
  }

  /** A flavour with what no kernel has. */
  @KernelType("task_struct___imagined")
  static final class ImaginedTask {
    long no_such_field;
    int tgid;
  }

  /** A structure that no kernel has. */
  @KernelType("no_such_struct")
  static final class Missing {
    int field;
  }

  /** Questions. */
  @BpfModule
  public static final class Questions {
    private Questions() {}

    @RawTracepoint("sys_enter")
    static int ask() {
      int bits = 0;
      bits |= Kernel.hasField(Task.class, "tgid") ? 1 : 0;
      bits |= Kernel.hasField(ImaginedTask.class, "no_such_field") ? 2 : 0;
      bits |= Kernel.hasField(ImaginedTask.class, "tgid") ? 4 : 0;
      bits |= Kernel.hasType(Task.class) ? 8 : 0;
      bits |= Kernel.hasType(Missing.class) ? 16 : 0;
      bits |= Kernel.sizeOf(Task.class) > 1000 ? 32 : 0;
      bits |= Kernel.sizeOf(Missing.class) != 0 ? 64 : 0;
      bits |= Kernel.fieldSize(Task.class, "comm") == 16 ? 128 : 0;
      bits |= Kernel.isFieldSigned(Task.class, "tgid") ? 256 : 0;
      bits |= Kernel.fieldOffset(Task.class, "tgid") > 0 ? 512 : 0;
      bits |= Kernel.hasEnumValue("bpf_map_type", "BPF_MAP_TYPE_ARRAY") ? 1024 : 0;
      bits |= Kernel.hasEnumValue("bpf_map_type", "NO_SUCH_MAP") ? 2048 : 0;
      bits |= Kernel.enumValue("bpf_map_type", "BPF_MAP_TYPE_ARRAY") == 2 ? 4096 : 0;
      return bits;
    }

    @RawTracepoint("sys_enter")
    static int guarded() {
      ImaginedTask task = Bpf.currentTask(ImaginedTask.class);
      if (Kernel.hasField(ImaginedTask.class, "no_such_field")) {
        return (int) task.no_such_field;
      }
      return task.tgid;
    }

    @RawTracepoint("sys_enter")
    static int element(int index) {
      return Bpf.currentTask(Task.class).comm[index];
    }
  }

  /** An access that is not guarded. */
  @BpfModule
  public static final class Unguarded {
    private Unguarded() {}

    @RawTracepoint("sys_enter")
    static int read() {
      return (int) Bpf.currentTask(ImaginedTask.class).no_such_field;
    }
  }
}
