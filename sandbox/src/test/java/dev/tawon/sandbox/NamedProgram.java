package dev.tawon.sandbox;

import dev.tawon.isa.Assembler;
import dev.tawon.isa.ImmediateKind;
import dev.tawon.isa.Instruction;
import dev.tawon.object.CoreRelocation;
import dev.tawon.object.FunctionReference;
import dev.tawon.object.MapReference;
import dev.tawon.object.ProgramSpec;
import dev.tawon.object.ProgramType;
import dev.tawon.object.SymbolReference;
import java.util.ArrayList;
import java.util.List;

/**
 * A program in which {@code map[fd:N]}, {@code kernel-function#N} and {@code btf[id:N]} stand for the name with number N.
 * Names that begin with a question mark are optional.
 */
record NamedProgram(String text, List<String> names) {

  static NamedProgram of(String text, String... names) {
    return new NamedProgram(text, List.of(names));
  }

  ProgramSpec spec(CoreRelocation... relocations) {
    List<Instruction> program = Assembler.assemble(text);
    List<MapReference> maps = new ArrayList<>();
    List<FunctionReference> functions = new ArrayList<>();
    List<SymbolReference> symbols = new ArrayList<>();
    for (int i = 0; i < program.size(); i++) {
      switch (program.get(i)) {
        case Instruction.LoadImmediate64 load when load.kind() == ImmediateKind.MAP_FD ->
            maps.add(new MapReference(i, names.get(load.low())));
        case Instruction.LoadImmediate64 load when load.kind() == ImmediateKind.BTF_ID ->
            symbols.add(new SymbolReference(i, name(load.low()), isOptional(load.low())));
        case Instruction.CallKernelFunction(int id, _) ->
            functions.add(new FunctionReference(i, name(id), isOptional(id)));
        default -> {}
      }
    }
    return new ProgramSpec(
        "test",
        ProgramType.XDP,
        null,
        "",
        program,
        maps,
        functions,
        symbols,
        List.of(relocations),
        List.of(),
        List.of());
  }

  private boolean isOptional(int number) {
    return names.get(number).startsWith("?");
  }

  private String name(int number) {
    return names.get(number).replace("?", "");
  }

  Sandbox sandbox(SimulatedKernel kernel, Engine engine) {
    return Sandbox.builder(spec()).kernel(kernel).engine(engine).build();
  }

  long run(SimulatedKernel kernel, Engine engine) {
    return sandbox(kernel, engine).run();
  }
}
