package dev.tawon.compiler.opt;

import dev.tawon.compiler.ir.Alignment;
import dev.tawon.compiler.ir.BinaryOperator;
import dev.tawon.compiler.ir.Block;
import dev.tawon.compiler.ir.Conversion;
import dev.tawon.compiler.ir.Function;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Value;
import dev.tawon.compiler.ir.ValueType;
import dev.tawon.isa.Width;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes one store of stores beside each other: of constants, and of the parts of one number, as Java lays it into bytes.
 *
 * <p>Bytes are put together where they end up aligned, from the lowest, as the machines that eBPF is compiled for are
 * little-endian.
 */
public final class StoreMerging {
  private final Function function;

  private final Places places;
  private final DemandedBits uses;

  /** Reads that are in no block yet. */
  private final Set<Value> made = new HashSet<>();

  private StoreMerging(Function function) {
    this.function = function;
    this.places = new Places(function);
    this.uses = DemandedBits.of(function, true);
  }

  /** A store: where, and of which bits of which number. */
  private record Part(Value store, Value base, int offset, Width width, Value source, int shift) {
    @Nullable Long constant() {
      return source.constant();
    }

    Places.Place place() {
      return new Places.Place(base, offset, width.bytes());
    }
  }

  /** Changes a function in place. */
  public static void run(Function function) {
    StoreMerging merging = new StoreMerging(function);
    boolean any = false;
    for (Block block : function.reversePostorder()) {
      any |= merging.merge(block);
    }
    if (any) {
      Simplification.run(function);
    }
  }

  private boolean merge(Block block) {
    boolean any = false;
    List<Value> result = new ArrayList<>();
    List<Part> run = new ArrayList<>();
    List<Value> window = new ArrayList<>();
    for (Value value : block.values()) {
      Part part = part(value);
      boolean goesOn = part != null ? run.isEmpty() || mayFollow(run, part) : isApart(value, run);
      if (!goesOn) {
        any |= flush(run, window, result);
      }
      if (part != null) {
        run.add(part);
      }
      window.add(value);
    }
    any |= flush(run, window, result);
    block.values().clear();
    block.values().addAll(result);
    return any;
  }

  /** Whether a value may be computed before the stores. */
  private boolean isApart(Value value, List<Part> run) {
    if (value.operation() instanceof Operation.Load load) {
      Places.Place place = Places.place(value.input(0), load.offset(), load.width().bytes());
      return run.stream().noneMatch(part -> places.mayOverlap(place, part.place()));
    }
    return value.operation().isPure();
  }

  private static boolean mayFollow(List<Part> run, Part part) {
    return run.getFirst().base == part.base
        && run.stream()
            .noneMatch(other ->
                part.offset < other.offset + other.width.bytes()
                    && other.offset < part.offset + part.width.bytes());
  }

  /**
   * Writes a run of stores.
   *
   * @param window the stores and what stands between them
   */
  private boolean flush(List<Part> run, List<Value> window, List<Value> result) {
    List<Part> parts = new ArrayList<>(run);
    run.clear();
    List<Value> between = List.copyOf(window);
    window.clear();
    boolean any = false;
    boolean changed = parts.size() > 1;
    while (changed) {
      changed = false;
      for (int i = 0; i < parts.size() && !changed; i++) {
        for (int j = 0; j < parts.size() && !changed; j++) {
          Part merged = i == j ? null : together(parts.get(i), parts.get(j), parts);
          if (merged != null) {
            parts.set(Math.max(i, j), merged);
            parts.remove(Math.min(i, j));
            changed = true;
            any = true;
          }
        }
      }
    }
    if (!any) {
      result.addAll(between);
      return false;
    }
    // What one of the stores alone reads is read just before it, so that it is not long in a
    // register.
    Set<Value> late = new HashSet<>();
    for (Part part : parts) {
      if (part.source.operation() instanceof Operation.Load
          && part.store.input(1) == part.source
          && uses.uses(part.source) == 1
          && between.contains(part.source)
          && parts.stream()
              .noneMatch(other -> places.mayOverlap(place(part.source), other.place()))) {
        late.add(part.source);
      }
    }
    for (Value value : between) {
      if (part(value) == null && !late.contains(value)) {
        result.add(value);
      }
    }
    for (Part part : parts) {
      if (late.contains(part.source)) {
        result.add(part.source);
      }
      write(part, result);
    }
    return true;
  }

  private @Nullable Part together(Part low, Part high, List<Part> run) {
    if (!isAligned(low.base)) {
      return null;
    }
    int bytes = low.width.bytes();
    if (low.width != high.width
        || bytes == Long.BYTES
        || high.offset != low.offset + bytes
        || low.offset % (2 * bytes) != 0
        || !Alignment.allowsWords(low.base)) {
      return null;
    }
    Width width = Width.ofBytes(2 * bytes);
    int bits = bytes * Byte.SIZE;
    Long lowConstant = low.constant();
    Long highConstant = high.constant();
    if (lowConstant != null && highConstant != null) {
      long mask = (1L << bits) - 1;
      long all = lowConstant & mask | (highConstant & mask) << bits;
      if (width == Width.DOUBLE && all != (int) all) {
        return null;
      }
      return new Part(low.store, low.base, low.offset, width, constant(low, all, width), 0);
    }
    Value copied = copied(low, high, width, run);
    if (copied != null) {
      return new Part(low.store, low.base, low.offset, width, copied, 0);
    }
    boolean isOneNumber =
        low.source == high.source
            && low.source.constant() == null
            && high.shift == low.shift + bits
            && high.shift + bits <= (low.source.isWide() ? Long.SIZE : Integer.SIZE);
    return isOneNumber
        ? new Part(low.store, low.base, low.offset, width, low.source, low.shift)
        : null;
  }

  /** One read of what two stores beside each other copy from beside each other; null if they do not. */
  private @Nullable Value copied(Part low, Part high, Width width, List<Part> all) {
    if (!(low.source.operation() instanceof Operation.Load(Width first, _, int _))
        || !(high.source.operation() instanceof Operation.Load(Width second, _, int _))
        || first != low.width
        || second != low.width
        || low.shift != 0
        || high.shift != 0
        || !isReadOnce(low.source)
        || !isReadOnce(high.source)) {
      return null;
    }
    Places.Place from = place(low.source);
    Places.Place next = place(high.source);
    Places.Place whole = new Places.Place(from.root(), from.offset(), width.bytes());
    // What is read must be what was there before all of these stores.
    if (!from.isExact()
        || !next.isExact()
        || from.root() != next.root()
        || next.offset() != from.offset() + first.bytes()
        || from.offset() % width.bytes() != 0
        || !isAligned(from.root())
        || all.stream().anyMatch(part -> places.mayOverlap(whole, part.place()))) {
      return null;
    }
    Value load =
        function.newValue(
            new Operation.Load(width, false, from.offset()),
            width == Width.DOUBLE ? ValueType.LONG : ValueType.INT,
            List.of(from.root()),
            low.store.position());
    made.add(load);
    return load;
  }

  /** Whether distances from an address say how an access is aligned: that matters on the stack, where others may point into. */
  private static boolean isAligned(Value base) {
    Places.Place place = Places.place(base, 0, 1);
    return switch (place.root().operation()) {
      case Operation.StackSlot _ -> place.isExact();
      case Operation.CallHelper _, Operation.PacketBound _, Operation.Global _ -> true;
      default -> false;
    };
  }

  private boolean isReadOnce(Value load) {
    return made.contains(load) || uses.uses(load) == 1;
  }

  private static Places.Place place(Value load) {
    return load.operation() instanceof Operation.Load(Width width, _, int offset)
        ? Places.place(load.input(0), offset, width.bytes())
        : new Places.Place(load, 0, -1);
  }

  /** A constant that is in no block yet: {@link #write} puts it before its store. */
  private Value constant(Part part, long number, Width width) {
    ValueType type = width == Width.DOUBLE ? ValueType.LONG : ValueType.INT;
    long value = width == Width.DOUBLE ? number : (int) number;
    return function.newValue(new Operation.Constant(value), type, List.of(), part.store.position());
  }

  private void write(Part part, List<Value> result) {
    if (part.store.operation() instanceof Operation.Store store && store.width() == part.width) {
      result.add(part.store);
      return;
    }
    Value number = part.source;
    if (made.contains(number)) {
      result.add(number);
    }
    if (number.constant() != null) {
      number =
          function.newValue(number.operation(), number.type(), List.of(), part.store.position());
      result.add(number);
    } else if (part.shift > 0) {
      Value count =
          function.newValue(
              new Operation.Constant(part.shift), ValueType.INT, List.of(), part.store.position());
      number =
          function.newValue(
              new Operation.Binary(BinaryOperator.SHIFT_RIGHT_UNSIGNED),
              number.type(),
              List.of(number, count),
              part.store.position());
      result.add(count);
      result.add(number);
    }
    Value address = part.base;
    result.add(
        function.newValue(
            new Operation.Store(part.width, part.offset),
            ValueType.NONE,
            List.of(address, number),
            part.store.position()));
  }

  private static @Nullable Part part(Value value) {
    if (!(value.operation() instanceof Operation.Store(Width width, int offset))) {
      return null;
    }
    Value base = value.input(0);
    int place = offset;
    while (base.operation() instanceof Operation.Offset(int bytes)) {
      place += bytes;
      base = base.input(0);
    }
    int bits = width.bytes() * Byte.SIZE;
    Value source = value.input(1);
    int shift = 0;
    boolean stripped = true;
    while (stripped) {
      stripped = false;
      if (source.operation() instanceof Operation.Convert(Conversion conversion)
          && shift + bits <= kept(conversion)) {
        source = source.input(0);
        stripped = true;
      } else if (source.operation() instanceof Operation.Binary(BinaryOperator operator)
          && (operator == BinaryOperator.SHIFT_RIGHT
              || operator == BinaryOperator.SHIFT_RIGHT_UNSIGNED)) {
        Long count = source.input(1).constant();
        int size = source.isWide() ? Long.SIZE : Integer.SIZE;
        if (count != null && count >= 0 && shift + count + bits <= size) {
          shift += (int) (long) count;
          source = source.input(0);
          stripped = true;
        }
      }
    }
    return new Part(value, base, place, width, source, shift);
  }

  /** How many low bits a conversion leaves as they are. */
  private static int kept(Conversion conversion) {
    return switch (conversion) {
      case INT_TO_BYTE -> Byte.SIZE;
      case INT_TO_SHORT, INT_TO_CHAR -> Short.SIZE;
      case LONG_TO_INT, INT_TO_LONG, INT_TO_LONG_UNSIGNED -> Integer.SIZE;
      case ADDRESS_TO_INT, SWAP_SHORT, SWAP_INT, SWAP_LONG -> 0;
    };
  }
}
