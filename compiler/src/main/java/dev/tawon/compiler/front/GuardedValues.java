package dev.tawon.compiler.front;

import dev.tawon.compiler.Rule;
import dev.tawon.compiler.ir.Position;
import dev.tawon.compiler.marks.Marks;
import dev.tawon.lang.Dynptr;
import dev.tawon.lang.SpinLock;
import dev.tawon.lang.Struct;
import dev.tawon.lang.Timer;
import dev.tawon.object.MapType;
import dev.tawon.object.ProgramType;
import java.lang.reflect.Modifier;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

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
    if (!Marks.has(value, Struct.class)) {
      return;
    }
    boolean locks = has(value, SpinLock.class, new HashSet<>());
    check(module, map, position, locks, "locks", WITH_LOCKS);
    boolean timers = has(value, Timer.class, new HashSet<>());
    check(module, map, position, timers, "timers", WITH_TIMERS);
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
          position,
          Rule.GUARDED_VALUE,
          has + MapShape.of(map.handle()).type() + " map cannot have: " + types + " can");
    }
    ProgramKind kind = module.kind();
    if (kind != null
        && (TRACING.contains(kind.type())
            || (what.equals("locks") && kind.type() == ProgramType.SOCKET_FILTER))) {
      throw new SourceError(
          position,
          Rule.GUARDED_VALUE,
          has + kind.annotation() + " program cannot use: the kernel refuses it");
    }
  }

  /** Whether a class, or one that lies in it, is another one. The layout is not asked for, which many programs never need. */
  private static boolean has(Class<?> type, Class<?> wanted, Set<Class<?>> seen) {
    Class<?> element = type.isArray() ? type.getComponentType() : type;
    if (element == wanted) {
      return true;
    }
    if (!Marks.has(element, Struct.class) || !seen.add(element)) {
      return false;
    }
    return Stream.of(element.getDeclaredFields())
        .anyMatch(field ->
            !Modifier.isStatic(field.getModifiers()) && has(field.getType(), wanted, seen));
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
          Rule.KERNEL_MEMORY,
          owner.getSimpleName()
              + "."
              + field
              + " is the kernel's own, which lets no program read or write it: call its methods");
    }
  }
}
