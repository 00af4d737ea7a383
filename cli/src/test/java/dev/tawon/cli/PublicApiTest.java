package dev.tawon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A change of the public API is a change of {@code resources/api/MODULE.txt}, so that it shows in review. */
class PublicApiTest {
  @ParameterizedTest
  @ValueSource(strings = {"isa", "object", "lang", "compiler", "bpf", "sandbox", "monitor", "vm"})
  void shouldExportWhatIsWrittenDown(String module) {
    Path classes = ShippedModules.locations().get("dev.tawon." + module);
    assertThat(classes).isNotNull();
    Golden.compare(
        Path.of("cli/src/test/resources/api", module + ".txt"), ExportedSignatures.of(classes));
  }
}
