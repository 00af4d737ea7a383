package dev.tawon.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code tawon sandbox run} on objects that clang wrote. */
class SandboxObjectsTest {
  private static final String OPEN = "tracepoint__syscalls__sys_enter_open";

  @TempDir private Path directory;

  @Test
  void shouldNameTheProgramsThatThereAre() {
    TawonRun several = run(object("libbpf-tools/opensnoop.bpf.o"));
    assertThat(several.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(several.err()).contains("has 4 programs", "--program NAME chooses one of: " + OPEN);

    TawonRun near = run(object("libbpf-tools/opensnoop.bpf.o"), "--program", OPEN + "x");
    assertThat(near.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(near.err()).contains("has no program '" + OPEN + "x'; did you mean " + OPEN);
  }

  @Test
  void shouldAskForAContext() throws IOException {
    String tool = object("libbpf-tools/opensnoop.bpf.o");
    TawonRun without = run(tool, "--program", OPEN);
    assertThat(without.exitCode()).isEqualTo(ExitCode.FAILURE);
    assertThat(without.err()).contains("it has no context: --memory HEX or --memory-file FILE");

    Path context = Files.write(directory.resolve("context"), new byte[64]);
    TawonRun with = run(tool, "--program", OPEN, "--memory-file", context.toString());
    assertThat(with).isEqualTo(new TawonRun(0, "r0 = 0x0 (0)\n", ""));
  }

  @Test
  void shouldRefuseWhatIsNotSimulatedByItsName() {
    assertThat(
            run(object("verifier-6.12/verifier_arena_large.bpf.o"), "--program", "big_alloc1")
                .err())
        .contains("map arena: maps of kind ARENA are not simulated");
  }

  @Test
  void shouldRefuseWhatHoldsNoTypes() throws IOException {
    Path wrong = Files.writeString(directory.resolve("wrong.btf"), "no types are in this file");
    TawonRun run =
        run(
            object("libbpf-tools/biolatency.bpf.o"),
            "--program",
            "block_rq_insert_btf",
            "--btf",
            wrong.toString());
    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILURE);
    assertThat(run.err()).contains("wrong.btf: ", "this is not BTF");
    assertThat(
            run(
                    object("libbpf-tools/biolatency.bpf.o"),
                    "--program",
                    "block_rq_insert_btf",
                    "--btf",
                    directory.resolve("missing").toString())
                .err())
        .contains("missing: no such file or directory");
  }

  private static TawonRun run(String file, String... more) {
    String[] arguments = new String[more.length + 3];
    arguments[0] = "sandbox";
    arguments[1] = "run";
    arguments[2] = file;
    System.arraycopy(more, 0, arguments, 3, more.length);
    return TawonRun.of(arguments);
  }

  private static String object(String name) {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path file = at.resolve("shared/corpora").resolve(name);
      if (Files.isRegularFile(file)) {
        return file.toString();
      }
    }
    String message = "there is no shared/corpora/" + name + " beside the project";
    return "true".equals(System.getenv("CI")) ? fail(message) : abort(message);
  }
}
