package dev.tawon.compiler.back;

import static dev.tawon.compiler.ir.HelperNumbers.RINGBUF_DISCARD;
import static dev.tawon.compiler.ir.HelperNumbers.RINGBUF_DISCARD_DYNPTR;
import static dev.tawon.compiler.ir.HelperNumbers.SK_RELEASE;
import static dev.tawon.compiler.ir.HelperNumbers.SPIN_UNLOCK;

import dev.tawon.compiler.ir.Position;
import dev.tawon.compiler.opt.Thing;
import dev.tawon.isa.AluOperator;
import dev.tawon.isa.AtomicOperator;
import dev.tawon.isa.CodeBuilder;
import dev.tawon.isa.Immediate;
import dev.tawon.isa.Instruction;
import dev.tawon.isa.JumpCondition;
import dev.tawon.isa.Label;
import dev.tawon.isa.Register;
import dev.tawon.isa.Width;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The code behind failed checks: gives back the records held, counts the fault, and ends the program with the
 * result that changes nothing.
 */
final class FaultCode {
  private static final int MOST_ADDRESSES = 3;

  /** Of faults that give nothing back: what is behind them is short. */
  private static final int FEWEST_ALONE = 3;

  /** {@code BPF_RB_NO_WAKEUP}. */
  private static final int NO_WAKEUP = 1;

  private record Stub(Label label, Position position) {}

  private final Emitter emitter;
  private final StackFrame frame;
  private final MachineProgram program;
  private final String faultMap;
  private final int neutralResult;
  private @Nullable Label shared;
  private final LinkedHashMap<FaultExit, Stub> stubs = new LinkedHashMap<>();

  FaultCode(
      Emitter emitter,
      StackFrame frame,
      MachineProgram program,
      String faultMap,
      int neutralResult) {
    this.program = program;
    this.neutralResult = neutralResult;
    this.emitter = emitter;
    this.frame = frame;
    this.faultMap = faultMap;
  }

  /** Where a check goes that fails. */
  Label label(FaultExit exit, Position position) {
    return stubs
        .computeIfAbsent(
            exit, _ -> new Stub(emitter.code().label("fault " + exit.site()), position))
        .label();
  }

  /** Where the program ends with the result of a fault anyway, a fault may go. */
  void mayEndAt(MachineOperation operation) {
    if (shared == null
        && program.contextSlot() < 0
        && operation instanceof MachineOperation.Constant(int dst, long value)
        && dst == Registers.RESULT
        && value == neutralResult) {
      shared = emitter.code().label("end");
      emitter.code().bind(shared);
    }
  }

  /** Writes the code, after all else. */
  void emit() {
    if (stubs.isEmpty()) {
      return;
    }
    CodeBuilder code = emitter.code();
    Label count = code.label("count");
    Label end = shared == null ? code.label("end") : shared;
    long counting =
        stubs.keySet().stream().filter(exit -> exit.site() != FaultExit.COUNTED_ALREADY).count();
    // The address of a counter takes two instructions, its distance from the first counter one.
    boolean byDistance = counting > MOST_ADDRESSES;
    Map<List<FaultExit.Location>, Group> groups = byDistance ? groups() : Map.of();
    boolean falls = false;
    for (Map.Entry<FaultExit, Stub> entry : stubs.entrySet()) {
      if (falls) {
        code.jump(count);
      }
      code.bind(entry.getValue().label());
      emitter.at(entry.getValue().position());
      int site = entry.getKey().site();
      Group group = groups.get(entry.getKey().held());
      falls = false;
      if (site == FaultExit.COUNTED_ALREADY) {
        kept(entry.getKey().held()).forEach(this::discard);
        code.jump(end);
      } else if (group != null) {
        group.number().set(code, site * Long.BYTES);
        code.jump(group.label());
      } else {
        kept(entry.getKey().held()).forEach(this::discard);
        if (byDistance) {
          code.move(Register.R1, new Immediate(site * Long.BYTES));
        } else {
          emitter.loadMapValue(Register.R1, faultMap, site * Long.BYTES);
        }
        falls = true;
      }
    }
    for (Map.Entry<List<FaultExit.Location>, Group> entry : groups.entrySet()) {
      if (falls) {
        code.jump(count);
      }
      code.bind(entry.getValue().label());
      entry.getKey().forEach(this::discard);
      entry.getValue().number().get(code, Register.R1);
      falls = true;
    }
    boolean counts = counting > 0;
    code.bind(count);
    if (counts) {
      count(byDistance);
    }
    if (shared != null) {
      if (counts) {
        code.jump(end);
      }
      return;
    }
    code.bind(end);
    if (program.contextSlot() >= 0) {
      code.load(Width.DOUBLE, Register.R1, Register.R10, frame.offset(program.contextSlot()));
      code.store(Width.DOUBLE, Register.R1, 0, new Immediate(1));
      code.move(Register.R0, new Immediate(1));
    } else {
      code.move(Register.R0, new Immediate(neutralResult));
    }
    emitter.exit();
  }

  /**
   * What several faults give back alike.
   *
   * @param label where it is given back, once
   * @param number which of them it is
   */
  private record Group(Label label, FaultNumber number) {}

  private Map<List<FaultExit.Location>, Group> groups() {
    Map<List<FaultExit.Location>, List<FaultExit>> alike = new LinkedHashMap<>();
    for (FaultExit exit : stubs.keySet()) {
      if (exit.site() != FaultExit.COUNTED_ALREADY) {
        alike.computeIfAbsent(exit.held(), _ -> new ArrayList<>()).add(exit);
      }
    }
    int slot = FaultNumber.freeSlot(program, stubs.keySet());
    Map<List<FaultExit.Location>, Group> groups = new LinkedHashMap<>();
    alike.forEach((held, exits) -> {
      FaultNumber number =
          exits.size() < (held.isEmpty() ? FEWEST_ALONE : 2) ? null : number(held, exits, slot);
      if (number != null) {
        groups.put(held, new Group(emitter.code().label("give back"), number));
      }
    });
    return groups;
  }

  private @Nullable FaultNumber number(
      List<FaultExit.Location> held, List<FaultExit> exits, int slot) {
    BitSet taken = new BitSet();
    for (FaultExit.Location location : held) {
      if (location instanceof FaultExit.InRegister in) {
        if (in.register() < Registers.FIRST_KEPT) {
          return null;
        }
        taken.set(in.register());
      }
    }
    int most = exits.stream().mapToInt(FaultExit::site).max().orElse(0);
    FaultNumber onStack = slot < 0 ? null : FaultNumber.onStack(frame, slot, most);
    if (onStack != null) {
      emitter.faultCounters(FaultNumber.counters(most));
      return onStack;
    }
    int free = taken.nextClearBit(Registers.FIRST_KEPT);
    return free < Registers.COUNT && !held.isEmpty()
        ? new FaultNumber.InRegister(Emitter.register(free))
        : null;
  }

  /** Where records are when the first of them is given back: all others not in registers that a call changes. */
  private List<FaultExit.Location> kept(List<FaultExit.Location> held) {
    List<FaultExit.Location> kept = new ArrayList<>(held);
    BitSet taken = new BitSet();
    held.forEach(location -> {
      if (location instanceof FaultExit.InRegister in) {
        taken.set(in.register());
      }
    });
    for (int i = 1; i < kept.size(); i++) {
      if (kept.get(i) instanceof FaultExit.InRegister in && in.register() < Registers.FIRST_KEPT) {
        int free = taken.nextClearBit(Registers.FIRST_KEPT);
        taken.set(free);
        emitter.code().move(Emitter.register(free), Emitter.register(in.register()));
        kept.set(i, new FaultExit.InRegister(free, in.release()));
      }
    }
    return kept;
  }

  /** Adds one to a counter, by its address or its distance from the first. */
  private void count(boolean byDistance) {
    CodeBuilder code = emitter.code();
    if (byDistance) {
      emitter.loadMapValue(Register.R2, faultMap, 0);
      code.alu(AluOperator.ADD, Register.R1, Register.R2);
    }
    code.move(Register.R2, new Immediate(1));
    code.add(
        new Instruction.Atomic(
            AtomicOperator.ADD, false, Width.DOUBLE, Register.R1, (short) 0, Register.R2));
  }

  private void discard(FaultExit.Location location) {
    CodeBuilder code = emitter.code();
    FaultExit.Release release = location.release();
    switch (location) {
      case FaultExit.InRegister in -> code.move(Register.R1, Emitter.register(in.register()));
      case FaultExit.InSlot in ->
          code.add(
              new Instruction.Load(
                  Width.DOUBLE, false, Register.R1, Register.R10, (short) frame.offset(in.slot())));
      case FaultExit.SlotAddress at -> {
        code.move(Register.R1, Register.R10);
        code.alu(AluOperator.ADD, Register.R1, new Immediate(frame.offset(at.slot())));
      }
      case FaultExit.Nowhere _ -> {}
    }
    Label next = code.label("given back");
    if (release.unlessNull()) {
      code.branch(JumpCondition.EQ, true, Register.R1, new Immediate(0), next);
    }
    if (release.offset() != 0) {
      code.alu(AluOperator.ADD, Register.R1, new Immediate(release.offset()));
    }
    switch (release.function()) {
      case Thing.DISCARD -> {
        code.move(Register.R2, new Immediate(NO_WAKEUP));
        code.add(new Instruction.CallHelper(RINGBUF_DISCARD));
      }
      case Thing.DISCARD_DYNPTR -> {
        code.move(Register.R2, new Immediate(NO_WAKEUP));
        code.add(new Instruction.CallHelper(RINGBUF_DISCARD_DYNPTR));
      }
      case Thing.SK_RELEASE -> code.add(new Instruction.CallHelper(SK_RELEASE));
      case Thing.SPIN_UNLOCK -> code.add(new Instruction.CallHelper(SPIN_UNLOCK));
      default -> emitter.callFunction(release.function());
    }
    code.bind(next);
  }
}
