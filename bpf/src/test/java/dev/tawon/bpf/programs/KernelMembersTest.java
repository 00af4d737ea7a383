package dev.tawon.bpf.programs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tawon.bpf.Bpf;
import dev.tawon.bpf.ProgramDescriptors;
import dev.tawon.bpf.TestRun;
import dev.tawon.testkit.KernelFeature;
import dev.tawon.testkit.KernelTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bit fields and arrays within this kernel's structures, on test runs. */
@KernelTest(needs = KernelFeature.BTF)
class KernelMembersTest {
  private Bpf bpf;

  @BeforeEach
  void load() {
    bpf = Bpf.load(KernelMemberPrograms.class);
  }

  @AfterEach
  void close() {
    bpf.close();
  }

  private int run(String program, long... arguments) {
    return TestRun.ofRawTracepoint(bpf.object().program(program), arguments);
  }

  /** What the kernel says of a descriptor. */
  private static String about(int descriptor, String key) throws IOException {
    return Files.readAllLines(Path.of("/proc/self/fdinfo/" + descriptor)).stream()
        .filter(line -> line.startsWith(key + ":"))
        .map(line -> line.substring(key.length() + 1).strip())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void shouldReadBitFields() throws IOException {
    int own = ProgramDescriptors.number(bpf.object().program("bits"));
    assertThat(run("bits", own)).isEqualTo(2 | Integer.parseInt(about(own, "prog_jited")));
    assertThat(run("adopts")).isZero();
  }

  @Test
  void shouldReadElementsOfAnArrayAsLongAsTheKernelSays() throws IOException {
    int descriptor = ProgramDescriptors.number(bpf.object().program("bits"));
    byte[] tag = HexFormat.of().parseHex(about(descriptor, "prog_tag"));
    assertThat(run("tagLength", descriptor)).isEqualTo(8);
    for (int i = 0; i < 8; i++) {
      assertThat(run("tag", descriptor, i)).isEqualTo(tag[i] & 0xff);
    }
    assertThat(run("firstOfTag", descriptor)).isEqualTo(tag[1] & 0xff);
    assertThat(bpf.faults()).isEmpty();
    run("tag", descriptor, 8);
    run("tag", descriptor, -1);
    assertThat(bpf.faults())
        .hasSize(1)
        .first()
        .satisfies(fault -> assertThat(fault.count()).isEqualTo(2));
  }

  @Test
  void shouldReadStructuresInARow() throws IOException {
    String line =
        Files.readAllLines(Path.of("/proc/thread-self/limits")).stream()
            .filter(limit -> limit.startsWith("Max open files"))
            .findFirst()
            .orElseThrow();
    int most = Integer.parseInt(line.split(" {2,}")[2]);
    assertThat(run("limits")).isEqualTo(16);
    assertThat(run("fileLimit")).isEqualTo(most);
    assertThat(run("limit", 7)).isEqualTo(most);
    assertThat(bpf.faults()).isEmpty();
    run("limit", 16);
    assertThat(bpf.faults()).hasSize(1);
  }

  @Test
  void shouldFollowPointersInARow() {
    // By the first pid namespace, which is not this process's own in a container: both ways are the
    // same.
    assertThat(run("group")).isPositive().isEqualTo(run("pid", 1));
    assertThat(bpf.faults()).isEmpty();
  }

  @Test
  void shouldLoopOverAnArrayOfTheKernels() throws IOException {
    String name = Files.readString(Path.of("/proc/thread-self/comm")).strip();
    assertThat(run("letters")).isEqualTo(name.length());
  }
}
