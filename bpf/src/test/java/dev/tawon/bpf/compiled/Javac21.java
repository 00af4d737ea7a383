package dev.tawon.bpf.compiled;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The compiler of JDK 21, run by this JDK as a program of its own: its classes have the names of those that this JDK has itself.
 */
final class Javac21 {
  private static final Path JAR = Path.of("target", "compilers", "javac21.jar");
  private static final int JAVA_21 = 65;

  private final Path work;

  /**
   * A compiler.
   *
   * @param work a directory for what it reads and says
   */
  Javac21(Path work) {
    this.work = work;
  }

  /** Compiles some files, against this test's class path, into a directory. */
  void compile(List<Path> sources, Path output) throws IOException, InterruptedException {
    List<String> options =
        new ArrayList<>(List.of("-proc:none", "-implicit:none", "-g:source,lines", "-nowarn"));
    options.addAll(List.of("--release", "21", "-d", output.toString()));
    options.addAll(List.of("-classpath", classPath()));
    sources.forEach(source -> options.add(source.toString()));
    Path file = Files.write(work.resolve("options"), options);
    Path said = work.resolve("said");
    Process javac =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                JAR.toString(),
                "org.frgaal.Main",
                "@" + file)
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    try {
      assertThat(javac.waitFor()).as(Files.readString(said, UTF_8)).isZero();
    } finally {
      javac.destroyForcibly();
    }
  }

  /**
   * The class path as it can read it. The language's own classes are for Java 21 as they are; those of this project's that are
   * not, which the tests beside the corpus use, say that they are in copies. They are in directories, or in jars once Maven has
   * made these.
   */
  private String classPath() throws IOException {
    List<String> path = new ArrayList<>();
    String whole =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    for (String entry : whole.split(File.pathSeparator)) {
      Path classes = Path.of(entry);
      boolean isOurs =
          Files.isDirectory(classes) || classes.getFileName().toString().startsWith("tawon-");
      boolean isLanguage = entry.contains(File.separator + "lang" + File.separator);
      path.add(isOurs && !isLanguage ? copied(classes, path.size()) : entry);
    }
    return String.join(File.pathSeparator, path);
  }

  private String copied(Path entry, int number) throws IOException {
    if (Files.isDirectory(entry)) {
      return copiedTree(entry, number);
    }
    try (FileSystem jar = FileSystems.newFileSystem(entry)) {
      return copiedTree(jar.getPath("/"), number);
    }
  }

  private String copiedTree(Path classes, int number) throws IOException {
    Path copies = work.resolve("classes" + number);
    try (Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".class")).toList()) {
        Path copy = copies.resolve(classes.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        byte[] bytes = Files.readAllBytes(file);
        // The version's minor and major half.
        Arrays.fill(bytes, 4, 8, (byte) 0);
        bytes[7] = JAVA_21;
        Files.write(copy, bytes);
      }
    }
    return copies.toString();
  }
}
