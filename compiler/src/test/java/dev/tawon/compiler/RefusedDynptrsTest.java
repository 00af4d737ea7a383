package dev.tawon.compiler;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Dynptr;
import dev.tawon.lang.Helpers;
import dev.tawon.lang.RawTracepoint;
import dev.tawon.lang.Struct;
import dev.tawon.lang.map.RingBuffer;
import org.junit.jupiter.api.Test;

/** Records of a ring that a dynptr leads to, and the rules for them that are broken. */
class RefusedDynptrsTest {
  @Struct
  static final class Head {
    long number;
  }

  private static void assertRefused(Class<?> module, String reason) {
    assertThatThrownBy(() -> Compiler.compile(module, CompilerOptions.defaults()))
        .isInstanceOf(CompilationException.class)
        .hasMessageContaining("RefusedDynptrsTest.java:")
        .hasMessageContaining(reason);
  }

  @BpfModule
  static final class Kept {
    static final RingBuffer<Head> RECORDS = RingBuffer.ofBytes(4096);

    @RawTracepoint("sys_enter")
    static int run(int bytes) {
      Dynptr record = new Dynptr();
      if (Helpers.ringbufReserveDynptr(RECORDS, bytes, 0, record) != 0) {
        return -1;
      }
      Helpers.ringbufSubmitDynptr(record, 0);
      return 0;
    }
  }

  @Test
  void shouldRefuseAPathThatForgetsTheRecordThatThereIsNot() {
    assertRefused(Kept.class, "which it has to be also where there was no room");
  }

  @BpfModule
  static final class Twice {
    static final RingBuffer<Head> RECORDS = RingBuffer.ofBytes(4096);

    @RawTracepoint("sys_enter")
    static int run(int bytes) {
      Dynptr record = new Dynptr();
      Helpers.ringbufReserveDynptr(RECORDS, bytes, 0, record);
      Helpers.ringbufSubmitDynptr(record, 0);
      Helpers.ringbufDiscardDynptr(record, 0);
      return 0;
    }
  }

  @Test
  void shouldRefuseASecondEnd() {
    assertRefused(Twice.class, "this dynptr leads to no record here");
  }

  @BpfModule
  static final class Reserved {
    static final RingBuffer<Head> RECORDS = RingBuffer.ofBytes(4096);

    @RawTracepoint("sys_enter")
    static int run(int bytes) {
      Dynptr record = new Dynptr();
      Helpers.ringbufReserveDynptr(RECORDS, bytes, 0, record);
      Helpers.ringbufReserveDynptr(RECORDS, bytes, 0, record);
      Helpers.ringbufSubmitDynptr(record, 0);
      return 0;
    }
  }

  @Test
  void shouldRefuseASecondRecordInOneDynptr() {
    assertRefused(Reserved.class, "submit or discard that first");
  }

  @BpfModule
  static final class UsedAfterwards {
    static final RingBuffer<Head> RECORDS = RingBuffer.ofBytes(4096);

    @RawTracepoint("sys_enter")
    static int run(int bytes) {
      Dynptr record = new Dynptr();
      Helpers.ringbufReserveDynptr(RECORDS, bytes, 0, record);
      Head head = Helpers.dynptrData(record, 0, 8, Head.class);
      Helpers.ringbufSubmitDynptr(record, 0);
      return head == null ? 0 : (int) head.number;
    }
  }

  @Test
  void shouldRefuseTheUseOfWhatIsSubmitted() {
    assertRefused(UsedAfterwards.class, "and is used here: use it before");
  }
}
