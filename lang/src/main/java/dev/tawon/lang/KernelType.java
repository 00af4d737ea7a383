package dev.tawon.lang;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a class that names fields of a kernel structure, by the kernel's names and in any order.
 *
 * <p>Only the fields that programs use need to stand there. Each access becomes a CO-RE relocation: the loader looks the
 * field up by name, through anonymous members, in the BTF of the kernel that it loads into, and refuses the program when
 * there is no such field or its size differs. A field whose type is another {@code @KernelType} class is a pointer, unless
 * it is {@link Embedded}; a pointer to anything else is a {@code long}.
 *
 * <p>Several classes may name one structure, each with the fields of other kernels: what follows three underscores, as in
 * {@code task_struct___old}, tells them apart and is left out when the structure is looked up. {@link Kernel#hasField} tells
 * which of them fits; an access that this kernel lacks is refused only where it can be reached.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface KernelType {
  /** The structure's name in the kernel, without {@code struct}; with a flavour after {@code ___}, if need be. */
  String value();
}
