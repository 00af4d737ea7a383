package dev.tawon.bpf.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tawon.bpf.Bpf;
import dev.tawon.bpf.RingWriter;
import dev.tawon.bpf.TestRun;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.RawTracepoint;
import dev.tawon.lang.Struct;
import dev.tawon.lang.map.HashMap;
import dev.tawon.lang.map.UserRingBuffer;
import dev.tawon.testkit.KernelFeature;
import dev.tawon.testkit.KernelTest;
import org.junit.jupiter.api.Test;

/** Records that user space sends to programs. */
@KernelTest(since = "6.1", needs = KernelFeature.BTF)
class UserRingBufferTest {
  private static final int BYTES = 4096;

  /** A command. */
  @Struct
  public static final class Command {
    public int key;
    public long value;

    /** One that is empty. */
    public Command() {}

    Command(int key, long value) {
      this.key = key;
      this.value = value;
    }
  }

  /** The programs. */
  @BpfModule
  public static final class Programs {
    private Programs() {}

    public static final UserRingBuffer<Command> COMMANDS = UserRingBuffer.ofBytes(BYTES);
    public static final HashMap<Integer, Long> VALUES = HashMap.of(1024);

    @RawTracepoint("sys_enter")
    static int drain(long added) {
      return COMMANDS.drain(command -> VALUES.put(command.key, command.value + added));
    }

    @RawTracepoint("sys_enter")
    static int drainWhile(int last) {
      return COMMANDS.drainWhile(command -> {
        VALUES.put(command.key, command.value);
        return command.key != last;
      });
    }

    @RawTracepoint("sys_enter")
    static int fails(int unused) {
      return COMMANDS.drain(command -> VALUES.put(1 / command.key, 0L)) + 1;
    }
  }

  private static int run(Bpf bpf, String program, long... arguments) {
    return TestRun.ofRawTracepoint(bpf.object().program(program), arguments);
  }

  @Test
  void shouldReceiveWhatUserSpaceSends() {
    try (Bpf bpf = Bpf.load(Programs.class);
        RingWriter<Command> writer = bpf.writer(Programs.COMMANDS)) {
      for (int round = 0; round < 100; round++) {
        assertThat(writer.send(new Command(round, 2L * round))).isTrue();
        assertThat(writer.send(new Command(round + 1000, round))).isTrue();
        assertThat(run(bpf, "drain", 5)).isEqualTo(2);
        assertThat(bpf.map(Programs.VALUES).get(round)).contains(2L * round + 5);
      }
      assertThat(run(bpf, "drain", 5)).isZero();
      assertThat(bpf.faults()).isEmpty();
    }
  }

  @Test
  void shouldStopWhereTheFunctionSaysSo() {
    try (Bpf bpf = Bpf.load(Programs.class);
        RingWriter<Command> writer = bpf.writer(Programs.COMMANDS)) {
      for (int key = 0; key < 10; key++) {
        writer.send(new Command(key, 7));
      }
      assertThat(run(bpf, "drainWhile", 3)).isEqualTo(4);
      assertThat(bpf.map(Programs.VALUES).get(3)).contains(7L);
      assertThat(bpf.map(Programs.VALUES).get(4)).isEmpty();
      assertThat(run(bpf, "drainWhile", -1)).isEqualTo(6);
    }
  }

  @Test
  void shouldTellThatTheRingIsFull() {
    try (Bpf bpf = Bpf.load(Programs.class)) {
      RingWriter<Command> writer = bpf.writer(Programs.COMMANDS);
      int sent = 0;
      while (writer.send(new Command(sent, 1))) {
        sent++;
      }
      assertThat(sent).isEqualTo(BYTES / 24);
      assertThat(run(bpf, "drain", 0)).isEqualTo(sent);
      assertThat(writer.send(new Command(0, 1))).isTrue();
      writer.close();
      assertThatThrownBy(() -> writer.send(new Command(0, 1)))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void shouldEndTheProgramInAFaultOfTheFunction() {
    try (Bpf bpf = Bpf.load(Programs.class);
        RingWriter<Command> writer = bpf.writer(Programs.COMMANDS)) {
      writer.send(new Command(0, 1));
      assertThat(run(bpf, "fails", 0)).isZero();
      assertThat(bpf.faults()).hasSize(1);
    }
  }
}
