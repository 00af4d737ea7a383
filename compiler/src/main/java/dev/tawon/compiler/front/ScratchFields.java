package dev.tawon.compiler.front;

import dev.tawon.lang.map.PerCpuArray;
import java.lang.reflect.Field;
import java.util.LinkedHashMap;
import java.util.Map;

/** Gives the {@link dev.tawon.lang.Scratch} fields of a module their places, as programs ask for them. */
public final class ScratchFields {
  /** The name of the map. */
  public static final String MAP = "tawon_scratch";

  /** {@code PCPU_MIN_UNIT_SIZE} of {@code include/linux/percpu.h}, the most that a value of a per-CPU array has. */
  static final int LIMIT = 32 * 1024;

  private final PerCpuArray<Void> map = PerCpuArray.of(1);
  private final Map<Field, Integer> offsets = new LinkedHashMap<>();
  private final Map<String, Integer> entries = new LinkedHashMap<>();
  private int size;

  ScratchFields() {}

  /** The handle that stands for the map. */
  public PerCpuArray<Void> map() {
    return map;
  }

  /** Bytes that all fields take, 0 if no program uses any. */
  public int size() {
    return size;
  }

  /** How many programs use such fields: each has an entry of the map. */
  public int entries() {
    return entries.size();
  }

  /** Where a field lies; it takes some bytes if it was not asked for before. */
  int offset(Field field, int bytes) {
    return offsets.computeIfAbsent(
        field,
        _ -> {
          int offset = size;
          size += (bytes + Long.BYTES - 1) & -Long.BYTES;
          return offset;
        });
  }

  /** The entry of a program. */
  int entry(String program) {
    return entries.computeIfAbsent(program, _ -> entries.size());
  }
}
