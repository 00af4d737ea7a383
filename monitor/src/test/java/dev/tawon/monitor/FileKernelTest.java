package dev.tawon.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tawon.monitor.event.FileEvent;
import dev.tawon.monitor.event.FileEvent.Access;
import dev.tawon.monitor.event.FileEvent.PathKind;
import dev.tawon.testkit.KernelFeature;
import dev.tawon.testkit.KernelTest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The ways to open a file, each tried by a program that the test writes. */
@Timeout(120)
@KernelTest(needs = {KernelFeature.BTF, KernelFeature.RING_BUFFER})
class FileKernelTest {
  private static final int AT_FDCWD = -100;
  private static final int O_DIRECTORY = 0x10000;
  private static final int O_PATH = 0x200000;

  // arch/x86/entry/syscalls/syscall_64.tbl
  private static final int OPEN = 2;
  private static final int CREAT = 85;
  private static final int CHROOT = 161;
  private static final int OPENAT = 257;
  private static final int OPENAT2 = 437;

  // syscall_32.tbl
  private static final int OPEN_32 = 5;
  private static final int CREAT_32 = 8;
  private static final int OPENAT_32 = 295;

  @TempDir private Path temporary;
  private Path directory;
  private Path secret;

  @BeforeEach
  void prepare() throws Exception {
    assumeTrue(System.getProperty("os.arch").equals("amd64"), "the programs are for x86-64");
    directory = temporary.toRealPath();
    secret = Files.writeString(directory.resolve("secret"), "x");
  }

  private KernelRun run(TinyProgram program) throws Exception {
    return KernelRun.of(program.write(directory.resolve("program")).toString(), secret.toString());
  }

  private void assertAllResolved(List<FileEvent> opens) throws Exception {
    Object inode = Files.getAttribute(secret, "unix:ino");
    assertThat(opens)
        .allSatisfy(open -> {
          assertThat(open.path()).isEqualTo(secret.toString());
          assertThat(open.pathKind()).isEqualTo(PathKind.RESOLVED);
          assertThat(open.inode()).isEqualTo(inode);
          assertThat(open.error()).isZero();
        });
  }

  @Test
  void shouldSeeEveryCallThatOpensByPath() throws Exception {
    TinyProgram program = TinyProgram.of64Bit();
    long path = program.string(secret);
    byte[] how = new byte[24]; // struct open_how: flags, mode, resolve
    ByteBuffer.wrap(how).order(ByteOrder.LITTLE_ENDIAN).putLong(2);
    program
        .call(OPEN, path, 0)
        .call(CREAT, path, 0600)
        .call(OPENAT, AT_FDCWD, path, 0x401)
        .call(OPENAT2, AT_FDCWD, path, program.data(how), how.length)
        .call(OPEN, path, O_PATH);
    List<FileEvent> opens = run(program).all(FileEvent.class);
    assertAllResolved(opens);
    assertThat(opens)
        .extracting(FileEvent::access)
        .containsExactly(Access.READ, Access.WRITE, Access.WRITE, Access.READ_WRITE, Access.NONE);
    assertThat(opens.get(1).openFlags() & 0x240).as("O_CREAT and O_TRUNC").isEqualTo(0x240);
    assertThat(opens.get(2).openFlags() & 0x640).as("O_APPEND alone").isEqualTo(0x400);
  }

  @Test
  void shouldFollowWhateverLeadsToTheFile() throws Exception {
    Files.createSymbolicLink(directory.resolve("link"), secret);
    Files.createSymbolicLink(directory.resolve("up"), directory);
    TinyProgram program = TinyProgram.of64Bit();
    TinyProgram.Result folder =
        program.keep(OPEN, program.string(directory), O_DIRECTORY); // not sensitive itself
    program
        .call(OPENAT, folder, program.string("secret"), 0)
        .call(OPENAT, folder, program.string("./up/../" + directory.getFileName() + "/secret"), 0)
        .call(OPENAT, folder, program.string("link"), 0)
        .call(OPENAT, AT_FDCWD, program.string("/proc/self/root" + secret), 0);
    // The first descriptor after the standard ones, the folder and four files.
    program.call(OPEN, program.string("/proc/self/fd/4"), 0);
    program.call(CHROOT, program.string(directory)).call(OPEN, program.string("/secret"), 0);
    List<FileEvent> opens = run(program).all(FileEvent.class);
    assertAllResolved(opens);
    assertThat(opens).hasSize(6);
  }

  /** Names decide, as the kernel has them: a hard link is another name of the file. */
  @Test
  void shouldReportAHardLinkByItsOwnName() throws Exception {
    Path link = Files.createLink(directory.resolve("other"), secret);
    TinyProgram program = TinyProgram.of64Bit();
    program.call(OPEN, program.string(link), 0);
    Path file = program.write(directory.resolve("program"));
    assertThat(KernelRun.of(file.toString(), secret.toString()).all(FileEvent.class)).isEmpty();
    assertThat(KernelRun.of(file.toString(), link.toString()).all(FileEvent.class))
        .singleElement()
        .satisfies(open -> assertThat(open.path()).isEqualTo(link.toString()));
  }

  @Test
  void shouldReportAFileThatIsMountedOverASensitiveOne() throws Exception {
    Path plain = Files.writeString(directory.resolve("plain"), "x");
    KernelRun run =
        KernelRun.of(
            "unshare -m bash -c 'mount --bind %s %s && : < %s'".formatted(plain, secret, secret),
            secret.toString());
    assertThat(run.all(FileEvent.class))
        .singleElement()
        .satisfies(open -> {
          assertThat(open.path()).isEqualTo(secret.toString());
          assertThat(open.inode()).isEqualTo(Files.getAttribute(plain, "unix:ino"));
        });
  }

  @Test
  void shouldSeeADirectoryThatIsMountedElsewhereByTheNewName() throws Exception {
    Path vault = Files.createDirectory(directory.resolve("vault"));
    Path mounted = Files.createDirectory(directory.resolve("mounted"));
    Files.writeString(vault.resolve("key"), "x");
    KernelRun run =
        KernelRun.of(
            "unshare -m bash -c 'mount --bind %s %s && : < %s/key'"
                .formatted(vault, mounted, mounted),
            mounted + "/");
    assertThat(run.all(FileEvent.class))
        .singleElement()
        .satisfies(open -> assertThat(open.path()).isEqualTo(mounted + "/key"));
  }

  @Test
  void shouldSeeThe32BitCallsOf64BitPrograms() throws Exception {
    TinyProgram program = TinyProgram.of64Bit();
    long path = program.string(secret);
    program.call32(OPEN_32, path, 0).call32(CREAT_32, path, 0600);
    program.call32(OPENAT_32, AT_FDCWD, path, 2).call(5, -1, path); // 5 is fstat here
    assumeRuns(program);
    List<FileEvent> opens = run(program).all(FileEvent.class);
    assertAllResolved(opens);
    assertThat(opens)
        .extracting(FileEvent::access)
        .containsExactly(Access.READ, Access.WRITE, Access.READ_WRITE);
  }

  @Test
  void shouldSee32BitPrograms() throws Exception {
    TinyProgram program = TinyProgram.of32Bit();
    long path = program.string(secret);
    program
        .call32(OPEN_32, path, 0x201)
        .call32(OPENAT2, AT_FDCWD, path, program.data(new byte[24]), 24);
    assumeRuns(program);
    List<FileEvent> opens = run(program).all(FileEvent.class);
    assertAllResolved(opens);
    assertThat(opens).extracting(FileEvent::access).containsExactly(Access.WRITE, Access.READ);
  }

  @Test
  void shouldReportRefused32BitOpens() throws Exception {
    TinyProgram program = TinyProgram.of64Bit();
    program.call32(OPEN_32, program.string(secret), 1);
    assumeRuns(program);
    Files.setPosixFilePermissions(secret, Set.of());
    Path file = program.write(directory.resolve("program"));
    KernelRun run =
        KernelRun.of(
            "chmod 711 %s; exec setpriv --reuid 65534 --clear-groups %s".formatted(directory, file),
            secret.toString());
    assertThat(run.all(FileEvent.class))
        .singleElement()
        .satisfies(open -> {
          assertThat(open.error()).isEqualTo(13);
          assertThat(open.path()).isEqualTo(secret.toString());
          assertThat(open.pathKind()).isEqualTo(PathKind.ARGUMENT);
          assertThat(open.access()).isEqualTo(Access.WRITE);
        });
  }

  /** Whether the kernel has the 32-bit interface: {@code CONFIG_IA32_EMULATION}, and no {@code ia32_emulation=off}. */
  private void assumeRuns(TinyProgram program) throws Exception {
    assumeTrue(
        runs(program.write(directory.resolve("trial"))), "this kernel has no 32-bit system calls");
  }

  /** Whether a program can be executed, and comes to its end. */
  static boolean runs(Path program) throws InterruptedException {
    try {
      return new ProcessBuilder(program.toString()).start().waitFor() == 0;
    } catch (IOException _) {
      return false;
    }
  }
}
