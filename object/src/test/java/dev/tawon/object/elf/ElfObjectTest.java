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
  void shouldReadWhatMapsHoldOfMapsAndPrograms() throws IOException {
    ElfObject maps = read("verifier-6.12/verifier_map_in_map.bpf.o");
    MapSpec outer = map(maps, "map_in_map");
    assertThat(outer.type()).isEqualTo(MapType.ARRAY_OF_MAPS);
    assertThat(List.of(outer.keySize(), outer.valueSize())).containsExactly(4, 4);
    assertThat(maps.innerMaps().get("map_in_map"))
        .satisfies(inner -> assertThat(inner.type()).isEqualTo(MapType.ARRAY))
        .satisfies(inner -> assertThat(inner.valueSize()).isEqualTo(4));

    ElfObject programs = read("verifier-6.12/verifier_runtime_jit.bpf.o");
    assertThat(map(programs, "map_prog1_socket").valueSize()).isEqualTo(4);
    assertThat(programs.entries())
        .contains(new InitialEntry("map_prog1_socket", 0, "dummy_prog_42_socket"))
        .allMatch(entry ->
            programs.spec().programs().stream()
                .anyMatch(program -> program.name().equals(entry.target())));
  }

  @Test
  void shouldReadTheKernelsOptionsThatAnObjectAsksFor() throws IOException {
    List<KernelOption> options = new ArrayList<>();
    for (Path path : objects()) {
      ElfObject object = ElfObject.parse("o", Files.readAllBytes(path));
      options.addAll(object.options());
      assertThat(
              object.spec().maps().stream().anyMatch(map -> map.name().equals(ElfObject.OPTIONS)))
          .isEqualTo(!object.options().isEmpty());
    }
    assertThat(options)
        .contains(new KernelOption("LINUX_KERNEL_VERSION", 0, 4, false))
        .extracting(KernelOption::name)
        .contains("LINUX_HAS_BPF_COOKIE");
  }

  @Test
  void shouldSayWhichKernelFunctionsAProgramCanDoWithout() throws IOException {
    ElfObject object = read("verifier-6.12/verifier_bits_iter.bpf.o");
    assertThat(object.spec().programs().getFirst().functions())
        .isNotEmpty()
        .allMatch(call -> call.optional() && call.function().startsWith("bpf_iter_bits_"));
  }

  private static ElfObject read(String name) throws IOException {
    Path path =
        folder(name.substring(0, name.indexOf('/'))).resolve(name.substring(name.indexOf('/') + 1));
    return ElfObject.parse(name, Files.readAllBytes(path));
  }

  private static MapSpec map(ElfObject object, String name) {
    return object.spec().maps().stream()
        .filter(map -> map.name().equals(name))
        .findFirst()
        .orElseThrow();
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
