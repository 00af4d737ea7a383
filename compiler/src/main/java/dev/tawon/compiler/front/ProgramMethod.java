package dev.tawon.compiler.front;

import dev.tawon.object.AttachType;
import dev.tawon.object.ProgramType;
import java.lang.classfile.MethodModel;
import org.jspecify.annotations.Nullable;

/** A method with a program annotation. */
public final class ProgramMethod {
  private final Class<?> owner;
  private final MethodModel model;
  private final ProgramKind kind;
  private final String target;
  private final boolean takesResult;
  private final boolean isTimed;

  /**
   * A program.
   *
   * @param owner the class that declares it
   * @param model its class-file form
   * @param kind what its annotation makes of it
   * @param target what it is attached to
   * @param takesResult whether its last parameter is what the function returned
   * @param isTimed whether it measures its run time
   */
  ProgramMethod(
      Class<?> owner,
      MethodModel model,
      ProgramKind kind,
      String target,
      boolean takesResult,
      boolean isTimed) {
    this.isTimed = isTimed;
    this.owner = owner;
    this.model = model;
    this.kind = kind;
    this.target = target;
    this.takesResult = takesResult;
  }

  /** The class that declares it. */
  Class<?> owner() {
    return owner;
  }

  /** Its class-file form. */
  MethodModel model() {
    return model;
  }

  /** What its annotation makes of it. */
  ProgramKind kind() {
    return kind;
  }

  /** Whether its last parameter is what the function returned. */
  boolean takesResult() {
    return takesResult;
  }

  /** Whether it measures its run time. */
  public boolean isTimed() {
    return isTimed;
  }

  /** The kind of program. */
  public ProgramType type() {
    return kind.type();
  }

  /** Where it is meant to be attached, or null where the kind has one place. */
  public @Nullable AttachType attachType() {
    return kind.attachType();
  }

  /** Whether it may sleep. */
  public boolean isSleepable() {
    return kind.sleepable();
  }

  /** Since which kernel programs of its kind may sleep; null if they may not. */
  public @Nullable String sleepsSince() {
    return kind.sleepsSince();
  }

  /** What it is attached to; empty where user space says it. */
  public String target() {
    return target;
  }

  /** The result that changes nothing. */
  public int neutralResult() {
    return kind.results().neutral();
  }

  /** The method's name, which is the program's. */
  public String name() {
    return model.methodName().stringValue();
  }
}
