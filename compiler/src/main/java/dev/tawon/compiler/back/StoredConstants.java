package dev.tawon.compiler.back;

import dev.tawon.compiler.ir.Block;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Constants that a block stores several times before its next call: from a register a store is half as long in machine code as
 * with the constant in it.
 */
final class StoredConstants {
  /** From how many stores on that pays for the instruction that fills the register. */
  static final int FEWEST = 3;

  private record Group(int constant, List<Integer> places) {}

  private final Selector selector;
  private final Map<Integer, Group> groups = new HashMap<>();
  private final Map<Group, Integer> registers = new HashMap<>();

  StoredConstants(Selector selector, Block block) {
    this.selector = selector;
    Map<Integer, Group> open = new HashMap<>();
    for (int i = 0; i < block.values().size(); i++) {
      Value value = block.values().get(i);
      switch (value.operation()) {
        case Operation.Store _ -> {
          Integer constant = Operands.immediate(value.input(1));
          if (constant != null) {
            open.computeIfAbsent(constant, number -> new Group(number, new ArrayList<>()))
                .places()
                .add(i);
          }
        }
        case Operation.CallHelper _,
            Operation.CallFunction _,
            Operation.CallSubprogram _,
            Operation.KernelCast _ ->
            close(open);
        case Operation.KernelLoad _ -> close(open); // which may be a call
        default -> {}
      }
    }
    close(open);
  }

  private void close(Map<Integer, Group> open) {
    for (Group group : open.values()) {
      if (group.places().size() >= FEWEST) {
        group.places().forEach(place -> groups.put(place, group));
      }
    }
    open.clear();
  }

  /** The register with what the store at an index of the block stores, or null. */
  @Nullable Integer register(int index) {
    Group group = groups.get(index);
    if (group == null) {
      return null;
    }
    return registers.computeIfAbsent(
        group,
        _ -> {
          int register = selector.newRegister();
          selector.emit(new MachineOperation.Constant(register, group.constant()));
          return register;
        });
  }
}
