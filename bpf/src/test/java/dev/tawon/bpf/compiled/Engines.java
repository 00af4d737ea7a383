package dev.tawon.bpf.compiled;

import dev.tawon.bpf.Bpf;
import dev.tawon.bpf.LoadedProgram;
import dev.tawon.bpf.TestRun;
import dev.tawon.compiler.CompiledModule;
import dev.tawon.compiler.Compiler;
import dev.tawon.compiler.CompilerOptions;
import dev.tawon.compiler.GlobalVariables;
import dev.tawon.compiler.Target;
import dev.tawon.object.ProgramSpec;
import dev.tawon.object.elf.ElfObject;
import dev.tawon.sandbox.Engine;
import dev.tawon.sandbox.Sandbox;
import dev.tawon.sandbox.SimulatedKernel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A module, compiled once, in all places where its programs can run; each has maps of its own. */
final class Engines implements AutoCloseable {
  private final CompiledModule module;
  private final SimulatedKernel interpreted;
  private final SimulatedKernel translated;
  private final @Nullable Bpf kernel;

  /** A program everywhere. */
  interface Runnable {
    /** What it returns, by where it runs. */
    Map<String, Integer> run(long[] arguments);
  }

  private Engines(Class<?> type, CompiledModule module, boolean inKernel) {
    this.module = module;
    interpreted = simulated(module);
    translated = simulated(module);
    kernel = inKernel ? Bpf.load(type) : null;
  }

  private static SimulatedKernel simulated(CompiledModule module) {
    byte[] variables = module.variables().initialValue();
    return SimulatedKernel.create()
        .createMaps(
            new ElfObject(
                module.object(),
                variables.length == 0 ? Map.of() : Map.of(GlobalVariables.MAP, variables),
                module.innerMaps(),
                java.util.List.of(),
                java.util.List.of()));
  }

  /**
   * Compiles a module.
   *
   * @param inKernel whether this machine's kernel is one of the places
   */
  static Engines of(Class<?> module, boolean inKernel) {
    return new Engines(
        module,
        Compiler.compile(module, new CompilerOptions(Map.of(), false, Target.of(6, 12))),
        inKernel);
  }

  Runnable program(String name) {
    ProgramSpec spec = module.object().program(name).orElseThrow();
    Sandbox interpreter =
        Sandbox.builder(spec).kernel(interpreted).engine(Engine.INTERPRETER).build();
    Sandbox compiler = Sandbox.builder(spec).kernel(translated).engine(Engine.JIT).build();
    LoadedProgram loaded = kernel == null ? null : kernel.object().program(name);
    return arguments -> {
      ByteBuffer context =
          ByteBuffer.allocate(arguments.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      for (long argument : arguments) {
        context.putLong(argument);
      }
      Map<String, Integer> results = new LinkedHashMap<>();
      results.put("interpreted in the sandbox", (int) interpreter.run(context.array().clone()));
      results.put("compiled in the sandbox", (int) compiler.run(context.array().clone()));
      if (loaded != null) {
        results.put("in the kernel", TestRun.ofRawTracepoint(loaded, arguments));
      }
      return results;
    };
  }

  @Override
  public void close() {
    if (kernel != null) {
      kernel.close();
    }
  }
}
