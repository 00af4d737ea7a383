package dev.tawon.lang;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Has a program measure its own run time: from its first instruction to its last, whichever that is, an ordinary return, a
 * fault, or the call of another program ({@link dev.tawon.lang.map.ProgramArray#call}).
 *
 * <p>The times are counted by powers of two, on each CPU apart; the user half reads them by {@code bpf.timings()}. It costs the
 * program two readings of the clock, a look-up in a map and some fifty instructions, which are not in the time measured but
 * for one reading of the clock; on x86-64 some 40 to 80 ns. Programs without the annotation pay nothing.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Timed {}
