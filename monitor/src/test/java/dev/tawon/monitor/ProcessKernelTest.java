package dev.tawon.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tawon.monitor.event.EventKind;
import dev.tawon.monitor.event.ExecEvent;
import dev.tawon.monitor.event.ExitEvent;
import dev.tawon.monitor.event.FileEvent;
import dev.tawon.monitor.event.FileEvent.Access;
import dev.tawon.monitor.event.FileEvent.PathKind;
import dev.tawon.monitor.event.ForkEvent;
import dev.tawon.monitor.event.ProcessInfo;
import dev.tawon.monitor.event.ProcessInfo.Mark;
import dev.tawon.testkit.KernelFeature;
import dev.tawon.testkit.KernelTest;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** On this machine's kernel: processes and files, of a shell that the test starts. */
@Timeout(120)
@KernelTest(needs = {KernelFeature.BTF, KernelFeature.RING_BUFFER})
class ProcessKernelTest {
  @TempDir private Path directory;

  @Test
  void shouldReportAnExecutionWholly() throws Exception {
    KernelRun run = KernelRun.of("cd " + directory + "; /bin/true 'a b' '' ä; :");
    ExecEvent exec = run.all(ExecEvent.class).getFirst();
    ProcessInfo process = exec.context().process();
    assertThat(run.all(ExecEvent.class)).hasSize(1);
    assertThat(process.args()).containsExactly("/bin/true", "a b", "", "ä");
    assertThat(process.argsCount()).isEqualTo(4);
    assertThat(process.executable()).isEqualTo(Path.of("/bin/true").toRealPath().toString());
    assertThat(process.workingDirectory()).isEqualTo(directory.toRealPath().toString());
    assertThat(exec.context().parent().pid()).isEqualTo(run.pid);
    assertThat(exec.context().parent().name()).isEqualTo("bash");
    assertThat(exec.context().user().label()).isEqualTo("root");
    assertThat(exec.effectiveUser().id()).isZero();
    assertThat(exec.argsBytes()).isEqualTo(10 + 4 + 1 + 3);
    assertThat(process.marks()).isEmpty();
  }

  @Test
  void shouldSayWhenArgumentsAreCut() throws Exception {
    KernelRun run = KernelRun.of("/bin/true $(printf 'x%.0s ' {1..20000}); :");
    ExecEvent exec = run.all(ExecEvent.class).getLast();
    assertThat(exec.context().process().marks()).containsExactly(Mark.ARGS_CUT);
    assertThat(exec.context().process().argsCount()).isEqualTo(20_001);
    assertThat(exec.argsBytes()).isEqualTo(10 + 40_000);
    assertThat(exec.context().process().args().subList(0, 3))
        .containsExactly("/bin/true", "x", "x");
  }

  @Test
  void shouldReportExitsByCodeAndBySignal() throws Exception {
    KernelRun run = KernelRun.of("exec 2> /dev/null; (exit 42); (kill -9 $BASHPID); exit 3");
    List<ExitEvent> exits = run.all(ExitEvent.class);
    assertThat(exits).hasSize(3);
    assertThat(exits.get(0).exitCode()).isEqualTo(42);
    assertThat(exits.get(0).isSignalled()).isFalse();
    assertThat(exits.get(1).signal()).isEqualTo(9);
    assertThat(exits.get(2).exitCode()).isEqualTo(3).isEqualTo(run.exitCode);
    assertThat(exits.get(2).context().process().pid()).isEqualTo(run.pid);
    assertThat(run.all(ForkEvent.class)).hasSize(2);
  }

  @Test
  void shouldSeeDescendantsForkedBeforeAndAfter() throws Exception {
    KernelRun run =
        KernelRun.of(
            child -> new Scope.Tree(child, true), "(read -r go; (/bin/true late; :); :); :");
    assertThat(run.all(ExecEvent.class))
        .singleElement()
        .satisfies(exec -> assertThat(exec.context().process().args()).contains("late"));
    assertThat(run.all(ExitEvent.class)).as("the shell, its child, grandchild, true").hasSize(4);
  }

  @Test
  void shouldNotSeeProcessesOutsideTheTree() throws Exception {
    Path done = directory.resolve("done");
    assertThat(new ProcessBuilder("mkfifo", done.toString()).start().waitFor()).isZero();
    Process outside =
        new ProcessBuilder("/bin/sh", "-c", "read -r go; /bin/true; echo > " + done).start();
    try {
      // The script in the tree sets the outside one off, and waits for it.
      KernelRun run =
          KernelRun.of("echo > /proc/" + outside.pid() + "/fd/0; read -r x < " + done + "; exit 0");
      outside.getOutputStream().close();
      assertThat(outside.waitFor()).isZero();
      assertThat(run.events)
          .allMatch(event -> event.context().process().pid() != outside.pid())
          .noneMatch(ExecEvent.class::isInstance);
    } finally {
      outside.destroyForcibly();
    }
  }

  @Test
  void shouldReportOpensByWhateverNameTheyAreMade() throws Exception {
    Path secret = Files.writeString(directory.toRealPath().resolve("secret"), "x");
    Path link = Files.createSymbolicLink(directory.resolve("innocent"), secret);
    Files.writeString(directory.resolve("plain"), "x");
    KernelRun run =
        KernelRun.of(
            "cd "
                + directory
                + "; : < "
                + secret
                + "; : > "
                + secret
                + "; : <> "
                + link
                + "; : < ./../$(basename $PWD)/secret; : < plain",
            secret.toString());
    List<FileEvent> opens = run.all(FileEvent.class);
    assertThat(opens).hasSize(4);
    assertThat(opens)
        .allSatisfy(open -> {
          assertThat(open.path()).isEqualTo(secret.toString());
          assertThat(open.pathKind()).isEqualTo(PathKind.RESOLVED);
          assertThat(open.inode()).isEqualTo(Files.getAttribute(secret, "unix:ino"));
          assertThat(open.error()).isZero();
        });
    assertThat(opens)
        .extracting(FileEvent::access)
        .containsExactly(Access.READ, Access.WRITE, Access.READ_WRITE, Access.READ);
    assertThat(run.counts(EventKind.FILE).filtered()).as("plain").isPositive();
  }

  /** {@code memfd_create(2)}: a file that no directory has, which the program then executes by its descriptor. */
  @Test
  void shouldNameAProgramThatIsInNoDirectory() throws Exception {
    TinyProgram inner = TinyProgram.of64Bit();
    byte[] image = Files.readAllBytes(inner.write(directory.resolve("inner")));
    TinyProgram program = TinyProgram.of64Bit();
    long name = program.string("evil\u001b[2J");
    long argument = program.string("innocent");
    long empty = program.string("");
    byte[] pointers = new byte[16];
    ByteBuffer.wrap(pointers).order(ByteOrder.LITTLE_ENDIAN).putLong(argument);
    long argv = program.data(pointers);
    TinyProgram.Result file = program.keep(319, name, 0); // memfd_create
    program
        .call(1, file, program.data(image), image.length) // write
        .call(322, file, empty, argv, 0, 0x1000); // execveat, AT_EMPTY_PATH
    KernelRun run = KernelRun.of("exec " + program.write(directory.resolve("outer")));
    ExecEvent exec = run.all(ExecEvent.class).getLast();
    assertThat(exec.context().process().executable()).isEqualTo("/memfd:evil\u001b[2J");
    assertThat(exec.context().process().name()).isEqualTo("memfd:evil\u001b[2J");
    assertThat(exec.context().process().args()).containsExactly("innocent");
    assertThat(exec.context().process().marks()).containsExactly(Mark.EXECUTABLE_UNLINKED);
    assertThat(run.all(ExitEvent.class).getLast().status()).isZero();
  }

  /** The names of users and groups are read before anybody looks; the shell proves that looking works. */
  @Test
  void shouldNotReportItsOwnStart() throws Exception {
    int self = Math.toIntExact(ProcessHandle.current().pid());
    KernelRun run =
        KernelRun.of(
            _ -> new Scope.Tree(self, true),
            "read -r go; : < /etc/passwd; : < /etc/group",
            "/etc/passwd",
            "/etc/group");
    assertThat(run.all(FileEvent.class))
        .extracting(open -> open.context().process().pid())
        .contains(run.pid)
        .doesNotContain(self);
    assertThat(run.all(FileEvent.class).getFirst().context().user().name()).isEqualTo("root");
  }

  @Test
  void shouldReportRefusedOpensAsArgumentsAndNoMissingFiles() throws Exception {
    Path real = directory.toRealPath();
    Files.writeString(real.resolve("secret"), "x");
    KernelRun run =
        KernelRun.of(
            "cd "
                + real
                + "; chmod 755 .; chmod 600 secret;"
                + " setpriv --reuid 65534 --clear-groups bash -c ': < secret; : < gone/secret' 2>/dev/null; :",
            real.resolve("secret").toString());
    assertThat(run.all(FileEvent.class))
        .singleElement()
        .satisfies(open -> {
          assertThat(open.error()).isEqualTo(13);
          assertThat(open.pathKind()).isEqualTo(PathKind.ARGUMENT);
          assertThat(open.path()).endsWith("/secret");
          assertThat(open.context().user().id()).isEqualTo(65_534);
        });
  }
}
