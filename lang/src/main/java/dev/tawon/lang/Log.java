package dev.tawon.lang;

import java.lang.System.Logger;

/**
 * Lines of text from programs to user space.
 *
 * {@snippet :
 * Log.info("exec pid=" + pid + " comm=" + event.comm + " uid=" + Integer.toUnsignedString(uid));
 * }
 *
 * <p>A program puts no text together: it sends the number of the line and the raw values of its parts through a ring buffer,
 * built in place, and user space renders them as Java would. Parts are numbers, characters, booleans, enums, string constants
 * (also one of several, {@code up ? "up" : "down"}), and what {@code toString}, {@code toHexString}, {@code toOctalString},
 * {@code toBinaryString} and {@code toUnsignedString} of {@code Integer} and {@code Long} make of numbers. Other than in Java, a
 * {@code byte[]} is a part too, of the program's own or of the kernel's: the text in it, UTF-8 up to the first zero.
 *
 * <p>Which levels there are is said at load ({@code Bpf.loader(X.class).logLevel(LogLevel.DEBUG)}; {@link LogLevel#INFO} and
 * above unless it is). Of a line below there is no code; what its parts do besides, as {@code counter++}, is done. A module
 * without lines has no ring. When the ring is full, the line is counted as lost, and the program goes on.
 *
 * <p>On the JVM the lines go to the {@link System.Logger} {@code dev.tawon.log}.
 */
public final class Log {
  private static final class Jvm {
    static final Logger LOGGER = System.getLogger("dev.tawon.log");
  }

  private Log() {}

  /** Writes a line of {@link LogLevel#TRACE}. */
  public static void trace(String line) {
    Jvm.LOGGER.log(Logger.Level.TRACE, line);
  }

  /** Writes a line of {@link LogLevel#DEBUG}. */
  public static void debug(String line) {
    Jvm.LOGGER.log(Logger.Level.DEBUG, line);
  }

  /** Writes a line of {@link LogLevel#INFO}. */
  public static void info(String line) {
    Jvm.LOGGER.log(Logger.Level.INFO, line);
  }

  /** Writes a line of {@link LogLevel#WARN}. */
  public static void warn(String line) {
    Jvm.LOGGER.log(Logger.Level.WARNING, line);
  }

  /** Writes a line of {@link LogLevel#ERROR}. */
  public static void error(String line) {
    Jvm.LOGGER.log(Logger.Level.ERROR, line);
  }

  /**
   * Whether lines of a level are written: a constant to programs, so that what is done for such lines alone is not compiled
   * where they are not.
   *
   * @param level a constant
   */
  public static boolean isEnabled(LogLevel level) {
    return switch (level) {
      case TRACE -> Jvm.LOGGER.isLoggable(Logger.Level.TRACE);
      case DEBUG -> Jvm.LOGGER.isLoggable(Logger.Level.DEBUG);
      case INFO -> Jvm.LOGGER.isLoggable(Logger.Level.INFO);
      case WARN -> Jvm.LOGGER.isLoggable(Logger.Level.WARNING);
      case ERROR -> Jvm.LOGGER.isLoggable(Logger.Level.ERROR);
      case OFF -> false;
    };
  }
}
