package dev.tawon.compiler.marks;

import java.io.IOException;
import java.lang.classfile.Annotation;
import java.lang.classfile.AnnotationElement;
import java.lang.classfile.AnnotationValue;
import java.lang.classfile.AttributedElement;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.FieldModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.AnnotationDefaultAttribute;
import java.lang.classfile.attribute.RuntimeVisibleAnnotationsAttribute;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Reads the annotations in a class file. */
final class MarkReader {
  /** What annotations of ours have where nothing is written, by class and name. */
  private static final Map<String, Object> DEFAULTS = new ConcurrentHashMap<>();

  private MarkReader() {}

  /** Reads a class's; returns whether there is a class file that can be read. */
  static boolean read(Class<?> type, Marks marks) {
    try {
      byte[] bytes = ClassBytes.of(type);
      if (bytes == null) {
        return false;
      }
      ClassModel model = ClassFile.of().parse(bytes);
      marks.addOwn(visible(type, model));
      for (FieldModel field : model.fields()) {
        marks.add(
            Marks.key(field.fieldName().stringValue(), field.fieldType().stringValue()),
            visible(type, field));
      }
      for (MethodModel method : model.methods()) {
        read(type, method, marks);
      }
      return true;
    } catch (IOException | RuntimeException _) {
      // The parser of class files fails with whatever its own code meets.
      return false;
    }
  }

  /**
   * The value that an annotation of ours has where none is written; null if one has to be.
   *
   * @param kind the name of its class
   */
  static @Nullable Object defaultValue(String kind, String name) {
    String key = kind + '.' + name;
    Object known = DEFAULTS.get(key);
    if (known != null) {
      return known;
    }
    try {
      Object value =
          readDefault(Class.forName(kind, false, MarkReader.class.getClassLoader()), name);
      if (value != null) {
        DEFAULTS.put(key, value);
      }
      return value;
    } catch (IOException | ReflectiveOperationException e) {
      throw new IllegalArgumentException("no annotation " + kind + " with " + name, e);
    }
  }

  private static @Nullable Object readDefault(Class<?> type, String name)
      throws IOException, ReflectiveOperationException {
    byte[] bytes = ClassBytes.of(type);
    if (bytes == null) {
      return Reflected.defaultValue(type, name);
    }
    for (MethodModel method : ClassFile.of().parse(bytes).methods()) {
      if (method.methodName().equalsString(name)) {
        AnnotationDefaultAttribute found =
            method.findAttribute(Attributes.annotationDefault()).orElse(null);
        return found == null ? null : value(found.defaultValue());
      }
    }
    throw new NoSuchMethodException(name);
  }

  private static void read(Class<?> type, MethodModel method, Marks marks) {
    String key = Marks.key(method.methodName().stringValue(), method.methodType().stringValue());
    marks.add(key, visible(type, method));
    var parameters =
        method.findAttribute(Attributes.runtimeVisibleParameterAnnotations()).orElse(null);
    if (parameters != null) {
      int index = 0;
      for (List<Annotation> annotations : parameters.parameterAnnotations()) {
        marks.add(key + index, marks(type, annotations));
        index++;
      }
    }
  }

  private static List<Mark> visible(Class<?> type, AttributedElement element) {
    RuntimeVisibleAnnotationsAttribute attribute =
        element.findAttribute(Attributes.runtimeVisibleAnnotations()).orElse(null);
    return attribute == null ? List.of() : marks(type, attribute.annotations());
  }

  private static List<Mark> marks(Class<?> type, List<Annotation> annotations) {
    List<Mark> marks = new ArrayList<>();
    for (Annotation annotation : annotations) {
      Map<String, Object> values = new HashMap<>();
      for (AnnotationElement element : annotation.elements()) {
        Object value = value(element.value());
        if (value != null) {
          values.put(element.name().stringValue(), value);
        }
      }
      marks.add(new Mark(type, className(annotation.className().stringValue()), values));
    }
    return marks;
  }

  private static @Nullable Object value(AnnotationValue value) {
    if (value instanceof AnnotationValue.OfString text) {
      return text.stringValue();
    }
    if (value instanceof AnnotationValue.OfInt number) {
      return number.intValue();
    }
    if (value instanceof AnnotationValue.OfBoolean flag) {
      return flag.booleanValue();
    }
    if (value instanceof AnnotationValue.OfEnum constant) {
      return constant.constantName().stringValue();
    }
    if (value instanceof AnnotationValue.OfClass type) {
      return className(type.className().stringValue());
    }
    if (value instanceof AnnotationValue.OfArray array) {
      List<Object> elements = new ArrayList<>();
      for (AnnotationValue element : array.values()) {
        Object plain = value(element);
        if (plain != null) {
          elements.add(plain);
        }
      }
      return elements;
    }
    return null; // no annotation of ours has any
  }

  /** The name of a class by its descriptor; a descriptor of another type stays. */
  private static String className(String descriptor) {
    return descriptor.startsWith("L")
        ? descriptor.substring(1, descriptor.length() - 1).replace('/', '.')
        : descriptor;
  }
}
