package dev.tawon.bpf.programs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tawon.compiler.CompiledModule;
import dev.tawon.compiler.Compiler;
import dev.tawon.compiler.CompilerOptions;
import dev.tawon.compiler.GlobalVariables;
import dev.tawon.compiler.Target;
import dev.tawon.object.CoreRelocator;
import dev.tawon.object.ProgramSpec;
import dev.tawon.object.btf.Btf;
import dev.tawon.object.btf.BtfBuilder;
import dev.tawon.object.btf.BtfBuilder.Member;
import dev.tawon.object.elf.ElfObject;
import dev.tawon.sandbox.Engine;
import dev.tawon.sandbox.Sandbox;
import dev.tawon.sandbox.SimulatedKernel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** In the sandbox: programs whose functions the kernel calls, with an area of memory and with what user space has sent. */
class SandboxCallbacksTest {
  private static final long START = 0x7f00_0000_1000L;
  private static final int ENOENT = -2;

  /** A kernel with the two structures. */
  private static Btf kernelTypes() {
    BtfBuilder types = new BtfBuilder();
    int integer = types.integer("int", Integer.BYTES, true);
    int word = types.integer("long unsigned int", Long.BYTES, false);
    int task = types.declareStruct("task_struct");
    types.define(task, 16, List.of(new Member("tgid", integer, 8)));
    int area = types.declareStruct("vm_area_struct");
    types.define(
        area, 32, List.of(new Member("vm_end", word, 8), new Member("vm_start", word, 16)));
    return types.build();
  }

  /** A module's programs in one of the engines. */
  private static final class Module {
    private final CompiledModule module;
    private final SimulatedKernel kernel = SimulatedKernel.create();
    private final Engine engine;

    Module(Class<?> type, Engine engine) {
      module = Compiler.compile(type, new CompilerOptions(Map.of(), false, Target.of(6, 12)));
      this.engine = engine;
      byte[] variables = module.variables().initialValue();
      kernel.createMaps(
          new ElfObject(
              module.object(),
              variables.length == 0 ? Map.of() : Map.of(GlobalVariables.MAP, variables),
              module.innerMaps(),
              List.of(),
              List.of()));
    }

    int run(String name, long argument) {
      ProgramSpec program = module.object().program(name).orElseThrow();
      ProgramSpec fitted =
          CoreRelocator.of(module.object().btf(), kernelTypes()).relocate(program).program();
      return (int)
          Sandbox.builder(fitted)
              .kernel(kernel)
              .engine(engine)
              .build()
              .run(bytes(Long.BYTES).putLong(argument).array());
    }

    ByteBuffer value(String map, int key) {
      return ByteBuffer.wrap(
              kernel
                  .map(map)
                  .orElseThrow()
                  .get(bytes(Integer.BYTES).putInt(key).array())
                  .orElseThrow())
          .order(ByteOrder.LITTLE_ENDIAN);
    }
  }

  private static ByteBuffer bytes(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  @ParameterizedTest
  @EnumSource
  void shouldCallTheFunctionWithTheAreaThatAnAddressIsIn(Engine engine) {
    Module module = new Module(FindVmaTest.Programs.class, engine);
    module.kernel.setTaskMemory(bytes(16).putInt(8, 4711).array());
    module.kernel.addArea(
        START, START + 0x2000, bytes(32).putLong(8, START + 0x2000).putLong(16, START).array());

    assertThat(module.run("find", START + 0x1fff)).isZero();
    ByteBuffer bounds = module.value("BOUNDS", 0);
    assertThat(bounds.getLong(0)).isEqualTo(START);
    assertThat(bounds.getLong(8)).isEqualTo(START + 0x2000);
    assertThat(bounds.getInt(16)).isEqualTo(4711);
    assertThat(module.run("find", START + 0x2000)).isEqualTo(ENOENT);
    assertThat(module.run("find", START - 1)).isEqualTo(ENOENT);
  }

  @ParameterizedTest
  @EnumSource
  void shouldDrainWhatUserSpaceHasSent(Engine engine) {
    Module module = new Module(UserRingBufferTest.Programs.class, engine);
    for (int key = 1; key <= 5; key++) {
      byte[] command = bytes(16).putInt(0, key).putLong(8, 10L * key).array();
      assertThat(module.kernel.map("COMMANDS").orElseThrow().send(command)).isZero();
    }
    assertThat(module.run("drainWhile", 3)).isEqualTo(3);
    assertThat(module.value("VALUES", 3).getLong(0)).isEqualTo(30);
    assertThat(module.run("drain", 7)).isEqualTo(2);
    assertThat(module.value("VALUES", 5).getLong(0)).isEqualTo(57);
    assertThat(module.run("drain", 7)).isZero();
  }
}
