package dev.tawon.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tawon.isa.Decoder;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The conformance suite, from its bytes. */
class ConformanceTest {

  static List<Arguments> tests() throws IOException {
    List<Arguments> tests = new ArrayList<>();
    for (String line : Files.readAllLines(Corpora.file("bpf_conformance/expected.jsonl"))) {
      for (Engine engine : Engine.values()) {
        tests.add(
            Arguments.of(
                engine,
                Corpora.string(line, "file").orElseThrow(),
                Corpora.string(line, "code").orElseThrow(),
                Corpora.string(line, "mem").orElseThrow(),
                Corpora.string(line, "result").orElseThrow()));
      }
    }
    return tests;
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("tests")
  void shouldGiveTheExpectedResult(
      Engine engine, String file, String code, String memory, String result) {
    Sandbox sandbox =
        Sandbox.builder(Decoder.decode(HexFormat.of().parseHex(code)))
            .engine(engine)
            .helper(5, (_, r1, _, _, _, _) -> r1)
            .build();

    long r0 = sandbox.run(HexFormat.of().parseHex(memory.replaceAll("\\s", "")));

    assertThat(r0).as(file).isEqualTo(Long.parseUnsignedLong(result.substring(2), 16));
  }

  @Test
  void shouldRunTheWholeSuite() throws IOException {
    assertThat(tests()).hasSizeGreaterThanOrEqualTo(2 * 232);
  }
}
