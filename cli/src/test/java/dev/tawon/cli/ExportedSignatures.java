package dev.tawon.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a module exports, as text: a block a type, a line a member, sorted. */
final class ExportedSignatures {
  private static final Pattern PACKAGE = Pattern.compile("\\b(?:[a-z][a-z0-9]*\\.)+(?=[A-Z])");

  private ExportedSignatures() {}

  /** The signatures of the module in a jar or directory. Its classes must be on the class path too. */
  static String of(Path location) {
    ModuleReference module = ModuleFinder.of(location).findAll().iterator().next();
    StringBuilder text = new StringBuilder("module " + module.descriptor().name() + "\n");
    Set<String> packages =
        module.descriptor().exports().stream()
            .filter(exports -> !exports.isQualified())
            .map(ModuleDescriptor.Exports::source)
            .collect(Collectors.toCollection(TreeSet::new));
    for (String name : classNames(module)) {
      Class<?> type = load(name);
      if (packages.contains(type.getPackageName()) && isVisible(type)) {
        append(text, type);
      }
    }
    return text.toString();
  }

  private static List<String> classNames(ModuleReference module) {
    try (ModuleReader reader = module.open();
        Stream<String> resources = reader.list()) {
      return resources
          .filter(name -> name.endsWith(".class") && !name.endsWith("-info.class"))
          .map(name -> name.substring(0, name.length() - ".class".length()).replace('/', '.'))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name, false, ExportedSignatures.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean isVisible(Class<?> type) {
    Class<?> outer = type.getEnclosingClass();
    return isVisible(type.getModifiers())
        && !type.isAnonymousClass()
        && !type.isLocalClass()
        && (outer == null || isVisible(outer));
  }

  private static boolean isVisible(int modifiers) {
    return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
  }

  private static boolean isVisible(Member member) {
    return isVisible(member.getModifiers()) && !member.isSynthetic();
  }

  private static void append(StringBuilder text, Class<?> type) {
    text.append("\n// ").append(type.getPackageName()).append('\n');
    text.append(withoutPackages(header(type))).append('\n');
    List<String> members = new ArrayList<>();
    for (Field field : type.getDeclaredFields()) {
      if (isVisible(field)) {
        members.add(field.toGenericString());
      }
    }
    for (Constructor<?> constructor : type.getDeclaredConstructors()) {
      if (isVisible(constructor)) {
        members.add(constructor.toGenericString());
      }
    }
    for (Method method : type.getDeclaredMethods()) {
      if (isVisible(method)) {
        members.add(method.toGenericString());
      }
    }
    members.stream()
        .map(ExportedSignatures::withoutPackages)
        .map(member -> member.replace(" " + nested(type) + ".", " "))
        .sorted()
        .forEach(member -> text.append("  ").append(member).append('\n'));
  }

  /** Types are told apart by their simple names, which a project should be able to do with. */
  private static String withoutPackages(String signature) {
    return PACKAGE.matcher(signature).replaceAll("").replace('$', '.').replace(",", ", ");
  }

  private static String nested(Class<?> type) {
    return type.getName().substring(type.getPackageName().length() + 1).replace('$', '.');
  }

  private static String header(Class<?> type) {
    StringBuilder header = new StringBuilder(type.toGenericString());
    if (type.isRecord()) {
      header.append(
          Arrays.stream(type.getRecordComponents())
              .map(ExportedSignatures::component)
              .collect(Collectors.joining(",", "(", ")")));
    }
    Type superclass = type.getGenericSuperclass();
    if (superclass != null
        && superclass != Object.class
        && superclass != Record.class
        && !type.isEnum()) {
      header.append(" extends ").append(superclass.getTypeName());
    }
    list(header, type.isInterface() ? " extends " : " implements ", type.getGenericInterfaces());
    if (type.isSealed()) {
      list(header, " permits ", type.getPermittedSubclasses());
    }
    return header.toString();
  }

  private static String component(RecordComponent component) {
    return component.getGenericType().getTypeName() + " " + component.getName();
  }

  private static void list(StringBuilder header, String word, Type[] types) {
    if (types.length > 0) {
      header.append(
          Arrays.stream(types).map(Type::getTypeName).collect(Collectors.joining(",", word, "")));
    }
  }
}
