package dev.tawon.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tawon.isa.Instruction;
import dev.tawon.isa.Register;
import dev.tawon.object.btf.BtfBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpecTest {
  private static final Instruction EXIT = new Instruction.Exit();

  private static ProgramSpec program(
      String name,
      List<Instruction> code,
      List<MapReference> maps,
      List<FunctionReference> functions,
      List<CoreRelocation> relocations,
      List<FunctionInfo> functionInfo) {
    return new ProgramSpec(
        name,
        ProgramType.KPROBE,
        null,
        "",
        code,
        maps,
        functions,
        relocations,
        functionInfo,
        List.of());
  }

  private static ProgramSpec program(String name, List<MapReference> maps) {
    Instruction load = Instruction.LoadImmediate64.of(Register.R1, 0);
    return program(name, List.of(load, EXIT), maps, List.of(), List.of(), List.of());
  }

  private static MapSpec map(String name) {
    return new MapSpec(name, MapType.ARRAY, 4, 8, 1, 0, 0, 0);
  }

  private static ObjectSpec object(List<MapSpec> maps, List<ProgramSpec> programs) {
    return new ObjectSpec("object", "GPL", maps, programs, new BtfBuilder().build());
  }

  @Test
  void shouldRefuseAProgramWithoutNameOrCode() {
    assertThatIllegalArgumentException().isThrownBy(() -> program("", List.of()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> program("p", List.of(), List.of(), List.of(), List.of(), List.of()))
        .withMessage("program p has no instructions");
  }

  @Test
  void shouldRefuseIndicesThatAreNoInstructions() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> program("p", List.of(new MapReference(2, "m"))))
        .withMessage("program p has 2 instructions, but a map is at 2");
    CoreRelocation relocation = new CoreRelocation(-1, CoreRelocationKind.TYPE_SIZE, 1, "0");
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            program("p", List.of(EXIT), List.of(), List.of(), List.of(relocation), List.of()));
  }

  @Test
  void shouldRefuseReferencesToInstructionsOfTheWrongKind() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> program("p", List.of(new MapReference(1, "m"))))
        .withMessage("program p: instruction 1 cannot hold map m");
    List<FunctionReference> functions = List.of(new FunctionReference(0, "f"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> program("p", List.of(EXIT), List.of(), functions, List.of(), List.of()))
        .withMessage("program p: instruction 0 cannot call f");
  }

  @Test
  void shouldRefuseFunctionInformationOutOfOrder() {
    List<FunctionInfo> late = List.of(new FunctionInfo(1, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> program("p", List.of(EXIT, EXIT), List.of(), List.of(), List.of(), late));
    List<FunctionInfo> twice = List.of(new FunctionInfo(0, 1), new FunctionInfo(0, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> program("p", List.of(EXIT, EXIT), List.of(), List.of(), List.of(), twice));
  }

  @Test
  void shouldRefuseObjectsWhoseNamesCollideOrMiss() {
    ProgramSpec program = program("p", List.of(new MapReference(0, "m")));
    assertThat(object(List.of(map("m")), List.of(program)).programs()).hasSize(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> object(List.of(), List.of(program)))
        .withMessage("program p needs map m, which object object does not have");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> object(List.of(map("m"), map("m")), List.of()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> object(List.of(map("m")), List.of(program, program)));
    assertThatIllegalArgumentException().isThrownBy(() -> map(""));
  }
}
