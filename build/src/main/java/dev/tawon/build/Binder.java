package dev.tawon.build;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Rewrites the classes of a directory in place. What has been bound stays as it is, so that it can run again.
 *
 * <p>Kernel-side code is not to be touched: the compiler knows what javac makes of it.
 */
public final class Binder {
  private final Path directory;
  private final ClassFile format;
  private final Types types;

  private Binder(Path directory, ClassLoader loader) {
    this.directory = directory;
    this.types = new Types(loader);
    this.format =
        ClassFile.of(
            ClassFile.ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofResourceParsing(loader)
                    .orElse(ClassHierarchyResolver.defaultResolver())));
  }

  /**
   * Binds a directory's classes, which the thread's class loader sees too, with those that they need.
   *
   * @param arguments the directory; then the packages to leave alone, with all below: {@code dev/tawon/monitor/probe}
   * @throws IOException if a file cannot be read or written
   */
  public static void main(String[] arguments) throws IOException {
    Path directory = Path.of(arguments[0]);
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    new Binder(directory, loader == null ? ClassLoader.getSystemClassLoader() : loader)
        .bind(List.of(arguments).subList(1, arguments.length));
  }

  private void bind(List<String> excluded) throws IOException {
    Map<String, Path> files = new TreeMap<>();
    try (Stream<Path> walk = Files.walk(directory)) {
      walk.filter(file -> file.toString().endsWith(".class"))
          .forEach(file -> files.put(internalName(file), file));
    }
    files.keySet().removeIf(name -> excluded.stream().anyMatch(at -> name.startsWith(at + "/")));
    Map<String, List<String>> newMembers = new TreeMap<>();
    for (Path file : files.values()) {
      ClassModel model = format.parse(Files.readAllBytes(file));
      BoundClass bound = new BoundClass(format, types, model);
      if (bound.isNeeded()) {
        write(file, bound.bytes(), Files.getLastModifiedTime(file));
        for (Map.Entry<String, byte[]> lambda : bound.lambdas().entrySet()) {
          Path beside = directory.resolve(lambda.getKey() + ".class");
          write(beside, lambda.getValue(), Files.getLastModifiedTime(file));
          newMembers
              .computeIfAbsent(Nests.host(model), _ -> new ArrayList<>())
              .add(lambda.getKey());
        }
      }
    }
    for (Map.Entry<String, List<String>> nest : newMembers.entrySet()) {
      Path file = directory.resolve(nest.getKey() + ".class");
      FileTime time = Files.getLastModifiedTime(file);
      write(file, Nests.add(format, Files.readAllBytes(file), nest.getValue()), time);
    }
  }

  private String internalName(Path file) {
    String name = directory.relativize(file).toString().replace('\\', '/');
    return name.substring(0, name.length() - ".class".length());
  }

  /** The time stays that of javac's, by which builds tell what is stale. */
  private static void write(Path file, byte[] bytes, FileTime time) throws IOException {
    Files.write(file, bytes);
    Files.setLastModifiedTime(file, time);
  }
}
