package dev.tawon.object.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tawon.isa.ImmediateKind;
import dev.tawon.isa.Instruction;
import dev.tawon.isa.Register;
import dev.tawon.object.FunctionReference;
import dev.tawon.object.MapSpec;
import dev.tawon.object.ObjectSpec;
import dev.tawon.object.ProgramSpec;
import dev.tawon.object.ProgramType;
import dev.tawon.object.SymbolReference;
import dev.tawon.object.btf.Btf;
import dev.tawon.object.btf.BtfBuilder;
import dev.tawon.object.btf.BtfKind;
import dev.tawon.object.btf.BtfLinkage;
import dev.tawon.object.btf.BtfType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ElfWriterTest {
  @Test
  void shouldReadBackWhatIsWritten() {
    long seed = System.nanoTime();
    for (int i = 0; i < 300; i++) {
      ElfObject written = new RandomObjects(Random.from(new SplittableRandom(seed + i))).object();
      ElfObject read = ElfObject.parse("random", written.toByteArray());
      String why = "seed " + (seed + i);
      assertThat(read.spec().license()).as(why).isEqualTo(written.spec().license());
      assertThat(read.spec().maps())
          .as(why)
          .containsExactlyInAnyOrderElementsOf(written.spec().maps());
      assertThat(read.initialValues().keySet()).as(why).isEqualTo(written.initialValues().keySet());
      written
          .initialValues()
          .forEach(
              (name, bytes) -> assertThat(read.initialValues().get(name)).as(why).isEqualTo(bytes));
      assertThat(read.innerMaps().keySet()).as(why).isEqualTo(written.innerMaps().keySet());
      written
          .innerMaps()
          .forEach((name, map) -> {
            MapSpec found = read.innerMaps().get(name);
            assertThat(found).as(why).isNotNull();
            assertThat(found.type()).as(why).isEqualTo(map.type());
            assertThat(found.capacity()).as(why).isEqualTo(map.capacity());
          });
      assertThat(read.spec().programs()).as(why).hasSameSizeAs(written.spec().programs());
      for (ProgramSpec program : written.spec().programs()) {
        ProgramSpec found = read.spec().program(program.name()).orElseThrow();
        assertThat(ordered(found)).as(why).isEqualTo(ordered(program));
      }
    }
  }

  /** What depends on a name is found by its instruction: the order says nothing. */
  private static ProgramSpec ordered(ProgramSpec program) {
    return new ProgramSpec(
        program.name(),
        program.type(),
        program.attachType(),
        program.target(),
        program.instructions(),
        program.maps().stream()
            .sorted(Comparator.comparingInt(reference -> reference.instruction()))
            .toList(),
        program.functions().stream()
            .sorted(Comparator.comparingInt(FunctionReference::instruction))
            .toList(),
        program.relocations().stream()
            .sorted(Comparator.comparingInt(relocation -> relocation.instruction()))
            .toList(),
        program.functionInfo(),
        program.lineInfo());
  }

  @Test
  void shouldWriteAnObjectThatWasReadAsItWas() {
    ElfObject first = new RandomObjects(new Random(7)).object();
    ElfObject second = ElfObject.parse("again", first.toByteArray());
    ElfObject third = ElfObject.parse("again", second.toByteArray());
    assertThat(third.spec().programs()).isEqualTo(second.spec().programs());
    assertThat(third.spec().maps()).isEqualTo(second.spec().maps());
  }

  @Test
  void shouldRefuseKindOfProgramWithoutSection() {
    assertThatThrownBy(() -> object(ProgramType.UNSPEC, null).toByteArray())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("program p: libbpf has no section name for the type UNSPEC attached to null");
  }

  @Test
  void shouldRefuseKernelFunctionOfUnknownParameters() {
    assertThatThrownBy(() -> object(ProgramType.XDP, "bpf_obj_new").toByteArray())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the object's types do not say what parameters the kernel function bpf_obj_new has");
  }

  @Test
  void shouldAskForVariablesOfTheKernelByName() {
    List<Instruction> code =
        List.of(
            new Instruction.LoadImmediate64(ImmediateKind.BTF_ID, Register.R1, 0, 0),
            new Instruction.LoadImmediate64(ImmediateKind.BTF_ID, Register.R2, 0, 0),
            new Instruction.Exit());
    List<SymbolReference> symbols =
        List.of(
            new SymbolReference(0, "jiffies", false),
            new SymbolReference(1, "no_such_thing", true));
    ProgramSpec program =
        new ProgramSpec(
            "p",
            ProgramType.XDP,
            null,
            "",
            code,
            List.of(),
            List.of(),
            symbols,
            List.of(),
            List.of(),
            List.of(),
            false);
    ElfObject written =
        new ElfObject(
            new ObjectSpec("o", "GPL", List.of(), List.of(program), new BtfBuilder().build()),
            java.util.Map.of(),
            java.util.Map.of());

    ObjectSpec read = ElfObject.parse("o", written.toByteArray()).spec();
    assertThat(read.programs().getFirst().symbols()).isEqualTo(symbols);
    assertThat(read.programs().getFirst().instructions()).isEqualTo(code);
    assertThat(read.btf().find(BtfKind.DATASEC, ".ksyms")).isPresent();
  }

  /** {@code find_extern_btf_id} of libbpf takes the first of a name, and nothing if that is not external. */
  @Test
  void shouldDeclareKernelFunctionOnceAndExternal() {
    BtfBuilder types = new BtfBuilder();
    int prototype = types.functionPrototype(0, List.of());
    types.function("bpf_rcu_read_lock", prototype, false);
    byte[] file = object(ProgramType.XDP, "bpf_rcu_read_lock", types).toByteArray();
    Btf read = ElfObject.parse("file", file).spec().btf();
    List<BtfType.Function> functions = new ArrayList<>();
    for (int id = 1; id < read.typeCount(); id++) {
      if (read.type(id) instanceof BtfType.Function function
          && function.name().equals("bpf_rcu_read_lock")) {
        functions.add(function);
      }
    }
    assertThat(functions)
        .containsExactly(new BtfType.Function("bpf_rcu_read_lock", prototype, BtfLinkage.EXTERN));
  }

  private static ElfObject object(ProgramType type, @Nullable String function) {
    return object(type, function, new BtfBuilder());
  }

  private static ElfObject object(ProgramType type, @Nullable String function, BtfBuilder types) {
    List<Instruction> code =
        function == null
            ? List.of(new Instruction.Exit())
            : List.of(new Instruction.CallKernelFunction(0, (short) 0), new Instruction.Exit());
    ProgramSpec program =
        new ProgramSpec(
            "p",
            type,
            null,
            "",
            code,
            List.of(),
            function == null ? List.of() : List.of(new FunctionReference(0, function)),
            List.of(),
            List.of(),
            List.of());
    return new ElfObject(
        new ObjectSpec("o", "GPL", List.of(), List.of(program), types.build()),
        java.util.Map.of(),
        java.util.Map.of());
  }
}
