package dev.tawon.compiler.back;

import static dev.tawon.compiler.ir.HelperNumbers.TAIL_CALL;

import dev.tawon.compiler.IsaVersion;
import dev.tawon.compiler.Rule;
import dev.tawon.compiler.Target;
import dev.tawon.compiler.front.SourceError;
import dev.tawon.compiler.ir.Block;
import dev.tawon.compiler.ir.KernelField;
import dev.tawon.compiler.ir.Position;
import dev.tawon.isa.AluOperator;
import dev.tawon.isa.AtomicOperator;
import dev.tawon.isa.CodeBuilder;
import dev.tawon.isa.Immediate;
import dev.tawon.isa.ImmediateKind;
import dev.tawon.isa.Instruction;
import dev.tawon.isa.JumpCondition;
import dev.tawon.isa.JumpOutOfRangeException;
import dev.tawon.isa.Label;
import dev.tawon.isa.Operand;
import dev.tawon.isa.Register;
import dev.tawon.isa.Width;
import dev.tawon.lang.map.BpfMap;
import dev.tawon.object.CoreRelocation;
import dev.tawon.object.CoreRelocationKind;
import dev.tawon.object.FunctionReference;
import dev.tawon.object.LineInfo;
import dev.tawon.object.MapReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Writes the instructions of a program whose registers are allocated. */
final class Emitter {
  private final MachineProgram program;
  private final ObjectTypes types;
  private final Function<BpfMap, String> mapNames;
  private final Target target;
  private final StackFrame frame;
  private final FaultCode faults;
  private final Branches branches;
  private final WaysBack waysBack;
  private @Nullable TimingCode timing;
  private final String faultMap;
  private final IntConsumer counters;
  private final CodeBuilder code;
  private final Map<Block, Label> labels = new HashMap<>();
  private final Map<dev.tawon.compiler.ir.Function, Label> entries;
  private final CallChains chains;
  private final Set<dev.tawon.compiler.ir.Function> called;
  private final List<MapReference> maps;
  private final List<FunctionReference> functions;
  private final List<CoreRelocation> relocations;
  private final List<LineInfo> lines;
  private Position lastLine = new Position("", -1);

  /**
   * An emitter.
   *
   * @param function what the program was made from
   * @param program the program
   * @param types receives the types that relocations name
   * @param mapNames the names of maps
   * @param faultMap the name of the map that counts faults
   * @param neutralResult the result of a fault
   * @param counters is told how many counters that map has to have at least
   * @param target what the code is for
   */
  Emitter(
      dev.tawon.compiler.ir.Function function,
      MachineProgram program,
      ObjectTypes types,
      Function<BpfMap, String> mapNames,
      String faultMap,
      int neutralResult,
      IntConsumer counters,
      Target target) {
    this.counters = counters;
    this.program = program;
    this.types = types;
    this.mapNames = mapNames;
    this.target = target;
    IsaVersion isa = target.isa();
    this.faultMap = faultMap;
    this.frame = StackFrame.of(program);
    this.faults = new FaultCode(this, frame, program, faultMap, neutralResult);
    code = CodeBuilder.create();
    if (isa.has(IsaVersion.V4)) {
      code.allowWideJumps();
    }
    branches = new Branches(code, isa, LongLoops.of(function));
    waysBack = WaysBack.toBeJumps(program, target);
    entries = new LinkedHashMap<>();
    chains = new CallChains();
    called = chains.add(function, program, frame.depth());
    maps = new ArrayList<>();
    functions = new ArrayList<>();
    relocations = new ArrayList<>();
    lines = new ArrayList<>();
  }

  /** An emitter of a function that is called, which stands behind what another one wrote. */
  private Emitter(dev.tawon.compiler.ir.Function function, MachineProgram callee, Emitter before) {
    program = callee;
    target = before.target;
    types = before.types;
    mapNames = before.mapNames;
    faultMap = before.faultMap;
    counters = before.counters;
    frame = StackFrame.of(callee);
    branches = new Branches(before.code, target.isa(), LongLoops.of(function));
    waysBack = WaysBack.toBeJumps(callee, target);
    // The result of a function that is called tells of faults, unless a word of the caller's does.
    int failed = function.isCallback() ? 0 : -1;
    faults = new FaultCode(this, frame, callee, faultMap, failed);
    code = before.code;
    entries = before.entries;
    chains = before.chains;
    called = chains.add(function, callee, frame.depth());
    maps = before.maps;
    functions = before.functions;
    relocations = before.relocations;
    lines = before.lines;
  }

  /**
   * Writes a function that is called, behind all that is written.
   *
   * @return the index of its first instruction
   */
  int append(dev.tawon.compiler.ir.Function function, MachineProgram callee) {
    Emitter next = new Emitter(function, callee, this);
    int start = code.size();
    code.bind(entry(function));
    // The kernel wants a line for the first instruction of each function, whatever is known of it.
    next.line(callee.position());
    next.run();
    return start;
  }

  /** The functions that what is written calls or has the address of, and that are not written themselves. */
  List<dev.tawon.compiler.ir.Function> missing() {
    return entries.keySet().stream().filter(function -> !chains.has(function)).toList();
  }

  /** What the functions call that are written. */
  CallChains chains() {
    return chains;
  }

  private Label entry(dev.tawon.compiler.ir.Function function) {
    called.add(function);
    return entries.computeIfAbsent(function, _ -> code.label(function.name()));
  }

  /** Has the program measure its run time. */
  void measure(TimingCode.Slots slots, String map, int index) {
    timing = new TimingCode(this, frame, slots, map, index);
  }

  /** Writes all. */
  void run() {
    if (timing != null) {
      at(program.position());
      timing.start();
    }
    List<MachineBlock> blocks = program.blocks();
    for (MachineBlock block : blocks) {
      labels.put(block.source(), code.label(block.source().toString()));
    }
    for (int i = 0; i < blocks.size(); i++) {
      Block next = i + 1 < blocks.size() ? blocks.get(i + 1).source() : null;
      code.bind(label(blocks.get(i).source()));
      List<MachineBlock.Step> steps = blocks.get(i).code();
      for (int j = 0; j < steps.size(); j++) {
        MachineBlock.Step step = steps.get(j);
        boolean last = j + 2 == steps.size();
        if (last && steps.getLast().operation() instanceof MachineOperation.Exit) {
          faults.mayEndAt(step.operation());
        }
        at(step.position());
        emit(step.operation(), blocks.get(i).source(), next);
      }
    }
    faults.emit();
    if (timing != null) {
      timing.emit();
    }
  }

  /** Ends the program with what is in the register of the result. */
  void exit() {
    if (timing != null) {
      timing.exit();
    } else {
      code.add(new Instruction.Exit());
    }
  }

  CodeBuilder code() {
    return code;
  }

  List<Instruction> instructions() {
    try {
      return code.build();
    } catch (JumpOutOfRangeException e) {
      throw new SourceError(
          program.position(),
          Rule.PROGRAM_TOO_LONG,
          program.name() + " is too long: one of its jumps is further than an instruction reaches");
    }
  }

  List<MapReference> maps() {
    return maps;
  }

  List<FunctionReference> functions() {
    return functions;
  }

  List<CoreRelocation> relocations() {
    return relocations;
  }

  List<LineInfo> lines() {
    return lines;
  }

  private Label label(Block block) {
    Label label = labels.get(block);
    if (label == null) {
      throw new IllegalStateException(block + " is not written");
    }
    return label;
  }

  void at(Position position) {
    if ((position.line() <= 0 && !lines.isEmpty()) || position.equals(lastLine)) {
      return;
    }
    line(position);
  }

  private void line(Position position) {
    lastLine = position;
    LineInfo line =
        new LineInfo(
            code.size(), position.file(), types.string(position.file()), 0, position.line());
    if (!lines.isEmpty() && lines.getLast().instruction() == code.size()) {
      lines.removeLast();
    }
    lines.add(line);
  }

  static Register register(int number) {
    return Register.of(number);
  }

  private void emit(MachineOperation operation, Block block, @Nullable Block next) {
    switch (operation) {
      case MachineOperation.Move(int dst, int src) -> code.move(register(dst), register(src));
      case MachineOperation.MoveWord(int dst, int src) ->
          alu(AluOperator.MOV, false, dst, register(src));
      case MachineOperation.Constant(int dst, long value) -> constant(dst, value);
      case MachineOperation.MapAddress(int dst, BpfMap map) ->
          loadMap(register(dst), mapNames.apply(map));
      case MachineOperation.FunctionAddress(int dst, var function) ->
          code.loadFunction(register(dst), entry(function));
      case MachineOperation.GlobalAddress(int dst, String map, int offset) ->
          loadMapValue(register(dst), map, offset);
      case MachineOperation.StackAddress(int dst, int slot, int offset) -> {
        code.move(register(dst), Register.R10);
        alu(AluOperator.ADD, true, dst, new Immediate(frame.offset(slot) + offset));
      }
      case MachineOperation.TypeId(int dst, var type) -> {
        relocations.add(
            new CoreRelocation(
                code.size(), CoreRelocationKind.TYPE_ID_TARGET, types.kernelStruct(type), "0"));
        // A zero would be taken for what it is by no relocation: the number comes from the kernel.
        alu(AluOperator.MOV, true, dst, new Immediate(0));
      }
      case MachineOperation.Answer(int dst, var query) -> {
        relocations.add(types.question(code.size(), query));
        // An enumeration's value may have 64 bits. What a reader of the object's BTF alone would
        // find
        // is not put here: every relocation takes a zero for what is still open.
        if (query.kind() == CoreRelocationKind.ENUMVAL_VALUE) {
          code.add(Instruction.LoadImmediate64.of(register(dst), 0));
        } else {
          alu(AluOperator.MOV, false, dst, new Immediate(0));
        }
      }
      case MachineOperation.AluRegister(AluOperator operator, boolean wide, int dst, int src) ->
          alu(operator, wide, dst, register(src));
      case MachineOperation.AluConstant(AluOperator operator, boolean wide, int dst, int value) ->
          alu(operator, wide, dst, new Immediate(value));
      case MachineOperation.AddFieldOffset(int dst, KernelField field, boolean negative) -> {
        relocate(field);
        alu(negative ? AluOperator.SUB : AluOperator.ADD, true, dst, new Immediate(0));
      }
      case MachineOperation.Negate(boolean wide, int dst) ->
          code.add(new Instruction.Negate(wide, register(dst)));
      case MachineOperation.ExtendSign(int bits, boolean wide, int dst, int src) ->
          code.add(new Instruction.MoveSignExtended(bits, wide, register(dst), register(src)));
      case MachineOperation.LoadSigned(Width width, int dst, int base, int offset) ->
          code.add(
              new Instruction.Load(width, true, register(dst), register(base), offset16(offset)));
      case MachineOperation.Swap(var order, int bits, int dst) ->
          code.add(new Instruction.ByteSwap(order, bits, register(dst)));
      case MachineOperation.Load(Width width, int dst, int base, int offset) ->
          load(width, register(dst), register(base), offset);
      case MachineOperation.LoadField(Width width, int dst, int base, KernelField field) -> {
        relocate(field);
        load(width, register(dst), register(base), 0);
      }
      case MachineOperation.LoadStack(Width width, int dst, int slot, int offset) ->
          load(width, register(dst), Register.R10, frame.offset(slot) + offset);
      case MachineOperation.StoreRegister(Width width, int base, int offset, int src) ->
          store(width, register(base), offset, register(src));
      case MachineOperation.StoreConstant(Width width, int base, int offset, int value) ->
          store(width, register(base), offset, new Immediate(value));
      case MachineOperation.StoreStack(Width width, int slot, int offset, int src) ->
          store(width, Register.R10, frame.offset(slot) + offset, register(src));
      case MachineOperation.StoreStackConstant(Width width, int slot, int offset, int value) ->
          store(width, Register.R10, frame.offset(slot) + offset, new Immediate(value));
      case MachineOperation.AtomicAdd(Width width, int base, int offset, int src) ->
          code.add(
              new Instruction.Atomic(
                  AtomicOperator.ADD,
                  false,
                  width,
                  register(base),
                  offset16(offset),
                  register(src)));
      case MachineOperation.AtomicFetch(
              AtomicOperator operator,
              Width width,
              int base,
              int offset,
              int src) ->
          code.add(
              new Instruction.Atomic(
                  operator, true, width, register(base), offset16(offset), register(src)));
      case MachineOperation.BranchRegister branch ->
          branches.branch(
              branch.condition(),
              branch.wide(),
              register(branch.left()),
              register(branch.right()),
              new Branches.Ends(block, branch.then(), branch.otherwise(), next),
              this::label);
      case MachineOperation.BranchConstant branch ->
          branches.branch(
              branch.condition(),
              branch.wide(),
              register(branch.left()),
              new Immediate(branch.right()),
              new Branches.Ends(block, branch.then(), branch.otherwise(), next),
              this::label);
      case MachineOperation.CheckNotNull check ->
          check(JumpCondition.EQ, check.reference(), 0, check.fault(), block);
      case MachineOperation.CheckLimit check ->
          check(JumpCondition.GT, check.index(), check.limit(), check.fault(), block);
      case MachineOperation.CheckNotNegative check ->
          check(JumpCondition.SLT, check.result(), 0, check.fault(), block);
      case MachineOperation.Fail fail -> code.jump(faults.label(fail.fault(), lastLine));
      case MachineOperation.Jump jump -> {
        if (jump.target() != next || waysBack.contains(block, jump.target())) {
          code.jump(label(jump.target()));
        }
      }
      case MachineOperation.CallHelper call -> {
        if (timing != null && call.helper() == TAIL_CALL) {
          timing.tailCall();
        } else if (call.inLoop()) {
          callInLoop(call.helper());
        } else {
          code.callHelper(call.helper());
        }
      }
      case MachineOperation.CallFunction call -> callFunction(call.function());
      case MachineOperation.CallSubprogram call -> code.call(entry(call.function()));
      case MachineOperation.Exit _ -> exit();
    }
  }

  /** Calls a helper where the verifier sees a loop, of which it knows that it makes one round. */
  private void callInLoop(int helper) {
    Label call = code.label();
    code.bind(call);
    code.callHelper(helper);
    code.move(Register.R1, new Immediate(0));
    code.branch(JumpCondition.NE, true, Register.R1, new Immediate(0), call);
  }

  /** Makes sure that the map of the faults has some counters. */
  void faultCounters(int least) {
    counters.accept(least);
  }

  /** Goes to a fault where a comparison holds. */
  private void check(
      JumpCondition condition, int register, int limit, FaultExit exit, Block block) {
    branches.check(condition, register(register), limit, faults.label(exit, lastLine), block);
  }

  /** Calls a function of the kernel. */
  void callFunction(String function) {
    if (function.equals("bpf_rdonly_cast")) {
      types.readOnlyCast();
    }
    functions.add(new FunctionReference(code.size(), function));
    code.add(new Instruction.CallKernelFunction(0, (short) 0));
  }

  private void constant(int dst, long value) {
    if (value == (int) value) {
      alu(AluOperator.MOV, true, dst, new Immediate((int) value));
    } else if (value == Integer.toUnsignedLong((int) value)) {
      alu(AluOperator.MOV, false, dst, new Immediate((int) value));
    } else {
      code.add(Instruction.LoadImmediate64.of(register(dst), value));
    }
  }

  /** Loads an address in the one value of an array. */
  void loadMapValue(Register dst, String name, int offset) {
    maps.add(new MapReference(code.size(), name));
    code.add(new Instruction.LoadImmediate64(ImmediateKind.MAP_VALUE, dst, 0, offset));
  }

  /** Loads the address of a map. */
  void loadMap(Register dst, String name) {
    maps.add(new MapReference(code.size(), name));
    code.add(new Instruction.LoadImmediate64(ImmediateKind.MAP_FD, dst, 0, 0));
  }

  private void alu(AluOperator operator, boolean wide, int dst, Operand src) {
    code.add(new Instruction.Alu(operator, wide, register(dst), src));
  }

  private void load(Width width, Register dst, Register base, int offset) {
    code.add(new Instruction.Load(width, false, dst, base, offset16(offset)));
  }

  private void store(Width width, Register base, int offset, Operand src) {
    code.add(new Instruction.Store(width, base, offset16(offset), src));
  }

  private short offset16(int offset) {
    if (offset != (short) offset) {
      throw new SourceError(
          lastLine,
          Rule.FAR_FIELD,
          "this is "
              + offset
              + " bytes from the start of its struct, and an instruction reaches 32767");
    }
    return (short) offset;
  }

  private void relocate(KernelField field) {
    relocations.add(
        new CoreRelocation(
            code.size(),
            CoreRelocationKind.FIELD_BYTE_OFFSET,
            types.kernelStruct(field.root()),
            field.access()));
  }
}
