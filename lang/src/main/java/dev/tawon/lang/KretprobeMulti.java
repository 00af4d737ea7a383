package dev.tawon.lang;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a static method as a program at the returns from many kernel functions, attached by one link; since Linux 5.18.
 *
 * <p>Parameters and result are those of a {@link Kretprobe}. {@link Helpers#getAttachCookie} gives the number that user space
 * gave to the function that was called.
 *
 * {@snippet :
 * @KretprobeMulti({"vfs_mkdir", "vfs_rm*"})
 * static void onDirectory(int result) {}
 * }
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface KretprobeMulti {
  /**
   * The functions' names; {@code *} stands for any characters and {@code ?} for one. None where user space says them when it
   * attaches the program.
   */
  String[] value() default {};
}
