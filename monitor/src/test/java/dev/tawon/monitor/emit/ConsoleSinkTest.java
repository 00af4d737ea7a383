package dev.tawon.monitor.emit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tawon.monitor.ConsoleStyle;
import dev.tawon.monitor.event.Event;
import dev.tawon.monitor.event.ExecEvent;
import dev.tawon.monitor.event.ProcessInfo.Mark;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConsoleSinkTest {
  private static String shown(ConsoleStyle style, Event... events) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ConsoleSink sink = new ConsoleSink(out, style);
    for (Event event : events) {
      sink.write(event);
    }
    sink.flush();
    return out.toString(StandardCharsets.UTF_8);
  }

  private static String plain(Event... events) throws IOException {
    return shown(ConsoleStyle.plain(ZoneOffset.UTC), events);
  }

  @Test
  void shouldShowATable() throws IOException {
    assertThat(
            plain(
                SampleEvents.fork(),
                SampleEvents.exec(),
                SampleEvents.exit(0x300),
                SampleEvents.exit(0x80 | 11),
                SampleEvents.open("/etc/shadow"),
                SampleEvents.refused(),
                SampleEvents.tcp(),
                SampleEvents.udpRefused()))
        .isEqualTo(
            """
            TIME         EVENT   PID      USER       PROCESS          DETAIL
            07:08:09.000 fork    4322     ada        cat              by bash[4321]
            07:08:09.000 exec    4322     ada        cat              /usr/bin/cat /etc/shadow  in /home/ada  by bash[4321]
            07:08:09.000 exit    4322     ada        cat              code 3 after 1.2 s
            07:08:09.000 exit    4322     ada        cat              killed by SIGSEGV (core dumped) after 1.2 s
            07:08:09.000 file    4322     ada        cat              read /etc/shadow
            07:08:09.000 file    4322     ada        cat              read-write …/etc/shadow  EACCES
            07:08:09.000 network 4322     ada        cat              tcp 192.0.2.7:443  after 1.5 ms
            07:08:09.000 network 4322     ada        cat              udp [2001:db8::1]:4444  ENETUNREACH  !port 4444
            """);
  }

  @Test
  void shouldSayWhatIsMissing() throws IOException {
    assertThat(plain(SampleEvents.exec(Mark.values())))
        .contains("…/usr/bin/cat (unlinked) … (1 arguments, cut) (arguments unreadable)");
    assertThat(plain(SampleEvents.orphan())).contains(" 4294967294 kthread          by ?");
  }

  @Test
  void shouldGoOnBelowTheDetailOnAWideTerminal() throws IOException {
    assertThat(shown(new ConsoleStyle(false, 100, ZoneOffset.UTC), SampleEvents.exec()))
        .isEqualTo(
            """
            TIME         EVENT   PID      USER       PROCESS          DETAIL
            07:08:09.000 exec    4322     ada        cat              /usr/bin/cat /etc/shadow  in /home/ada  by
                                                                      bash[4321]
            """);
  }

  @Test
  void shouldGoOnBelowTheEventOnAUsualTerminal() throws IOException {
    assertThat(shown(new ConsoleStyle(false, 80, ZoneOffset.UTC), SampleEvents.exec()))
        .isEqualTo(
            """
            TIME         EVENT   PID      USER       PROCESS          DETAIL
            07:08:09.000 exec    4322     ada        cat              /usr/bin/cat
                         /etc/shadow  in /home/ada  by bash[4321]
            """);
  }

  @Test
  void shouldHaveFewerColumnsOnANarrowTerminal() throws IOException {
    assertThat(shown(new ConsoleStyle(false, 40, ZoneOffset.UTC), SampleEvents.exec()))
        .isEqualTo(
            """
            TIME     EVENT   PID      DETAIL
            07:08:09 exec    4322     ada cat
                     /usr/bin/cat /etc/shadow  in
                     /home/ada  by bash[4321]
            """);
  }

  @Test
  void shouldLeaveNothingOutWhateverTheWidth() throws IOException {
    String argument = "x".repeat(500) + " 漢字".repeat(100) + "e\u0301".repeat(50);
    ExecEvent event = SampleEvents.exec(SampleEvents.process("/bin/漢", List.of("a", argument)));
    for (int columns = 20; columns < 220; columns += 7) {
      String text = shown(new ConsoleStyle(true, columns, ZoneOffset.UTC), event);
      String bare = text.replaceAll("\u001b\\[[0-9]*m", "");
      int limit = columns;
      assertThat(bare.lines().skip(1))
          .as("%d columns", columns)
          .allMatch(line -> Cells.width(line) <= Math.max(limit, 26));
      assertThat(bare.replaceAll("\\s", "")).contains(argument.replace(" ", ""), "bybash[4321]");
    }
  }

  @Test
  void shouldAlignWhatIsWideAndWhatIsLong() throws IOException {
    String text =
        plain(
            SampleEvents.exec(SampleEvents.process("/漢字", List.of("a"))),
            SampleEvents.exec(SampleEvents.process("/漢字漢字漢字漢字漢字", List.of("a"))),
            SampleEvents.exec(SampleEvents.process("/e\u0301", List.of("a"))));
    assertThat(text.lines().skip(1))
        .allMatch(line -> Cells.width(line.substring(0, line.indexOf('/'))) == 58);
  }

  @Test
  void shouldShowTheHeaderBeforeTheFirstEvent() throws IOException {
    assertThat(plain()).startsWith("TIME ").hasLineCount(1);
  }

  @Test
  void shouldColourTimeAndKindAlone() throws IOException {
    assertThat(shown(new ConsoleStyle(true, 0, ZoneOffset.UTC), SampleEvents.fork()))
        .isEqualTo(
            "\u001b[1mTIME         EVENT   PID      USER       PROCESS          DETAIL\u001b[0m\n"
                + "\u001b[90m07:08:09.000 \u001b[0m\u001b[90mfork   \u001b[0m"
                + " 4322     ada        cat              by bash[4321]\n");
  }

  @Test
  void shouldTakeItsStyleFromTheEnvironment() {
    assertThat(ConsoleStyle.terminal(80, Map.of(), ZoneOffset.UTC).colour()).isTrue();
    assertThat(ConsoleStyle.terminal(80, Map.of("NO_COLOR", ""), ZoneOffset.UTC).colour()).isTrue();
    assertThat(ConsoleStyle.terminal(80, Map.of("NO_COLOR", "1"), ZoneOffset.UTC).colour())
        .isFalse();
    assertThat(ConsoleStyle.terminal(80, Map.of("TERM", "dumb"), ZoneOffset.UTC).colour())
        .isFalse();
    assertThat(ConsoleStyle.terminal(3, Map.of(), ZoneOffset.UTC).columns()).isEqualTo(20);
    assertThat(ConsoleStyle.plain(ZoneOffset.UTC))
        .isEqualTo(new ConsoleStyle(false, 0, ZoneOffset.UTC));
  }

  @Test
  void shouldLetNoProcessWriteToTheTerminal() throws IOException {
    String attack = "\u001b]0;owned\u0007\u009b2J\n\r\u202e\u2028\u007f\0";
    String text =
        plain(
            SampleEvents.exec(SampleEvents.process("/tmp/" + attack, List.of("a", attack))),
            SampleEvents.open("/" + attack));
    assertThat(text).hasLineCount(3);
    assertThat(text.replace("\n", "").chars())
        .noneMatch(c -> Character.isISOControl(c) || c == 0x202e || c == 0x2028);
    assertThat(text).contains("\\u001b]0;owned\\u0007\\u009b2J\\n\\r\\u202e\\u2028\\u007f\\u0000");
  }
}
