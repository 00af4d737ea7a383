package dev.tawon.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tawon.object.ProgramSpec;
import dev.tawon.object.btf.Btf;
import dev.tawon.object.elf.ElfObject;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Whatever real objects hold runs, is refused, or is stopped, with a reason. */
class ObjectsTest {
  private static final Path KERNEL = Path.of("/sys/kernel/btf/vmlinux");

  @Test
  void shouldRunOrRefuseEveryProgramOfTheTools() throws IOException {
    Counts counts = run("libbpf-tools");

    assertThat(counts.refused).as("refused, and why").isEmpty();
    assertThat(counts.ran).isGreaterThan(100);
  }

  @Test
  void shouldRunOrRefuseEveryProgramOfTheKernelsTests() throws IOException {
    Counts counts = run("verifier-6.12");

    assertThat(counts.refused.keySet())
        .as("refused, and why")
        .containsExactlyInAnyOrder(
            "map arena: maps of kind ARENA are not simulated",
            "map map_reuseport_array: maps of kind REUSEPORT_SOCKARRAY are not simulated",
            "map map_sockhash: maps of kind SOCKHASH are not simulated",
            "map map_sockmap: maps of kind SOCKMAP are not simulated",
            "it jumps to itself, for ever",
            "the program ends, and no instruction sets r0, its result");
    assertThat(counts.ran).isGreaterThan(1000);
  }

  /** How it went. */
  private static final class Counts {
    private int ran;
    private final TreeMap<String, Integer> refused = new TreeMap<>();
  }

  private static Counts run(String folder) throws IOException {
    Counts counts = new Counts();
    Btf kernelTypes = Files.isReadable(KERNEL) ? Btf.open(KERNEL) : null;
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(Corpora.file(folder), "*.o")) {
      found.forEach(files::add);
    }
    files.sort(null);
    for (Path file : files) {
      ElfObject object = ElfObject.parse(file.getFileName().toString(), Files.readAllBytes(file));
      Btf own = object.spec().btf();
      for (ProgramSpec program : object.spec().programs()) {
        for (Engine engine : Engine.values()) {
          SimulatedKernel kernel = SimulatedKernel.create().createMaps(object, own);
          try { // as it was compiled, then for this machine's types
            run(Sandbox.builder(program).kernel(kernel).types(own, own), engine, program);
            counts.ran++;
            if (kernelTypes != null && engine == Engine.INTERPRETER) {
              runFor(object, kernelTypes, program);
            }
          } catch (InvalidProgramException e) {
            counts.refused.merge(e.reason(), 1, Integer::sum);
          } catch (FaultException e) {
            assertThat(e.fault().description()).isNotBlank();
          }
        }
      }
    }
    return counts;
  }

  /** What becomes of a program here depends on this machine's kernel. */
  private static void runFor(ElfObject object, Btf kernelTypes, ProgramSpec program) {
    try {
      SimulatedKernel kernel = SimulatedKernel.create().createMaps(object, kernelTypes);
      run(
          Sandbox.builder(program).kernel(kernel).types(object.spec().btf(), kernelTypes),
          Engine.INTERPRETER,
          program);
    } catch (InvalidProgramException e) {
      assertThat(e.reason()).startsWith("CO-RE relocation: ");
    } catch (FaultException e) {
      assertThat(e.fault().description()).isNotBlank();
    }
  }

  private static void run(Sandbox.Builder builder, Engine engine, ProgramSpec program) {
    Sandbox sandbox = builder.engine(engine).budget(20_000).build();
    switch (program.type()) {
      case XDP -> sandbox.run(PacketContext.xdp(new byte[64]));
      case SOCKET_FILTER, SCHED_CLS, SCHED_ACT, CGROUP_SKB, LWT_IN, LWT_OUT, LWT_XMIT ->
          sandbox.run(PacketContext.socketBuffer(new byte[64]));
      default -> sandbox.run(new byte[256]);
    }
  }
}
