package dev.tawon.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tawon.isa.Instruction;
import dev.tawon.object.CoreRelocation;
import dev.tawon.object.CoreRelocationKind;
import dev.tawon.object.FunctionInfo;
import dev.tawon.object.LineInfo;
import dev.tawon.object.MapReference;
import dev.tawon.object.MapSpec;
import dev.tawon.object.ObjectSpec;
import dev.tawon.object.ProgramSpec;
import dev.tawon.object.btf.Btf;
import dev.tawon.object.btf.BtfType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What an object says of its code besides the instructions: types, functions, lines, and fields of the kernel. */
class ObjectInformationTest {
  private static final Path SOURCE =
      Path.of("src/test/java/dev/tawon/compiler/SamplePrograms.java");

  /** Helpers by number, and what stands on the lines that call them. */
  private static final Map<Integer, String> CALLS =
      Map.of(
          3, ".remove(",
          112, "Bpf.readUser(",
          115, "Bpf.readKernelString(",
          125, "Bpf.bootTimeNs()",
          130, ".output(",
          131, ".reserve(",
          132, ".submit(",
          133, ".discard(");

  private static ObjectSpec object() {
    return Compiler.compile(
            SamplePrograms.class, new CompilerOptions(Map.of(), true, Target.of(6, 2)))
        .object();
  }

  @Test
  void shouldDescribeKeysAndValuesOfMaps() {
    ObjectSpec object = object();
    Btf btf = Btf.parse(object.btf().toByteArray());
    assertThat(object.maps())
        .extracting(map -> map.name() + ": " + type(btf, map.keyTypeId()))
        .containsExactlyInAnyOrder(
            "EVENTS: void",
            "BY_NUMBER: long",
            "BY_PLACE: struct Place",
            "COUNTERS: int",
            "SCRATCH: int",
            ".data.faults: void");
    assertThat(object.maps())
        .extracting(map -> map.name() + ": " + type(btf, map.valueTypeId()))
        .containsExactlyInAnyOrder(
            "EVENTS: void",
            "BY_NUMBER: struct Event",
            "BY_PLACE: long",
            "COUNTERS: struct Counter",
            "SCRATCH: struct Event",
            ".data.faults: void");
    for (MapSpec map : object.maps()) {
      if (map.keyTypeId() != 0) {
        assertThat(btf.size(map.keyTypeId())).as(map.name()).hasValue(map.keySize());
        assertThat(btf.size(map.valueTypeId())).as(map.name()).hasValue(map.valueSize());
      }
    }
  }

  @Test
  void shouldDescribeStructsMemberByMember() {
    ObjectSpec object = object();
    Btf btf = Btf.parse(object.btf().toByteArray());
    MapSpec map =
        object.maps().stream()
            .filter(each -> each.name().equals("SCRATCH"))
            .findFirst()
            .orElseThrow();
    List<String> members = new ArrayList<>();
    if (btf.type(map.valueTypeId()) instanceof BtfType.Composite event) {
      for (BtfType.Member member : event.members()) {
        members.add(
            member.bitOffset() / Byte.SIZE + " " + type(btf, member.type()) + " " + member.name());
      }
    }
    assertThat(members)
        .containsExactly(
            "0 long time",
            "8 int kind",
            "16 struct Place place",
            "20 signed char[16] name",
            "40 long[4] numbers");
  }

  private static String type(Btf btf, int id) {
    return switch (btf.type(id)) {
      case BtfType.Nothing _ -> "void";
      case BtfType.Int number -> number.name();
      case BtfType.Pointer pointer -> type(btf, pointer.target()) + " *";
      case BtfType.Composite composite -> "struct " + composite.name();
      case BtfType.Array array -> type(btf, array.element()) + "[" + array.length() + "]";
      default -> btf.kind(id) + " " + btf.name(id);
    };
  }

  @Test
  void shouldDescribeEachProgramAsAFunctionOfItsContext() {
    ObjectSpec object = object();
    Btf btf = Btf.parse(object.btf().toByteArray());
    for (ProgramSpec program : object.programs()) {
      assertThat(program.functionInfo()).hasSize(1);
      FunctionInfo info = program.functionInfo().getFirst();
      assertThat(info.instruction()).isZero();
      assertThat(btf.name(info.typeId())).isEqualTo(program.name());
      int prototype = btf.target(info.typeId());
      assertThat(type(btf, btf.target(prototype))).isEqualTo("int");
      assertThat(btf.vlen(prototype)).isEqualTo(1);
      assertThat(btf.parameterName(prototype, 0)).isEqualTo("context");
      assertThat(type(btf, btf.parameterType(prototype, 0))).isEqualTo("void *");
    }
  }

  @Test
  void shouldNameForEachCallTheLineThatMakesIt() throws IOException {
    ObjectSpec object = object();
    Btf btf = Btf.parse(object.btf().toByteArray());
    List<String> source = Files.readAllLines(SOURCE);
    TreeSet<Integer> seen = new TreeSet<>();
    for (ProgramSpec program : object.programs()) {
      int previous = -1;
      for (LineInfo line : program.lineInfo()) {
        assertThat(line.instruction()).isGreaterThan(previous);
        assertThat(line.instruction()).isLessThan(program.instructions().size());
        assertThat(line.file()).isEqualTo("SamplePrograms.java");
        assertThat(btf.string(line.fileNameOffset())).isEqualTo(line.file());
        assertThat(line.line()).isBetween(1, source.size());
        previous = line.instruction();
      }
      for (int i = 0; i < program.instructions().size(); i++) {
        if (program.instructions().get(i) instanceof Instruction.CallHelper(int helper)
            && CALLS.containsKey(helper)
            && !(helper == 133 && isInFaultCode(program, i))) {
          seen.add(helper);
          assertThat(source.get(line(program, i) - 1))
              .as("%s, instruction %d", program.name(), i)
              .contains(CALLS.get(helper));
        }
      }
    }
    assertThat(seen).isEqualTo(new TreeSet<>(CALLS.keySet()));
  }

  private static int line(ProgramSpec program, int instruction) {
    return program.lineInfo().stream()
        .filter(info -> info.instruction() <= instruction)
        .toList()
        .getLast()
        .line();
  }

  /** A fault gives a record back on the line of the fault, and then takes the address of its counter. */
  private static boolean isInFaultCode(ProgramSpec program, int instruction) {
    return program.maps().contains(new MapReference(instruction + 1, CompiledModule.FAULT_MAP));
  }

  @Test
  void shouldNameTheFieldsThatTheSourceNames() {
    ObjectSpec object = object();
    Btf btf = Btf.parse(object.btf().toByteArray());
    TreeSet<String> named = new TreeSet<>();
    for (ProgramSpec program : object.programs()) {
      for (CoreRelocation relocation : program.relocations()) {
        named.add(relocation.kind() + " " + path(btf, relocation));
        assertThat(program.instructions().get(relocation.instruction()))
            .isInstanceOfAny(Instruction.Load.class, Instruction.Alu.class);
      }
    }
    assertThat(named)
        .containsExactly(
            CoreRelocationKind.FIELD_BYTE_OFFSET + " task_struct.comm",
            CoreRelocationKind.FIELD_BYTE_OFFSET + " task_struct.real_parent",
            CoreRelocationKind.FIELD_BYTE_OFFSET + " task_struct.tasks",
            CoreRelocationKind.FIELD_BYTE_OFFSET + " task_struct.tasks.next",
            CoreRelocationKind.FIELD_BYTE_OFFSET + " task_struct.tgid",
            CoreRelocationKind.TYPE_ID_TARGET + " task_struct");
  }

  /** The way of a relocation with the names that its type has in the object. */
  private static String path(Btf btf, CoreRelocation relocation) {
    StringBuilder path = new StringBuilder(btf.name(relocation.typeId()));
    int type = relocation.typeId();
    String[] steps = relocation.access().split(":");
    for (int i = 1; i < steps.length; i++) {
      int member = Integer.parseInt(steps[i]);
      path.append('.').append(btf.memberName(type, member));
      type = btf.memberType(type, member);
    }
    return path.toString();
  }
}
