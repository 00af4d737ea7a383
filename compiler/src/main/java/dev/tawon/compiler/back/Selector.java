package dev.tawon.compiler.back;

import dev.tawon.compiler.IsaVersion;
import dev.tawon.compiler.Rule;
import dev.tawon.compiler.front.SourceError;
import dev.tawon.compiler.front.Texts;
import dev.tawon.compiler.ir.Block;
import dev.tawon.compiler.ir.Function;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Position;
import dev.tawon.compiler.ir.Signature;
import dev.tawon.compiler.ir.Value;
import dev.tawon.compiler.ir.ValueType;
import dev.tawon.compiler.opt.DemandedBits;
import dev.tawon.compiler.opt.HeldRecords;
import dev.tawon.compiler.opt.KernelPointers;
import dev.tawon.compiler.opt.Ranges;
import dev.tawon.isa.AluOperator;
import dev.tawon.isa.AtomicOperator;
import dev.tawon.isa.Width;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Chooses machine operations for a function.
 *
 * <p>Constants, addresses of maps and of stack slots, and addresses at a fixed distance from another take no register of
 * their own: they are made anew, in one or two instructions, where they are used.
 */
final class Selector {
  private final MachineProgram program;
  private final String programName;
  private final HeldRecords records;
  private final DemandedBits bits;
  private final Ranges ranges;
  private final FaultTable faults;
  private final IsaVersion isa;
  private final Availability availability;
  private final Operands operands;
  private final Arithmetic arithmetic;
  private final Loads loads;
  private final KernelAccess kernel;
  private final BlockEnds ends;

  /** The blocks that other kernels than those that have what is asked for do not look at. */
  private final Set<Block> chosenByKernel;

  /** The objects on the stack that have the places of others. */
  private final Map<Value, Value> places;

  private final Map<Value, Integer> slots = new HashMap<>();
  private final Map<String, Integer> temporaries = new HashMap<>();
  private final int[] arguments = new int[5];
  private final ValueLiveness liveness;
  private StoredConstants constants;

  private int context = -1;
  private int index;
  private MachineBlock block;
  private Position position;

  private Selector(Function function, FaultTable faults, Availability availability) {
    this.isa = availability.isa();
    this.availability = availability;
    Block entry = function.entry();
    this.position = entry.values().isEmpty() ? entry.end() : entry.values().getFirst().position();
    this.program = new MachineProgram(function, position);
    this.programName = function.program();
    this.records = HeldRecords.of(function);
    this.faults = faults;
    this.ranges = Ranges.of(function);
    this.bits = DemandedBits.forSelection(function, isa.has(IsaVersion.V3), ranges::isNotNegative);
    this.operands = new Operands(this);
    this.liveness = ValueLiveness.of(function);
    this.chosenByKernel = KernelChoices.of(function.reversePostorder());
    this.places = ObjectPlaces.of(function);
    this.constants = new StoredConstants(this, function.entry());
    this.arithmetic = new Arithmetic(this, operands);
    this.loads = new Loads(this, operands, arithmetic, bits, function);
    this.kernel = new KernelAccess(this, operands, loads, KernelPointers.of(function));
    this.ends = new BlockEnds(this, operands);
    this.block = new MachineBlock(function.entry(), 0);
  }

  /** Chooses the operations of a function, whose critical edges are split. */
  static MachineProgram select(Function function, FaultTable faults, Availability availability) {
    Selector selector = new Selector(function, faults, availability);
    List<Block> order = function.reversePostorder();
    LoopDepths depths = LoopDepths.of(order);
    for (Block source : order) {
      selector.block = new MachineBlock(source, depths.of(source));
      selector.program.blocks().add(selector.block);
      if (source == function.entry()) {
        if (function.signature() == null && !function.isCallback()) {
          selector.enterProgram();
        } else {
          selector.enterFunction(function, source.values());
        }
      }
      selector.liveness.enter(source);
      selector.constants = new StoredConstants(selector, source);
      for (int i = 0; i < source.values().size(); i++) {
        selector.index = i;
        selector.position = source.values().get(i).position();
        selector.select(source.values().get(i));
      }
      selector.position = source.end();
      selector.ends.leave(source);
    }
    return selector.program;
  }

  private void enterProgram() {
    context = newRegister();
    emit(new MachineOperation.Move(context, Registers.FIRST_ARGUMENT));
  }

  /** Takes the arguments from their registers; the one by which the caller is told of faults is kept for those. */
  private void enterFunction(Function function, List<Value> all) {
    int last = all.stream().mapToInt(Selector::argument).max().orElse(0);
    for (int i = 0; i <= last; i++) {
      int index = i;
      if (all.stream().anyMatch(value -> argument(value) == index)) {
        arguments[i] = newRegister();
        emit(new MachineOperation.Move(arguments[i], Registers.FIRST_ARGUMENT + i));
      }
    }
    Signature signature = function.signature();
    if (signature != null && signature.contextArgument() >= 0) {
      context = newRegister();
      emit(
          new MachineOperation.Move(
              context, Registers.FIRST_ARGUMENT + signature.contextArgument()));
    }
    if (function.contextOffset() >= 0 && function.usesContext()) {
      context = newRegister();
      emit(
          new MachineOperation.Load(
              Width.DOUBLE,
              context,
              Registers.FIRST_ARGUMENT + function.contextArgument(),
              function.contextOffset()));
    }
    if (function.faultArgument() >= 0) {
      program.keepContext(
          program.newSlot(
              Long.BYTES,
              signature == null ? "what a lambda captures" : "whether this function failed",
              position));
      emit(
          new MachineOperation.StoreStack(
              Width.DOUBLE,
              program.contextSlot(),
              0,
              Registers.FIRST_ARGUMENT + function.faultArgument()));
    }
  }

  private static int argument(Value value) {
    return value.operation() instanceof Operation.Argument argument ? argument.index() : -1;
  }

  void emit(MachineOperation operation) {
    block.add(operation, position);
  }

  int newRegister() {
    return program.newRegister();
  }

  /** Refuses an address on the stack, or in the context, that the kernel cannot follow. */
  void requireStackPlace(Value address) {
    ContextPlaces.require(address, position);
    availability.stackPlace(address, position);
  }

  /** The stack slot of a {@link Operation.StackSlot}. */
  int slot(Value value, Operation.StackSlot slot) {
    if (slot.temporary()) {
      return temporary(slot.purpose());
    }
    Value other = places.get(value);
    if (other != null && other.operation() instanceof Operation.StackSlot owner) {
      return slot(other, owner);
    }
    return slots.computeIfAbsent(
        value, _ -> program.newSlot(slot.bytes(), slot.purpose(), value.position()));
  }

  /** A slot of which nothing is kept from one use to the next. */
  int temporary(String purpose) {
    return temporaries.computeIfAbsent(purpose, _ -> program.newTemporary(purpose, position));
  }

  private void select(Value value) {
    switch (value.operation()) {
      case Operation.Constant _,
          Operation.Null _,
          Operation.MapAddress _,
          Operation.Global _,
          Operation.FunctionAddress _,
          Operation.StackSlot _,
          Operation.Offset _,
          Operation.KernelTypeId _,
          Operation.KernelAnswer _,
          Operation.Phi _ -> {}
      case Operation.Literal literal ->
          throw new SourceError(
              value.position(),
              Rule.STRING_VALUE,
              "not supported in a program: "
                  + switch (literal.constant()) {
                    case String _ -> "a string, except where a method takes it as a constant";
                    case Class<?> _ -> "a class, except where a method takes it as a constant";
                    default -> "the hash code of a text in an array, except in a switch on it";
                  });
      case Operation.Concatenation _ ->
          throw new SourceError(value.position(), Rule.STRING_VALUE, Texts.REFUSAL);
      case Operation.TextNumber _ -> throw new IllegalStateException("a string that has no number");
      case Operation.Lambda _ ->
          throw new SourceError(
              value.position(),
              Rule.LAMBDA_VALUE,
              "not supported in a program: a lambda or a method reference, except where the kernel"
                  + " calls it, as Bpf.loop has it do");
      case Operation.Argument argument ->
          emit(new MachineOperation.Move(operands.register(value), arguments[argument.index()]));
      case Operation.Abort _ ->
          emit(
              new MachineOperation.Fail(
                  new FaultExit(
                      FaultExit.COUNTED_ALREADY, GivenBack.at(value, records, this, operands))));
      case Operation.SwitchIndex _ ->
          throw SourceError.damaged(
              value.position(), "what is to be switched on is used otherwise");
      case Operation.Boxed _ ->
          throw new SourceError(
              value.position(),
              Rule.BOXED_NUMBER,
              "not supported in a program: a number as an object, except as a map's key or value;"
                  + " use int or long, and == between those");
      case Operation.Parameter parameter ->
          emit(
              new MachineOperation.Load(
                  Width.DOUBLE, operands.register(value), context, parameter.index() * Long.BYTES));
      case Operation.Context _ ->
          emit(new MachineOperation.Move(operands.register(value), context));
      case Operation.PacketBound bound ->
          emit(
              new MachineOperation.Load(
                  bound.width(),
                  operands.register(value),
                  operands.use(value.input(0)),
                  bound.offset()));
      case Operation.Binary binary -> arithmetic.binary(value, binary.operator());
      case Operation.Negate _ -> {
        int result = operands.register(value);
        operands.moveTo(result, value.input(0));
        emit(new MachineOperation.Negate(value.isWide(), result));
      }
      case Operation.Convert convert -> arithmetic.convert(value, convert.conversion());
      case Operation.Compare _ ->
          throw new IllegalStateException("a comparison that the front end left as a number");
      case Operation.LoadIfPresent _ ->
          throw new IllegalStateException("a number of a map's that was not read");
      case Operation.NullCheck _ -> {
        FaultExit exit = faultExit(value, "null");
        emit(new MachineOperation.CheckNotNull(operands.use(value.input(0)), exit));
      }
      case Operation.BoundsCheck check -> {
        FaultExit exit = faultExit(value, "out of bounds: above " + check.limit());
        emit(new MachineOperation.CheckLimit(operands.use(value.input(0)), check.limit(), exit));
      }
      case Operation.Fault fault ->
          emit(new MachineOperation.Fail(faultExit(value, fault.reason())));
      case Operation.Zero zero -> zero(value, zero.bytes());
      case Operation.Load load -> loads.load(value, load);
      case Operation.Store store -> {
        Operands.Place place = operands.place(value.input(0), store.offset());
        if (Operands.base(value.input(0)).operation() instanceof Operation.Context) {
          operands.storeRegister(store.width(), place, value.input(1));
        } else {
          Integer number = constants.register(index);
          if (number == null) {
            operands.store(store.width(), place, value.input(1));
          } else {
            operands.storeFrom(store.width(), place, number);
          }
        }
      }
      case Operation.VolatileLoad load -> loads.load(value, load);
      case Operation.VolatileStore(Width width, int offset) ->
          operands.store(width, operands.place(value.input(0), offset), value.input(1));
      case Operation.AtomicAdd add ->
          emit(
              new MachineOperation.AtomicAdd(
                  add.width(),
                  operands.use(value.input(0)),
                  add.offset(),
                  operands.use(value.input(1))));
      case Operation.AtomicFetch fetch -> atomicFetch(value, fetch);
      case Operation.PointerAdd _ -> {
        int result = operands.register(value);
        // A number that an address of the stack is added to becomes one of the main program's stack
        // to the verifier (adjust_ptr_min_max_vals leaves frameno): a function of its own would get
        // too little stack for its objects, and write over its caller's registers.
        boolean swap =
            !StackIndices.mayBeOnStack(value.input(0))
                && isBetterChanged(value, value.input(1), value.input(0));
        operands.moveTo(result, value.input(swap ? 1 : 0));
        emit(
            new MachineOperation.AluRegister(
                AluOperator.ADD, true, result, operands.use(value.input(swap ? 0 : 1))));
      }
      case Operation.KernelLoad load -> kernel.load(value, load);
      case Operation.KernelWord(Width width) -> kernel.word(value, width);
      case Operation.KernelAddress address -> kernel.move(value, address.field(), false);
      case Operation.KernelContainer container -> kernel.move(value, container.field(), true);
      case Operation.KernelNumber _ -> operands.moveTo(operands.register(value), value.input(0));
      case Operation.KernelCast _ -> {
        passArguments(value.inputs());
        availability.readOnlyCast(value.position());
        emit(new MachineOperation.CallFunction("bpf_rdonly_cast", value.inputs().size()));
        emit(new MachineOperation.Move(operands.register(value), Registers.RESULT));
      }
      case Operation.Iteration _ ->
          throw new SourceError(
              value.position(),
              Rule.ITERATOR,
              "not supported in a program: an iterator of the kernel, except in for (… : …)");
      case Operation.IteratorNew(String kind, String since) -> {
        availability.iterator(kind, since, value.position());
        callFunction(value, kind + "_new");
      }
      case Operation.IteratorNext(String kind) -> callFunction(value, kind + "_next");
      case Operation.IteratorDestroy(String kind) -> callFunction(value, kind + "_destroy");
      case Operation.CallFunction call -> {
        availability.function(call.function(), value.position());
        callFunction(value, call.function());
      }
      case Operation.CallSubprogram(Function called) -> {
        passArguments(value.inputs());
        emit(new MachineOperation.CallSubprogram(called, value.inputs().size()));
        emit(new MachineOperation.Move(operands.register(value), Registers.RESULT));
      }
      case Operation.CalleeCheck _ ->
          emit(
              new MachineOperation.CheckNotNegative(
                  operands.use(value.input(0)),
                  new FaultExit(
                      FaultExit.COUNTED_ALREADY, GivenBack.at(value, records, this, operands))));
      case Operation.CallHelper call -> {
        passArguments(value.inputs());
        if (!chosenByKernel.contains(block.source())) {
          availability.helper(call.helper(), value.position());
        }
        emit(
            new MachineOperation.CallHelper(
                call.helper(),
                value.inputs().size(),
                RepeatedIterations.areIn(value, call.helper())));
        if (value.type() != ValueType.NONE) {
          emit(new MachineOperation.Move(operands.register(value), Registers.RESULT));
        }
      }
    }
  }

  private void atomicFetch(Value value, Operation.AtomicFetch fetch) {
    int result = operands.register(value);
    int base = operands.use(value.input(0));
    if (fetch.operator() == AtomicOperator.CMPXCHG) {
      int replacement = operands.use(value.input(1));
      operands.moveTo(Registers.RESULT, value.input(2));
      emit(
          new MachineOperation.AtomicFetch(
              fetch.operator(), fetch.width(), base, fetch.offset(), replacement));
      emit(new MachineOperation.Move(result, Registers.RESULT));
      return;
    }
    operands.moveTo(result, value.input(1));
    emit(
        new MachineOperation.AtomicFetch(
            fetch.operator(), fetch.width(), base, fetch.offset(), result));
  }

  private void callFunction(Value value, String function) {
    passArguments(value.inputs());
    emit(new MachineOperation.CallFunction(function, value.inputs().size()));
    if (value.type() != ValueType.NONE) {
      emit(new MachineOperation.Move(operands.register(value), Registers.RESULT));
    }
  }

  private void passArguments(List<Value> arguments) {
    for (int i = 0; i < arguments.size(); i++) {
      operands.moveTo(Registers.FIRST_ARGUMENT + i, arguments.get(i).resolved());
    }
  }

  private FaultExit faultExit(Value check, String reason) {
    return new FaultExit(
        faults.number(new FaultTable.Site(programName, check.position(), reason)),
        GivenBack.at(check, records, this, operands));
  }

  private void zero(Value value, int bytes) {
    Operands.Place place = operands.place(value.input(0), 0);
    int zeros = -1;
    if (bytes >= StoredConstants.FEWEST * Long.BYTES) {
      zeros = newRegister();
      emit(new MachineOperation.Constant(zeros, 0));
    }
    for (int at = 0; at < bytes; at += Long.BYTES) {
      if (zeros < 0) {
        operands.storeConstant(Width.DOUBLE, place.plus(at), 0);
      } else {
        operands.storeFrom(Width.DOUBLE, place.plus(at), zeros);
      }
    }
  }

  /**
   * Whether an operand should be changed in place rather than another: it is not needed any more, and the other one is, or the
   * result is what it is in a loop's next round.
   */
  boolean isBetterChanged(Value result, Value value, Value other) {
    if (Operands.isMadeWhereUsed(value) || liveness.isNeededAfter(value, index)) {
      return false;
    }
    // Of two that are needed no more, the one made last: nothing keeps it from being made in the
    // result's register.
    return isNeededAfter(other)
        || feeds(value, result)
        || (!feeds(other, result) && liveness.isMadeAfter(value, Operands.base(other)));
  }

  private static boolean feeds(Value phi, Value result) {
    return phi.operation() instanceof Operation.Phi && phi.inputs().contains(result);
  }

  private boolean isNeededAfter(Value value) {
    Value source = value;
    while (source.operation() instanceof Operation.KernelNumber
        || source.operation() instanceof Operation.Offset(int bytes) && bytes == 0) {
      if (liveness.isNeededAfter(source, index)) {
        return true;
      }
      source = source.input(0);
    }
    return !Operands.isMadeWhereUsed(source) && liveness.isNeededAfter(source, index);
  }

  /** Whether nobody reads more of a value than some of its bits. */
  boolean isWithin(Value value, long mask) {
    return bits.isWithin(value, mask);
  }

  /** Whether an int's register has its sign in all 64 bits. */
  boolean isExtended(Value value) {
    return loads.isExtended(value);
  }

  Ranges ranges() {
    return ranges;
  }

  IsaVersion isa() {
    return isa;
  }
}
