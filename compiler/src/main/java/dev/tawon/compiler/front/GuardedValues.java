package dev.tawon.compiler.front;

import dev.tawon.compiler.StructLayout;
import dev.tawon.compiler.ir.Position;
import dev.tawon.lang.Dynptr;
import dev.tawon.lang.SpinLock;
import dev.tawon.lang.Struct;
import dev.tawon.lang.Timer;
import dev.tawon.object.MapType;
import dev.tawon.object.ProgramType;
import java.util.EnumSet;
import java.util.Set;

/** Maps with locks or timers in their values, of which some kinds of programs cannot make use. */
final class GuardedValues {
  // is_tracing_prog_type() in kernel/bpf/verifier.c.
  private static final Set<ProgramType> TRACING =
      EnumSet.of(
          ProgramType.KPROBE,
          ProgramType.TRACEPOINT,
          ProgramType.PERF_EVENT,
          ProgramType.RAW_TRACEPOINT,
          ProgramType.RAW_TRACEPOINT_WRITABLE);

  // map_check_btf() in kernel/bpf/syscall.c.
  private static final Set<MapType> WITH_LOCKS =
      EnumSet.of(
          MapType.HASH,
          MapType.ARRAY,
          MapType.SK_STORAGE,
          MapType.INODE_STORAGE,
          MapType.TASK_STORAGE,
          MapType.CGRP_STORAGE);

  private static final Set<MapType> WITH_TIMERS =
      EnumSet.of(MapType.HASH, MapType.LRU_HASH, MapType.ARRAY);

  private GuardedValues() {}

  /**
   * Refuses a map that the program cannot use.
   *
   * @throws SourceError if it has a lock in its values and the program's kind cannot take one, and the like
   */
  static void check(ModuleClasses module, MapField map, Position position) {
    Class<?> value = MapShape.of(map.handle()).value(map);
    if (!value.isAnnotationPresent(Struct.class)) {
      return;
    }
    StructLayout layout = module.layout(value);
    check(module, map, position, has(layout, "bpf_spin_lock"), "locks", WITH_LOCKS);
    check(module, map, position, has(layout, "bpf_timer"), "timers", WITH_TIMERS);
  }

  private static void check(
      ModuleClasses module,
      MapField map,
      Position position,
      boolean isThere,
      String what,
      Set<MapType> types) {
    if (!isThere) {
      return;
    }
    String has = map.name() + " has " + what + " in its values, which a ";
    if (!types.contains(MapShape.of(map.handle()).type())) {
      throw new SourceError(
          position, has + MapShape.of(map.handle()).type() + " map cannot have: " + types + " can");
    }
    ProgramKind kind = module.kind();
    boolean refused =
        kind != null
            && (TRACING.contains(kind.type())
                || (what.equals("locks") && kind.type() == ProgramType.SOCKET_FILTER));
    if (refused) {
      throw new SourceError(
          position, has + kind.annotation() + " program cannot use: the kernel refuses it");
    }
  }

  private static boolean has(StructLayout layout, String name) {
    if (layout.type().getAnnotation(Struct.class) instanceof Struct struct
        && struct.value().equals(name)) {
      return true;
    }
    for (StructLayout.Field field : layout.fields()) {
      if (field.element() instanceof StructLayout.Nested(StructLayout nested)
          && has(nested, name)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Refuses a field that only the kernel touches.
   *
   * @throws SourceError if it lies in a lock, a timer or a dynptr
   */
  static void requireOwn(Class<?> owner, String field, Position position) {
    boolean kernels = owner == SpinLock.class || owner == Timer.class || owner == Dynptr.class;
    if (kernels) {
      throw new SourceError(
          position,
          owner.getSimpleName()
              + "."
              + field
              + " is the kernel's own, which lets no program read or write it: call its methods");
    }
  }
}
