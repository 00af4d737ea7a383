package dev.tawon.bpf.compiled;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.eclipse.jdt.core.compiler.batch.BatchCompiler;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The corpus as other compilers make class files of it: javac of JDK 21, this JDK's for Java 21, and Eclipse's, whose code has
 * other shapes. What it computes is the same everywhere.
 */
class OtherCompilersTest {
  private static final Path SOURCES = Path.of("src", "test", "java");
  private static final int INPUTS = 60;

  @TempDir private Path output;

  @TestFactory
  Stream<DynamicTest> shouldRunAsOnTheJvmWhenJavacCompilesForJava21() throws IOException {
    Map<String, String> texts = new HashMap<>();
    for (Path file : sources()) {
      String name = SOURCES.relativize(file).toString().replaceFirst("\\.java$", "");
      texts.put(name.replace('/', '.'), Files.readString(file));
    }
    return tests(
        new Javac(
                ToolProvider.getSystemJavaCompiler(),
                List.of("-proc:none", "-g:source,lines", "--source", "21", "--target", "21"))
            .compile(texts));
  }

  @TestFactory
  Stream<DynamicTest> shouldRunAsOnTheJvmWhenJavacOfJdk21Compiles(@TempDir Path work)
      throws IOException, InterruptedException {
    new Javac21(work).compile(sources(), output);
    Map<String, byte[]> classes = written();
    assertThat(classes.values()).allSatisfy(file -> assertThat(file[7]).isEqualTo((byte) 65));
    return tests(classes);
  }

  @TestFactory
  Stream<DynamicTest> shouldRunAsOnTheJvmWhenEclipseCompilesForJava21() throws IOException {
    return tests(eclipse("21"));
  }

  @TestFactory
  Stream<DynamicTest> shouldRunAsOnTheJvmWhenEclipseCompilesForJava25() throws IOException {
    return tests(eclipse("25"));
  }

  private Map<String, byte[]> eclipse(String version) throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of("-proc:none", "-g:source,lines", "-nowarn", "-d", output.toString()));
    arguments.addAll(List.of("-source", version, "-target", version));
    arguments.addAll(
        List.of(
            "-classpath",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))));
    sources().forEach(file -> arguments.add(file.toString()));
    StringWriter said = new StringWriter();
    boolean done =
        BatchCompiler.compile(
            arguments.toArray(String[]::new), new PrintWriter(said), new PrintWriter(said), null);
    assertThat(done).as(said.toString()).isTrue();
    return written();
  }

  private Map<String, byte[]> written() throws IOException {
    Map<String, byte[]> classes = new HashMap<>();
    try (Stream<Path> files = Files.walk(output)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = output.relativize(file).toString().replaceFirst("\\.class$", "");
        classes.put(name.replace('/', '.'), Files.readAllBytes(file));
      }
    }
    return classes;
  }

  private static List<Path> sources() {
    return Corpus.MODULES.stream()
        .map(module -> module.getNestHost().getName().replace('.', '/') + ".java")
        .distinct()
        .map(SOURCES::resolve)
        .toList();
  }

  private static Stream<DynamicTest> tests(Map<String, byte[]> files) {
    ClassLoader classes = new Javac.Loader(files);
    return Corpus.MODULES.stream()
        .map(module ->
            DynamicTest.dynamicTest(
                module.getName().replaceFirst(".*\\.", ""),
                () -> {
                  Class<?> other = classes.loadClass(module.getName());
                  assertThat(other).isNotSameAs(module);
                  Differential.compareEverywhere(other, Differential.pairs(new Random(1), INPUTS));
                }));
  }
}
