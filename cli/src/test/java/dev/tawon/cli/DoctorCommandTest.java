package dev.tawon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Asks the machine that the test runs on, whatever it can do. */
class DoctorCommandTest {
  @Test
  void shouldPrintOneJsonObjectInOneLine() {
    TawonRun run = TawonRun.of("doctor", "--json");
    assertThat(run.exitCode()).isIn(ExitCode.OK, ExitCode.FAILURE);
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).hasLineCount(1).endsWith("}\n");
    List<String> names = new ArrayList<>();
    int depth = 0;
    try (JsonParser json =
        JsonFactory.builder().build().createParser(ObjectReadContext.empty(), run.out())) {
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        if (token == JsonToken.PROPERTY_NAME && json.currentName().equals("name")) {
          json.nextToken();
          names.add(json.getString());
        }
      }
    }
    assertThat(depth).isZero();
    assertThat(names)
        .contains(
            "host",
            "process",
            "programs",
            "maps",
            "probes",
            "btf",
            "CAP_BPF",
            "btf-tracepoint",
            "ringbuf");
    assertThat(run.out()).startsWith("{\"schema\":1,\"ready\":");
  }

  @Test
  void shouldFailWhenACapabilityIsMissing() {
    TawonRun run = TawonRun.on(TawonRun.host(Set.of()), Map.of(), "doctor");
    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILURE);
    assertThat(run.out()).contains("! CAP_BPF").doesNotContain("\033[");
    assertThat(run.err()).isEmpty();
  }
}
