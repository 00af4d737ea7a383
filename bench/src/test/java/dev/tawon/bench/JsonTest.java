package dev.tawon.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;

class JsonTest {
  @Test
  void shouldNameNumbersByThePathToThem() {
    assertThat(Json.numbers("{\"a\":1,\"b\":{\"c\":2.5,\"d\":{\"e\":-3}},\"f\":4e3}"))
        .containsExactly(
            java.util.Map.entry("a", 1.0),
            java.util.Map.entry("b.c", 2.5),
            java.util.Map.entry("b.d.e", -3.0),
            java.util.Map.entry("f", 4000.0));
  }

  @Test
  void shouldLeaveOutWhatIsNoNumber() {
    assertThat(
            Json.numbers(
                "{\"a\":\"1\",\"b\":[1,{\"c\":2}],\"d\":null,\"e\":true,\"f\":{},\"g\":7}"))
        .containsOnlyKeys("g");
  }

  @Test
  void shouldRejectWhatIsNoObject() {
    assertThatIllegalArgumentException().isThrownBy(() -> Json.numbers("[1]"));
    assertThatIllegalArgumentException().isThrownBy(() -> Json.numbers(""));
    assertThatThrownBy(() -> Json.numbers("{\"a\":")).isInstanceOf(JacksonException.class);
  }
}
