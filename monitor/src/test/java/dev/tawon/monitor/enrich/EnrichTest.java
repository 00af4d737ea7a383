package dev.tawon.monitor.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tawon.monitor.Scope;
import dev.tawon.monitor.decode.RecordBytes;
import dev.tawon.monitor.decode.RecordDecoder;
import dev.tawon.monitor.event.Account;
import dev.tawon.monitor.event.ProcessInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnrichTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final EntityIds IDS = new EntityIds("0b7a8f3c-6f2e-4f6d-9f8e-2d1c3b4a5968\n");

  @TempDir private Path directory;
  private final WallTime wallTime = new WallTime(() -> 0, Clock.fixed(NOON, ZoneOffset.UTC));
  private final RecordDecoder decoder = new RecordDecoder();

  private Processes processes() {
    ProcessTable table = new ProcessTable(ProcessTable.Bounds.DEFAULT);
    return new Processes(table, new ProcFs(directory, IDS, wallTime), IDS, wallTime, 100);
  }

  private RecordDecoder record(RecordBytes record) {
    assertThat(decoder.decode(record.memory(), 0, record.bytes().length)).isNotNull();
    return decoder;
  }

  private void proc(int pid, String name, long startTicks) throws IOException {
    Path process = Files.createDirectories(directory.resolve("" + pid));
    Files.writeString(
        process.resolve("stat"),
        pid + " (" + name + ") S 1" + " 0".repeat(17) + " " + startTicks + " 0 0\n");
    Files.writeString(process.resolve("cmdline"), name + "\0-x\0");
    Files.deleteIfExists(process.resolve("exe"));
    Files.createSymbolicLink(process.resolve("exe"), Path.of("/bin/" + name));
    Files.createDirectories(process.resolve("task/" + pid));
    Files.writeString(process.resolve("task/" + pid + "/children"), "");
  }

  private static final long PARENT_TICKS = RecordBytes.PARENT_START_NS / 10_000_000;

  @Test
  void shouldKnowAParentFromProc() throws IOException {
    proc(RecordBytes.PARENT_PID, "ba) (sh", PARENT_TICKS);
    Processes processes = processes();
    processes.seed(Scope.ALL);
    ProcessInfo parent = processes.parentOf(record(RecordBytes.fork()));
    assertThat(parent).isNotNull();
    assertThat(parent.name()).isEqualTo("ba) (sh");
    assertThat(parent.args()).containsExactly("ba) (sh", "-x");
    assertThat(parent.startNs()).isEqualTo(RecordBytes.PARENT_START_NS);
  }

  @Test
  void shouldTakeNoOtherProcessOfThePidForTheParent() throws IOException {
    proc(RecordBytes.PARENT_PID, "later", PARENT_TICKS + 1);
    ProcessInfo parent = processes().parentOf(record(RecordBytes.fork()));
    assertThat(parent).isNotNull();
    assertThat(parent.name()).isNull();
    assertThat(parent.pid()).isEqualTo(RecordBytes.PARENT_PID);
  }

  @Test
  void shouldFollowAProcessFromForkToExit() throws IOException {
    proc(RecordBytes.PARENT_PID, "bash", PARENT_TICKS);
    Processes processes = processes();
    ProcessInfo child = processes.forked(record(RecordBytes.fork()));
    assertThat(child.name()).as("a fork runs its parent's program").isEqualTo("bash");
    ProcessInfo cat =
        processes.executed(record(RecordBytes.exec("/usr/bin/cat", "/home/ada", "cat", "f")));
    assertThat(cat.executable()).isEqualTo("/usr/bin/cat");
    assertThat(cat.workingDirectory()).isEqualTo("/home/ada");
    assertThat(cat.entityId()).isEqualTo(child.entityId());
    assertThat(processes.ended(record(RecordBytes.exit(0)))).isEqualTo(cat);
    assertThat(processes.of(record(RecordBytes.open("/a", 0))))
        .as("an event that comes late")
        .isEqualTo(cat);
  }

  @Test
  void shouldTellProcessesOfTheSamePidApart() {
    Processes processes = processes();
    ProcessInfo first = processes.executed(record(RecordBytes.exec("/bin/a", "/", "a")));
    processes.ended(record(RecordBytes.exit(0)));
    ProcessInfo second =
        processes.of(record(RecordBytes.exit(0).process(RecordBytes.PID, RecordBytes.NOW_NS - 5)));
    assertThat(second.entityId()).isNotEqualTo(first.entityId());
    assertThat(second.name()).as("the thread's own name").isEqualTo("worker");
  }

  @Test
  void shouldHaveNoParentWhereTheKernelIsIt() {
    assertThat(processes().parentOf(record(RecordBytes.fork().parent(0, 0)))).isNull();
  }

  @Test
  void shouldNameAProcessAsThePageSays() {
    String id = IDS.of(4322, RecordBytes.START_NS);
    assertThat(id).hasSize(22).matches("[A-Za-z0-9_-]+");
    assertThat(IDS.of(4322, RecordBytes.START_NS / 10_000_000 * 10_000_000))
        .as("from /proc, which knows hundredths alone")
        .isEqualTo(id);
    assertThat(IDS.of(4323, RecordBytes.START_NS)).isNotEqualTo(id);
    assertThat(IDS.of(4322, RecordBytes.START_NS + 10_000_000)).isNotEqualTo(id);
    assertThat(new EntityIds("another boot").of(4322, RecordBytes.START_NS)).isNotEqualTo(id);
  }

  @Test
  void shouldFollowTheFileOfAccounts() throws IOException {
    Path file = Files.writeString(directory.resolve("passwd"), "ada:x:1000:1::/:/bin/sh\n+::::\n");
    Accounts accounts = new Accounts(file);
    assertThat(accounts.of(1000, 0)).isEqualTo(new Account(1000, "ada"));
    assertThat(accounts.of(-1, 0)).isEqualTo(new Account(4_294_967_295L, null));
    Files.writeString(file, "grace:x:1000:1::/:/bin/sh\n");
    assertThat(accounts.of(1000, 999_999_999).name()).as("within a second").isEqualTo("ada");
    assertThat(accounts.of(1000, 1_000_000_000).name()).isEqualTo("grace");
    Files.delete(file);
    assertThat(accounts.of(1000, 2_000_000_000).name()).isNull();
  }

  @Test
  void shouldFollowTheTimeOfDayOnlyWhenItIsSet() {
    Instant[] now = {NOON};
    Clock clock =
        new Clock() {
          @Override
          public java.time.ZoneId getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(java.time.ZoneId zone) {
            return this;
          }

          @Override
          public Instant instant() {
            return now[0];
          }
        };
    WallTime time = new WallTime(() -> 5_000, clock);
    assertThat(time.at(5_001)).isEqualTo(NOON.plusNanos(1));
    now[0] = NOON.plusMillis(19);
    assertThat(time.refresh()).isFalse();
    assertThat(time.at(5_000)).isEqualTo(NOON);
    now[0] = NOON.minusSeconds(3600);
    assertThat(time.refresh()).isTrue();
    assertThat(time.at(5_000)).isEqualTo(NOON.minusSeconds(3600));
  }

  @ParameterizedTest
  @CsvSource({
    "/etc/shadow, /x, /etc/shadow",
    "//etc/./a/../shadow/, , /etc/shadow",
    "../../../etc/shadow, /home/ada, /etc/shadow",
    "shadow, /etc, /etc/shadow",
    ".., /, /",
    "shadow, , ",
    "shadow, etc, "
  })
  void shouldMakeArgumentsAbsolute(String path, String from, String absolute) {
    assertThat(ArgumentPath.absolute(path, from)).isEqualTo(absolute);
  }
}
