package dev.tawon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** A JDK is the whole toolchain: nothing that is shipped holds machine code. */
class NoNativeCodeTest {
  private static final List<String> EXTENSIONS =
      List.of(".so", ".dll", ".dylib", ".jnilib", ".a", ".o", ".exe");

  private static final byte[] ELF = {0x7f, 'E', 'L', 'F'};

  @Test
  void shouldFindEveryModuleOfTheProject() {
    assertThat(ShippedModules.locations())
        .containsKeys(
            "dev.tawon.isa",
            "dev.tawon.object",
            "dev.tawon.lang",
            "dev.tawon.compiler",
            "dev.tawon.bpf",
            "dev.tawon.monitor",
            "dev.tawon.vm",
            "dev.tawon.cli",
            "info.picocli",
            "tools.jackson.core",
            "org.snakeyaml.engine");
  }

  @Test
  void shouldShipNoNativeCode() throws IOException {
    List<String> found = new ArrayList<>();
    for (Map.Entry<String, Path> module : ShippedModules.locations().entrySet()) {
      if (Files.isDirectory(module.getValue())) {
        searchDirectory(module.getValue(), found);
      } else {
        searchJar(module.getValue(), found);
      }
    }
    assertThat(found).isEmpty();
  }

  private static void searchJar(Path jar, List<String> found) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      for (ZipEntry entry : zip.stream().filter(file -> !file.isDirectory()).toList()) {
        try (InputStream content = zip.getInputStream(entry)) {
          check(entry.getName(), content, found);
        }
      }
    }
  }

  private static void searchDirectory(Path directory, List<String> found) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        try (InputStream content = Files.newInputStream(file)) {
          check(file.toString(), content, found);
        }
      }
    }
  }

  private static void check(String name, InputStream content, List<String> found)
      throws IOException {
    if (EXTENSIONS.stream().anyMatch(name::endsWith)
        || Arrays.equals(content.readNBytes(ELF.length), ELF)) {
      found.add(name);
    }
  }
}
