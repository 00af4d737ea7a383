package dev.tawon.compiler;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nobody sees how the rehearsal ends on its own thread. */
class RehearsalTest {
  @ParameterizedTest
  @ValueSource(strings = {"5.10", "6.1", "6.12", "7.0"})
  void shouldCompileForEveryKernel(String release) {
    assertThatCode(() -> Rehearsal.run(Target.parse(release))).doesNotThrowAnyException();
  }
}
