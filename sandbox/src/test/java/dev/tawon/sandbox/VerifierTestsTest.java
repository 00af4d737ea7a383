package dev.tawon.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tawon.isa.Decoder;
import dev.tawon.isa.Instruction;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The kernel's verifier tests: what it accepts runs, and returns what the kernel's test program expects. */
class VerifierTestsTest {
  /** {@code TEST_DATA_LEN} of {@code tools/testing/selftests/bpf/test_verifier.c}. */
  private static final int DATA_BYTES = 64;

  private static final Pattern RETURN =
      Pattern.compile("\\{\"r\": ?(\\d+), ?\"d\": ?\"([0-9a-f]*)\"\\}");

  /** {@code POINTER_VALUE} of {@code test_verifier.c}: any result will do. */
  private static final int ANY = 0xcafe4a;

  @ParameterizedTest
  @EnumSource
  void shouldReturnWhatTheKernelReturns(Engine engine) throws IOException {
    int programs = 0;
    for (String line : lines()) {
      if (!Corpora.string(line, "result").orElse("").equals("ACCEPT")
          || Corpora.string(line, "insns").isEmpty()
          || !line.replace(" ", "").contains("\"fixups\":{}")) {
        continue;
      }
      int type = number(line, "prog_type");
      List<Instruction> program =
          Decoder.decode(HexFormat.of().parseHex(Corpora.string(line, "insns").orElseThrow()));
      boolean calls =
          program.stream()
              .anyMatch(i ->
                  i instanceof Instruction.CallHelper
                      || i instanceof Instruction.CallKernelFunction);
      if (calls || !canBeRunByTheKernel(type)) {
        continue;
      }
      Sandbox sandbox = Sandbox.builder(program).engine(engine).build();
      Matcher expected = RETURN.matcher(line.substring(line.indexOf("\"retvals\"")));
      boolean any = false;
      while (expected.find()) {
        any = true;
        byte[] data = Arrays.copyOf(HexFormat.of().parseHex(expected.group(2)), DATA_BYTES);
        long result =
            sandbox.run(type == 6 ? PacketContext.xdp(data) : PacketContext.socketBuffer(data));
        int wanted = (int) Long.parseLong(expected.group(1));
        // These get their expected result from the function that fills them in; it is not in the
        // file.
        if (wanted != ANY && !line.contains("ld_dw: xor")) {
          assertThat((int) result).as(Corpora.string(line, "descr").orElse(line)).isEqualTo(wanted);
        }
      }
      assertThat(any).isTrue();
      programs++;
    }
    assertThat(programs).isGreaterThan(180);
  }

  @Test
  void shouldRunOrRefuseWhateverTheKernelRejects() throws IOException {
    for (String line : lines()) {
      if (Corpora.string(line, "insns").isEmpty()) {
        continue;
      }
      byte[] bytes = HexFormat.of().parseHex(Corpora.string(line, "insns").orElseThrow());
      for (Engine engine : Engine.values()) {
        try {
          Sandbox.builder(Decoder.decode(bytes))
              .engine(engine)
              .budget(100_000)
              .build()
              .run(PacketContext.socketBuffer(new byte[DATA_BYTES]));
        } catch (FaultException
            | InvalidProgramException
            | dev.tawon.isa.MalformedInstructionException e) {
          assertThat(e).hasMessageNotContaining("null");
        }
      }
    }
  }

  /** Those for which {@code BPF_PROG_TEST_RUN} takes a packet: socket filter, tc, XDP, cgroup_skb, lightweight tunnels. */
  private static boolean canBeRunByTheKernel(int type) {
    return List.of(0, 1, 3, 4, 6, 8, 10, 11, 12).contains(type);
  }

  private static int number(String line, String key) {
    Matcher matcher = Pattern.compile("\"" + key + "\": ?(-?\\d+)").matcher(line);
    assertThat(matcher.find()).isTrue();
    return Integer.parseInt(matcher.group(1));
  }

  private static List<String> lines() throws IOException {
    List<String> lines = new ArrayList<>();
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(
                    Files.newInputStream(Corpora.file("test_verifier-6.1.jsonl.gz"))),
                StandardCharsets.UTF_8))) {
      reader.lines().forEach(lines::add);
    }
    return lines;
  }
}
