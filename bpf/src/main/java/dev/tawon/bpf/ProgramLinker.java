package dev.tawon.bpf;

import dev.tawon.isa.ImmediateKind;
import dev.tawon.isa.Instruction;
import dev.tawon.object.AttachType;
import dev.tawon.object.CoreRelocationException;
import dev.tawon.object.CoreRelocator;
import dev.tawon.object.FunctionReference;
import dev.tawon.object.LineInfo;
import dev.tawon.object.MapReference;
import dev.tawon.object.ProgramSpec;
import dev.tawon.object.ProgramType;
import dev.tawon.object.RelocatedProgram;
import dev.tawon.object.SymbolReference;
import dev.tawon.object.btf.Btf;
import dev.tawon.object.btf.BtfKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Puts this kernel's numbers where a program's description has names. */
final class ProgramLinker {
  /** Stands for the call of an optional function that is missing: {@code POISON_CALL_KFUNC_BASE} of libbpf. */
  private static final int MISSING_FUNCTION = 2_002_000_000;

  private final Btf local;
  private final KernelTypes kernel;
  private final Map<String, LoadedMap> maps;
  private @Nullable CoreRelocator relocator;

  /**
   * A linker of one object's programs.
   *
   * @param local the object's types
   * @param kernel the kernel's
   * @param maps the object's maps by name
   */
  ProgramLinker(Btf local, KernelTypes kernel, Map<String, LoadedMap> maps) {
    this.local = local;
    this.kernel = kernel;
    this.maps = maps;
  }

  /**
   * A program with nothing left open but what its kernel lacks.
   *
   * @throws KernelTypeException if a relocation cannot be, whether the instruction is reached or not
   * @throws UnsupportedFeatureException if a kernel function is missing
   */
  RelocatedProgram link(ProgramSpec program) {
    RelocatedProgram relocated = relocate(program);
    ProgramSpec placed = relocated.program();
    List<Instruction> code = new ArrayList<>(placed.instructions());
    for (MapReference reference : placed.maps()) {
      code.set(
          reference.instruction(),
          loadOf((Instruction.LoadImmediate64) code.get(reference.instruction()), reference));
    }
    for (FunctionReference reference : placed.functions()) {
      code.set(reference.instruction(), callOf(placed, reference));
    }
    for (SymbolReference reference : placed.symbols()) {
      code.set(
          reference.instruction(),
          symbolOf(
              placed, (Instruction.LoadImmediate64) code.get(reference.instruction()), reference));
    }
    return new RelocatedProgram(
        new ProgramSpec(
            placed.name(),
            placed.type(),
            placed.attachType(),
            placed.target(),
            code,
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            placed.functionInfo(),
            placed.lineInfo(),
            placed.sleepable()),
        relocated.poisoned());
  }

  private RelocatedProgram relocate(ProgramSpec program) {
    if (program.relocations().isEmpty()) {
      return new RelocatedProgram(program, List.of());
    }
    try {
      return relocator().relocate(program);
    } catch (CoreRelocationException e) {
      throw failure(program, e);
    }
  }

  /** The failure of a relocation, at its line. */
  static KernelTypeException failure(ProgramSpec program, CoreRelocationException failure) {
    LineInfo found = null;
    for (LineInfo line : program.lineInfo()) {
      if (line.instruction() <= failure.relocation().instruction()) {
        found = line;
      }
    }
    return found == null
        ? new KernelTypeException(program.name(), "", 0, failure)
        : new KernelTypeException(program.name(), found.file(), found.line(), failure);
  }

  private CoreRelocator relocator() {
    CoreRelocator made = relocator;
    if (made == null) {
      made = CoreRelocator.of(local, kernel.get());
      relocator = made;
    }
    return made;
  }

  private Instruction loadOf(Instruction.LoadImmediate64 load, MapReference reference) {
    LoadedMap map = Objects.requireNonNull(maps.get(reference.map()), reference.map());
    ImmediateKind kind =
        load.kind() == ImmediateKind.MAP_VALUE ? ImmediateKind.MAP_VALUE : ImmediateKind.MAP_FD;
    return new Instruction.LoadImmediate64(
        kind, load.dst(), map.descriptor().number(), load.high());
  }

  private Instruction callOf(ProgramSpec program, FunctionReference reference) {
    OptionalInt id = kernel.find(BtfKind.FUNC, reference.function());
    if (id.isPresent()) {
      return new Instruction.CallKernelFunction(id.getAsInt(), (short) 0);
    }
    if (reference.optional()) {
      return new Instruction.CallHelper(MISSING_FUNCTION);
    }
    throw new UnsupportedFeatureException(
        "kernel function " + reference.function(), "", "program " + program.name() + " calls it");
  }

  /** The variable's or function's number in the kernel's BTF; 0 is the address of an optional one that is missing. */
  private Instruction symbolOf(
      ProgramSpec program, Instruction.LoadImmediate64 load, SymbolReference reference) {
    for (BtfKind kind : new BtfKind[] {BtfKind.VAR, BtfKind.FUNC}) {
      OptionalInt id = kernel.find(kind, reference.symbol());
      if (id.isPresent()) {
        return new Instruction.LoadImmediate64(ImmediateKind.BTF_ID, load.dst(), id.getAsInt(), 0);
      }
    }
    if (reference.optional()) {
      return Instruction.LoadImmediate64.of(load.dst(), 0);
    }
    throw new UnsupportedFeatureException(
        "kernel variable " + reference.symbol(),
        "",
        "program " + program.name() + " loads its address");
  }

  /**
   * The number in the kernel's BTF of what a program attaches to; 0 for a kind of program that is attached by other means.
   */
  int attachTarget(ProgramSpec program) {
    String target = program.target();
    if (program.type() == ProgramType.LSM) {
      return target(BtfKind.FUNC, "bpf_lsm_" + target, program, "LSM hook " + target);
    }
    AttachType place = program.attachType();
    if (program.type() != ProgramType.TRACING || place == null) {
      return 0;
    }
    return switch (place) {
      // Each tracepoint's signature is a typedef that include/trace/bpf_probe.h makes.
      case TRACE_RAW_TP ->
          target(BtfKind.TYPEDEF, "btf_trace_" + target, program, "tracepoint " + target);
      case TRACE_FENTRY, TRACE_FEXIT, MODIFY_RETURN ->
          target(BtfKind.FUNC, target, program, "function " + target + " to attach to");
      case TRACE_ITER -> target(BtfKind.FUNC, "bpf_iter_" + target, program, "iterator " + target);
      default -> 0;
    };
  }

  private int target(BtfKind kind, String name, ProgramSpec program, String feature) {
    return kernel
        .get()
        .find(kind, name)
        .orElseThrow(() ->
            new UnsupportedFeatureException(
                feature,
                "",
                "program "
                    + program.name()
                    + " attaches to it, and the BTF of this kernel does not have "
                    + name));
  }
}
