package dev.tawon.compiler.opt;

import dev.tawon.compiler.ir.Block;
import dev.tawon.compiler.ir.Function;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Value;
import dev.tawon.compiler.ir.ValueType;
import dev.tawon.isa.Width;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
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
    boolean is(Content other) {
      boolean same =
          number == other.number()
              || number.constant() != null
                  && number.type() == other.number().type()
                  && number.constant().equals(other.number().constant());
      return same && width == other.width();
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
    boolean any = joinAlike();
    if (!follow()) {
      return;
    }
    for (String slot : written()) {
      String other = everywhereIn(slot);
      if (other != null) {
        rename(slot, other);
        any = true;
        if (!follow()) {
          break;
        }
      }
    }
    for (Block block : order) {
      any |= drop(block);
    }
    if (any) {
      Simplification.run(function);
    }
  }

  /** Finds what the slots hold at the end of each block; false if that takes too long. */
  private boolean follow() {
    atEnd.clear();
    boolean changed = true;
    for (int round = 0; changed; round++) {
      if (round == MOST_ROUNDS) {
        atEnd.clear();
        return false;
      }
      changed = false;
      for (Block block : order) {
        Map<String, Content> contents = atEntry(block);
        block.values().forEach(value -> visit(value, contents));
        changed |= !contents.equals(atEnd.put(block, contents));
      }
    }
    return true;
  }

  private Set<String> written() {
    Set<String> slots = new TreeSet<>();
    for (Block block : order) {
      for (Value value : block.values()) {
        String slot = slot(value);
        if (slot != null) {
          slots.add(slot);
        }
      }
    }
    return slots;
  }

  /** A slot that holds the key each time when this one is written, or null. */
  private @Nullable String everywhereIn(String slot) {
    Set<String> others = null;
    for (Block block : order) {
      Map<String, Content> contents = atEntry(block);
      for (Value value : block.values()) {
        if (slot.equals(slot(value))) {
          Content key = content(value);
          Set<String> holders = new TreeSet<>();
          contents.forEach((other, content) -> {
            if (!other.equals(slot) && content.is(key)) {
              holders.add(other);
            }
          });
          if (others == null) {
            others = holders;
          } else {
            others.retainAll(holders);
          }
        }
        visit(value, contents);
      }
    }
    return others == null || others.isEmpty() ? null : others.iterator().next();
  }

  /** Makes one of slots that only ever hold the same, a number that the program has from its begin. */
  private boolean joinAlike() {
    Map<String, Content> only = new LinkedHashMap<>();
    Set<String> others = new TreeSet<>();
    for (Block block : order) {
      for (Value value : block.values()) {
        String slot = slot(value);
        if (slot != null) {
          Content key = content(value);
          Content known = only.putIfAbsent(slot, key);
          if (!function.entry().values().contains(key.number())
              || (known != null && !known.is(key))) {
            others.add(slot);
          }
        }
      }
    }
    only.keySet().removeAll(others);
    Map<Content, String> first = new HashMap<>();
    boolean any = false;
    for (Map.Entry<String, Content> slot : only.entrySet()) {
      String same = first.putIfAbsent(slot.getValue(), slot.getKey());
      if (same != null) {
        replace(slot.getKey(), same);
        any = true;
      }
    }
    return any;
  }

  /** Has all that reads one slot read another, and nothing write it. */
  private void rename(String slot, String other) {
    order.forEach(block -> block.values().removeIf(value -> slot.equals(slot(value))));
    replace(slot, other);
  }

  private void replace(String slot, String other) {
    for (Block block : order) {
      block
          .values()
          .replaceAll(value -> {
            if (!(value.operation()
                    instanceof Operation.StackSlot(int bytes, String purpose, boolean temporary)
                && temporary
                && purpose.equals(slot))) {
              return value;
            }
            Value renamed =
                function.newValue(
                    new Operation.StackSlot(bytes, other, true),
                    ValueType.REFERENCE,
                    List.of(),
                    value.position());
            value.replaceBy(renamed);
            return renamed;
          });
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

  private static Content content(Value write) {
    return new Content(write.input(1), ((Operation.Store) write.operation()).width());
  }

  private static void visit(Value value, Map<String, Content> contents) {
    // In a loop, what was written is the number of the round before.
    contents.values().removeIf(content -> content.number() == value);
    String slot = slot(value);
    if (slot != null) {
      contents.put(slot, content(value));
    }
  }

  /** Leaves out the writes of what the slot holds already. */
  private boolean drop(Block block) {
    Map<String, Content> contents = atEntry(block);
    return block
        .values()
        .removeIf(value -> {
          String slot = slot(value);
          Content known = slot == null ? null : contents.get(slot);
          boolean held = known != null && known.is(content(value));
          visit(value, contents);
          return held;
        });
  }
}
