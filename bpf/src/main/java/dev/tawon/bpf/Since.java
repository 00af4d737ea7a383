package dev.tawon.bpf;

import dev.tawon.object.MapType;
import dev.tawon.object.ProgramType;

/**
 * The first version of Linux with a kind of program or map, to explain a refusal. Source: the tags that contain the commits
 * which added the constants to {@code include/uapi/linux/bpf.h}.
 */
final class Since {
  private Since() {}

  static String version(ProgramType type) {
    return switch (type) {
      case UNSPEC -> "";
      case SOCKET_FILTER -> "3.19";
      case KPROBE, SCHED_CLS, SCHED_ACT -> "4.1";
      case TRACEPOINT -> "4.7";
      case XDP -> "4.8";
      case PERF_EVENT -> "4.9";
      case CGROUP_SKB, CGROUP_SOCK, LWT_IN, LWT_OUT, LWT_XMIT -> "4.10";
      case SOCK_OPS -> "4.13";
      case SK_SKB -> "4.14";
      case CGROUP_DEVICE -> "4.15";
      case SK_MSG, RAW_TRACEPOINT, CGROUP_SOCK_ADDR -> "4.17";
      case LWT_SEG6LOCAL, LIRC_MODE2 -> "4.18";
      case SK_REUSEPORT -> "4.19";
      case FLOW_DISSECTOR -> "4.20";
      case CGROUP_SYSCTL, RAW_TRACEPOINT_WRITABLE -> "5.2";
      case CGROUP_SOCKOPT -> "5.3";
      case TRACING -> "5.5";
      case STRUCT_OPS, EXT -> "5.6";
      case LSM -> "5.7";
      case SK_LOOKUP -> "5.9";
      case SYSCALL -> "5.14";
      case NETFILTER -> "6.4";
    };
  }

  static String version(MapType type) {
    return switch (type) {
      case UNSPEC -> "";
      case HASH, ARRAY -> "3.19";
      case PROG_ARRAY -> "4.2";
      case PERF_EVENT_ARRAY -> "4.3";
      case PERCPU_HASH, PERCPU_ARRAY, STACK_TRACE -> "4.6";
      case CGROUP_ARRAY -> "4.8";
      case LRU_HASH, LRU_PERCPU_HASH -> "4.10";
      case LPM_TRIE -> "4.11";
      case ARRAY_OF_MAPS, HASH_OF_MAPS -> "4.12";
      case DEVMAP, SOCKMAP -> "4.14";
      case CPUMAP -> "4.15";
      case XSKMAP, SOCKHASH -> "4.18";
      case CGROUP_STORAGE, REUSEPORT_SOCKARRAY -> "4.19";
      case PERCPU_CGROUP_STORAGE, QUEUE, STACK -> "4.20";
      case SK_STORAGE -> "5.2";
      case DEVMAP_HASH -> "5.4";
      case STRUCT_OPS -> "5.6";
      case RINGBUF -> "5.8";
      case INODE_STORAGE -> "5.10";
      case TASK_STORAGE -> "5.11";
      case BLOOM_FILTER -> "5.16";
      case USER_RINGBUF -> "6.1";
      case CGRP_STORAGE -> "6.2";
      case ARENA -> "6.9";
      case INSN_ARRAY -> "6.19";
    };
  }
}
