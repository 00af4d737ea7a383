package dev.tawon.bpf.programs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tawon.bpf.Bpf;
import dev.tawon.bpf.TestRun;
import dev.tawon.testkit.KernelFeature;
import dev.tawon.testkit.KernelTest;
import java.lang.foreign.Arena;
import org.junit.jupiter.api.Test;

/** Helpers as the kernel declares them, in programs that are attached to nothing. */
@KernelTest(needs = {KernelFeature.TC, KernelFeature.BTF})
class HelperProgramsTest {
  @Test
  void shouldPassArraysStructsAndMaps() {
    try (Bpf bpf = Bpf.load(HelperPrograms.class)) {
      byte[] packet = new byte[64];
      packet[14] = 5;
      packet[17] = 6;
      assertThat(TestRun.ofPacket(bpf.object().program("load"), packet).result()).isEqualTo(2);
      packet[17] = 5;
      assertThat(TestRun.ofPacket(bpf.object().program("load"), packet).result()).isZero();
      assertThat(TestRun.ofRawTracepoint(bpf.object().program("map"), 7, 42)).isEqualTo(42);
      assertThat(bpf.map(HelperPrograms.MAP).get(7).orElseThrow().value).isEqualTo(42);
      assertThat(TestRun.ofRawTracepoint(bpf.object().program("output"), 1)).isEqualTo('4');
    }
  }

  @Test
  void shouldReadStringsIntoPartsOfAnArray() {
    try (Bpf bpf = Bpf.load(HelperPrograms.class);
        Arena arena = Arena.ofConfined()) {
      long first = arena.allocateFrom("ab").address();
      long second = arena.allocateFrom("cdefghijkl").address();
      int result = TestRun.ofRawTracepoint(bpf.object().program("strings"), first, second);
      assertThat(result).isEqualTo(3 << 8 | 8);
      int none = TestRun.ofRawTracepoint(bpf.object().program("strings"), 0, second);
      assertThat(none).isEqualTo(-1);
      int atTheEnd = TestRun.ofRawTracepoint(bpf.object().program("strings"), second, second);
      assertThat(atTheEnd).isEqualTo(-2);
      assertThat(bpf.faults()).isEmpty();
    }
  }
}
