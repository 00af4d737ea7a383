package dev.tawon.compiler.back;

import dev.tawon.compiler.Rule;
import dev.tawon.compiler.front.SourceError;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Value;
import dev.tawon.compiler.opt.HeldRecords;
import dev.tawon.compiler.opt.Thing;
import java.util.ArrayList;
import java.util.List;

/** Where the things are that a fault gives back. */
final class GivenBack {
  private GivenBack() {}

  /** What a fault at a check gives back, in this order. */
  static List<FaultExit.Location> at(
      Value check, HeldRecords records, Selector selector, Operands operands) {
    List<FaultExit.Location> held = new ArrayList<>();
    for (HeldRecords.Held each : records.at(check)) {
      String release = each.thing().release();
      held.add(
          switch (each.thing()) {
            case Thing.Result(Value value, String _) ->
                new FaultExit.InRegister(
                    operands.register(value), new FaultExit.Release(release, 0, each.mayBeNull()));
            case Thing.Lock(Value base, int offset) ->
                new FaultExit.InRegister(
                    operands.register(base), new FaultExit.Release(release, offset, false));
            case Thing.Section _ -> new FaultExit.Nowhere(new FaultExit.Release(release, 0, false));
            case Thing.Iteration(Value state, String _) ->
                new FaultExit.SlotAddress(
                    selector.slot(state, (Operation.StackSlot) state.operation()),
                    new FaultExit.Release(release, 0, false));
            case Thing.RingDynptr(Value base, int offset) ->
                new FaultExit.SlotAddress(
                    selector.slot(base, slotOf(base, check)),
                    new FaultExit.Release(release, offset, false));
          });
    }
    return held;
  }

  private static Operation.StackSlot slotOf(Value base, Value check) {
    if (base.operation() instanceof Operation.StackSlot slot) {
      return slot;
    }
    throw new SourceError(
        check.position(),
        Rule.NOT_RELEASED,
        "the dynptr of a ring's record lies on the stack: make it by new Dynptr() in this method");
  }
}
