package dev.tawon.compiler.back;

import dev.tawon.compiler.Target;
import dev.tawon.compiler.TimedPrograms;
import dev.tawon.compiler.front.ProgramMethod;
import dev.tawon.compiler.front.SecurityHook;
import dev.tawon.compiler.ir.Function;
import dev.tawon.compiler.ir.Position;
import dev.tawon.compiler.opt.CriticalEdges;
import dev.tawon.compiler.opt.IteratorEnds;
import dev.tawon.lang.map.BpfMap;
import dev.tawon.object.FunctionInfo;
import dev.tawon.object.ProgramSpec;
import java.util.ArrayList;
import java.util.List;

/** Turns programs in the intermediate form into descriptions for the loader. */
public final class Backend {
  private final ObjectTypes types;
  private final FaultTable faults;
  private final Target target;
  private final String faultMap;
  private final java.util.function.Function<BpfMap, String> mapNames;
  private final List<String> timed = new ArrayList<>();

  /**
   * A back end for one module.
   *
   * @param types receives the types that the programs need
   * @param faults receives the places where the programs may fail
   * @param faultMap the name of the map that counts faults
   * @param mapNames the names of the other maps
   * @param target the oldest kernel that the code is for
   */
  public Backend(
      ObjectTypes types,
      FaultTable faults,
      String faultMap,
      java.util.function.Function<BpfMap, String> mapNames,
      Target target) {
    this.types = types;
    this.faults = faults;
    this.faultMap = faultMap;
    this.mapNames = mapNames;
    this.target = target;
  }

  /** The programs that measure their run time, by their keys in the map of it. */
  public List<String> timed() {
    return timed;
  }

  private static Position position(Function function) {
    return function.entry().values().isEmpty()
        ? function.entry().end()
        : function.entry().values().getFirst().position();
  }

  /**
   * The description of a program.
   *
   * @param method where it comes from
   * @param function its intermediate form, which is changed
   * @throws dev.tawon.compiler.front.SourceError if it has what the machine cannot do
   */
  public ProgramSpec generate(ProgramMethod method, Function function) {
    Availability availability = new Availability(target, method.type());
    availability.attachment(method.attachType(), position(function));
    availability.sleeping(method, position(function));
    SecurityHook.require(method, target, position(function));
    MachineProgram program = machineCode(function, availability);
    TimingCode.Slots slots = method.isTimed() ? TimingCode.Slots.of(program) : null;
    Emitter emitter =
        new Emitter(
            function,
            program,
            types,
            mapNames,
            faultMap,
            method.neutralResult(),
            faults::needCounters,
            target);
    if (slots != null) {
      emitter.measure(slots, TimedPrograms.MAP, timed.size());
    }
    emitter.run();
    List<FunctionInfo> starts = new ArrayList<>();
    starts.add(new FunctionInfo(0, types.program(method.name())));
    // Calls in branches that are never taken are not written, and the kernel wants no function
    // without one.
    for (List<Function> next = emitter.missing(); !next.isEmpty(); next = emitter.missing()) {
      int start = emitter.append(next.getFirst(), machineCode(next.getFirst(), availability));
      starts.add(new FunctionInfo(start, types.function(next.getFirst())));
    }
    emitter.chains().check(function);
    if (slots != null) {
      timed.add(method.name());
    }
    return new ProgramSpec(
            method.name(),
            method.type(),
            method.attachType(),
            method.target(),
            emitter.instructions(),
            emitter.maps(),
            emitter.functions(),
            emitter.relocations(),
            starts,
            emitter.lines())
        .withSleepable(method.isSleepable());
  }

  /** Does with a function of no method what {@link #generate} does with a program, and leaves the code. */
  public void rehearse(Function function) {
    types.program(function.name());
    Emitter emitter =
        new Emitter(
            function,
            machineCode(function, new Availability(target)),
            types,
            mapNames,
            faultMap,
            0,
            _ -> {},
            target);
    emitter.run();
    emitter.instructions();
    emitter.chains().check(function);
  }

  private MachineProgram machineCode(Function function, Availability availability) {
    IteratorEnds.place(function);
    LoopInvariants.run(function);
    CriticalEdges.split(function);
    MachineProgram program = Selector.select(function, faults, availability);
    SharedConstants.run(program); // goes by the graph, which still is that of the code
    ConstantHoisting.ofChoices(program);
    KeyReads.run(program);
    RegisterAllocator.allocate(program);
    BlockLayout.run(program);
    ConstantHoisting.run(program);
    TailMerging.run(program);
    BlockLayout.run(program);
    LoopRotation.run(program);
    BlockOrder.run(program);
    SlotSharing.run(program);
    BitTests.run(program, target.isa());
    return program;
  }
}
