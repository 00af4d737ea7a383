package dev.tawon.bpf;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_CHAR;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.tawon.bpf.sys.MemoryCalls;
import dev.tawon.compiler.CompiledModule;
import dev.tawon.compiler.GlobalVariables;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The kernel's side of a static field: what programs see when they read it. The field in this JVM is another one, whose value
 * was the first.
 *
 * <p>Reads and writes go straight to the memory that the programs use, one number at a time and whole. Those of {@code long}
 * and {@code int} are ordered as Java orders accesses to volatile fields. A program's {@code count++} is a read and a write,
 * as it is in Java: what counts on several processors at once is a {@link dev.tawon.lang.Counter}. Thread-safe. When its
 * {@link Bpf} is closed, the memory is given back, and reads and writes are {@link IllegalStateException}s.
 */
public final class Variable {
  private final GlobalVariables.Variable declaration;
  private final MemorySegment memory;

  Variable(GlobalVariables.Variable declaration, MemorySegment all) {
    this.declaration = declaration;
    this.memory = all.asSlice(declaration.offset(), declaration.size());
  }

  /**
   * A module's variable.
   *
   * @param memory that of all of them, or null if there are none
   * @throws IllegalArgumentException if there is no such variable
   */
  static Variable of(
      CompiledModule module, @Nullable MemorySegment memory, Class<?> owner, String field) {
    GlobalVariables.Variable variable = module.variables().find(owner, field).orElse(null);
    if (memory == null || variable == null) {
      throw new IllegalArgumentException(
          "no program of "
              + module.object().name()
              + " uses "
              + owner.getSimpleName()
              + "."
              + field
              + " as a variable: there are "
              + module.variables().variables().stream()
                  .map(each -> each.owner().getSimpleName() + "." + each.name())
                  .toList());
    }
    return new Variable(variable, memory);
  }

  /**
   * The memory of the variables, with what they hold at first.
   *
   * @param arena ends the mapping
   */
  static @Nullable MemorySegment map(CompiledModule module, BpfObject object, Arena arena) {
    byte[] initial = module.variables().initialValue();
    if (initial.length == 0) {
      return null;
    }
    LoadedMap map = object.map(GlobalVariables.MAP);
    MemoryCalls.Mapping mapping = MemoryCalls.map(map.descriptor(), 0, initial.length, true, arena);
    if (mapping.error() != 0) {
      throw Explanation.here()
          .call(
              "mapping the static fields of " + module.object().name(),
              List.of(Capability.CAP_BPF),
              -mapping.error());
    }
    MemorySegment.copy(initial, 0, mapping.memory(), ValueLayout.JAVA_BYTE, 0, initial.length);
    return mapping.memory();
  }

  /** The field's name. */
  public String name() {
    return declaration.name();
  }

  /** The field's type: a primitive, or an array of one. */
  public Class<?> type() {
    return declaration.type();
  }

  /** How many numbers the field holds: 1, unless it is an array. */
  public int length() {
    return declaration.count();
  }

  /** The number; 0 or 1 of a boolean. Of an array, its first. */
  public long get() {
    return get(0);
  }

  /**
   * One number of an array.
   *
   * @throws IndexOutOfBoundsException if there is none
   */
  public long get(int index) {
    return switch (declaration.element().descriptorString()) {
      case "Z", "B" -> memory.getAtIndex(JAVA_BYTE, index);
      case "S" -> memory.getAtIndex(JAVA_SHORT, index);
      case "C" -> memory.getAtIndex(JAVA_CHAR, index);
      case "I" -> (int) JAVA_INT.varHandle().getVolatile(memory, offset(JAVA_INT, index));
      default -> (long) JAVA_LONG.varHandle().getVolatile(memory, offset(JAVA_LONG, index));
    };
  }

  /**
   * Sets the number; of an array, its first.
   *
   * @throws IllegalArgumentException if the field's type does not hold it
   */
  public void set(long value) {
    set(0, value);
  }

  /** Sets a boolean. */
  public void set(boolean value) {
    set(0, value ? 1 : 0);
  }

  /**
   * Sets one number of an array.
   *
   * @throws IllegalArgumentException if the field's type does not hold it
   * @throws IndexOutOfBoundsException if the array has no such element
   */
  public void set(int index, long value) {
    switch (declaration.element().descriptorString()) {
      case "Z" -> memory.setAtIndex(JAVA_BYTE, index, (byte) within(value, 0, 1));
      case "B" ->
          memory.setAtIndex(JAVA_BYTE, index, (byte) within(value, Byte.MIN_VALUE, Byte.MAX_VALUE));
      case "S" ->
          memory.setAtIndex(
              JAVA_SHORT, index, (short) within(value, Short.MIN_VALUE, Short.MAX_VALUE));
      case "C" ->
          memory.setAtIndex(
              JAVA_CHAR, index, (char) within(value, Character.MIN_VALUE, Character.MAX_VALUE));
      case "I" ->
          JAVA_INT
              .varHandle()
              .setVolatile(
                  memory,
                  offset(JAVA_INT, index),
                  (int) within(value, Integer.MIN_VALUE, Integer.MAX_VALUE));
      default -> JAVA_LONG.varHandle().setVolatile(memory, offset(JAVA_LONG, index), value);
    }
  }

  private static long offset(ValueLayout layout, int index) {
    return index * layout.byteSize();
  }

  private long within(long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          value + " is no " + declaration.element() + ", which " + name() + " is");
    }
    return value;
  }

  @Override
  public String toString() {
    return name() + "=" + (declaration.type().isArray() ? "[" + length() + "]" : get());
  }
}
