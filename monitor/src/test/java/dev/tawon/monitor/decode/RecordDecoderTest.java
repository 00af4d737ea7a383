package dev.tawon.monitor.decode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tawon.monitor.event.EventKind;
import dev.tawon.monitor.event.FileEvent.PathKind;
import dev.tawon.monitor.event.IpAddress;
import dev.tawon.monitor.event.NetworkEvent.Endpoint;
import dev.tawon.monitor.event.NetworkEvent.Transport;
import dev.tawon.monitor.probe.ConnectRecord;
import dev.tawon.monitor.probe.EventRecord;
import dev.tawon.monitor.probe.ExecRecord;
import dev.tawon.monitor.probe.FileRecord;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordDecoderTest {
  private static final int NETWORK_UNREACHABLE = 101;

  private final RecordDecoder decoder = new RecordDecoder();

  private EventKind decode(RecordBytes record) {
    MemorySegment memory = record.memory();
    return decoder.decode(memory, 0, (int) memory.byteSize());
  }

  @Test
  void shouldDecodeWhatAllRecordsHave() {
    assertThat(decode(RecordBytes.fork())).isEqualTo(EventKind.FORK);
    assertThat(decoder.pid()).isEqualTo(RecordBytes.PID);
    assertThat(decoder.threadId()).isEqualTo(RecordBytes.PID + 1);
    assertThat(decoder.parentPid()).isEqualTo(RecordBytes.PARENT_PID);
    assertThat(decoder.bootTimeNs()).isEqualTo(RecordBytes.NOW_NS);
    assertThat(decoder.startTimeNs()).isEqualTo(RecordBytes.START_NS);
    assertThat(decoder.parentStartTimeNs()).isEqualTo(RecordBytes.PARENT_START_NS);
    assertThat(decoder.uid()).isEqualTo(1000);
    assertThat(decoder.gid()).isEqualTo(1001);
    assertThat(decoder.threadName()).isEqualTo("worker");
  }

  @Test
  void shouldDecodeARecordInTheMiddleOfTheRing() {
    byte[] record = RecordBytes.exit(9).bytes();
    byte[] ring = new byte[record.length + 24];
    Arrays.fill(ring, (byte) 0xff);
    System.arraycopy(record, 0, ring, 11, record.length);
    assertThat(decoder.decode(MemorySegment.ofArray(ring), 11, record.length))
        .isEqualTo(EventKind.EXIT);
    assertThat(decoder.exitStatus()).isEqualTo(9);
    assertThat(decoder.pid()).isEqualTo(RecordBytes.PID);
  }

  @Test
  void shouldDecodeAnExecution() {
    assertThat(decode(RecordBytes.exec("/usr/bin/cat", "/home/ada", "cat", "", "a b", "ä€😀")))
        .isEqualTo(EventKind.EXEC);
    assertThat(decoder.args()).containsExactly("cat", "", "a b", "ä€😀");
    assertThat(decoder.argsCount()).isEqualTo(4);
    assertThat(decoder.areArgsCut()).isFalse();
    assertThat(decoder.argsTotal()).isEqualTo(19);
    assertThat(decoder.executable()).isEqualTo("/usr/bin/cat");
    assertThat(decoder.directory()).isEqualTo("/home/ada");
    assertThat(decoder.effectiveUid()).isZero();
    assertThat(decoder.effectiveGid()).isEqualTo(7);
    assertThat(decoder.execFlags()).isZero();
  }

  @Test
  void shouldSayThatArgumentsAreCut() {
    byte[] args = "cat\0/etc/sha".getBytes(StandardCharsets.UTF_8);
    RecordBytes record =
        RecordBytes.exec(args, RecordBytes.components("/cat"), new byte[0])
            .withInt(RecordLayout.ARGS_TOTAL, 100_000)
            .withInt(RecordLayout.ARGS_COUNT, 900);
    assertThat(decode(record)).isEqualTo(EventKind.EXEC);
    assertThat(decoder.areArgsCut()).isTrue();
    assertThat(decoder.args()).containsExactly("cat", "/etc/sha");
    assertThat(decoder.argsCount()).isEqualTo(900);
    assertThat(decoder.argsTotal()).isEqualTo(100_000);
    assertThat(decoder.directory()).isEqualTo("/");
  }

  @Test
  void shouldDecodeTheLargestExecution() {
    byte[] args = new byte[ExecRecord.ARGS_MAX];
    Arrays.fill(args, (byte) 'x');
    byte[] path = new byte[ExecRecord.PATH_MAX];
    Arrays.fill(path, (byte) 'p');
    path[path.length - 1] = 0;
    assertThat(decode(RecordBytes.exec(args, path, path))).isEqualTo(EventKind.EXEC);
    assertThat(decoder.args().getFirst()).hasSize(ExecRecord.ARGS_MAX);
    assertThat(decoder.executable()).hasSize(ExecRecord.PATH_MAX);
    byte[] longer = Arrays.copyOf(path, path.length + 1);
    assertThat(decode(RecordBytes.exec(new byte[0], longer, path))).isNull();
    assertThat(decode(RecordBytes.exec(new byte[args.length + 1], path, path))).isNull();
  }

  @Test
  void shouldReplaceBytesThatAreNotUtf8() {
    byte[] args = {'a', (byte) 0xff, (byte) 0xc3, 0};
    decode(RecordBytes.exec(args, new byte[0], new byte[0]));
    assertThat(decoder.args()).containsExactly("a\ufffd\ufffd");
  }

  @Test
  void shouldDecodeAnOpen() {
    assertThat(decode(RecordBytes.open("/etc/shadow", 02))).isEqualTo(EventKind.FILE);
    assertThat(decoder.filePath()).isEqualTo("/etc/shadow");
    assertThat(decoder.pathKind()).isEqualTo(PathKind.RESOLVED);
    assertThat(decoder.isPathCut()).isFalse();
    assertThat(decoder.openFlags()).isEqualTo(2);
    assertThat(decoder.fileError()).isZero();
    assertThat(decoder.inode()).isEqualTo(4711);
    assertThat(decoder.device()).isEqualTo(8 << 20 | 1);
  }

  @Test
  void shouldDecodeAFailedOpenAsTheArgument() {
    assertThat(decode(RecordBytes.failedOpen("../etc//shadow", 13))).isEqualTo(EventKind.FILE);
    assertThat(decoder.filePath()).isEqualTo("../etc//shadow");
    assertThat(decoder.pathKind()).isEqualTo(PathKind.ARGUMENT);
    assertThat(decoder.fileError()).isEqualTo(13);
  }

  @Test
  void shouldShowACutPathWithoutSlashInFront() {
    decode(RecordBytes.open("/deep/down", 0).withInt(RecordLayout.FILE_FLAGS, FileRecord.PATH_CUT));
    assertThat(decoder.isPathCut()).isTrue();
    assertThat(decoder.filePath()).isEqualTo("deep/down");
  }

  @Test
  void shouldDecodeConnectionsOfIpv4() {
    RecordBytes record =
        RecordBytes.connect(
            ConnectRecord.TCP, new byte[] {10, 0, 0, 1}, 40_000, new byte[] {-64, 0, 2, 7}, 443);
    assertThat(decode(record.withInt(RecordLayout.CONNECT_ERROR, NETWORK_UNREACHABLE)))
        .isEqualTo(EventKind.NETWORK);
    assertThat(decoder.transport()).isEqualTo(Transport.TCP);
    assertThat(decoder.source()).hasToString("10.0.0.1:40000");
    assertThat(decoder.destination())
        .isEqualTo(new Endpoint(IpAddress.ofIpv4(0xc0000207), 443))
        .hasToString("192.0.2.7:443");
    assertThat(decoder.connectError()).isEqualTo(NETWORK_UNREACHABLE);
    assertThat(decoder.connectTimeNs()).isEqualTo(RecordBytes.NOW_NS - 1_500_000);
  }

  @Test
  void shouldDecodeConnectionsOfIpv6() {
    byte[] destination = new byte[16];
    destination[0] = 0x20;
    destination[1] = 0x01;
    destination[2] = 0x0d;
    destination[3] = (byte) 0xb8;
    destination[15] = 1;
    assertThat(decode(RecordBytes.connect(ConnectRecord.UDP, new byte[16], 0, destination, 65_535)))
        .isEqualTo(EventKind.NETWORK);
    assertThat(decoder.transport()).isEqualTo(Transport.UDP);
    assertThat(decoder.source()).isNull();
    assertThat(decoder.destination()).hasToString("[2001:db8::1]:65535");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, EventRecord.KINDS, Integer.MAX_VALUE, Integer.MIN_VALUE})
  void shouldRefuseKindsThatDoNotExist(int kind) {
    RecordBytes record = RecordBytes.fork().ofKind(kind);
    assertThat(decode(record)).isNull();
    assertThat(RecordDecoder.claimedKind(record.memory(), 0, record.bytes().length)).isNull();
  }

  @Test
  void shouldRefuseNumbersThatNoKernelHas() {
    assertThat(decode(RecordBytes.fork().withInt(RecordLayout.PID, -1))).isNull();
    assertThat(decode(RecordBytes.fork().withInt(RecordLayout.TID, 1 << 22))).isNull();
    assertThat(decode(RecordBytes.fork().withInt(RecordLayout.PARENT_PID, -5))).isNull();
    assertThat(decode(RecordBytes.fork().withLong(RecordLayout.BOOT_TIME, -1))).isNull();
    assertThat(decode(RecordBytes.fork().withLong(RecordLayout.START_TIME, -1))).isNull();
    assertThat(decode(RecordBytes.fork().withLong(RecordLayout.PARENT_START_TIME, -1))).isNull();
  }

  @Test
  void shouldRefuseExecutionsWhoseLengthsDoNotAddUp() {
    for (int field :
        new int[] {
          RecordLayout.ARGS_LENGTH, RecordLayout.EXECUTABLE_LENGTH, RecordLayout.DIRECTORY_LENGTH
        }) {
      for (int bad : new int[] {-1, 100, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
        assertThat(decode(RecordBytes.exec("/a", "/b", "c").withInt(field, bad)))
            .as("%d at %d", bad, field)
            .isNull();
      }
    }
    assertThat(decode(RecordBytes.exec("/a", "/b", "c").withInt(RecordLayout.ARGS_COUNT, -1)))
        .isNull();
    assertThat(decode(RecordBytes.exec("/a", "/b", "c").withInt(RecordLayout.ARGS_TOTAL, 1)))
        .as("more arguments in the record than there were")
        .isNull();
  }

  @Test
  void shouldRefuseOpensThatMakeNoSense() {
    assertThat(decode(RecordBytes.open("/a", 0).withInt(RecordLayout.PATH_LENGTH, 3))).isNull();
    assertThat(decode(RecordBytes.open("/a", 0).withInt(RecordLayout.PATH_LENGTH, -1))).isNull();
    assertThat(decode(RecordBytes.open("/a", 0).withInt(RecordLayout.PATH_KIND, 2))).isNull();
    assertThat(decode(RecordBytes.open("/a", 0).withInt(RecordLayout.FILE_ERROR, -13))).isNull();
    assertThat(decode(RecordBytes.open("/a", 0).withInt(RecordLayout.FILE_ERROR, 4096))).isNull();
  }

  @Test
  void shouldRefuseConnectionsThatMakeNoSense() {
    int[][] bad = {
      {RecordLayout.FAMILY, 1},
      {RecordLayout.PROTOCOL, 132},
      {RecordLayout.SOURCE_PORT, 65_536},
      {RecordLayout.DESTINATION_PORT, -1},
      {RecordLayout.CONNECT_ERROR, -111}
    };
    for (int[] field : bad) {
      RecordBytes record =
          RecordBytes.connect(ConnectRecord.TCP, new byte[4], 1, new byte[4], 2)
              .withInt(field[0], field[1]);
      assertThat(decode(record)).as("%d at %d", field[1], field[0]).isNull();
    }
    assertThat(
            decode(
                RecordBytes.connect(ConnectRecord.TCP, new byte[4], 1, new byte[4], 2)
                    .withLong(RecordLayout.CONNECT_TIME, RecordBytes.NOW_NS + 1)))
        .as("a connection that ends before it begins")
        .isNull();
  }

  @Test
  void shouldRefuseEveryTruncatedRecord() {
    for (RecordBytes sample : RecordBytes.samples()) {
      byte[] whole = sample.bytes();
      int needed = whole.length;
      EventKind kind = decode(sample);
      assertThat(kind).isNotNull();
      if (kind == EventKind.FORK || kind == EventKind.EXIT) {
        needed -= kind == EventKind.FORK ? Long.BYTES : Integer.BYTES; // reserved
      }
      for (int length = 0; length < needed; length++) {
        MemorySegment cut = MemorySegment.ofArray(Arrays.copyOf(whole, length));
        assertThat(decoder.decode(cut, 0, length)).as("%s of %d bytes", kind, length).isNull();
      }
    }
  }

  @Test
  void shouldDecodeOrRefuseWhateverBytesComeAndNeverFail() {
    long seed = Long.getLong("tawon.seed", 20_261_124L);
    Random random = new Random(seed);
    for (int i = 0; i < 200_000; i++) {
      byte[] bytes = mutated(random);
      try {
        EventKind kind = decoder.decode(MemorySegment.ofArray(bytes), 0, bytes.length);
        if (kind != null) {
          readAll(kind);
        }
      } catch (RuntimeException e) {
        throw new AssertionError(
            "seed " + seed + ", round " + i + ": " + Arrays.toString(bytes), e);
      }
    }
  }

  private static byte[] mutated(Random random) {
    if (random.nextInt(8) == 0) {
      byte[] noise = new byte[random.nextInt(200)];
      random.nextBytes(noise);
      if (noise.length > 4 && random.nextBoolean()) {
        Arrays.fill(noise, 0, 4, (byte) 0);
        noise[0] = (byte) random.nextInt(EventRecord.KINDS);
      }
      return noise;
    }
    byte[] bytes = RecordBytes.samples().get(random.nextInt(RecordBytes.samples().size())).bytes();
    for (int flips = random.nextInt(6); flips > 0; flips--) {
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return random.nextInt(4) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length + 64)) : bytes;
  }

  /** Everything that a record of a kind says: none of it may fail once the record was accepted. */
  private void readAll(EventKind kind) {
    assertThat(decoder.pid()).isBetween(0, (1 << 22) - 1);
    assertThat(decoder.threadName().length()).isLessThanOrEqualTo(16);
    switch (kind) {
      case FORK -> {}
      case EXEC -> {
        assertThat(decoder.args().size()).isLessThanOrEqualTo(ExecRecord.ARGS_MAX);
        assertThat(decoder.executable().length() + decoder.directory().length())
            .isLessThanOrEqualTo(2 * ExecRecord.PATH_MAX);
        assertThat(decoder.argsTotal()).isNotNegative();
      }
      case EXIT -> decoder.exitStatus();
      case FILE -> assertThat(decoder.filePath().length()).isLessThan(ExecRecord.PATH_MAX + 1);
      case NETWORK -> {
        assertThat(decoder.destination().toString()).contains(":");
        Endpoint source = decoder.source();
        assertThat(source == null || source.port() < 65_536).isTrue();
      }
    }
  }
}
