package dev.tawon.compiler.opt;

import dev.tawon.compiler.ir.Block;
import dev.tawon.compiler.ir.Function;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Value;
import dev.tawon.compiler.ir.ValueType;
import dev.tawon.isa.Width;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Leaves a map's key on the stack for the next call that takes the same: {@code get}, {@code put} and {@code remove} of one key write it
 * once. The kernel only reads keys.
 */
public final class KeptKeys {
  /** How the front end calls the slots that hold keys; see {@link Operation.StackSlot#purpose()}. */
  public static final String KEY = "a key of ";

  private static final int MOST_ROUNDS = 20;

  /** What is in a slot. */
  private record Content(Value number, Width width) {
    boolean is(Value other, Width bytes) {
      boolean same =
          number == other
              || number.constant() != null
                  && number.type() == other.type()
                  && number.constant().equals(other.constant());
      return same && width == bytes;
    }
  }

  private final Function function;
  private final List<Block> order;
  private final Map<Block, Map<String, Content>> atEnd = new HashMap<>();

  private KeptKeys(Function function) {
    this.function = function;
    this.order = function.reversePostorder();
  }

  /** Changes a function in place. */
  public static void run(Function function) {
    KeptKeys keys = new KeptKeys(function);
    if (keys.order.stream()
            .flatMap(block -> block.values().stream())
            .filter(value -> slot(value) != null)
            .limit(2)
            .count()
        == 2) {
      keys.keep();
    }
  }

  private void keep() {
    boolean changed = true;
    for (int round = 0; changed; round++) {
      if (round == MOST_ROUNDS) {
        return;
      }
      changed = false;
      for (Block block : order) {
        Map<String, Content> contents = atEntry(block);
        block.values().forEach(value -> visit(value, contents));
        changed |= !contents.equals(atEnd.put(block, contents));
      }
    }
    boolean any = false;
    for (Block block : order) {
      any |= drop(block);
    }
    if (any) {
      Simplification.run(function);
    }
  }

  /** The purpose of the slot that a value writes a key to, or null. */
  static @Nullable String slot(Value value) {
    return value.operation() instanceof Operation.Store(Width _, int offset)
            && offset == 0
            && value.input(0).operation()
                instanceof Operation.StackSlot(int _, String purpose, boolean temporary)
            && temporary
            && purpose.startsWith(KEY)
        ? purpose
        : null;
  }

  private Map<String, Content> atEntry(Block block) {
    Map<String, Content> contents = null;
    for (Block before : block.predecessors()) {
      Map<String, Content> end = atEnd.get(before);
      if (end == null) {
        continue; // not seen yet: what it takes away is taken in the next round
      }
      if (contents == null) {
        contents = new TreeMap<>(end);
      } else {
        contents.entrySet().removeIf(entry -> !entry.getValue().equals(end.get(entry.getKey())));
      }
    }
    if (contents == null) {
      return new TreeMap<>();
    }
    contents.values().removeIf(content -> block.phis().contains(content.number()));
    return contents;
  }

  private static void visit(Value value, Map<String, Content> contents) {
    // In a loop, what was written is the number of the round before.
    contents.values().removeIf(content -> content.number() == value);
    String slot = slot(value);
    // What another slot holds is not written.
    if (slot != null && holder(contents, slot, value) == null) {
      contents.put(
          slot, new Content(value.input(1), ((Operation.Store) value.operation()).width()));
    }
  }

  private boolean drop(Block block) {
    Map<String, Content> contents = atEntry(block);
    List<Value> result = new ArrayList<>(block.values().size());
    boolean any = false;
    for (Value value : block.values()) {
      String slot = slot(value);
      String holder = slot == null ? null : holder(contents, slot, value);
      if (holder == null) {
        visit(value, contents);
        result.add(value);
        continue;
      }
      any = true;
      if (!holder.equals(slot)) {
        Value other =
            function.newValue(
                new Operation.StackSlot(Long.BYTES, holder, true),
                ValueType.REFERENCE,
                List.of(),
                value.position());
        result.add(other);
        value.input(0).replaceBy(other);
      }
    }
    if (any) {
      block.values().clear();
      block.values().addAll(result);
    }
    return any;
  }

  /** The slot that holds what a value writes, its own first. */
  private static @Nullable String holder(Map<String, Content> contents, String own, Value write) {
    Value number = write.input(1);
    Width width = ((Operation.Store) write.operation()).width();
    Content known = contents.get(own);
    if (known != null && known.is(number, width)) {
      return own;
    }
    for (Map.Entry<String, Content> entry : contents.entrySet()) {
      if (entry.getValue().is(number, width)) {
        return entry.getKey();
      }
    }
    return null;
  }
}
