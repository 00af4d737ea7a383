package dev.tawon.compiler.front;

import java.lang.invoke.MethodType;

/**
 * A function of the kernel as Java declares it.
 *
 * @param name its name
 * @param type its parameters and its result; those of an iterator without its state
 * @param state the structure that its first parameter points to, of an iterator's function; empty for none
 */
public record KernelFunction(String name, MethodType type, String state) {
  /** {@code void *bpf_rdonly_cast(const void *object, u32 type)}, which the compiler itself calls. */
  public static final KernelFunction READ_ONLY_CAST =
      new KernelFunction(
          "bpf_rdonly_cast", MethodType.methodType(Object.class, Object.class, int.class));

  /** A function that is no iterator's. */
  KernelFunction(String name, MethodType type) {
    this(name, type, "");
  }

  /** How many parameters it has in the kernel. */
  int parameters() {
    return type.parameterCount() + (state.isEmpty() ? 0 : 1);
  }
}
