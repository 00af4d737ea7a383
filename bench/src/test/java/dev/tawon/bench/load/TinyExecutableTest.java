package dev.tawon.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class TinyExecutableTest {
  @Test
  void shouldBeSmall() {
    assertThat(TinyExecutable.bytes()).hasSize(129).startsWith(0x7f, 'E', 'L', 'F');
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
  void shouldExitWithZero(@TempDir Path directory) throws Exception {
    Process process = new ProcessBuilder(TinyExecutable.write(directory).toString()).start();
    assertThat(process.waitFor()).isZero();
  }
}
