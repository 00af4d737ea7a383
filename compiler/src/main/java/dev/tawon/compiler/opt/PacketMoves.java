package dev.tawon.compiler.opt;

import dev.tawon.compiler.ir.Function;
import dev.tawon.compiler.ir.Operation;
import java.util.Set;

/** Which calls may move a packet, so that the verifier forgets the addresses in it. */
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

  private PacketMoves() {}

  /** Whether a packet stays where it is throughout a function. */
  public static boolean none(Function function) {
    return !function.reaches(PacketMoves::mayMove);
  }

  private static boolean mayMove(Operation operation) {
    return switch (operation) {
      case Operation.CallHelper call -> HELPERS.contains(call.helper());
      case Operation.CallFunction call -> !call.function().startsWith("bpf_iter_");
      default -> false;
    };
  }
}
