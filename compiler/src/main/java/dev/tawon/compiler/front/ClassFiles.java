package dev.tawon.compiler.front;

import dev.tawon.compiler.Rule;
import dev.tawon.compiler.ir.Position;
import dev.tawon.compiler.marks.ClassBytes;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodType;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Finds classes and their class files, as one module's class loader sees them. */
final class ClassFiles {
  private final ClassLoader loader;
  private final Map<Class<?>, ClassModel> models = new HashMap<>();
  private final Map<MethodModel, MethodCode> codes = new HashMap<>();

  ClassFiles(ClassLoader loader) {
    this.loader = loader;
  }

  /**
   * A class by its name in a class file.
   *
   * @param internalName {@code dev/tawon/lang/Bpf}
   */
  Class<?> load(String internalName, Position position) {
    try {
      return Class.forName(internalName.replace('/', '.'), false, loader);
    } catch (ClassNotFoundException | LinkageError e) {
      throw new SourceError(
          position,
          Rule.MISSING_CLASS,
          "class " + internalName.replace('/', '.') + " cannot be loaded: " + e);
    }
  }

  /** The types of a method, as classes. */
  MethodType type(MethodTypeDesc type) {
    return MethodType.fromMethodDescriptorString(type.descriptorString(), loader);
  }

  /** The name of a class in class files: {@code dev/tawon/lang/Bpf}, {@code [I}. */
  static String internalName(ClassDesc type) {
    String descriptor = type.descriptorString();
    return descriptor.startsWith("L")
        ? descriptor.substring(1, descriptor.length() - 1)
        : descriptor;
  }

  /** A method. */
  Optional<MethodModel> method(Class<?> owner, String name, String descriptor, Position position) {
    try {
      return model(owner, position).methods().stream()
          .filter(method ->
              method.methodName().equalsString(name)
                  && method.methodType().equalsString(descriptor))
          .findFirst();
    } catch (IllegalArgumentException e) {
      throw damaged(owner, position, e);
    }
  }

  /**
   * The code of a method.
   *
   * @param call the place that asks for it
   */
  MethodCode code(Class<?> owner, MethodModel method, Position call) {
    MethodCode known = codes.get(method);
    if (known == null) {
      known = MethodCode.of(owner, method, call);
      codes.put(method, known);
    }
    return known;
  }

  private ClassModel model(Class<?> type, Position position) {
    ClassModel known = models.get(type);
    if (known != null) {
      return known;
    }
    try {
      byte[] bytes = ClassBytes.of(type);
      if (bytes == null) {
        throw new SourceError(
            position, Rule.MISSING_CLASS, "the class file of " + type.getName() + " is not there");
      }
      ClassModel model = ClassFile.of().parse(bytes);
      models.put(type, model);
      return model;
    } catch (IOException e) {
      throw new SourceError(
          position,
          Rule.MISSING_CLASS,
          "the class file of " + type.getName() + " cannot be read: " + e);
    } catch (IllegalArgumentException e) {
      throw damaged(type, position, e);
    }
  }

  /** The parser of class files says so with this exception. */
  private static SourceError damaged(
      Class<?> type, Position position, IllegalArgumentException cause) {
    return SourceError.damaged(position, type.getName() + ": " + cause.getMessage());
  }
}
