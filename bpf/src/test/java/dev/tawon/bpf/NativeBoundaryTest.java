package dev.tawon.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NativeBoundaryTest {
  @Test
  void shouldCallNativeCodeFromOnePackageOnly() throws IOException, URISyntaxException {
    Path classes = Path.of(Bpf.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    List<String> linking = new ArrayList<>();
    try (Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
        for (PoolEntry entry : ClassFile.of().parse(file).constantPool()) {
          if (entry instanceof ClassEntry type
              && type.asInternalName().startsWith("java/lang/foreign/Linker")) {
            linking.add(classes.relativize(file.getParent()).toString());
          }
        }
      }
    }
    assertThat(linking).isNotEmpty().containsOnly("dev/tawon/bpf/sys");
  }
}
