package dev.tawon.compiler.front;

import dev.tawon.compiler.CompilationException;
import dev.tawon.compiler.ir.Position;
import java.lang.annotation.AnnotationTypeMismatchException;
import java.lang.annotation.IncompleteAnnotationException;
import java.lang.classfile.constantpool.ConstantPoolException;
import java.lang.reflect.MalformedParameterizedTypeException;
import java.util.List;

/** An exception that the compiler did not mean to throw, with the place in the program that it was at. */
public final class CompilerBug extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Packages of the JDK that read and check what class files hold. */
  private static final List<String> READERS =
      List.of(
          "java.lang.classfile.",
          "java.lang.constant.",
          "jdk.internal.classfile.",
          "jdk.internal.constant.");

  private final transient Position position;
  private final String listing;

  /**
   * A bug.
   *
   * @param position where in the source
   * @param listing the bytecode of the method, as {@link MethodListing} writes it
   * @param cause what was thrown
   */
  CompilerBug(Position position, String listing, Throwable cause) {
    super(cause.toString(), cause);
    this.position = position;
    this.listing = listing;
  }

  /** Whether what was thrown says what is wrong with a program or its classes, or is a bug that is described already. */
  public static boolean isExpected(Throwable thrown) {
    return switch (thrown) {
      case SourceError _,
          CompilationException _,
          CompilerBug _,
          AnnotationTypeMismatchException _,
          IncompleteAnnotationException _,
          TypeNotPresentException _,
          MalformedParameterizedTypeException _ ->
          true;
      default -> false;
    };
  }

  /** Whether it was thrown by what reads class files, whose constants are parsed as they are asked for. */
  public static boolean isOfTheReader(Throwable thrown) {
    StackTraceElement[] trace = thrown.getStackTrace();
    return thrown instanceof ConstantPoolException
        || trace.length > 0 && READERS.stream().anyMatch(trace[0].getClassName()::startsWith);
  }

  /** Where in the source it was. */
  public Position position() {
    return position;
  }

  /** The method that was compiled. */
  public String listing() {
    return listing;
  }
}
