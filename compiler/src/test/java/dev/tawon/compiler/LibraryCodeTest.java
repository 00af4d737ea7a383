package dev.tawon.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tawon.isa.Instruction;
import dev.tawon.lang.BpfModule;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs call what jars of others have: on the class path, and in named modules. */
class LibraryCodeTest {
  private static final String HASH =
      """
      package org.library;
      public final class Hash {
        private static final int SEED = Integer.parseInt("17");
        public static int of(int number) {
          int x = number * 31 + Inner.seed();
          x ^= x >>> 16;
          x *= 0x7feb352d;
          x ^= x >>> 15;
          x += (x & 0xff) * 3 + (x >>> 8 & 0xff) * 5 + (x >>> 16 & 0xff) * 7;
          return x ^ x << 9;
        }
        private static final class Inner {
          static int seed() { return SEED; }
        }
        %s
      }
      """;

  private static final String PROBE =
      """
      package app;
      import dev.tawon.lang.*;
      import org.library.*;
      @BpfModule
      public final class Probe {
        @RawTracepoint("sys_enter")
        static int run(long a, long b) {
          return %s;
        }
      }
      """;

  private static final String FIVE_CALLS =
      "Hash.of((int) a) + Hash.of((int) b) + Hash.of(3) + Hash.of((int) (a ^ b)) + Hash.of(5)";

  @TempDir Path directory;

  /** Compiles a file, and makes a jar of what comes of it. */
  private Path jar(String name, String classPath, List<String> options, String... sources)
      throws IOException {
    Path classes = Files.createDirectories(directory.resolve(name + ".classes"));
    List<String> arguments = new ArrayList<>(options);
    arguments.addAll(List.of("-proc:none", "-cp", classPath, "-d", classes.toString()));
    for (int i = 0; i < sources.length; i++) {
      String type =
          sources[i].startsWith("module")
              ? "module-info"
              : sources[i].replaceAll("(?s).*?public final class (\\w+).*", "$1");
      Path source = Files.createDirectories(directory.resolve(name + i)).resolve(type + ".java");
      arguments.add(Files.writeString(source, sources[i]).toString());
    }
    assertThat(
            ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, arguments.toArray(String[]::new)))
        .isZero();
    Path jar = directory.resolve(name + ".jar");
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file);
        Stream<Path> found = Files.walk(classes)) {
      for (Path each : found.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(new JarEntry(classes.relativize(each).toString()));
        out.write(Files.readAllBytes(each));
      }
    }
    return jar;
  }

  private static String lang() throws URISyntaxException {
    return Path.of(BpfModule.class.getProtectionDomain().getCodeSource().getLocation().toURI())
        .toString();
  }

  private static Class<?> load(Path... jars) throws IOException, ClassNotFoundException {
    URL[] urls = new URL[jars.length];
    for (int i = 0; i < jars.length; i++) {
      urls[i] = jars[i].toUri().toURL();
    }
    return new URLClassLoader(urls, LibraryCodeTest.class.getClassLoader()).loadClass("app.Probe");
  }

  private static long calls(Class<?> module) {
    return Compiler.compile(module, CompilerOptions.defaults())
        .object()
        .programs()
        .getFirst()
        .instructions()
        .stream()
        .filter(Instruction.CallFunction.class::isInstance)
        .count();
  }

  @Test
  void shouldCompileWhatAJarOnTheClassPathHas() throws Exception {
    Path library = jar("library", "", List.of(), HASH.formatted(""));
    Path probe = jar("probe", library + ":" + lang(), List.of(), PROBE.formatted(FIVE_CALLS));
    assertThat(calls(load(library, probe))).isEqualTo(5);
  }

  @Test
  void shouldCompileWhatANamedModuleHas() throws Exception {
    Path library =
        jar(
            "library",
            "",
            List.of(),
            HASH.formatted(""),
            "module org.library { exports org.library; opens org.library; }");
    Path probe = jar("probe", library + ":" + lang(), List.of(), PROBE.formatted(FIVE_CALLS));
    ModuleLayer boot = ModuleLayer.boot();
    Configuration configuration =
        boot.configuration()
            .resolve(ModuleFinder.of(library), ModuleFinder.of(), Set.of("org.library"));
    ClassLoader named =
        ModuleLayer.defineModulesWithOneLoader(
                configuration, List.of(boot), LibraryCodeTest.class.getClassLoader())
            .layer()
            .findLoader("org.library");
    try (URLClassLoader loader = new URLClassLoader(new URL[] {probe.toUri().toURL()}, named)) {
      Class<?> module = loader.loadClass("app.Probe");
      assertThat(loader.loadClass("org.library.Hash").getModule().getName())
          .isEqualTo("org.library");
      assertThat(calls(module)).isEqualTo(5);
    }
  }

  @Test
  void shouldSayWhichMethodIsNotThereAnyMore() throws Exception {
    Path before =
        jar("before", "", List.of(), HASH.formatted("public static int old() { return 1; }"));
    Path probe = jar("probe", before + ":" + lang(), List.of(), PROBE.formatted("Hash.old()"));
    Path after = jar("after", "", List.of(), HASH.formatted(""));
    Class<?> module = load(after, probe);
    assertThatThrownBy(() -> Compiler.compile(module, CompilerOptions.defaults()))
        .hasMessageContaining("Probe.java:8: error: org.library.Hash has no method int old()")
        .hasMessageContaining("another version");
  }

  @Test
  void shouldSayWhichClassIsNotThere() throws Exception {
    Path library = jar("library", "", List.of(), HASH.formatted(""));
    Path probe = jar("probe", library + ":" + lang(), List.of(), PROBE.formatted("Hash.of(1)"));
    Class<?> module = load(probe);
    assertThatThrownBy(() -> Compiler.compile(module, CompilerOptions.defaults()))
        .hasMessageContaining("Probe.java:8: error: class org.library.Hash cannot be loaded");
  }

  @Test
  void shouldSayThatAMethodIsNative() throws Exception {
    Path library =
        jar("library", "", List.of(), HASH.formatted("public static native int fast(int x);"));
    Path probe = jar("probe", library + ":" + lang(), List.of(), PROBE.formatted("Hash.fast(1)"));
    Class<?> module = load(library, probe);
    assertThatThrownBy(() -> Compiler.compile(module, CompilerOptions.defaults()))
        .hasMessageContaining("Probe.java:8: error: Hash.fast is native: it has no bytecode");
  }
}
