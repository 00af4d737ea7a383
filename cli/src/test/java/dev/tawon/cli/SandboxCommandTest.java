package dev.tawon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tawon.sandbox.Capture;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxCommandTest {
  @TempDir private Path directory;

  @Test
  void shouldSpeakThePluginsProtocol() {
    String first = "71 10 00 00 00 00 00 00 95 00 00 00 00 00 00 00\n";

    assertThat(plugin(first, "aa bb")).isEqualTo(new TawonRun(0, "aa\n", ""));
    assertThat(plugin(first, "aabb", "--interpreter")).isEqualTo(new TawonRun(0, "aa\n", ""));
    assertThat(plugin("b7 00 00 00 ff ff ff ff 95 00 00 00 00 00 00 00"))
        .isEqualTo(new TawonRun(0, "ffffffffffffffff\n", ""));
  }

  @Test
  void shouldSayWhyAPluginsProgramFails() {
    TawonRun fault = plugin("71 10 00 00 00 00 00 00 95 00 00 00 00 00 00 00", "");
    assertThat(fault.exitCode()).isEqualTo(1);
    assertThat(fault.out()).isEmpty();
    assertThat(fault.err()).contains("instruction 0: read of 1 byte at 0x0");

    assertThat(plugin("ff").err()).contains("the program ends after 1 of the slot's 8 bytes");
    assertThat(plugin("f").err()).contains("odd number of hexadecimal digits: 1");
    assertThat(plugin("fg").err()).contains("'g' is no digit");
    assertThat(plugin("").exitCode()).isEqualTo(1);
  }

  @Test
  void shouldRunBothSpellings() throws IOException {
    assertThat(run(file("a.asm", "r0 = *(u8 *)(r1 +1)\nexit\n"), "--memory", "01 02").out())
        .isEqualTo("r0 = 0x2 (2)\n");
    assertThat(run(file("b.asm", "# %r0\nldxb %r0, [%r1]\nexit\n"), "--memory", "01 02").out())
        .isEqualTo("r0 = 0x1 (1)\n");
    assertThat(run(file("c.hex", "b7000000 07000000 9500000000000000")).out())
        .isEqualTo("r0 = 0x7 (7)\n");
  }

  @Test
  void shouldTraceWhatChanges() throws IOException {
    String program = file("a.asm", "r0 = 1\nr0 += 2\nif r0 == 3 goto +1\nr0 = 0\nexit\n");

    assertThat(run(program, "--trace").out())
        .isEqualTo(
            """
               0: r0 = 1                                   ; r0=0x1
               1: r0 += 2                                  ; r0=0x3
               2: if r0 == 0x3 goto pc+1                   ;
               4: exit                                     ;
            r0 = 0x3 (3)
            """);
  }

  @Test
  void shouldSayWhereAProgramIsWrong() throws IOException {
    TawonRun wrong = run(file("a.asm", "r0 = 1\nr0 == 2\n"));
    assertThat(wrong.exitCode()).isEqualTo(ExitCode.FAILURE);
    assertThat(wrong.err()).contains("a.asm:2:");

    TawonRun endless = run(file("b.asm", "r0 = 1\ngoto -2\n"), "--budget", "100");
    assertThat(endless.err()).contains("instruction 1: the budget of 100 instructions is used up");
    assertThat(run("missing.asm").err()).contains("missing.asm: no such file or directory");
    assertThat(run(file("c.asm", "exit"), "--budget", "0").exitCode()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void shouldCountTheVerdictsOnACapture() throws IOException {
    Path pcap = directory.resolve("two.pcap");
    Files.write(
        pcap,
        new Capture(
                List.of(
                    new Capture.Packet(Capture.ETHERNET, 1_000_000_000, 60, new byte[60]),
                    new Capture.Packet(Capture.ETHERNET, 2_000_000_000, 90, new byte[20])))
            .toPcap());
    String program = file("a.asm", "r0 = *(u32 *)(r1 +0)\nif r0 == 60 goto +1\nr0 = 0\nexit\n");
    Path passed = directory.resolve("passed.pcap");

    TawonRun run = run(program, "--pcap", pcap.toString(), "--write", passed.toString());

    assertThat(run).isEqualTo(new TawonRun(0, "2 packets\n       1 0\n       1 60\n", ""));
    assertThat(Capture.parse(Files.readAllBytes(passed)).packets())
        .singleElement()
        .satisfies(packet -> assertThat(packet.time()).isEqualTo(1_000_000_000));
    assertThat(run(program, "--pcap", program).err()).contains("a.asm: byte 0: it begins neither");
    assertThat(run(program, "--write", "x").exitCode()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void shouldSayWhichProgramsAnObjectHas() throws IOException {
    assertThat(run(file("a.asm", "r0 = 0\nexit"), "--program", "x").err())
        .contains("is no object: it has no program 'x'");
    Path broken = directory.resolve("broken.o");
    Files.write(broken, new byte[] {0x7f, 'E', 'L', 'F', 0, 0});
    assertThat(run(broken.toString()).err()).contains("broken.o: ELF at byte 0");
  }

  @Test
  void shouldPrintJson() throws IOException {
    assertThat(run(file("a.asm", "r0 = -2\nexit\n"), "--json"))
        .isEqualTo(
            new TawonRun(
                0,
                "{\"r0\":-2,\"r0_hex\":\"0xfffffffffffffffe\",\"instructions\":2,\"printed\":[]}\n",
                ""));
    Path pcap = directory.resolve("one.pcap");
    Files.write(pcap, onePacket().toPcap());
    assertThat(run(file("b.asm", "r0 = 3\nexit\n"), "--json", "--pcap", pcap.toString()).out())
        .isEqualTo(
            "{\"packets\":1,\"passed\":1,\"verdicts\":[{\"verdict\":3,\"name\":\"3\",\"packets\":1}],"
                + "\"printed\":[]}\n");
    assertThat(run(file("c.asm", "r0 = 3\nexit\n"), "--json", "--trace").exitCode())
        .isEqualTo(ExitCode.USAGE);
  }

  @Test
  void shouldWarnOfACaptureThatIsCutOff() throws IOException {
    byte[] whole = onePacket().toPcap();
    Path pcap = directory.resolve("cut.pcap");
    Files.write(pcap, Arrays.copyOf(whole, whole.length - 1));

    TawonRun run = run(file("a.asm", "r0 = 1\nexit\n"), "--pcap", pcap.toString());

    assertThat(run.out()).isEqualTo("0 packets\n");
    assertThat(run.err()).contains("cut.pcap ends within a packet, which is left out");
    assertThat(run.exitCode()).isZero();
  }

  @Test
  void shouldRefuseWhatIsNoFileOrNoObject() throws IOException {
    assertThat(run(directory.toString()).err()).contains(directory + " is a directory");
    assertThat(run(file("text.o", "no object")).err())
        .contains("text.o is no object: it does not begin like an ELF file");
    String program = file("a.asm", "r0 = 1\nexit\n");
    assertThat(run(program, "--memory-file", directory.toString()).err()).contains("directory");
    assertThat(run(program, "--pcap", directory.toString()).err()).contains("directory");
    assertThat(run(program, "--btf", "x").err()).contains("--btf and --option are for ELF files");
    assertThat(run(program, "--option", "CONFIG_HZ=1").exitCode()).isEqualTo(ExitCode.USAGE);
  }

  private static Capture onePacket() {
    return new Capture(
        List.of(new Capture.Packet(Capture.ETHERNET, 1_000_000_000, 60, new byte[60])));
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text).toString();
  }

  private static TawonRun run(String file, String... more) {
    String[] arguments = new String[more.length + 3];
    arguments[0] = "sandbox";
    arguments[1] = "run";
    arguments[2] = file;
    System.arraycopy(more, 0, arguments, 3, more.length);
    return TawonRun.of(arguments);
  }

  private static TawonRun plugin(String in, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Environment environment =
        new Environment(
            new PrintStream(out, false, StandardCharsets.UTF_8),
            new PrintStream(err, false, StandardCharsets.UTF_8),
            Map.of(),
            false,
            false,
            new Namespaces(true, true),
            () -> TawonRun.host(Set.of()));
    Errors errors = new Errors(environment);
    String[] all = new String[arguments.length + 1];
    all[0] = "plugin";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    int code =
        SandboxCommand.commandLine(
                environment, new ByteArrayInputStream(in.getBytes(StandardCharsets.US_ASCII)))
            .setExecutionExceptionHandler((exception, _, _) -> errors.failed(exception))
            .execute(all);
    environment.out().flush();
    environment.err().flush();
    return new TawonRun(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
