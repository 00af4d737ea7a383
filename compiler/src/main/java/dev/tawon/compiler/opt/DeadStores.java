package dev.tawon.compiler.opt;

import dev.tawon.compiler.ir.Block;
import dev.tawon.compiler.ir.Function;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Terminator;
import dev.tawon.compiler.ir.Value;
import dev.tawon.compiler.ir.ValueType;
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
 * Leaves out writes to objects on the stack that nobody reads before they are overwritten: mostly the zeros of a new object, whose
 * fields are set next.
 */
public final class DeadStores {
  private static final int MOST_ZEROS = 64;

  private final Function function;
  private final Places places;
  private final List<Block> order;
  private final Map<Value, Integer> begins = new HashMap<>();
  private final Map<Block, BitSet> atEntry = new HashMap<>();
  private int size;

  private DeadStores(Function function) {
    this.function = function;
    this.places = new Places(function);
    this.order = function.reversePostorder();
  }

  /** Changes a function in place. */
  public static void run(Function function) {
    DeadStores stores = new DeadStores(function);
    stores.findSlots();
    if (stores.begins.isEmpty()) {
      return;
    }
    stores.splitZeros();
    stores.flow();
    if (stores.drop()) {
      Simplification.run(function);
    }
  }

  private void findSlots() {
    for (Block block : order) {
      for (Value value : block.values()) {
        if (value.operation() instanceof Operation.StackSlot slot && places.isPrivate(value)) {
          begins.put(value, size);
          size += slot.bytes();
        }
      }
    }
  }

  /** Zeros by the eight bytes, of which each may be left out. */
  private void splitZeros() {
    for (Block block : order) {
      List<Value> result = new ArrayList<>(block.values().size());
      for (Value value : block.values()) {
        if (value.operation() instanceof Operation.Zero(int bytes)
            && begins.containsKey(value.input(0))
            && bytes <= MOST_ZEROS * Long.BYTES) {
          Value zero =
              function.newValue(
                  new Operation.Constant(0), ValueType.LONG, List.of(), value.position());
          result.add(zero);
          for (int at = 0; at < bytes; at += Long.BYTES) {
            result.add(
                function.newValue(
                    new Operation.Store(Width.DOUBLE, at),
                    ValueType.NONE,
                    List.of(value.input(0), zero),
                    value.position()));
          }
        } else {
          result.add(value);
        }
      }
      block.values().clear();
      block.values().addAll(result);
    }
  }

  private void flow() {
    boolean changed = true;
    while (changed) {
      changed = false;
      for (Block block : order.reversed()) {
        BitSet live = atEnd(block);
        for (Value value : block.values().reversed()) {
          visit(value, live);
        }
        changed |= !live.equals(atEntry.put(block, live));
      }
    }
  }

  private BitSet atEnd(Block block) {
    BitSet live = new BitSet(size);
    for (Block successor : block.terminator().successors()) {
      BitSet entry = atEntry.get(successor);
      if (entry != null) {
        live.or(entry);
      }
    }
    if (block.terminator() instanceof Terminator.Branch branch) {
      read(branch.left(), live);
      read(branch.right(), live);
    }
    return live;
  }

  private void visit(Value value, BitSet live) {
    switch (value.operation()) {
      case Operation.Store store -> {
        Places.Place place = Places.place(value.input(0), store.offset(), store.width().bytes());
        Integer begin = begins.get(place.root());
        if (begin != null && place.isExact()) {
          live.clear(begin + place.offset(), begin + place.offset() + place.bytes());
        }
      }
      case Operation.Zero(int bytes) -> {
        Integer begin = begins.get(value.input(0));
        if (begin != null) {
          live.clear(begin, begin + bytes);
        }
      }
      case Operation.Load load -> {
        Places.Place place = Places.place(value.input(0), load.offset(), load.width().bytes());
        Integer begin = begins.get(place.root());
        if (begin != null && place.isExact()) {
          live.set(begin + place.offset(), begin + place.offset() + place.bytes());
        } else {
          read(place.root(), live);
        }
      }
      case Operation.Offset _, Operation.PointerAdd _, Operation.StackSlot _ -> {}
      default -> value.inputs().forEach(input -> read(input, live));
    }
  }

  /** All of what an address points into. */
  private void read(Value address, BitSet live) {
    Value root = Places.place(address, 0, 0).root();
    Integer begin = begins.get(root);
    if (begin != null && root.operation() instanceof Operation.StackSlot slot) {
      live.set(begin, begin + slot.bytes());
    }
  }

  /** Zeros of which only one half is read, so that the other half's store can be put together with these. */
  private @Nullable Value narrowed(Value store, Places.Place place, BitSet live, int begin) {
    Long constant = store.input(1).constant();
    if (constant == null || constant != 0 || !place.isExact()) {
      return null;
    }
    int offset = place.offset();
    int bytes = place.bytes();
    while (bytes > 1) {
      int half = bytes / 2;
      if (live.get(begin + offset, begin + offset + half).isEmpty()) {
        offset += half;
      } else if (!live.get(begin + offset + half, begin + offset + bytes).isEmpty()) {
        break;
      }
      bytes = half;
    }
    return bytes == place.bytes()
        ? null
        : function.newValue(
            new Operation.Store(Width.ofBytes(bytes), offset),
            ValueType.NONE,
            List.of(place.root(), store.input(1)),
            store.position());
  }

  private boolean drop() {
    boolean any = false;
    for (Block block : order) {
      BitSet live = atEnd(block);
      Set<Value> dead = new HashSet<>();
      Map<Value, Value> narrowed = new HashMap<>();
      for (Value value : block.values().reversed()) {
        if (value.operation() instanceof Operation.Store store) {
          Places.Place place = Places.place(value.input(0), store.offset(), store.width().bytes());
          Integer begin = begins.get(place.root());
          if (begin != null
              && place.isExact()
              && live.get(begin + place.offset(), begin + place.offset() + place.bytes())
                  .isEmpty()) {
            dead.add(value);
            continue;
          }
          Value narrower = begin == null ? null : narrowed(value, place, live, begin);
          if (narrower != null) {
            narrowed.put(value, narrower);
          }
        }
        visit(value, live);
      }
      any |= block.values().removeIf(dead::contains);
      block.values().replaceAll(value -> narrowed.getOrDefault(value, value));
    }
    return any;
  }
}
