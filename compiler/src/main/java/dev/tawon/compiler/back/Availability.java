package dev.tawon.compiler.back;

import dev.tawon.compiler.Target;
import dev.tawon.compiler.front.SourceError;
import dev.tawon.compiler.ir.Position;
import dev.tawon.isa.HelperTable;
import dev.tawon.object.AttachType;
import dev.tawon.object.MapType;
import org.jspecify.annotations.Nullable;

/** Since when kernels have what a program uses, of that which Linux 5.10 does not have. */
public final class Availability {
  private final Target target;

  /** What a kernel has. */
  public Availability(Target target) {
    this.target = target;
  }

  /**
   * Refuses a helper that the kernel does not have.
   *
   * @throws SourceError if it does not
   */
  void helper(int number, Position position) {
    String since = helperSince(number);
    String name = HelperTable.name(number);
    require(since, name == null ? "helper " + number : name, position);
  }

  /**
   * Refuses a kernel function that the kernel does not have.
   *
   * @throws SourceError if it does not
   */
  void function(String name, Position position) {
    require(name.equals("bpf_rdonly_cast") ? "6.2" : null, name, position);
  }

  /**
   * Refuses a place of attachment that the kernel does not have.
   *
   * @throws SourceError if it does not
   */
  void attachment(@Nullable AttachType type, Position position) {
    if (type != null) {
      require(attachmentSince(type), "attaching to " + type, position);
    }
  }

  /** The version that brought a kind of map, if the target is older; else null. */
  public @Nullable String missing(MapType type) {
    return missing(mapSince(type));
  }

  private void require(@Nullable String since, String what, Position position) {
    String missing = missing(since);
    if (missing != null) {
      throw new SourceError(
          position, what + " needs Linux " + missing + ", and the target is " + target);
    }
  }

  private @Nullable String missing(@Nullable String since) {
    return since == null || target.isAtLeast(since) ? null : since;
  }

  /**
   * Helpers are numbered in the order in which they came. Source: the history of {@code ___BPF_FUNC_MAPPER} in {@code
   * include/uapi/linux/bpf.h}.
   */
  private static @Nullable String helperSince(int number) {
    if (number <= 155) {
      return null; // bpf_redirect_peer and before: 5.10
    } else if (number <= 162) {
      return "5.11"; // bpf_task_storage_get to bpf_sock_from_file
    } else if (number <= 163) {
      return "5.12"; // bpf_check_mtu
    } else if (number <= 165) {
      return "5.13"; // bpf_for_each_map_elem, bpf_snprintf
    } else if (number <= 168) {
      return "5.14"; // bpf_sys_bpf to bpf_sys_close
    } else if (number <= 175) {
      return "5.15"; // bpf_timer_init to bpf_task_pt_regs
    } else if (number <= 179) {
      return "5.16"; // bpf_get_branch_snapshot to bpf_kallsyms_lookup_name
    } else if (number <= 185) {
      return "5.17"; // bpf_find_vma to bpf_get_func_arg_cnt
    } else if (number <= 193) {
      return "5.18"; // bpf_get_retval to bpf_ima_file_hash
    } else if (number <= 203) {
      return "5.19"; // bpf_kptr_xchg to bpf_dynptr_data
    } else if (number <= 207) {
      return "6.0"; // bpf_tcp_raw_*_syncookie_*
    } else if (number <= 209) {
      return "6.1"; // bpf_ktime_get_tai_ns, bpf_user_ringbuf_drain
    } else {
      return "6.2"; // bpf_cgrp_storage_*, the last
    }
  }

  private static @Nullable String mapSince(MapType type) {
    return switch (type) {
      case TASK_STORAGE -> "5.11";
      case BLOOM_FILTER -> "5.16";
      case USER_RINGBUF -> "6.1";
      case CGRP_STORAGE -> "6.2";
      case ARENA -> "6.9";
      case INSN_ARRAY -> "6.19";
      default -> null;
    };
  }

  // Links of perf events (5.15) and tcx (6.6) are not here: the same programs are attached in other
  // ways before.
  private static @Nullable String attachmentSince(AttachType type) {
    return switch (type) {
      case SK_SKB_VERDICT -> "5.13";
      case SK_REUSEPORT_SELECT, SK_REUSEPORT_SELECT_OR_MIGRATE -> "5.14";
      case TRACE_KPROBE_MULTI -> "5.18";
      case LSM_CGROUP -> "6.0";
      case NETFILTER -> "6.4";
      case TRACE_UPROBE_MULTI -> "6.6";
      case NETKIT_PRIMARY, NETKIT_PEER -> "6.7";
      case CGROUP_UNIX_CONNECT,
          CGROUP_UNIX_SENDMSG,
          CGROUP_UNIX_RECVMSG,
          CGROUP_UNIX_GETPEERNAME,
          CGROUP_UNIX_GETSOCKNAME ->
          "6.7";
      case TRACE_KPROBE_SESSION -> "6.10";
      case TRACE_UPROBE_SESSION -> "6.13";
      default -> null;
    };
  }
}
