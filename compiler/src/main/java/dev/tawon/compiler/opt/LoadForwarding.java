package dev.tawon.compiler.opt;

import static java.util.Objects.requireNonNull;

import dev.tawon.compiler.ir.Block;
import dev.tawon.compiler.ir.Function;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Value;
import dev.tawon.compiler.ir.ValueType;
import dev.tawon.isa.Width;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gives a read of memory the number that was read or written there before, where nothing can have changed it since. Another
 * processor may have: Java does not promise to see that of a field that is not volatile, and nor do C compilers.
 */
public final class LoadForwarding {
  /** What is known of memory: the number at a place. */
  private record Key(Value root, int offset, Width width) {}

  /** What was read of a kernel structure. */
  private record KernelKey(Operation.KernelLoad load, Value base) {}

  private static final class Memory {
    final Map<Key, Value> own = new HashMap<>();
    final Map<KernelKey, Value> kernel = new HashMap<>();
  }

  private final Places places;
  private final Ranges ranges;
  private final Map<Block, Memory> atEnd = new HashMap<>();

  private LoadForwarding(Function function) {
    places = new Places(function);
    ranges = Ranges.of(function);
  }

  /** Changes a function in place. */
  public static void run(Function function) {
    LoadForwarding forwarding = new LoadForwarding(function);
    for (Block block : function.reversePostorder()) {
      forwarding.visit(block);
    }
    Simplification.run(function);
  }

  private Memory atEntry(Block block) {
    Memory memory = new Memory();
    List<Block> predecessors = block.predecessors();
    if (predecessors.isEmpty()) {
      return memory;
    }
    Set<Memory> all = new HashSet<>();
    for (Block from : predecessors) {
      Memory end = atEnd.get(from);
      if (end == null) {
        return memory; // a loop's way back
      }
      all.add(end);
    }
    Memory first = all.iterator().next();
    memory.own.putAll(first.own);
    memory.kernel.putAll(first.kernel);
    for (Memory other : all) {
      memory.own.entrySet().removeIf(known -> other.own.get(known.getKey()) != known.getValue());
      memory
          .kernel
          .entrySet()
          .removeIf(known -> other.kernel.get(known.getKey()) != known.getValue());
    }
    return memory;
  }

  private void visit(Block block) {
    Memory memory = atEntry(block);
    for (Value value : block.values()) {
      visit(value, memory);
    }
    atEnd.put(block, memory);
  }

  private void visit(Value value, Memory memory) {
    switch (value.operation()) {
      case Operation.Load load -> read(value, load, memory);
      case Operation.KernelLoad load -> {
        KernelKey key = new KernelKey(load, value.input(0));
        Value known = memory.kernel.putIfAbsent(key, value);
        if (known != null && known.type() == value.type()) {
          value.replaceBy(known);
        }
      }
      case Operation.Store store -> {
        Places.Place place = Places.place(value.input(0), store.offset(), store.width().bytes());
        forget(memory, place);
        if (place.isExact()) {
          memory.own.put(new Key(place.root(), place.offset(), store.width()), value.input(1));
        }
      }
      case Operation.Zero _, Operation.AtomicAdd _, Operation.AtomicFetch _ ->
          forget(memory, requireNonNull(Places.written(value)));
      case Operation.CallHelper call -> {
        if (!Places.leavesMemory(call, value)) {
          forgetAll(value, memory);
        }
        value.inputs().forEach(input -> forgetRoot(memory, input));
      }
      case Operation.CallFunction _,
          Operation.CallSubprogram _,
          Operation.KernelCast _,
          Operation.VolatileLoad _,
          Operation.VolatileStore _ ->
          forgetAll(value, memory);
      default -> {}
    }
  }

  private void read(Value value, Operation.Load load, Memory memory) {
    Places.Place place = Places.place(value.input(0), load.offset(), load.width().bytes());
    if (!place.isExact() || place.root().operation() instanceof Operation.Context) {
      return;
    }
    Key key = new Key(place.root(), place.offset(), load.width());
    Value known = memory.own.get(key);
    if (known != null && isSame(known.resolved(), value, load)) {
      value.replaceBy(known);
    } else {
      memory.own.put(key, value);
    }
  }

  /** Whether a number that was read or written has the value that a read of its bytes has. */
  private boolean isSame(Value known, Value value, Operation.Load load) {
    if (known.type() != value.type()) {
      return false;
    }
    if (known.operation() instanceof Operation.Load other
        && other.width() == load.width()
        && other.signed() == load.signed()) {
      return true;
    }
    return switch (load.width()) {
      case BYTE ->
          ranges
              .of(known)
              .isWithin(
                  load.signed()
                      ? new Ranges.Range(Byte.MIN_VALUE, Byte.MAX_VALUE)
                      : Ranges.Range.upTo(0xff));
      case HALF ->
          ranges
              .of(known)
              .isWithin(
                  load.signed()
                      ? new Ranges.Range(Short.MIN_VALUE, Short.MAX_VALUE)
                      : Ranges.Range.upTo(0xffff));
      case WORD -> known.type() == ValueType.INT;
      case DOUBLE -> known.type() != ValueType.INT;
    };
  }

  private void forget(Memory memory, Places.Place changed) {
    memory
        .own
        .keySet()
        .removeIf(key ->
            places.mayOverlap(
                new Places.Place(key.root(), key.offset(), key.width().bytes()), changed));
  }

  private void forgetRoot(Memory memory, @Nullable Value address) {
    if (address != null) {
      Value root = Places.place(address, 0, 0).root();
      memory.own.keySet().removeIf(key -> key.root() == root);
    }
  }

  /** All but what nobody else can reach. */
  private void forgetAll(Value call, Memory memory) {
    memory.kernel.clear();
    memory.own.keySet().removeIf(key -> !places.isPrivate(key.root()));
    call.inputs().forEach(input -> forgetRoot(memory, input));
  }
}
