package dev.tawon.build;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Gives the classes of a jar that were compiled for Java 5 the form that they have since: with stack maps. The JDK's
 * ahead-of-time cache takes no classes without, and they are the better part of a command line's start.
 */
public final class Modernizer {
  private static final int OLDEST_WITH_STACK_MAPS = ClassFile.JAVA_8_VERSION;

  private Modernizer() {}

  /**
   * Rewrites jars in place.
   *
   * @param arguments a directory; then how the names of the jars in it begin
   * @throws IOException if a file cannot be read or written
   */
  public static void main(String[] arguments) throws IOException {
    for (int i = 1; i < arguments.length; i++) {
      try (var jars = Files.newDirectoryStream(Path.of(arguments[0]), arguments[i] + "*.jar")) {
        for (Path jar : jars) {
          Files.write(jar, modern(jar));
        }
      }
    }
  }

  private static byte[] modern(Path jar) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipFile in = new ZipFile(jar.toFile());
        ZipOutputStream out = new ZipOutputStream(bytes)) {
      ClassFile format =
          ClassFile.of(
              ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
              ClassFile.ClassHierarchyResolverOption.of(
                  ClassHierarchyResolver.ofResourceParsing(
                          type -> {
                            String name = type.descriptorString();
                            return stream(in, name.substring(1, name.length() - 1) + ".class");
                          })
                      .orElse(ClassHierarchyResolver.defaultResolver())
                      .cached()));
      for (Enumeration<? extends ZipEntry> all = in.entries(); all.hasMoreElements(); ) {
        ZipEntry entry = all.nextElement();
        ZipEntry written = new ZipEntry(entry.getName());
        written.setTime(entry.getTime());
        out.putNextEntry(written);
        try (InputStream content = in.getInputStream(entry)) {
          byte[] file = content.readAllBytes();
          out.write(entry.getName().endsWith(".class") ? modern(format, file) : file);
        }
        out.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static @Nullable InputStream stream(ZipFile jar, String name) {
    try {
      ZipEntry entry = jar.getEntry(name);
      return entry == null ? null : jar.getInputStream(entry);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] modern(ClassFile format, byte[] file) {
    ClassModel model = format.parse(file);
    if (model.majorVersion() >= OLDEST_WITH_STACK_MAPS) {
      return file;
    }
    // Only code that is written anew gets stack maps.
    ClassTransform code = ClassTransform.transformingMethodBodies(CodeBuilder::with);
    return format.transformClass(
        model,
        code.andThen((builder, element) -> {
          if (element instanceof ClassFileVersion) {
            builder.withVersion(OLDEST_WITH_STACK_MAPS, 0);
          } else {
            builder.with(element);
          }
        }));
  }
}
