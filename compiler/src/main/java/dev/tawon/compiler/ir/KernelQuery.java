package dev.tawon.compiler.ir;

import dev.tawon.object.CoreRelocationKind;

/** A question about the target kernel's types whose answer is a number, put into the program when it is loaded. */
public sealed interface KernelQuery {
  /** What is asked. */
  CoreRelocationKind kind();

  /**
   * About a member.
   *
   * @param kind what is asked
   * @param field the member
   */
  record OfField(CoreRelocationKind kind, KernelField field) implements KernelQuery {}

  /**
   * About a structure.
   *
   * @param kind what is asked
   * @param type the structure
   */
  record OfType(CoreRelocationKind kind, KernelStruct type) implements KernelQuery {}

  /**
   * About a constant of an enumeration.
   *
   * @param kind what is asked
   * @param enumeration the enumeration's name
   * @param name the constant's name
   */
  record OfEnumerator(CoreRelocationKind kind, String enumeration, String name)
      implements KernelQuery {}
}
