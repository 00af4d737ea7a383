package dev.tawon.lang;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a static primitive field, not final, whose value is fixed when the module is loaded.
 *
 * <p>Programs see a constant, and the branches that it excludes are gone. The field's initial value is the default; the
 * loader may set another. Programs cannot assign it.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface Configurable {}
