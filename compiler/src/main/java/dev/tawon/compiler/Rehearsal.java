package dev.tawon.compiler;

import dev.tawon.compiler.back.Backend;
import dev.tawon.compiler.back.FaultTable;
import dev.tawon.compiler.back.ObjectTypes;
import dev.tawon.compiler.ir.BinaryOperator;
import dev.tawon.compiler.ir.Block;
import dev.tawon.compiler.ir.Function;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Position;
import dev.tawon.compiler.ir.Terminator;
import dev.tawon.compiler.ir.Value;
import dev.tawon.compiler.ir.ValueType;
import dev.tawon.compiler.opt.Passes;
import dev.tawon.isa.JumpCondition;
import dev.tawon.isa.Width;
import dev.tawon.lang.map.BpfMap;
import dev.tawon.lang.map.PerCpuArray;
import dev.tawon.object.ObjectSpec;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A small program's way through the optimiser and the back end, on a thread of its own, while the front end is at work on the
 * first program of the JVM. Nothing comes of it but classes: half of a cold compilation is the JVM finding, reading, verifying
 * and initialising them, and those that come into play last need not wait for their turn.
 */
final class Rehearsal {
  private static final int LOOK_UP = 1; // bpf_map_lookup_elem of enum bpf_func_id
  private static final Position NOWHERE = new Position("", 0);
  private static final AtomicBoolean BEGUN = new AtomicBoolean();

  private final Function function = new Function("rehearsal");
  private Block block = function.entry();

  private Rehearsal() {}

  /** Begins, if this is the first compilation of the JVM. */
  static void beginOnce(Target target) {
    if (!BEGUN.getAndSet(true)) {
      Thread thread = new Thread(null, () -> run(target), "tawon-rehearsal", 0, false);
      thread.setDaemon(true);
      // A class that is missing or damaged is missed by the program too, and said there.
      thread.setUncaughtExceptionHandler((_, _) -> {});
      thread.start();
    }
  }

  /** Compiles the small program. */
  static void run(Target target) {
    Function function = new Rehearsal().function();
    Passes.run(function, _ -> 0, _ -> {}, target);
    ObjectTypes types = new ObjectTypes();
    new Backend(types, new FaultTable(), CompiledModule.FAULT_MAP, _ -> "map", target)
        .rehearse(function);
    new ObjectSpec(function.name(), "GPL", List.of(), List.of(), types.build());
  }

  /** Adds one to a value of a map, if it is there, and returns what it was. */
  private Function function() {
    BpfMap map = PerCpuArray.<Integer>of(1);
    Value key = add(new Operation.StackSlot(Integer.BYTES, "key", true), ValueType.REFERENCE);
    Value zero = add(new Operation.Constant(0), ValueType.INT);
    add(new Operation.Store(Width.WORD, 0), ValueType.NONE, key, zero);
    Value found =
        add(
            new Operation.CallHelper(LOOK_UP, "bpf_map_lookup_elem", false),
            ValueType.REFERENCE,
            add(new Operation.MapAddress(map), ValueType.REFERENCE),
            key);
    Value none = add(new Operation.Null(), ValueType.REFERENCE);
    Block there = function.newBlock();
    Block end = function.newBlock();
    block.terminate(new Terminator.Branch(JumpCondition.NE, found, none, there, end), NOWHERE);
    block = there;
    Value count = add(new Operation.Load(Width.WORD, false, 0), ValueType.INT, found);
    Value one = add(new Operation.Constant(1), ValueType.INT);
    Value more = add(new Operation.Binary(BinaryOperator.ADD), ValueType.INT, count, one);
    add(new Operation.Store(Width.WORD, 0), ValueType.NONE, found, more);
    block.terminate(new Terminator.Jump(end), NOWHERE);
    block = end;
    Value result =
        function.newValue(new Operation.Phi(), ValueType.INT, List.of(zero, count), NOWHERE);
    end.phis().add(result);
    end.terminate(new Terminator.Return(result), NOWHERE);
    return function;
  }

  private Value add(Operation operation, ValueType type, Value... inputs) {
    Value value = function.newValue(operation, type, List.of(inputs), NOWHERE);
    block.values().add(value);
    return value;
  }
}
