package dev.tawon.testkit;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.tawon.vm.GuestFiles;
import dev.tawon.vm.Kernel;
import dev.tawon.vm.KernelStore;
import dev.tawon.vm.KernelVersion;
import dev.tawon.vm.Machine;
import dev.tawon.vm.Outcome;
import dev.tawon.vm.Progress;
import dev.tawon.vm.VirtualMachine;
import dev.tawon.vm.VmException;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.opentest4j.TestAbortedException;

/**
 * All {@link KernelTest} classes of a module, on kernels in QEMU: a test for each kernel, which fails if one in it does.
 *
 * <p>The kernels are named by the system property {@code tawon.kernels}, separated by commas: names as {@code tawon vm list}
 * has them, or paths of images. Where QEMU, apt or the mirror is missing, the test is aborted with the reason, and fails if
 * the environment variable {@code CI} is {@code true}. The reports are in {@code target/surefire-reports}.
 */
public final class KernelSuite {
  private static final String KERNELS = "tawon.kernels";

  /** A pattern that the names of the classes have; all when it is not set. For work on one of them. */
  private static final String CLASSES = "tawon.kernels.classes";

  private static final Duration LIMIT = Duration.ofMinutes(20);
  private static final Path REPORTS = Path.of("target", "surefire-reports");
  private static final int JVM_MEGABYTES = 512;

  private final Class<?> here;
  private final boolean compiler;

  private KernelSuite(Class<?> here, boolean compiler) {
    this.here = here;
    this.compiler = compiler;
  }

  /** The suite of the module that a class of tests is in. */
  public static KernelSuite of(Class<?> here) {
    return new KernelSuite(here, false);
  }

  /** The same, with javac in the guests. */
  public KernelSuite withCompiler() {
    return new KernelSuite(here, true);
  }

  /** A test for each kernel; none where the property is empty. */
  public Stream<DynamicTest> tests() {
    return Arrays.stream(System.getProperty(KERNELS, "").split(",", -1))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .map(name -> dynamicTest(name, () -> run(name)));
  }

  private void run(String name) throws Exception {
    List<String> classes = classes();
    if (classes.isEmpty()) {
      throw new AssertionError("no class beside " + here.getName() + " has @KernelTest");
    }
    KernelStore store = KernelStore.ofUser();
    Kernel kernel;
    try {
      kernel =
          name.contains("/")
              ? store.ofFile(Path.of(name))
              : store.get(KernelVersion.of(name), Progress.NONE);
      run(kernel, store, classes);
    } catch (VmException e) {
      String why = e.getMessage() + (e.hint().isEmpty() ? "" : " (" + e.hint() + ")");
      if ("true".equals(System.getenv("CI"))) {
        throw new AssertionError(why, e);
      }
      throw new TestAbortedException(why, e);
    }
  }

  private void run(Kernel kernel, KernelStore store, List<String> classes) throws Exception {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    Outcome outcome = boot(kernel, store, classes, output);
    if (!outcome.equals(new Outcome.Exited(0))) {
      throw new AssertionError(failure(kernel, outcome, output.toString(StandardCharsets.UTF_8)));
    }
  }

  private Outcome boot(
      Kernel kernel, KernelStore store, List<String> classes, ByteArrayOutputStream output)
      throws Exception {
    Path share = Files.createTempDirectory("tawon-kernel-suite-");
    try {
      long begin = System.nanoTime();
      GuestFiles files = GuestFiles.create();
      List<String> command = command(files, classes);
      Machine machine =
          new Machine(
              kernel,
              2,
              Machine.DEFAULT_MEMORY_MEGABYTES,
              "",
              Optional.empty(),
              LIMIT,
              Optional.of(share),
              compiler,
              files,
              Map.of(TestedKernel.VARIABLE, kernel.name()),
              command);
      Outcome outcome =
          VirtualMachine.of(machine, store, Progress.NONE, _ -> {})
              .run(output, OutputStream.nullOutputStream());
      String said = output.toString(StandardCharsets.UTF_8);
      collect(share.resolve("reports"));
      String summary = summary(kernel, outcome, said, (System.nanoTime() - begin) / 1_000_000_000);
      Files.writeString(
          Files.createDirectories(REPORTS.resolveSibling("kernels"))
              .resolve(kernel.name() + ".txt"),
          summary);
      System.out.println(summary);
      return outcome;
    } finally {
      delete(share);
    }
  }

  /** A line of counts, and one for each test that was not passed. */
  private static String summary(Kernel kernel, Outcome outcome, String said, long seconds) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "Linux %s (%s): %d passed, %d failed, %d skipped, %s, %d s"
            .formatted(
                kernel.name(),
                kernel.release(),
                lines(said, "passed ").size(),
                lines(said, "failed ").size(),
                lines(said, "skipped ").size(),
                outcome instanceof Outcome.Exited ? "done" : outcome.getClass().getSimpleName(),
                seconds));
    lines.addAll(lines(said, "failed "));
    lines.addAll(lines(said, "skipped "));
    return String.join("\n  ", lines) + "\n";
  }

  private static List<String> lines(String said, String start) {
    return said.lines().filter(line -> line.startsWith(start)).toList();
  }

  private static String failure(Kernel kernel, Outcome outcome, String said) {
    String failed = String.join("\n", lines(said, "failed "));
    return "on Linux %s: %s\n%s"
        .formatted(kernel.release(), fate(outcome, said), failed.isEmpty() ? said : failed);
  }

  /** What became of a guest, in words, with its kernel's trace. */
  static String fate(Outcome outcome, String said) {
    String during =
        said.lines().reduce((_, last) -> last).map(last -> ", after \"" + last + '"').orElse("");
    return switch (outcome) {
      case Outcome.Exited(int code) -> "the tests ended with " + code;
      case Outcome.Stopped() -> "the guest was stopped" + during;
      case Outcome.Panicked(String reason, List<String> console) ->
          traced("the kernel panicked: " + reason + during, console);
      case Outcome.OutOfMemory(int code, String victim, List<String> console) ->
          traced("the tests ended with " + code + ", out of memory: " + victim + during, console);
      case Outcome.TimedOut(Duration limit, boolean booted, List<String> console) ->
          traced(
              "the guest was ended after its %d minutes, %s%s"
                  .formatted(
                      limit.toMinutes(), booted ? "in its tests" : "before it had come up", during),
              console);
      case Outcome.Lost(String reason, List<String> console) ->
          traced("the guest went down without a word; QEMU said: " + reason + during, console);
    };
  }

  private static String traced(String what, List<String> console) {
    return console.isEmpty() ? what : what + "\n| " + String.join("\n| ", console);
  }

  private static List<String> command(GuestFiles files, List<String> classes) throws IOException {
    List<String> path = new ArrayList<>();
    for (Path entry : classPath()) {
      if (Files.exists(entry)) {
        String name = "/opt/tests/" + path.size() + "-" + entry.getFileName();
        if (Files.isDirectory(entry)) {
          files.addTree(name, entry);
        } else {
          files.add(name, entry);
        }
        path.add(name);
      }
    }
    List<String> command =
        new ArrayList<>(
            List.of(
                "java",
                "-Xmx" + JVM_MEGABYTES + "m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                String.join(":", path),
                GuestMain.class.getName(),
                "/share/reports"));
    command.addAll(classes);
    return command;
  }

  /** Surefire's own class path may be in the manifest of a jar that it makes; it says what that was. */
  private static List<Path> classPath() {
    String path =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return Arrays.stream(path.split(File.pathSeparator)).map(Path::of).toList();
  }

  private List<String> classes() throws IOException, URISyntaxException {
    Path root = Path.of(here.getProtectionDomain().getCodeSource().getLocation().toURI());
    List<String> found = new ArrayList<>();
    Pattern wanted = Pattern.compile(System.getProperty(CLASSES, ""));
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file :
          files.filter(file -> file.toString().endsWith("Test.class")).sorted().toList()) {
        String name = root.relativize(file).toString();
        name = name.substring(0, name.length() - ".class".length()).replace('/', '.');
        Class<?> type = Class.forName(name, false, here.getClassLoader());
        if (type.isAnnotationPresent(KernelTest.class) && wanted.matcher(name).find()) {
          found.add(name);
        }
      }
    } catch (ClassNotFoundException e) {
      throw new IOException(e);
    }
    return found;
  }

  private static void collect(Path reports) throws IOException {
    if (!Files.isDirectory(reports)) {
      return;
    }
    Files.createDirectories(REPORTS);
    try (Stream<Path> files = Files.list(reports)) {
      for (Path file : files.toList()) {
        Files.copy(
            file,
            REPORTS.resolve(file.getFileName()),
            java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> tree = Files.walk(directory)) {
      for (Path file : tree.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
