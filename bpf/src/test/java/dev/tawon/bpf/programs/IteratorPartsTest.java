package dev.tawon.bpf.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tawon.bpf.AttachTarget;
import dev.tawon.bpf.Bpf;
import dev.tawon.bpf.BpfException;
import dev.tawon.bpf.programs.IteratorPrograms.Key;
import dev.tawon.bpf.programs.IteratorPrograms.Own;
import dev.tawon.bpf.programs.IteratorPrograms.Processes;
import dev.tawon.bpf.programs.IteratorPrograms.Value;
import dev.tawon.testkit.KernelFeature;
import dev.tawon.testkit.KernelTest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Iterators over what belongs to this process alone: its threads, files and memory, a map of its own. */
@KernelTest(since = "6.1", needs = KernelFeature.BTF)
class IteratorPartsTest {
  static List<Long> numbers(byte[] output) {
    long[] numbers = new long[output.length / Long.BYTES];
    ByteBuffer.wrap(output).order(ByteOrder.nativeOrder()).asLongBuffer().get(numbers);
    return Arrays.stream(numbers).boxed().toList();
  }

  private static final int PID = Math.toIntExact(ProcessHandle.current().pid());

  @Test
  void shouldRunForThreadsOfOneProcess() {
    try (Bpf bpf = Bpf.load(Processes.class)) {
      assertThat(numbers(bpf.iterate("onThread", AttachTarget.process(PID))))
          .hasSizeGreaterThan(1)
          .containsOnly((long) PID);
    }
  }

  @Test
  void shouldRunForFilesOfOneProcess() throws IOException {
    try (Bpf bpf = Bpf.load(Processes.class);
        Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      long least =
          open.mapToLong(file -> Long.parseLong(file.getFileName().toString())).min().orElseThrow();
      assertThat(numbers(bpf.iterate("onFile", AttachTarget.process(PID))))
          .hasSizeGreaterThan(1)
          .contains(least);
    }
  }

  @Test
  void shouldRunForAreasOfOneProcess() throws IOException {
    try (Bpf bpf = Bpf.load(Processes.class)) {
      String first = Files.readAllLines(Path.of("/proc/self/maps")).getFirst();
      long start = Long.parseUnsignedLong(first.substring(0, first.indexOf('-')), 16);
      assertThat(numbers(bpf.iterate("onArea", AttachTarget.process(PID)))).contains(start);
    }
  }

  @Test
  void shouldRunForEachElementOfAMap() {
    try (Bpf bpf = Bpf.load(Own.class)) {
      for (int i = 1; i <= 3; i++) {
        Key key = new Key();
        key.number = i;
        Value value = new Value();
        value.number = i * 10L;
        bpf.map(Own.ENTRIES).put(key, value);
      }
      AttachTarget entries = AttachTarget.elements(bpf.object().map("ENTRIES"));
      assertThat(numbers(bpf.iterate("onEntry", entries)))
          .containsExactlyInAnyOrder(1010L, 2020L, 3030L);
      assertThat(numbers(bpf.iterate("onEntry", entries)))
          .as("values are the map's own")
          .containsExactlyInAnyOrder(1011L, 2021L, 3031L);
      assertThatThrownBy(() -> bpf.iterate("onEntry", AttachTarget.networkInterface("lo")))
          .isInstanceOf(BpfException.class)
          .hasMessageContaining("cannot be attached to network interface");
      assertThatThrownBy(() -> bpf.iterate("onEntry")).isInstanceOf(BpfException.class);
    }
  }

  @Test
  void shouldFindItsOwnMapProgramAndLink() {
    try (Bpf first = Bpf.load(Own.class)) {
      int program = first.object().program("onMap").info().id();
      first.attach("onMap");
      try (Bpf bpf = Bpf.loader(Own.class).configure("wanted", program).load()) {
        assertThat(numbers(bpf.iterate("onProgram"))).hasSize(1).allMatch(length -> length > 3);
        assertThat(numbers(bpf.iterate("onLink"))).hasSize(1);
      }
    }
  }
}
