package dev.tawon.compiler.back;

import dev.tawon.compiler.ir.Block;
import dev.tawon.isa.Width;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntUnaryOperator;

/**
 * Lets numbers on the stack that are not needed at the same time have one place there: keys, what calls are given and write to, and
 * values with no register left. Besides the room, from 64 bytes on newer kernels give tracing programs a stack of their own, which
 * costs four bytes of machine code at each call ({@code BPF_PRIV_STACK_MIN_SIZE} of {@code kernel/bpf/verifier.c}).
 */
final class SlotSharing {
  /** The largest stack, of multiples of sixteen bytes, that is not the program's own. */
  private static final int SMALL = 48;

  private final MachineProgram program;
  private final Set<Integer> shareable;

  /** The bytes of each slot that anything writes, as the bits of a number. */
  private final Map<Integer, Integer> written = new HashMap<>();

  /** The slots whose addresses a call has, by its step. */
  private final IdentityHashMap<MachineBlock.Step, BitSet> given = new IdentityHashMap<>();

  private final StackConflicts conflicts = new StackConflicts();

  private SlotSharing(MachineProgram program) {
    this.program = program;
    this.shareable = new TreeSet<>(program.temporaries());
  }

  /** Changes a program whose registers are allocated. */
  static void run(MachineProgram program) {
    if (program.temporaries().size() > 1) {
      new SlotSharing(program).share();
    }
  }

  private void share() {
    for (FaultExit exit : FaultNumber.exits(program)) {
      for (FaultExit.Location location : exit.held()) {
        switch (location) {
          case FaultExit.InSlot in -> shareable.remove(in.slot());
          case FaultExit.SlotAddress at -> shareable.remove(at.slot());
          case FaultExit.InRegister _, FaultExit.Nowhere _ -> {}
        }
      }
    }
    program.blocks().forEach(this::look);
    if (shareable.size() < 2) {
      return;
    }
    findConflicts();
    Map<Integer, Integer> places = conflicts.places(shareable);
    if (isWorth(places.size())) {
      rewrite(slot -> places.getOrDefault(slot, slot));
      places.keySet().forEach(program::dropSlot);
    }
  }

  /**
   * Whether it makes a difference that there are some slots less. The verifier knows more of places where it has been when each number
   * has its own.
   */
  private boolean isWorth(int less) {
    int before = program.slots().stream().mapToInt(MachineProgram.StackSlot::bytes).sum();
    int after = before - less * Long.BYTES;
    return less > 0 && (before > StackFrame.HALF || (before > SMALL && after <= SMALL));
  }

  /** Finds what is written, and which calls have which addresses; an address that goes elsewhere is not followed. */
  private void look(MachineBlock block) {
    for (int i = 0; i < block.code().size(); i++) {
      MachineOperation operation = block.code().get(i).operation();
      switch (operation) {
        case MachineOperation.StoreStack(Width width, int slot, int offset, int _) ->
            written.merge(slot, bytes(width, offset), (left, right) -> left | right);
        case MachineOperation.StoreStackConstant(Width width, int slot, int offset, int _) ->
            written.merge(slot, bytes(width, offset), (left, right) -> left | right);
        case MachineOperation.StackAddress(int register, int slot, int _) -> {
          int call = call(block, i + 1, register);
          if (call < 0) {
            shareable.remove(slot);
          } else {
            given.computeIfAbsent(block.code().get(call), _ -> new BitSet()).set(slot);
          }
        }
        default -> {}
      }
    }
  }

  private static int bytes(Width width, int offset) {
    return ((1 << width.bytes()) - 1) << offset;
  }

  /** The call that has an address as its argument, and all that does; -1 if that is not so. */
  private static int call(MachineBlock block, int from, int register) {
    if (register < Registers.FIRST_ARGUMENT || register >= Registers.FIRST_KEPT) {
      return -1;
    }
    for (int i = from; i < block.code().size(); i++) {
      MachineOperation operation = block.code().get(i).operation();
      if (operation.definitions().equals(Registers.CLOBBERED)) {
        return i;
      }
      if (operation.uses().contains(register) || operation.definitions().contains(register)) {
        return -1;
      }
    }
    return -1;
  }

  private void findConflicts() {
    Map<Block, BitSet> live = new HashMap<>();
    boolean changed = true;
    while (changed) {
      changed = false;
      for (MachineBlock block : program.blocks().reversed()) {
        BitSet now = new BitSet();
        MachineFlow.successors(block)
            .forEach(next -> now.or(live.getOrDefault(next, new BitSet())));
        for (MachineBlock.Step step : block.code().reversed()) {
          visit(step, now);
        }
        changed |= !now.equals(live.put(block.source(), now));
      }
    }
    // What is needed where the program begins was never written: it is not known what it is.
    BitSet unwritten = live.getOrDefault(program.blocks().getFirst().source(), new BitSet());
    shareable.removeIf(unwritten::get);
  }

  /** Goes up over a step with the slots that are needed behind it. */
  private void visit(MachineBlock.Step step, BitSet live) {
    BitSet addresses = given.get(step);
    if (addresses != null) {
      for (int slot = addresses.nextSetBit(0); slot >= 0; slot = addresses.nextSetBit(slot + 1)) {
        need(slot, live);
      }
    }
    switch (step.operation()) {
      case MachineOperation.StoreStack(Width width, int slot, int offset, int _) ->
          write(slot, bytes(width, offset), live);
      case MachineOperation.StoreStackConstant(Width width, int slot, int offset, int _) ->
          write(slot, bytes(width, offset), live);
      case MachineOperation.LoadStack(Width _, int _, int slot, int _) -> need(slot, live);
      case MachineOperation.StackAddress(int _, int slot, int _) -> {
        if (program.isOutput(slot)) {
          need(slot, live);
          live.clear(slot);
        }
      }
      default -> {}
    }
  }

  private void write(int slot, int bytes, BitSet live) {
    need(slot, live);
    if ((written.getOrDefault(slot, 0) & ~bytes) == 0) {
      live.clear(slot);
    }
  }

  /** What is written has to be apart from all that is needed behind, on whichever way. */
  private void need(int slot, BitSet live) {
    if (!shareable.contains(slot)) {
      return;
    }
    conflicts.add(slot, live);
    live.set(slot);
  }

  private void rewrite(IntUnaryOperator to) {
    for (MachineBlock block : program.blocks()) {
      List<MachineBlock.Step> code = new ArrayList<>(block.code());
      block.code().clear();
      for (MachineBlock.Step step : code) {
        block.code().add(new MachineBlock.Step(moved(step.operation(), to), step.position()));
      }
    }
  }

  private static MachineOperation moved(MachineOperation operation, IntUnaryOperator to) {
    return switch (operation) {
      case MachineOperation.StackAddress(int dst, int slot, int offset) ->
          new MachineOperation.StackAddress(dst, to.applyAsInt(slot), offset);
      case MachineOperation.LoadStack(Width width, int dst, int slot, int offset) ->
          new MachineOperation.LoadStack(width, dst, to.applyAsInt(slot), offset);
      case MachineOperation.StoreStack(Width width, int slot, int offset, int src) ->
          new MachineOperation.StoreStack(width, to.applyAsInt(slot), offset, src);
      case MachineOperation.StoreStackConstant(Width width, int slot, int offset, int value) ->
          new MachineOperation.StoreStackConstant(width, to.applyAsInt(slot), offset, value);
      default -> operation;
    };
  }
}
