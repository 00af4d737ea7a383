package dev.tawon.compiler.marks;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * The class files of classes.
 *
 * <p>A class loader looks for a resource in all of the JDK's modules first, and then makes a URL, a connection and a stream of it.
 * Where a class says which file or directory it comes from, it is read from there: in a JVM that has just started, that is a
 * twentieth of a compilation less.
 */
public final class ClassBytes {
  private ClassBytes() {}

  /**
   * A class's class file.
   *
   * @return its bytes; null if there is none, as of a class that is made at run time
   * @throws IOException if it cannot be read
   */
  public static byte @Nullable [] of(Class<?> type) throws IOException {
    Path source = source(type);
    byte[] bytes =
        source == null ? null : read(source, type.getName().replace('.', '/') + ".class");
    if (bytes != null) {
      return bytes;
    }
    String resource = type.getName().substring(type.getName().lastIndexOf('.') + 1) + ".class";
    try (InputStream stream = type.getResourceAsStream(resource)) {
      return stream == null ? null : stream.readAllBytes();
    }
  }

  /** The file or directory that a class comes from; null if it is none. */
  private static @Nullable Path source(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    URL location = source == null ? null : source.getLocation();
    if (location == null || !location.getProtocol().equals("file")) {
      return null;
    }
    try {
      return Path.of(location.toURI());
    } catch (URISyntaxException | IllegalArgumentException | FileSystemNotFoundException _) {
      return null;
    }
  }

  private static byte @Nullable [] read(Path source, String name) {
    try {
      if (Files.isDirectory(source)) {
        return Files.readAllBytes(source.resolve(name));
      }
      try (JarFile jar =
          new JarFile(source.toFile(), false, ZipFile.OPEN_READ, JarFile.runtimeVersion())) {
        ZipEntry entry = jar.getEntry(name);
        return entry == null ? null : jar.getInputStream(entry).readAllBytes();
      }
    } catch (IOException | IllegalArgumentException _) {
      return null; // the class loader knows better, or says what is wrong
    }
  }
}
