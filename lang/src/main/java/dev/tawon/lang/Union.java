package dev.tawon.lang;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A {@link Struct} class whose fields all begin at its first byte, as those of a C union do: a program writes one of them and
 * may read another. The user half reads every field; it does not write unions, for it cannot know which field is meant.
 *
 * <p>On a {@link KernelType} class: the type of that name is a union and no structure.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Union {}
