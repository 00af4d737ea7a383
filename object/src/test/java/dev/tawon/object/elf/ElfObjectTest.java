package dev.tawon.object.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.tawon.object.MalformedObjectException;
import dev.tawon.object.MapSpec;
import dev.tawon.object.MapType;
import dev.tawon.object.ProgramSpec;
import dev.tawon.object.ProgramType;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Objects that clang wrote. */
class ElfObjectTest {

  @Test
  void shouldReadEveryObjectOfTheCorpora() throws IOException {
    int programs = 0;
    int lines = 0;
    int relocations = 0;
    for (Path path : objects()) {
      ElfObject object = ElfObject.parse(path.getFileName().toString(), Files.readAllBytes(path));
      assertThat(object.spec().programs()).as(path.toString()).isNotEmpty();
      for (ProgramSpec program : object.spec().programs()) {
        programs++;
        lines += program.lineInfo().size();
        relocations += program.relocations().size();
      }
    }
    assertThat(programs).isGreaterThan(500);
    assertThat(lines).isGreaterThan(1000);
    assertThat(relocations).isGreaterThan(500);
  }

  @Test
  void shouldReadWhatAToolDeclares() throws IOException {
    Path path =
        objects().stream()
            .filter(object -> object.getFileName().toString().startsWith("opensnoop"))
            .findFirst()
            .orElseThrow();
    ElfObject object = ElfObject.parse("opensnoop", Files.readAllBytes(path));

    assertThat(object.spec().license()).isEqualTo("GPL");
    assertThat(object.spec().maps())
        .extracting(MapSpec::name, MapSpec::type)
        .contains(
            org.assertj.core.groups.Tuple.tuple("start", MapType.HASH),
            org.assertj.core.groups.Tuple.tuple("events", MapType.PERF_EVENT_ARRAY),
            org.assertj.core.groups.Tuple.tuple(".rodata", MapType.ARRAY));
    assertThat(object.spec().programs())
        .extracting(ProgramSpec::type)
        .containsOnly(ProgramType.TRACEPOINT);
    assertThat(object.initialValues()).containsKey(".rodata");
  }

  @Test
  void shouldRefuseOrReadWhateverChangesInAnObject() throws IOException {
    List<Path> objects = objects();
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 300; round++) {
      Path path = objects.get(random.nextInt(objects.size()));
      byte[] bytes = Files.readAllBytes(path);
      int changes = 1 + random.nextInt(8);
      for (int i = 0; i < changes; i++) {
        // The headers at both ends are where most of the structure is.
        int at =
            switch (random.nextInt(3)) {
              case 0 -> random.nextInt(64);
              case 1 -> bytes.length - 1 - random.nextInt(Math.min(bytes.length, 2048));
              default -> random.nextInt(bytes.length);
            };
        bytes[at] = (byte) random.nextInt();
      }
      byte[] tried =
          random.nextInt(4) == 0
              ? java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length))
              : bytes;
      try {
        assertThat(ElfObject.parse("changed", tried)).isNotNull();
      } catch (MalformedObjectException e) {
        assertThat(e).hasMessageContaining(" at byte ");
      } catch (RuntimeException e) {
        fail("seed " + seed + ", round " + round + ", " + path, e);
      }
    }
  }

  private static List<Path> objects() throws IOException {
    List<Path> objects = new ArrayList<>();
    for (String folder : List.of("libbpf-tools", "verifier-6.12")) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder(folder), "*.o")) {
        files.forEach(objects::add);
      }
    }
    objects.sort(null);
    return objects;
  }

  private static Path folder(String name) {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path folder = at.resolve("shared/corpora").resolve(name);
      if (Files.isDirectory(folder)) {
        return folder;
      }
    }
    String message = "there is no shared/corpora/" + name + " beside the project";
    return "true".equals(System.getenv("CI")) ? fail(message) : abort(message);
  }
}
