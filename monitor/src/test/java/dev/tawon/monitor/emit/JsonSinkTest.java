package dev.tawon.monitor.emit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tawon.monitor.event.Event;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class JsonSinkTest {
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z@_.]+)` \\|");
  private static final String HOST =
      ",\"ecs\":{\"version\":\"9.4.0\"},\"host\":{\"name\":\"bee\",\"hostname\":\"bee\",\"id\":\"4c6f\","
          + "\"architecture\":\"x86_64\",\"boot\":{\"id\":\"0b7a\"},\"os\":{\"type\":\"linux\","
          + "\"name\":\"Debian GNU/Linux\",\"version\":\"12\",\"platform\":\"debian\","
          + "\"kernel\":\"6.18.44\"}}}";

  private static String line(Event event) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    JsonSink sink = new JsonSink(out, SampleEvents.HOST);
    sink.write(event);
    sink.flush();
    String text = out.toString(StandardCharsets.UTF_8);
    assertThat(text).endsWith("\n").hasLineCount(1);
    return text.stripTrailing();
  }

  @Test
  void shouldWriteAnExecution() throws IOException {
    assertThat(line(SampleEvents.exec()))
        .isEqualTo(
            "{\"@timestamp\":\"2026-11-24T07:08:09.000000042Z\",\"event\":{\"kind\":\"event\","
                + "\"category\":[\"process\"],\"type\":[\"start\"],\"action\":\"exec\","
                + "\"outcome\":\"success\",\"sequence\":7},\"process\":{\"entity_id\":\"id\","
                + "\"pid\":4322,\"name\":\"cat\",\"executable\":\"/usr/bin/cat\","
                + "\"start\":\"2026-11-24T07:08:08.500000000Z\",\"args\":[\"cat\",\"/etc/shadow\"],"
                + "\"args_count\":2,\"command_line\":\"cat /etc/shadow\","
                + "\"working_directory\":\"/home/ada\","
                + "\"real_user\":{\"id\":\"1000\",\"name\":\"ada\"},"
                + "\"real_group\":{\"id\":\"1000\",\"name\":\"ada\"},"
                + "\"thread\":{\"id\":4323,\"name\":\"cat\"},"
                + "\"parent\":{\"entity_id\":\"up\",\"pid\":4321,\"name\":\"bash\","
                + "\"executable\":\"/usr/bin/bash\",\"start\":\"2026-11-24T07:08:08.500000000Z\","
                + "\"args\":[\"-bash\"],\"args_count\":1,\"command_line\":\"-bash\","
                + "\"working_directory\":\"/\"},"
                + "\"user\":{\"id\":\"1000\",\"name\":\"ada\"},"
                + "\"group\":{\"id\":\"0\",\"name\":\"root\"}},"
                + "\"user\":{\"id\":\"1000\",\"name\":\"ada\",\"effective\":{\"id\":\"1000\","
                + "\"name\":\"ada\"}},\"group\":{\"id\":\"1000\",\"name\":\"ada\"},"
                + "\"related\":{\"user\":[\"ada\"]},"
                + "\"tawon\":{\"args_bytes\":21}"
                + HOST);
  }

  @Test
  void shouldWriteWhatIsSpecialOfEachKind() throws IOException {
    assertThat(JsonLine.members(line(SampleEvents.exit(0x80 | 11))))
        .containsEntry("process.exit_code", "139")
        .containsEntry("tawon.signal", "11")
        .containsEntry("tawon.core_dumped", "true")
        .containsEntry("event.duration", "1234567890");
    assertThat(JsonLine.members(line(SampleEvents.exit(0x300))))
        .containsEntry("process.exit_code", "3")
        .doesNotContainKey("tawon.signal");
    assertThat(JsonLine.members(line(SampleEvents.refused())))
        .containsEntry("error.code", "EACCES")
        .containsEntry("error.message", "Permission denied")
        .containsEntry("event.type", "access|denied")
        .containsEntry("tawon.access", "read-write")
        .containsEntry("tawon.path_kind", "argument")
        .containsEntry("tawon.open_flags", "O_RDWR")
        .doesNotContainKeys("file.inode", "tawon.device", "file.extension");
    assertThat(JsonLine.members(line(SampleEvents.udpRefused())))
        .containsEntry("destination.ip", "2001:db8::1")
        .containsEntry("network.type", "ipv6")
        .containsEntry("network.iana_number", "17")
        .containsEntry("error.code", "ENETUNREACH")
        .containsEntry("error.message", "Network is unreachable")
        .containsEntry("related.ip", "2001:db8::1")
        .containsEntry("tawon.suspicious_port", "true")
        .doesNotContainKeys("source.ip", "event.duration");
    assertThat(JsonLine.members(line(SampleEvents.orphan())))
        .containsEntry("user.id", "4294967294")
        .doesNotContainKeys(
            "user.name", "process.name", "process.args", "process.parent.pid", "related.user");
    assertThat(JsonLine.members(line(SampleEvents.tcp())))
        .containsEntry("related.ip", "192.0.2.7|10.0.0.1")
        .containsEntry("related.user", "ada");
  }

  @Test
  void shouldTakeAFilesPathApart() throws IOException {
    assertThat(JsonLine.members(line(SampleEvents.open("/srv/keys.d/id.old.pub"))))
        .containsEntry("file.directory", "/srv/keys.d")
        .containsEntry("file.name", "id.old.pub")
        .containsEntry("file.extension", "pub")
        .containsEntry("tawon.device", "8:1");
    assertThat(JsonLine.members(line(SampleEvents.open("/.hidden"))))
        .containsEntry("file.directory", "/")
        .containsEntry("file.name", ".hidden")
        .doesNotContainKey("file.extension");
    assertThat(JsonLine.members(line(SampleEvents.open("/srv/dot."))))
        .doesNotContainKey("file.extension");
    assertThat(JsonLine.members(line(SampleEvents.open("cut"))))
        .doesNotContainKey("file.directory");
  }

  /** As {@code include/uapi/asm-generic/fcntl.h} numbers them; {@code O_LARGEFILE} is of no interest. */
  @Test
  void shouldNameTheFlagsOfAnOpen() {
    assertThat(OpenFlags.names(0100000)).containsExactly("O_RDONLY");
    assertThat(OpenFlags.names(02101101))
        .containsExactly("O_WRONLY", "O_CREAT", "O_TRUNC", "O_CLOEXEC");
    assertThat(OpenFlags.names(04010002)).containsExactly("O_RDWR", "O_SYNC");
    assertThat(OpenFlags.names(1 << 30 | 010000))
        .containsExactly("O_RDONLY", "O_DSYNC", "0x40000000");
    assertThat(OpenFlags.names(020200000 | 01000000 | 3))
        .containsExactly("O_ACCMODE", "O_TMPFILE", "O_NOATIME");
    assertThat(OpenFlags.names(010200000)).containsExactly("O_RDONLY", "O_DIRECTORY", "O_PATH");
  }

  @Test
  void shouldEscapeWhatJsonAndTerminalsMind() throws IOException {
    String nasty = "\"\\\n\r\t\b\f\0\u001b[31m\u007f\u009b\u2028\u202e\u2066é€😀\ud800";
    String line = line(SampleEvents.exec(SampleEvents.process("/a", List.of("x y", nasty))));
    assertThat(line)
        .contains(
            "\\\"\\\\\\n\\r\\t\\b\\f\\u0000\\u001b[31m\\u007f\\u009b\\u2028\\u202e\\u2066é€😀\ufffd\"]");
    assertThat(JsonLine.members(line))
        .containsEntry("process.args", "x y|" + nasty.replace('\ud800', '\ufffd'));
  }

  @Test
  void shouldWriteJsonWhateverTheTextIs() throws IOException {
    long seed = Long.getLong("tawon.seed", 20_261_124L);
    Random random = new Random(seed);
    for (int i = 0; i < 5_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(12); length >= 0; length--) {
        text.append((char) random.nextInt(random.nextBoolean() ? 0x100 : 0x10000));
      }
      String expected =
          new String(
              text.toString().getBytes(StandardCharsets.UTF_16BE), StandardCharsets.UTF_16BE);
      assertThat(JsonLine.members(line(SampleEvents.open("/" + text))))
          .as("seed %d, round %d", seed, i)
          .containsEntry("file.path", "/" + expected);
    }
  }

  /** Each field on the page is in some line, and each in a line is on the page. */
  @Test
  void shouldWriteWhatThePageSays() throws IOException {
    Set<String> documented = new TreeSet<>();
    ROW.matcher(Files.readString(Path.of("../docs/events.md")))
        .results()
        .forEach(row -> documented.add(row.group(1)));
    Set<String> written = new TreeSet<>();
    for (Event event : SampleEvents.all()) {
      written.addAll(JsonLine.members(line(event)).keySet());
    }
    assertThat(written).isEqualTo(documented);
  }
}
