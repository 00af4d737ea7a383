package dev.tawon.object;

/** The kinds of map: {@code enum bpf_map_type} of {@code include/uapi/linux/bpf.h}, in its order. */
public enum MapType {
  UNSPEC(""),
  HASH("3.19"),
  ARRAY("3.19"),
  PROG_ARRAY("4.2"),
  PERF_EVENT_ARRAY("4.3"),
  PERCPU_HASH("4.6"),
  PERCPU_ARRAY("4.6"),
  STACK_TRACE("4.6"),
  CGROUP_ARRAY("4.8"),
  LRU_HASH("4.10"),
  LRU_PERCPU_HASH("4.10"),
  LPM_TRIE("4.11"),
  ARRAY_OF_MAPS("4.12"),
  HASH_OF_MAPS("4.12"),
  DEVMAP("4.14"),
  SOCKMAP("4.14"),
  CPUMAP("4.15"),
  XSKMAP("4.18"),
  SOCKHASH("4.18"),
  CGROUP_STORAGE("4.19"),
  REUSEPORT_SOCKARRAY("4.19"),
  PERCPU_CGROUP_STORAGE("4.20"),
  QUEUE("4.20"),
  STACK("4.20"),
  SK_STORAGE("5.2"),
  DEVMAP_HASH("5.4"),
  STRUCT_OPS("5.6"),
  RINGBUF("5.8"),
  INODE_STORAGE("5.10"),
  TASK_STORAGE("5.11"),
  BLOOM_FILTER("5.16"),
  USER_RINGBUF("6.1"),
  CGRP_STORAGE("6.2"),
  ARENA("6.9"),
  INSN_ARRAY("6.19");

  private final String since;

  MapType(String since) {
    this.since = since;
  }

  /** The kernel's number. */
  @SuppressWarnings("EnumOrdinal") // the constants stand in the order of the kernel's numbers
  public int number() {
    return ordinal();
  }

  /**
   * The first version of Linux that has this kind of map, {@code 5.8}; empty for {@link #UNSPEC}. Source: the tags that contain the
   * commits which added the constants to {@code include/uapi/linux/bpf.h}.
   */
  public String since() {
    return since;
  }
}
