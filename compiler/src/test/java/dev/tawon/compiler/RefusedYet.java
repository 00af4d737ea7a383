package dev.tawon.compiler;

import dev.tawon.lang.Bpf;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.BtfTracepoint;
import dev.tawon.lang.Helpers;
import dev.tawon.lang.KernelType;
import dev.tawon.lang.Kfunc;
import dev.tawon.lang.Struct;
import dev.tawon.lang.map.Array;

/** What the kernel has and the compiler does not have yet. */
@BpfModule
final class RefusedYet {
  private RefusedYet() {}

  @KernelType("task_struct")
  static final class Task {
    int tgid;
  }

  /** A value. */
  @Struct
  static final class Value {
    long word;
  }

  /** A value with a pointer. */
  @Struct
  static final class Kept {
    Mask mask;

    Kept(Mask mask) {
      this.mask = mask;
    }
  }

  static final Array<Value> VALUES = Array.of(1);
  static final Array<Kept> KEPT = Array.of(1);

  @Kfunc("bpf_arena_alloc_pages")
  static native long pages(long map, long address, int count, int node, long flags);

  @Kfunc("bpf_obj_new_impl")
  static native long allocate(long type, long meta);

  @Kfunc("bpf_rbtree_first")
  static native long first(long root);

  @Kfunc("bpf_wq_start")
  static native int start(long queue, int flags);

  @Kfunc("scx_bpf_dispatch")
  static native void dispatch(Task task, long queue, long slice, long flags);

  @BtfTracepoint("sched_process_fork")
  static void arena() {
    // error: bpf_arena_alloc_pages: arenas are not supported yet: an Array, or static fields,
    pages(0, 0, 1, 0, 0);
  }

  @BtfTracepoint("sched_process_fork")
  static void object() {
    // error: bpf_obj_new_impl: objects that programs allocate are not supported yet
    allocate(1, 0);
  }

  @BtfTracepoint("sched_process_fork")
  static void tree() {
    // error: bpf_rbtree_first: objects that programs allocate are not supported yet
    first(0);
  }

  @BtfTracepoint("sched_process_fork")
  static void queue() {
    // error: bpf_wq_start: work queues are not supported yet: use a Timer
    start(0, 0);
  }

  @BtfTracepoint("sched_process_fork")
  static void scheduler(Task task) {
    // error: scx_bpf_dispatch: schedulers (struct_ops) are not supported yet
    dispatch(task, Bpf.randomInt(), 0, 0);
  }

  @KernelType("bpf_cpumask")
  static final class Mask {}

  @Kfunc(value = "bpf_cpumask_create", release = "bpf_cpumask_release")
  static native Mask mask();

  /** Where a mask would be kept. */
  static Mask keptMask;

  @BtfTracepoint("sched_process_fork")
  static void keptInAField(Task task) {
    Mask mask = mask();
    // error: pointers that are kept (kptr) are not supported yet
    keptMask = mask;
  }

  @BtfTracepoint("sched_process_fork")
  static void keptInAValue(Task task) {
    // error: field mask is a pointer to a kernel structure
    KEPT.put(1, new Kept(mask()));
  }

  @BtfTracepoint("sched_process_fork")
  static void kept(Task task) {
    Value value = VALUES.get(0);
    if (value != null) {
      // error: bpf_kptr_xchg: pointers that are kept (kptr) are not supported yet
      Helpers.kptrXchg(value, task, Task.class);
    }
  }
}
