package dev.tawon.compiler.opt;

import static dev.tawon.compiler.ir.HelperNumbers.MAP_LOOKUP_ELEM;
import static dev.tawon.compiler.ir.HelperNumbers.RINGBUF_DISCARD;
import static dev.tawon.compiler.ir.HelperNumbers.RINGBUF_RESERVE;
import static dev.tawon.compiler.ir.HelperNumbers.RINGBUF_SUBMIT;

import dev.tawon.compiler.ir.Block;
import dev.tawon.compiler.ir.Function;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Terminator;
import dev.tawon.compiler.ir.Value;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where accesses of memory go, as far as it can be told: which two may be to the same bytes. */
public final class Places {
  /** Stack slots whose address is somewhere in memory, or not known to be what it is. */
  private final Set<Value> escaped = new HashSet<>();

  /**
   * Bytes at a distance from where an address was come by.
   *
   * @param root what the address is computed from
   * @param offset from there
   * @param bytes how many, or -1 if the distance is not known
   */
  public record Place(Value root, int offset, int bytes) {
    /** Whether the distance is known. */
    public boolean isExact() {
      return bytes >= 0;
    }
  }

  /** Looks at a function. */
  public Places(Function function) {
    for (Block block : function.reversePostorder()) {
      block.phis().forEach(phi -> phi.inputs().forEach(this::escape));
      for (Value value : block.values()) {
        lookAt(value);
      }
      if (block.terminator() instanceof Terminator.Return result) {
        escape(result.result());
      }
    }
  }

  private void lookAt(Value value) {
    switch (value.operation()) {
      case Operation.Load _,
          Operation.Zero _,
          Operation.NullCheck _,
          Operation.Offset _,
          Operation.CallHelper _ -> {}
      case Operation.PointerAdd _ -> escape(value.input(1));
      case Operation.Store _, Operation.AtomicAdd _ -> escape(value.input(1));
      default -> value.inputs().forEach(this::escape);
    }
  }

  private void escape(Value value) {
    Value root = place(value, 0, 0).root();
    if (root.operation() instanceof Operation.StackSlot) {
      escaped.add(root);
    }
  }

  /** The place of an access through an address. */
  public static Place place(Value address, int offset, int bytes) {
    Value root = address.resolved();
    long at = offset;
    boolean exact = true;
    while (true) {
      if (root.operation() instanceof Operation.Offset(int more)) {
        at += more;
        root = root.input(0);
      } else if (root.operation() instanceof Operation.PointerAdd) {
        exact = false;
        root = root.input(0);
      } else {
        break;
      }
    }
    return new Place(root, (int) at, exact && at == (int) at ? bytes : -1);
  }

  /** Where a value writes by itself; null if it does not, or leaves that to other code. */
  public static @Nullable Place written(Value value) {
    return switch (value.operation()) {
      case Operation.Store store -> place(value.input(0), store.offset(), store.width().bytes());
      case Operation.Zero zero -> place(value.input(0), 0, zero.bytes());
      case Operation.AtomicAdd add -> place(value.input(0), add.offset(), add.width().bytes());
      case Operation.AtomicFetch fetch ->
          place(value.input(0), fetch.offset(), fetch.width().bytes());
      default -> null;
    };
  }

  /** Whether an address lies in a packet, and so is not null. */
  static boolean isInPacket(Value address) {
    return place(address, 0, 0).root().operation() instanceof Operation.PacketBound;
  }

  /** Whether nothing but accesses by its own address, and calls that are given it, touch a stack slot. */
  public boolean isPrivate(Value root) {
    return root.operation() instanceof Operation.StackSlot slot
        && !slot.temporary()
        && !escaped.contains(root);
  }

  /** Whether two accesses may touch the same byte. */
  public boolean mayOverlap(Place first, Place second) {
    if (first.root() == second.root()) {
      return !first.isExact()
          || !second.isExact()
          || (first.offset() < second.offset() + second.bytes()
              && second.offset() < first.offset() + first.bytes());
    }
    if (isPrivate(first.root()) || isPrivate(second.root())) {
      return false;
    }
    Kind a = kind(first.root());
    Kind b = kind(second.root());
    if (a == Kind.UNKNOWN || b == Kind.UNKNOWN) {
      return true;
    }
    return a == b && a != Kind.RING && a != Kind.CONTEXT;
  }

  private enum Kind {
    STACK,
    PACKET,
    CONTEXT,
    MAP,
    RING,
    UNKNOWN
  }

  private static Kind kind(Value root) {
    return switch (root.operation()) {
      case Operation.StackSlot _ -> Kind.STACK;
      case Operation.PacketBound _ -> Kind.PACKET;
      case Operation.Context _ -> Kind.CONTEXT;
      case Operation.Global _ -> Kind.MAP;
      case Operation.CallHelper call ->
          switch (call.helper()) {
            case MAP_LOOKUP_ELEM -> Kind.MAP;
            case RINGBUF_RESERVE -> Kind.RING;
            default -> Kind.UNKNOWN;
          };
      default -> Kind.UNKNOWN;
    };
  }

  /** Whether a call leaves all memory as it is that its arguments do not point to. */
  public static boolean leavesMemory(Operation.CallHelper call, Value value) {
    return switch (call.helper()) {
      case MAP_LOOKUP_ELEM, RINGBUF_RESERVE, RINGBUF_SUBMIT, RINGBUF_DISCARD -> true;
      default ->
          value.inputs().stream()
              .noneMatch(
                  input -> input.resolved().type() == dev.tawon.compiler.ir.ValueType.REFERENCE);
    };
  }
}
