package dev.tawon.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** libbpf's command, for tests of files that it has to take. */
final class Bpftool {
  private Bpftool() {}

  /** Skips the test where there is no bpftool, or no root to run it; in CI it fails. */
  static void require() {
    boolean there =
        List.of("/usr/sbin", "/usr/bin", "/sbin", "/bin", "/usr/local/sbin").stream()
            .anyMatch(place -> Files.isExecutable(Path.of(place, "bpftool")));
    if (there && "root".equals(System.getProperty("user.name"))) {
      return;
    }
    String what = there ? "loading needs root" : "bpftool is not installed";
    if ("true".equals(System.getenv("CI"))) {
      fail(what);
    }
    abort(what);
  }

  /** What a command prints; it has to succeed. */
  static String run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("bpftool"));
    command.addAll(List.of(arguments));
    return output(command);
  }

  /**
   * Loads the programs of a file, attaches none, and prints one as the kernel has it. They are pinned in a file system of BPF's
   * own, which nobody else sees and which goes with the shell.
   */
  static String load(Path file, Path mount, String program)
      throws IOException, InterruptedException {
    return load(file, mount, "bpftool prog dump xlated pinned \"$2/programs/$3\" linum", program);
  }

  /** Loads the programs of a file in the same way, and prints their names. */
  static String load(Path file, Path mount) throws IOException, InterruptedException {
    return load(file, mount, "ls \"$2/programs\"", "");
  }

  private static String load(Path file, Path mount, String then, String program)
      throws IOException, InterruptedException {
    String script =
        """
        mkdir -p "$2" && mount -t bpf bpf "$2" && bpftool prog loadall "$1" "$2/programs" &&
        """
            + then;
    return output(
        List.of(
            "unshare",
            "--mount",
            "sh",
            "-c",
            script,
            "sh",
            file.toString(),
            mount.toString(),
            program));
  }

  private static String output(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
