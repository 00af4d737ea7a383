package dev.tawon.compiler;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A loader of one nest of classes, of which one has another class file: as a resource alone, or as the class too, if the
 * JVM takes it.
 */
final class Mutant extends ClassLoader {
  private final Map<String, byte[]> originals;
  private final String mutated;
  private final byte[] file;
  private final boolean define;

  /**
   * A loader.
   *
   * @param originals the class files by class name
   * @param mutated the class that has another one
   * @param file that class file
   * @param define whether the class is made from it too
   */
  Mutant(Map<String, byte[]> originals, String mutated, byte[] file, boolean define) {
    super(Mutant.class.getClassLoader());
    this.originals = originals;
    this.mutated = mutated;
    this.file = file;
    this.define = define;
  }

  /** The class file of a class that is loaded already. */
  static byte[] file(Class<?> type) throws IOException {
    String name = type.getName().substring(type.getName().lastIndexOf('.') + 1) + ".class";
    try (InputStream stream = type.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IOException("no class file of " + type);
      }
      return stream.readAllBytes();
    }
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    byte[] original = originals.get(name);
    if (original == null) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      if (loaded != null) {
        return loaded;
      }
      byte[] bytes = define && name.equals(mutated) ? file : original;
      return defineClass(name, bytes, 0, bytes.length);
    }
  }

  @Override
  public @Nullable InputStream getResourceAsStream(String resource) {
    String name = resource.replace('/', '.').replaceFirst("\\.class$", "");
    byte[] bytes = name.equals(mutated) ? file : originals.get(name);
    return bytes == null ? super.getResourceAsStream(resource) : new ByteArrayInputStream(bytes);
  }
}
