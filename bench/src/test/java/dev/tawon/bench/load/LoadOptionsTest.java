package dev.tawon.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoadOptionsTest {
  private static LoadOptions parse(String line) {
    return LoadOptions.parse(line.split(" "));
  }

  @Test
  void shouldReadKindsAndOptions() {
    assertThat(parse("exec,tcp /tmp/x threads=2 every=0 cpu=1"))
        .isEqualTo(new LoadOptions(List.of(Kind.EXEC, Kind.TCP), Path.of("/tmp/x"), 2, 0, 1));
  }

  @Test
  void shouldHaveOneThreadAndOneSensitiveFileInAThousand() {
    assertThat(parse("open /tmp/x"))
        .isEqualTo(new LoadOptions(List.of(Kind.OPEN), Path.of("/tmp/x"), 1, 1000, -1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "exec",
        "eat /tmp/x",
        "exec, /tmp/x",
        "exec /tmp/x speed=1",
        "exec /tmp/x threads=0",
        "exec /tmp/x threads",
        "exec /tmp/x every=-1",
        "exec /tmp/x cpu=64",
        "exec /tmp/x threads=many"
      })
  void shouldRejectWhatItDoesNotKnow(String line) {
    assertThatIllegalArgumentException().isThrownBy(() -> parse(line));
  }
}
