package dev.tawon.monitor;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tawon.bpf.UnsupportedFeatureException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelTraitsTest {
  @Test
  void shouldSayWhatAKernelWithoutTypesLacks(@TempDir Path directory) {
    assertThatThrownBy(() -> KernelTraits.of(directory.resolve("vmlinux")))
        .isInstanceOf(UnsupportedFeatureException.class)
        .hasMessageContaining("CONFIG_DEBUG_INFO_BTF");
  }
}
