package dev.tawon.compiler.front;

import dev.tawon.object.AttachType;
import dev.tawon.object.ProgramType;
import java.lang.classfile.MethodModel;
import org.jspecify.annotations.Nullable;

/**
 * A method with a program annotation.
 *
 * @param owner the class that declares it
 * @param model its class-file form
 * @param type the kind of program
 * @param attachType where it is meant to be attached, or null where the kind has one place
 * @param target what it is attached to
 */
public record ProgramMethod(
    Class<?> owner,
    MethodModel model,
    ProgramType type,
    @Nullable AttachType attachType,
    String target) {
  /** The method's name, which is the program's. */
  public String name() {
    return model.methodName().stringValue();
  }
}
