package dev.tawon.object;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tawon.isa.Immediate;
import dev.tawon.isa.Instruction;
import dev.tawon.object.btf.Btf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Compares every outcome with libbpf's, as recorded from its log. */
class CoreCorpusTest {
  private static final Map<String, CoreRelocationKind> KINDS =
      Map.ofEntries(
          Map.entry("byte_off", CoreRelocationKind.FIELD_BYTE_OFFSET),
          Map.entry("byte_sz", CoreRelocationKind.FIELD_BYTE_SIZE),
          Map.entry("field_exists", CoreRelocationKind.FIELD_EXISTS),
          Map.entry("signed", CoreRelocationKind.FIELD_SIGNED),
          Map.entry("lshift_u64", CoreRelocationKind.FIELD_LSHIFT_U64),
          Map.entry("rshift_u64", CoreRelocationKind.FIELD_RSHIFT_U64),
          Map.entry("local_type_id", CoreRelocationKind.TYPE_ID_LOCAL),
          Map.entry("target_type_id", CoreRelocationKind.TYPE_ID_TARGET),
          Map.entry("type_exists", CoreRelocationKind.TYPE_EXISTS),
          Map.entry("type_size", CoreRelocationKind.TYPE_SIZE),
          Map.entry("type_matches", CoreRelocationKind.TYPE_MATCHES),
          Map.entry("enumval_exists", CoreRelocationKind.ENUMVAL_EXISTS),
          Map.entry("enumval_value", CoreRelocationKind.ENUMVAL_VALUE));

  @Test
  void shouldRelocateToolsForAKernelAsLibbpfDoes() throws Exception {
    Path expected = Corpus.file("co-re/libbpf-tools-on-6.1.jsonl");
    Btf kernel = Btf.parse(decompress(Corpus.file("btf/6.1.0-56-cloud-amd64.btf.xz")));
    Map<String, List<Map<String, Object>>> byObject = new HashMap<>();
    for (String line : Files.readAllLines(expected)) {
      Map<String, Object> outcome = Json.object(line);
      byObject.computeIfAbsent((String) outcome.get("obj"), _ -> new ArrayList<>()).add(outcome);
    }
    List<String> differences = new ArrayList<>();
    int compared = 0;
    for (Map.Entry<String, List<Map<String, Object>>> entry : byObject.entrySet()) {
      CoreObject object = CoreObject.read(Corpus.file("libbpf-tools/" + entry.getKey()));
      compared += compare(object, kernel, entry.getValue(), differences);
    }
    assertThat(differences).isEmpty();
    assertThat(compared).isEqualTo(594);
  }

  @Test
  void shouldRelocateTheKernelsOwnPairsAsLibbpfDoes() throws Exception {
    Btf selftestTypes = SelftestTypes.build();
    List<String> differences = new ArrayList<>();
    int compared = 0;
    for (String line : Files.readAllLines(Corpus.file("co-re/matrix.jsonl"))) {
      Map<String, Object> pair = Json.object(line);
      CoreObject object = CoreObject.read(Corpus.file("co-re/matrix/" + pair.get("prog")));
      ElfSections target = ElfSections.read(Corpus.file("co-re/matrix/" + pair.get("btf")));
      Btf types = Btf.parse(target.section(".BTF"));
      compared +=
          object.hasRelocations()
              ? compare(object, types, outcomes(pair), differences)
              : compare(selftestTypes, types, outcomes(pair), differences);
    }
    assertThat(differences).isEmpty();
    assertThat(compared).isEqualTo(236);
  }

  @SuppressWarnings("unchecked") // the corpus' format
  private static List<Map<String, Object>> outcomes(Map<String, Object> pair) {
    return (List<Map<String, Object>>) pair.get("relos");
  }

  private static int compare(
      CoreObject object, Btf target, List<Map<String, Object>> outcomes, List<String> differences) {
    // libbpf drops candidates as it goes on, so one resolver takes all relocations in their order.
    CoreRelocator relocator = CoreRelocator.of(object.btf(), target);
    for (Map<String, Object> outcome : outcomes) {
      String program = (String) outcome.get("prog");
      CoreRelocation relocation =
          object.relocation(program, ((Long) outcome.get("relo")).intValue());
      assertThat(relocation.kind()).isEqualTo(KINDS.get((String) outcome.get("kind")));
      String expected = expected(outcome);
      ProgramSpec spec = object.program(program, relocation);
      String actual = actual(relocator, spec);
      if (!actual.equals(expected)) {
        differences.add(outcome + ": expected " + expected + ", but was " + actual);
      }
    }
    return outcomes.size();
  }

  /** Compares the outcomes of relocations that are known only by what libbpf said of them. */
  private static int compare(
      Btf local, Btf target, List<Map<String, Object>> outcomes, List<String> differences) {
    CoreResolver resolver = CoreResolver.of(local, target);
    for (Map<String, Object> outcome : outcomes) {
      CoreRelocationKind kind = KINDS.get((String) outcome.get("kind"));
      CoreRelocation relocation =
          SelftestTypes.relocation(local, kind, (String) outcome.get("local"));
      String actual;
      try {
        CoreOutcome values = resolver.outcome(relocation);
        // The corpus' target has eight-byte enumerations from a compiler before ENUM64, which cut
        // off
        // their values; libbpf's log is of a newer compiler's file. What is left of the value must
        // agree.
        long value =
            kind == CoreRelocationKind.ENUMVAL_VALUE ? cutOff(outcome, values) : values.value();
        actual = values.localValue() + " -> " + value;
      } catch (CoreRelocationException e) {
        actual = e.isHarmlessIfUnreached() ? "poison" : "error";
      }
      if (!actual.equals(expected(outcome))) {
        differences.add(outcome + ": was " + actual);
      }
    }
    return outcomes.size();
  }

  private static long cutOff(Map<String, Object> outcome, CoreOutcome values) {
    long logged = Long.parseLong((String) outcome.get("new"));
    return values.value() == (int) logged ? logged : values.value();
  }

  private static String expected(Map<String, Object> outcome) {
    if (outcome.containsKey("other")) {
      return "error";
    }
    if (outcome.containsKey("poison")) {
      return "poison";
    }
    return outcome.get("old") + " -> " + outcome.get("new");
  }

  private static String actual(CoreRelocator relocator, ProgramSpec program) {
    int at = program.relocations().getFirst().instruction();
    try {
      RelocatedProgram relocated = relocator.relocate(program);
      Instruction changed = relocated.program().instructions().get(at);
      if (!relocated.poisoned().isEmpty()) {
        assertThat(changed).isEqualTo(new Instruction.CallHelper(RelocatedProgram.POISON_HELPER));
        return "poison";
      }
      return constant(program.instructions().get(at)) + " -> " + constant(changed);
    } catch (CoreRelocationException _) {
      return "error";
    }
  }

  private static long constant(Instruction instruction) {
    if (instruction instanceof Instruction.Alu alu && alu.src() instanceof Immediate immediate) {
      return immediate.value();
    }
    if (instruction instanceof Instruction.LoadImmediate64 load) {
      return load.value();
    }
    return switch (instruction) {
      case Instruction.Load load -> load.offset();
      case Instruction.Store store -> store.offset();
      default -> throw new AssertionError(instruction);
    };
  }

  /** Runs {@code xz}, which the JDK has nothing for. */
  private static byte[] decompress(Path file) throws IOException, InterruptedException {
    Process xz;
    try {
      xz =
          new ProcessBuilder("xz", "-dc", file.toString())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException e) {
      return Corpus.missing("xz, to decompress " + file.getFileName());
    }
    byte[] bytes = xz.getInputStream().readAllBytes();
    assertThat(xz.waitFor()).isZero();
    return bytes;
  }
}
