package dev.tawon.isa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** Programs that others wrote: the conformance suite's and the kernel's own verifier tests. */
class CorpusTest {

  @Test
  void shouldReproduceTheConformanceSuite() throws IOException {
    List<String> lines =
        Files.readAllLines(Corpora.file("bpf_conformance/expected.jsonl"), StandardCharsets.UTF_8);

    for (String line : lines) {
      assertReproduces(
          HexFormat.of().parseHex(Corpora.string(line, "code").orElseThrow()),
          Corpora.string(line, "file").orElseThrow());
    }
    assertThat(lines).hasSizeGreaterThan(200);
  }

  @Test
  void shouldReproduceWhatTheKernelAccepts() throws IOException {
    int programs = 0;
    for (String line : verifierTests()) {
      if (Corpora.string(line, "result").orElseThrow().equals("ACCEPT")) {
        assertReproduces(bytes(line), description(line));
        programs++;
      }
    }
    assertThat(programs).isGreaterThan(400);
  }

  @Test
  void shouldRefuseOrReproduceWhatTheKernelRejects() throws IOException {
    int programs = 0;
    for (String line : verifierTests()) {
      byte[] bytes = bytes(line);
      List<Instruction> program;
      try {
        program = Decoder.decode(bytes);
      } catch (MalformedInstructionException e) {
        assertThat(e.slot()).isBetween(0, bytes.length / 8);
        programs++;
        continue;
      }
      assertThat(Encoder.encode(program)).as(description(line)).isEqualTo(bytes);
    }
    assertThat(programs).as("programs refused").isGreaterThan(5);
  }

  @Test
  void shouldRefuseWhatTheKernelCallsNoInstruction() throws IOException {
    int programs = 0;
    for (String line : verifierTests()) {
      String error = Corpora.string(line, "errstr").orElse("");
      if (error.contains("uses reserved fields")
          // 8d is callx, which Linux 6.1 did not know.
          || (error.contains("unknown opcode") && !error.contains("unknown opcode 8d"))
          || error.contains("invalid bpf_ld_imm64 insn")
          || error.contains("unrecognized bpf_ld_imm64 insn")) {
        assertThatExceptionOfType(MalformedInstructionException.class)
            .as(description(line))
            .isThrownBy(() -> Decoder.decode(bytes(line)));
        programs++;
      }
    }
    assertThat(programs).isGreaterThan(5);
  }

  private static void assertReproduces(byte[] bytes, String name) {
    List<Instruction> program = Decoder.decode(bytes);

    assertThat(Encoder.encode(program)).as(name).isEqualTo(bytes);
    assertThat(Assembler.assemble(Disassembler.disassemble(program))).as(name).isEqualTo(program);
  }

  /** The tests that have their instructions with them; some are made by a program. */
  private static List<String> verifierTests() throws IOException {
    Path file = Corpora.file("test_verifier-6.1.jsonl.gz");
    List<String> tests = new ArrayList<>();
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      reader.lines().filter(line -> Corpora.string(line, "insns").isPresent()).forEach(tests::add);
    }
    return tests;
  }

  private static byte[] bytes(String line) {
    return HexFormat.of().parseHex(Corpora.string(line, "insns").orElseThrow());
  }

  private static String description(String line) {
    return Corpora.string(line, "descr").orElse(line);
  }
}
