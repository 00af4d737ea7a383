package dev.tawon.bpf.programs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tawon.bpf.Bpf;
import dev.tawon.bpf.RingReader;
import dev.tawon.bpf.TestRun;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Dynptr;
import dev.tawon.lang.Helpers;
import dev.tawon.lang.RawTracepoint;
import dev.tawon.lang.Struct;
import dev.tawon.lang.map.RingBuffer;
import dev.tawon.testkit.KernelFeature;
import dev.tawon.testkit.KernelTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Records of a size that only the run tells. */
@KernelTest(since = "5.19", needs = KernelFeature.BTF)
class RingDynptrTest {
  private static final int BYTES = 4096;

  /** The begin of each record. */
  @Struct
  public static final class Head {
    public long number;
  }

  /** The programs. */
  @BpfModule
  public static final class Programs {
    private Programs() {}

    public static final RingBuffer<Head> RECORDS = RingBuffer.ofBytes(BYTES);

    @RawTracepoint("sys_enter")
    static int send(int bytes, long number) {
      Dynptr record = new Dynptr();
      if (Helpers.ringbufReserveDynptr(RECORDS, bytes, 0, record) != 0) {
        Helpers.ringbufDiscardDynptr(record, 0);
        return -1;
      }
      Head head = Helpers.dynptrData(record, 0, 8, Head.class);
      if (head == null) {
        Helpers.ringbufDiscardDynptr(record, 0);
        return -2;
      }
      head.number = number;
      Helpers.ringbufSubmitDynptr(record, 0);
      return 0;
    }

    @RawTracepoint("sys_enter")
    static int fault(int bytes, int index) {
      long[] numbers = new long[4];
      Dynptr record = new Dynptr();
      long status = Helpers.ringbufReserveDynptr(RECORDS, bytes, 0, record);
      numbers[index] = 5; // a fault gives the record back, if there is one
      if (status == 0) {
        Helpers.dynptrWrite(record, 0, numbers, 8, 0);
        Helpers.ringbufSubmitDynptr(record, 0);
      } else {
        Helpers.ringbufDiscardDynptr(record, 0);
      }
      return 1;
    }
  }

  private static int run(Bpf bpf, String program, long... arguments) {
    return TestRun.ofRawTracepoint(bpf.object().program(program), arguments);
  }

  @Test
  void shouldSendRecordsOfAnySize() {
    try (Bpf bpf = Bpf.load(Programs.class);
        RingReader reader = bpf.reader(Programs.RECORDS)) {
      assertThat(run(bpf, "send", 8, 1)).isZero();
      assertThat(run(bpf, "send", 100, 2)).isZero();
      assertThat(run(bpf, "send", 4, 3)).isEqualTo(-2);
      assertThat(run(bpf, "send", 5000, 4)).isEqualTo(-1);
      List<Integer> sizes = new ArrayList<>();
      reader.drain((memory, offset, length) -> sizes.add(length));
      assertThat(sizes).containsExactly(8, 100);
    }
  }

  @Test
  void shouldGiveTheRecordBackInAFault() {
    try (Bpf bpf = Bpf.load(Programs.class);
        RingReader reader = bpf.reader(Programs.RECORDS)) {
      for (int round = 0; round < 100; round++) {
        assertThat(run(bpf, "fault", 500, 4)).isZero();
        assertThat(run(bpf, "fault", 5000, 4)).isZero();
        assertThat(run(bpf, "fault", 5000, 0)).isOne();
        assertThat(run(bpf, "fault", 16, 0)).isOne();
        assertThat(reader.drain((memory, offset, length) -> assertThat(length).isEqualTo(16)))
            .isOne();
      }
      assertThat(bpf.faults()).hasSize(1);
    }
  }
}
