package dev.tawon.compiler.front;

import dev.tawon.compiler.Rule;
import dev.tawon.compiler.ir.Position;
import dev.tawon.compiler.marks.Marks;
import dev.tawon.lang.KernelType;
import java.util.Map;
import java.util.TreeMap;

/**
 * Functions of the kernel that are of no use without what this compiler does not have yet: arenas, objects that programs allocate,
 * pointers that are kept in maps, work queues, schedulers. The verifier would refuse each for a reason that says little.
 */
final class NotYet {
  private static final String OBJECTS =
      "objects that programs allocate are not supported yet: values of a HashMap, Queue or Stack are"
          + " memory that programs make and give back";

  /** What is said of a pointer of the kernel that would outlive the run. */
  static final String POINTERS =
      "pointers that are kept (kptr) are not supported yet: keep what is needed of the object"
          + " in the map's value, or a TaskStorage, InodeStorage, SocketStorage or CgroupStorage"
          + " beside the object";

  private static final String CALLBACKS = "work queues are not supported yet: use a Timer";

  /** By how the functions' names begin. */
  private static final Map<String, String> REASONS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry(
                  "bpf_arena_",
                  "arenas are not supported yet: an Array, or static fields, are memory that user"
                      + " space sees too"),
              Map.entry("bpf_kptr_", POINTERS),
              Map.entry("bpf_refcount_", POINTERS),
              Map.entry("bpf_obj_new", OBJECTS),
              Map.entry("bpf_obj_drop", OBJECTS),
              Map.entry("bpf_percpu_obj_", OBJECTS),
              Map.entry("bpf_list_", OBJECTS),
              Map.entry("bpf_rbtree_", OBJECTS),
              Map.entry("bpf_wq_", CALLBACKS),
              Map.entry(
                  "scx_bpf_",
                  "schedulers (struct_ops) are not supported yet: programs that watch scheduling are"
                      + " @BtfTracepoint(\"sched_switch\") and its like")));

  private NotYet() {}

  /** Whether a static field is a pointer to a structure of the kernel. */
  static boolean isKeptPointer(Class<?> owner, String field) {
    try {
      return Marks.has(owner.getDeclaredField(field).getType(), KernelType.class);
    } catch (NoSuchFieldException | LinkageError _) {
      return false;
    }
  }

  /**
   * Refuses a function that is not supported yet.
   *
   * @throws SourceError if it is not
   */
  static void refuse(String function, Position position) {
    REASONS.forEach((prefix, reason) -> {
      if (function.startsWith(prefix)) {
        throw new SourceError(position, Rule.NOT_SUPPORTED, function + ": " + reason);
      }
    });
  }
}
