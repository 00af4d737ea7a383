package dev.tawon.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * {@link CompileOnce} in JVMs of its own, on the class path that a library's user has.
 *
 * @param milliseconds how long the compilation takes
 * @param classes classes that it loads
 * @param allocatedKib what it allocates
 * @param residentMib the most memory that the JVM has resident at a time
 */
record ColdCompilation(
    Samples milliseconds, Samples classes, Samples allocatedKib, Samples residentMib) {
  private static final double NS_PER_MS = 1e6;
  private static final double KIB = 1024;
  private static final List<String> MODULES = List.of("isa", "lang", "object", "compiler");

  private ColdCompilation() {
    this(new Samples(), new Samples(), new Samples(), new Samples());
  }

  /** With the JDK's class-data archive alone. */
  static ColdCompilation plain(Settings settings) {
    return measure(settings, List.of("-Xlog:disable"));
  }

  /** With an ahead-of-time cache that the application made of itself in a run before (JEP 514). */
  static ColdCompilation cached(Settings settings) {
    Path cache = settings.directory().resolve("compile-once.aot");
    run(settings, List.of("-Xlog:disable", "-XX:AOTCacheOutput=" + cache), List.of());
    return measure(settings, List.of("-Xlog:disable", "-XX:AOTCache=" + cache));
  }

  private static ColdCompilation measure(Settings settings, List<String> options) {
    ColdCompilation measured = new ColdCompilation();
    long[] without = run(settings, options, List.of("nothing"));
    for (int i = 0; i < settings.shortRounds() * 2; i++) {
      long[] said = run(settings, options, List.of());
      measured.milliseconds.add(said[0] / NS_PER_MS);
      measured.classes.add(said[1] - without[1]);
      measured.allocatedKib.add((said[2] - without[2]) / KIB);
      measured.residentMib.add(said[3] / KIB);
    }
    return measured;
  }

  private static long[] run(Settings settings, List<String> options, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(
        List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", classPath(settings.root())));
    command.add(CompileOnce.class.getName());
    command.addAll(arguments);
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException("the compilation fails: " + said);
      }
      // A JVM that makes a cache says so, whatever it is told of logs.
      String numbers = said.lines().findFirst().orElse("");
      return Stream.of(numbers.split(" ", -1)).mapToLong(Long::parseLong).toArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String classPath(Path root) {
    List<String> jars = new ArrayList<>();
    jars.add(jar(root.resolve("bench/target"), "bench"));
    MODULES.forEach(module -> jars.add(jar(root.resolve("cli/target/dist/lib"), module)));
    return String.join(":", jars);
  }

  private static String jar(Path directory, String module) {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("tawon-" + module + "-"))
          .filter(file -> file.toString().endsWith(".jar"))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("no jar of " + module + " in " + directory))
          .toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
