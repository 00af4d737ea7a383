package dev.tawon.monitor.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class KernelPathTest {
  private final KernelPath paths = new KernelPath(64);

  private String decode(String components, boolean cut) {
    byte[] bytes = components.getBytes(StandardCharsets.UTF_8);
    return paths.decode(bytes, 0, bytes.length, cut);
  }

  @Test
  void shouldTurnComponentsAround() {
    assertThat(decode("cat\0bin\0usr\0", false)).isEqualTo("/usr/bin/cat");
    assertThat(decode("cat\0", false)).isEqualTo("/cat");
  }

  @Test
  void shouldTakeNoComponentsForTheRoot() {
    assertThat(decode("", false)).isEqualTo("/");
    assertThat(decode("", true)).isEmpty();
  }

  @Test
  void shouldHaveNoSlashInFrontOfACutPath() {
    assertThat(decode("cat\0bin\0", true)).isEqualTo("bin/cat");
  }

  @Test
  void shouldRefuseWhatIsNotComponents() {
    assertThat(decode("cat", false)).as("no closing zero").isNull();
    assertThat(decode("cat\0bin", false)).as("none at the end").isNull();
    assertThat(decode("\0", false)).as("an empty component").isNull();
    assertThat(decode("cat\0\0usr\0", false)).as("an empty one within").isNull();
    assertThat(decode("\0cat\0", false)).as("an empty one in front").isNull();
  }

  @Test
  void shouldReadOnlyItsPart() {
    byte[] bytes = "xxcat\0bin\0yy".getBytes(StandardCharsets.UTF_8);
    assertThat(paths.decode(bytes, 2, 8, false)).isEqualTo("/bin/cat");
  }

  @Test
  void shouldHoldThePathOfFullLength() {
    String name = "n".repeat(63);
    assertThat(decode(name + '\0', false)).isEqualTo("/" + name);
    assertThat(decode("a\0".repeat(32), false)).isEqualTo("/a".repeat(32));
  }
}
