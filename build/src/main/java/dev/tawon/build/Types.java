package dev.tawon.build;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.constant.ClassDesc;
import java.lang.reflect.AccessFlag;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;

/** What class files say of types. */
final class Types {
  private final ClassLoader loader;
  private final Map<ClassDesc, Optional<ClassModel>> models = new HashMap<>();

  Types(ClassLoader loader) {
    this.loader = loader;
  }

  /**
   * The classes that the objects of a type are of; empty if it cannot be told: if the type is not sealed, or one that it permits
   * is neither sealed nor final.
   */
  Optional<SequencedSet<ClassDesc>> classes(ClassDesc type) {
    SequencedSet<ClassDesc> classes = new LinkedHashSet<>();
    return collect(type, classes) ? Optional.of(classes) : Optional.empty();
  }

  private boolean collect(ClassDesc type, Set<ClassDesc> classes) {
    Optional<ClassModel> model = model(type);
    if (model.isEmpty()) {
      return false;
    }
    if (model.get().flags().has(AccessFlag.FINAL)) {
      classes.add(type);
      return true;
    }
    var permitted = model.get().findAttribute(Attributes.permittedSubclasses());
    if (permitted.isEmpty()) {
      return false;
    }
    if (!model.get().flags().has(AccessFlag.ABSTRACT)) {
      classes.add(type);
    }
    for (ClassEntry subclass : permitted.get().permittedSubclasses()) {
      if (!collect(subclass.asSymbol(), classes)) {
        return false;
      }
    }
    return true;
  }

  /** Whether a class is a type, by its class file and those of its supertypes. */
  boolean isSubtype(ClassDesc type, ClassDesc of) {
    if (type.equals(of)) {
      return true;
    }
    Optional<ClassModel> model = model(type);
    if (model.isEmpty()) {
      return false;
    }
    return model.get().superclass().filter(above -> isSubtype(above.asSymbol(), of)).isPresent()
        || model.get().interfaces().stream().anyMatch(above -> isSubtype(above.asSymbol(), of));
  }

  /** The methods of an interface's objects, by name and descriptor, and where they are declared. */
  Map<String, ClassDesc> methods(ClassDesc type) {
    Map<String, ClassDesc> methods = new HashMap<>();
    ClassModel model =
        model(type).orElseThrow(() -> new IllegalStateException("no class file of " + type));
    model.interfaces().forEach(above -> methods.putAll(methods(above.asSymbol())));
    for (MethodModel method : model.methods()) {
      if (!method.flags().has(AccessFlag.STATIC) && !method.flags().has(AccessFlag.PRIVATE)) {
        methods.put(method.methodName().stringValue() + method.methodType().stringValue(), type);
      }
    }
    return methods;
  }

  private Optional<ClassModel> model(ClassDesc type) {
    return models.computeIfAbsent(type, this::read);
  }

  private Optional<ClassModel> read(ClassDesc type) {
    if (!type.isClassOrInterface()) {
      return Optional.empty();
    }
    String descriptor = type.descriptorString();
    String resource = descriptor.substring(1, descriptor.length() - 1) + ".class";
    try (InputStream stream = loader.getResourceAsStream(resource)) {
      return stream == null
          ? Optional.empty()
          : Optional.of(ClassFile.of().parse(stream.readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
