package dev.tawon.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Whatever a class file holds, the compiler gives a program or says in an error what is wrong. {@code -Dtawon.mutations=N}
 * tries N of each kind, {@code -Dtawon.seed=S} others.
 */
class MutatedClassesTest {
  private static final int CASES = Integer.getInteger("tawon.mutations", 400);
  private static final long SEED = Long.getLong("tawon.seed", 20_261_125);
  private static final Map<String, byte[]> FILES = new TreeMap<>();

  @BeforeAll
  static void readClasses() throws IOException, URISyntaxException {
    for (Class<?> module : List.of(SamplePrograms.class, ListedPrograms.class, OddShapes.class)) {
      Path classes =
          Path.of(module.getProtectionDomain().getCodeSource().getLocation().toURI())
              .resolve(module.getPackageName().replace('.', '/'));
      try (DirectoryStream<Path> files =
          Files.newDirectoryStream(classes, module.getSimpleName() + "{$*,}.class")) {
        for (Path file : files) {
          String name = file.getFileName().toString().replaceFirst("\\.class$", "");
          FILES.put(module.getPackageName() + "." + name, Files.readAllBytes(file));
        }
      }
    }
  }

  @Test
  void shouldCompileOrRefuseChangedInstructions() throws InterruptedException {
    ClassMutation mutation = new ClassMutation(FILES.values());
    tryAll("instructions changed", mutation::mutate, false);
  }

  @Test
  void shouldCompileOrRefuseChangedBytes() throws InterruptedException {
    tryAll("bytes changed", ClassMutation::flip, false);
  }

  @Test
  void shouldCompileOrRefuseWhatTheJvmLoads() throws InterruptedException {
    tryAll("bytes changed and loaded", ClassMutation::flip, true);
  }

  @Test
  void shouldCompileOrRefuseMovedSections() throws InterruptedException {
    tryAll("sections cut, swapped and doubled", ClassMutation::move, false);
  }

  @Test
  void shouldCompileOrRefuseChangedAnnotations() throws InterruptedException {
    tryAll("annotations changed", ClassMutation::changeAnnotations, true);
  }

  @Test
  void shouldRefuseLambdasThatAreNamedAndTypedAsNothingIs() throws InterruptedException {
    String name = OddShapes.class.getName();
    String file = new String(FILES.getOrDefault(name, new byte[0]), StandardCharsets.ISO_8859_1);
    assertThat(file).contains("lambda$", "(JJ)J");
    try (ClassTrial trial = new ClassTrial("names and types of lambdas")) {
      for (String damaged :
          List.of(file.replace("lambda$", "lambda<"), file.replace("(JJ)J", "(JJ]J"))) {
        byte[] bytes = damaged.getBytes(StandardCharsets.ISO_8859_1);
        trial.run(0, new Mutant(FILES, name, bytes, false), name);
      }
    }
  }

  private interface Mutation {
    /** Throws {@link IllegalArgumentException} if what came out has no encoding. */
    byte[] of(byte[] file, Random random);
  }

  private static void tryAll(String what, Mutation mutation, boolean define)
      throws InterruptedException {
    List<String> names = List.copyOf(FILES.keySet());
    List<String> modules = names.stream().filter(name -> !name.contains("$")).toList();
    try (ClassTrial trial = new ClassTrial(what)) {
      int tried = 0;
      for (long seed = SEED; tried < CASES; seed++) {
        Random random = new Random(seed);
        // Most of the code is in the modules themselves.
        List<String> candidates = random.nextBoolean() ? names : modules;
        String name = candidates.get(random.nextInt(candidates.size()));
        byte[] mutated;
        try {
          mutated = mutation.of(FILES.getOrDefault(name, new byte[0]), random);
        } catch (IllegalArgumentException e) {
          continue;
        }
        tried++;
        trial.run(seed, new Mutant(FILES, name, mutated, define), name);
      }
    }
  }
}
