package dev.tawon.compiler.opt;

import dev.tawon.compiler.ir.Block;
import dev.tawon.compiler.ir.Function;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Value;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which calls may move a packet, so that the verifier forgets the addresses in it, and which of them was the last one at each
 * place of a function.
 */
public final class PacketMoves {
  /**
   * {@code bpf_helper_changes_pkt_data} of {@code net/core/filter.c}: skb_store_bytes, l3_csum_replace, l4_csum_replace, tail_call,
   * clone_redirect, skb_vlan_push, skb_vlan_pop, skb_change_proto, skb_change_tail, skb_pull_data, skb_change_head,
   * xdp_adjust_head, skb_adjust_room, xdp_adjust_meta, msg_pull_data, xdp_adjust_tail, lwt_push_encap, lwt_seg6_store_bytes,
   * lwt_seg6_adjust_srh, lwt_seg6_action, msg_push_data, msg_pop_data, store_hdr_opt.
   */
  private static final Set<Integer> HELPERS =
      Set.of(
          9, 10, 11, 12, 13, 18, 19, 31, 38, 39, 43, 44, 50, 54, 63, 65, 73, 74, 75, 76, 90, 91,
          143);

  private final Set<Value> moves = new HashSet<>();

  /** The last of them in each block that has one. */
  private final Map<Block, Value> lastMoves = new HashMap<>();

  /** What the packet's place is called at the entries of blocks. */
  private final Map<Block, Object> entries = new HashMap<>();

  private PacketMoves(Function function) {
    List<Block> order = function.reversePostorder();
    for (Block block : order) {
      for (Value value : block.values()) {
        if (mayMove(value)) {
          moves.add(value);
          lastMoves.put(block, value);
        }
      }
    }
    boolean changed = true;
    while (changed) {
      changed = false;
      for (Block block : order) {
        changed |= enter(block);
      }
    }
  }

  /** Looks at a function as it is now. */
  static PacketMoves of(Function function) {
    return new PacketMoves(function);
  }

  /** Whether a packet stays where it is throughout a function. */
  public static boolean none(Function function) {
    return !function.reaches(PacketMoves::mayMove);
  }

  /** Whether the packet may be elsewhere after a value. */
  boolean contains(Value value) {
    return moves.contains(value);
  }

  private static boolean mayMove(Value value) {
    return mayMove(value.operation())
        || switch (value.operation()) {
          case Operation.CallSubprogram(Function called) -> !none(called);
          case Operation.CallHelper _ -> callsBackWhatMoves(value);
          default -> false;
        };
  }

  private static boolean callsBackWhatMoves(Value call) {
    for (int i = 0; i < call.inputs().size(); i++) {
      if (call.input(i).operation() instanceof Operation.FunctionAddress(Function called)
          && !none(called)) {
        return true;
      }
    }
    return false;
  }

  private static boolean mayMove(Operation operation) {
    return switch (operation) {
      case Operation.CallHelper call -> HELPERS.contains(call.helper());
      case Operation.CallFunction call -> !call.function().startsWith("bpf_iter_");
      default -> false;
    };
  }

  /**
   * What the packet's place is called where a block begins: it is where it was wherever it is called the same, if one of
   * the two is on every way to the other.
   */
  Object atEntry(Block block) {
    return entries.getOrDefault(block, block);
  }

  /** The same where a block ends. */
  Object atEnd(Block block) {
    Value move = lastMoves.get(block);
    return move != null ? move : atEntry(block);
  }

  /** Where ways meet on which it was moved by different calls, its place has a name of its own: the block. */
  private boolean enter(Block block) {
    Object known = entries.get(block);
    Object met = block.predecessors().isEmpty() ? block : null;
    for (Block from : block.predecessors()) {
      Object there = known(from);
      if (there != null) {
        met = met == null || met.equals(there) ? there : block;
      }
    }
    if (met == null || met.equals(known) || block.equals(known)) {
      return false;
    }
    entries.put(block, met);
    return true;
  }

  private @Nullable Object known(Block block) {
    Value move = lastMoves.get(block);
    return move != null ? move : entries.get(block);
  }
}
