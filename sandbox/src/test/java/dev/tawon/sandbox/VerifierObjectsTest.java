package dev.tawon.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tawon.object.ProgramSpec;
import dev.tawon.object.elf.ElfObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The kernel's own compiled selftests return what they say of themselves, out of their ELF files. */
class VerifierObjectsTest {
  private static final Pattern EXPECTED =
      Pattern.compile(
          "\"file\":\"([^\"]*)\",\"prog\":\"([^\"]*)\",.*\"expect\":\"success\".*\"retval\":\"?(-?\\w+)");

  /** The kernel's test program fills their maps first. */
  private static final Pattern FILLED =
      Pattern.compile("verifier_(value_ptr_arith|array_access|map_ptr|map_ptr_mixing|typedef).*");

  @ParameterizedTest
  @EnumSource
  void shouldReturnWhatTheirSourcesSay(Engine engine) throws IOException {
    Path folder = Corpora.file("verifier-6.12");
    Map<String, byte[]> files = new HashMap<>();
    int programs = 0;
    for (String line : Files.readAllLines(folder.resolve("expected.jsonl"))) {
      Matcher expected = EXPECTED.matcher(line);
      if (!expected.find()
          || FILLED.matcher(expected.group(1)).matches()
          || !expected.group(3).matches("-?(\\d+|0x[0-9a-f]+)")) {
        continue;
      }
      String name = expected.group(1);
      if (!files.containsKey(name)) {
        files.put(name, Files.readAllBytes(folder.resolve(name)));
      }
      ElfObject object = ElfObject.parse(name, files.get(name));
      ProgramSpec program = object.spec().program(expected.group(2)).orElseThrow();
      try {
        Sandbox sandbox =
            Sandbox.builder(program)
                .kernel(SimulatedKernel.create().createMaps(object))
                .types(object.spec().btf(), object.spec().btf())
                .engine(engine)
                .build();
        assertThat((int) run(sandbox, program))
            .as("%s of %s", program.name(), name)
            .isEqualTo((int) (long) Long.decode(expected.group(3)));
        programs++;
      } catch (InvalidProgramException e) {
        assertThat(e).hasMessageContaining("maps of kind ARENA are not simulated");
      } catch (FaultException e) {
        assertThat(e).hasMessageContaining("helper 147 (bpf_d_path) is not there");
      }
    }
    assertThat(programs).isGreaterThan(200);
  }

  private static long run(Sandbox sandbox, ProgramSpec program) {
    return switch (program.type()) {
      case XDP -> sandbox.run(PacketContext.xdp(new byte[64]));
      case SOCKET_FILTER, SCHED_CLS, SCHED_ACT, CGROUP_SKB, LWT_IN, LWT_OUT, LWT_XMIT ->
          sandbox.run(PacketContext.socketBuffer(new byte[64]));
      default -> sandbox.run(new byte[256]);
    };
  }
}
