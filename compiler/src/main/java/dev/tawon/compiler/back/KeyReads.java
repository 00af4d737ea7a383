package dev.tawon.compiler.back;

import dev.tawon.compiler.opt.KeptKeys;
import dev.tawon.isa.Width;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes a number that is a map's key from the stack, where it is, when it goes to memory behind the call, if calls leave no register
 * for all that is needed until then: another value would go to the stack and back for it. The kernel only reads keys.
 */
final class KeyReads {
  /** Reads that cost no more than to keep another value on the stack. */
  private static final int MOST_READS = 2;

  private static final int KEPT_OVER_CALLS = Registers.COUNT - Registers.CLOBBERED.size();

  /** A number that is a key. */
  private record Key(
      int register, MachineBlock block, int index, MachineOperation.StoreStack write) {}

  private final MachineProgram program;
  private final Map<Integer, Integer> definitions = new HashMap<>();
  private final Map<Integer, Integer> writes = new HashMap<>();

  private KeyReads(MachineProgram program) {
    this.program = program;
  }

  /** Changes a program whose registers are not allocated. */
  static void run(MachineProgram program) {
    Set<Integer> tried = new HashSet<>();
    Key key;
    do {
      key = new KeyReads(program).first(tried);
    } while (key != null);
  }

  /** Has the first key that this helps read from the stack. */
  private @Nullable Key first(Set<Integer> tried) {
    program.blocks().forEach(block -> block.code().forEach(step -> count(step.operation())));
    for (MachineBlock block : program.blocks()) {
      for (int i = 0; i < block.code().size(); i++) {
        Key key = key(block, i);
        if (key != null && tried.add(key.register()) && areShort(key)) {
          reread(key);
          return key;
        }
      }
    }
    return null;
  }

  private void count(MachineOperation operation) {
    operation.definitions().forEach(register -> definitions.merge(register, 1, Integer::sum));
    switch (operation) {
      case MachineOperation.StoreStack store -> writes.merge(store.slot(), 1, Integer::sum);
      case MachineOperation.StoreStackConstant store -> writes.merge(store.slot(), 1, Integer::sum);
      default -> {}
    }
  }

  /** The key that is written at a place, if all that follows of it goes to memory. */
  private @Nullable Key key(MachineBlock block, int index) {
    if (!(block.code().get(index).operation() instanceof MachineOperation.StoreStack write)
        || write.width() != Width.WORD
        || writes.getOrDefault(write.slot(), 0) != 1
        || !program.slots().get(write.slot()).purpose().startsWith(KeptKeys.KEY)
        || write.src() < Registers.FIRST_VIRTUAL
        || definitions.getOrDefault(write.src(), 0) != 1
        || !isDefinedAbove(block, index, write.src())) {
      return null;
    }
    Key key = new Key(write.src(), block, index, write);
    int reads = 0;
    for (MachineBlock other : program.blocks()) {
      for (int i = 0; i < other.code().size(); i++) {
        MachineOperation operation = other.code().get(i).operation();
        if (operation.uses().contains(write.src()) && !operation.equals(write)) {
          if (!isRead(key, other, i)) {
            return null;
          }
          reads++;
        }
      }
    }
    return reads > 0 && reads <= MOST_READS ? key : null;
  }

  private static boolean isDefinedAbove(MachineBlock block, int index, int register) {
    return block.code().subList(0, index).stream()
        .anyMatch(step -> step.operation().definitions().contains(register));
  }

  /** Whether it goes to memory there, behind its being written to the stack. */
  private static boolean isRead(Key key, MachineBlock block, int index) {
    return block.code().get(index).operation() instanceof MachineOperation.StoreRegister store
        && store.src() == key.register()
        && store.base() != key.register()
        && store.width().bytes() <= Width.WORD.bytes()
        && (!block.equals(key.block()) || index > key.index());
  }

  /** Whether there are not registers for all that a call over which a key is kept must leave alone. */
  private boolean areShort(Key key) {
    Liveness liveness = Liveness.of(program);
    Rematerialisation constants = Rematerialisation.of(program, register -> register);
    for (MachineBlock block : program.blocks()) {
      BitSet live = (BitSet) liveness.atEnd(block).clone();
      for (MachineBlock.Step step : block.code().reversed()) {
        MachineOperation operation = step.operation();
        operation.definitions().forEach(live::clear);
        if (operation.definitions().equals(Registers.CLOBBERED)
            && live.get(key.register())
            && live.stream()
                    .filter(register -> register >= Registers.FIRST_VIRTUAL)
                    .filter(register -> !constants.has(register))
                    .count()
                > KEPT_OVER_CALLS) {
          return true;
        }
        operation.uses().forEach(live::set);
      }
    }
    return false;
  }

  private void reread(Key key) {
    for (MachineBlock block : program.blocks()) {
      List<MachineBlock.Step> code = new ArrayList<>(block.code().size() + 1);
      for (MachineBlock.Step step : block.code()) {
        if (step.operation() instanceof MachineOperation.StoreRegister store
            && store.src() == key.register()) {
          int again = program.newRegister();
          code.add(
              new MachineBlock.Step(
                  new MachineOperation.LoadStack(
                      Width.WORD, again, key.write().slot(), key.write().offset()),
                  step.position()));
          code.add(
              new MachineBlock.Step(
                  new MachineOperation.StoreRegister(
                      store.width(), store.base(), store.offset(), again),
                  step.position()));
        } else {
          code.add(step);
        }
      }
      block.code().clear();
      block.code().addAll(code);
    }
  }
}
