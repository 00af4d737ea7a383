package dev.tawon.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tawon.bpf.AttachTarget;
import dev.tawon.bpf.Bpf;
import dev.tawon.bpf.KernelRelease;
import dev.tawon.bpf.LoadedProgram;
import dev.tawon.bpf.UnsupportedFeatureException;
import dev.tawon.compiler.CompilationException;
import dev.tawon.compiler.Diagnostic;
import dev.tawon.lang.BpfModule;
import dev.tawon.testkit.KernelTest;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every example is verified by the kernel and attached, in virtual machines alone. Where it is not, it says that it needs a
 * newer kernel, and the kernel is older indeed.
 */
@KernelTest(host = false)
class ExamplesTest {
  private static final Path CGROUP = Path.of("/sys/fs/cgroup/tawon-examples");
  private static final Pattern SINCE = Pattern.compile("(?:needs|came with) Linux (\\d+\\.\\d+)");
  private static final long NANOSECONDS = 10_000_000;

  @TestFactory
  Stream<DynamicTest> shouldLoadAndAttach() throws IOException, URISyntaxException {
    List<Class<?>> modules = modules();
    assertThat(modules).hasSizeGreaterThan(10);
    return modules.stream()
        .map(module -> DynamicTest.dynamicTest(module.getName(), () -> tryOut(module)));
  }

  /** The modules of the folder that the examples are compiled to. */
  private static List<Class<?>> modules() throws IOException, URISyntaxException {
    URL one = ExamplesTest.class.getResource("/ExecSnoop.class");
    List<Class<?>> modules = new ArrayList<>();
    try (Stream<Path> files = Files.list(Path.of(one.toURI()).getParent())) {
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString();
        if (name.endsWith(".class")) {
          Class<?> type = load(name.substring(0, name.length() - ".class".length()));
          if (type.isAnnotationPresent(BpfModule.class)) {
            modules.add(type);
          }
        }
      }
    }
    return modules;
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw new LinkageError(name, e);
    }
  }

  private static void tryOut(Class<?> module) throws IOException {
    try (Bpf bpf = Bpf.load(module)) {
      for (LoadedProgram program : bpf.programs()) {
        attach(bpf, program.name(), annotation(module, program.name()));
      }
    } catch (CompilationException e) {
      for (Diagnostic diagnostic : e.diagnostics()) {
        assertNewer(SINCE.matcher(diagnostic.message()), e);
      }
    } catch (UnsupportedFeatureException e) {
      assertNewer(SINCE.matcher("needs Linux " + e.sinceKernel()), e);
    }
  }

  private static void assertNewer(Matcher since, Exception e) {
    if (!since.find() || KernelRelease.current().isAtLeast(since.group(1))) {
      throw new AssertionError(
          "on Linux %s: %s".formatted(KernelRelease.current().text(), e.getMessage()), e);
    }
  }

  private static String annotation(Class<?> module, String program) {
    for (Method method : module.getDeclaredMethods()) {
      if (method.getName().equals(program)) {
        for (Annotation annotation : method.getAnnotations()) {
          return annotation.annotationType().getSimpleName();
        }
      }
    }
    throw new AssertionError(module + " has no program " + program);
  }

  private static void attach(Bpf bpf, String program, String kind) throws IOException {
    switch (kind) {
      case "Iter" -> assertThat(bpf.iterate(program)).isNotNull();
      case "Xdp", "Tc" -> attach(bpf, program, AttachTarget.networkInterface("lo"));
      case "PerfEvent" ->
          attach(
              bpf,
              program,
              AttachTarget.cpuClock((int) ProcessHandle.current().pid(), NANOSECONDS));
      case "Uprobe", "Uretprobe" ->
          attach(bpf, program, AttachTarget.function(library(), "malloc"));
      case "UprobeMulti", "UretprobeMulti" ->
          attach(bpf, program, AttachTarget.functions(library(), -1, "malloc", "free"));
      case "CgroupSkb",
          "CgroupSock",
          "CgroupSockAddr",
          "CgroupSockopt",
          "CgroupSysctl",
          "CgroupDevice" -> {
        Files.createDirectory(CGROUP);
        try {
          attach(bpf, program, AttachTarget.cgroup(CGROUP));
        } finally {
          Files.delete(CGROUP);
        }
      }
      default -> bpf.attach(program);
    }
  }

  private static void attach(Bpf bpf, String program, AttachTarget target) {
    bpf.attach(program, target).close();
  }

  /** The C library of this process. */
  private static Path library() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/maps")).stream()
        .filter(line -> line.contains("/libc.so") || line.contains("/libc-"))
        .map(line -> Path.of(line.substring(line.indexOf('/'))))
        .findFirst()
        .orElseThrow();
  }
}
