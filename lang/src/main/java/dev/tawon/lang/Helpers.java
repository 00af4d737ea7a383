package dev.tawon.lang;

import dev.tawon.lang.map.BpfMap;
import org.jspecify.annotations.Nullable;

/**
 * Every helper function of the kernel, as {@code include/uapi/linux/bpf.h} declares it; those that take a function have a
 * syntax of their own, and {@link Bpf} has the most used ones with arrays and strings.
 *
 * <p>Written from the table {@code helpers.txt} by {@code HelperSourceTest}. A pointer is an array, a {@link Struct}, a
 * {@link KernelType} or the program's context; a size that is more than what is before it has is an error, or a fault
 * where it is not constant. A {@code long} that is a status is 0, or a negated errno. A call that the kind of program, the
 * licence or the target kernel does not allow is an error when it is compiled.
 */
@SuppressWarnings("TooManyParameters") // the kernel's own
public final class Helpers {
  private Helpers() {}

  /**
   * The value of a key, or null.
   *
   * <p>{@code bpf_map_lookup_elem}, since Linux 3.19. Kinds of program: all that have an annotation.
   *
   * @param type what the result is, a class constant
   */
  @Helper(1)
  public static <T> @Nullable T mapLookupElem(BpfMap map, @Nullable Object key, Class<T> type) {
    throw KernelOnly.call();
  }

  /**
   * Sets the value of a key; flags are BPF_ANY (0), BPF_NOEXIST (1), BPF_EXIST (2).
   *
   * <p>{@code bpf_map_update_elem}, since Linux 3.19. Kinds of program: all that have an annotation.
   */
  @Helper(2)
  public static long mapUpdateElem(
      BpfMap map, @Nullable Object key, @Nullable Object value, long flags) {
    throw KernelOnly.call();
  }

  /**
   * Removes a key.
   *
   * <p>{@code bpf_map_delete_elem}, since Linux 3.19. Kinds of program: all that have an annotation.
   */
  @Helper(3)
  public static long mapDeleteElem(BpfMap map, @Nullable Object key) {
    throw KernelOnly.call();
  }

  /**
   * Copies memory of the kernel or of user space; on most machines probe_read_kernel and probe_read_user tell them apart.
   *
   * <p>{@code bpf_probe_read}, since Linux 4.1, for programs with a licence compatible with the GPL. Kinds of program: KPROBE, TRACEPOINT, PERF_EVENT, RAW_TRACEPOINT, TRACING, LSM.
   */
  @Helper(4)
  public static long probeRead(@Nullable Object dst, int size, long unsafePtr) {
    throw KernelOnly.call();
  }

  /**
   * Nanoseconds since boot without the time asleep.
   *
   * <p>{@code bpf_ktime_get_ns}, since Linux 4.1. Kinds of program: all that have an annotation.
   */
  @Helper(5)
  public static long ktimeGetNs() {
    throw KernelOnly.call();
  }

  /**
   * Writes a line to the kernel's trace pipe; for debugging alone.
   *
   * <p>{@code bpf_trace_printk}, since Linux 4.1, for programs with a licence compatible with the GPL. Kinds of program: all that have an annotation.
   */
  @Helper(6)
  public static long tracePrintk(
      @Nullable Object fmt, int fmtSize, long first, long second, long third) {
    throw KernelOnly.call();
  }

  /**
   * A pseudo-random number.
   *
   * <p>{@code bpf_get_prandom_u32}, since Linux 4.1. Kinds of program: all that have an annotation.
   */
  @Helper(7)
  public static int getPrandomU32() {
    throw KernelOnly.call();
  }

  /**
   * The number of the CPU that runs the program.
   *
   * <p>{@code bpf_get_smp_processor_id}, since Linux 4.1. Kinds of program: all that have an annotation.
   */
  @Helper(8)
  public static int getSmpProcessorId() {
    throw KernelOnly.call();
  }

  /**
   * Writes bytes into a packet, and corrects its checksum if the flags say so.
   *
   * <p>{@code bpf_skb_store_bytes}, since Linux 4.1. Kinds of program: SCHED_CLS.
   */
  @Helper(9)
  public static long skbStoreBytes(
      @Nullable Object skb, int offset, @Nullable Object from, int len, long flags) {
    throw KernelOnly.call();
  }

  /**
   * Corrects the checksum of the network header for a change.
   *
   * <p>{@code bpf_l3_csum_replace}, since Linux 4.1. Kinds of program: SCHED_CLS.
   */
  @Helper(10)
  public static long l3CsumReplace(
      @Nullable Object skb, int offset, long from, long to, long size) {
    throw KernelOnly.call();
  }

  /**
   * Corrects the checksum of the transport header for a change.
   *
   * <p>{@code bpf_l4_csum_replace}, since Linux 4.1. Kinds of program: SCHED_CLS.
   */
  @Helper(11)
  public static long l4CsumReplace(
      @Nullable Object skb, int offset, long from, long to, long flags) {
    throw KernelOnly.call();
  }

  /**
   * Goes on in another program of a program array.
   *
   * <p>{@code bpf_tail_call}, since Linux 4.2. Kinds of program: all that have an annotation.
   */
  @Helper(12)
  public static long tailCall(@Nullable Object ctx, BpfMap progArrayMap, int index) {
    throw KernelOnly.call();
  }

  /**
   * Sends a copy of the packet to a network interface.
   *
   * <p>{@code bpf_clone_redirect}, since Linux 4.2. Kinds of program: SCHED_CLS.
   */
  @Helper(13)
  public static long cloneRedirect(@Nullable Object skb, int ifindex, long flags) {
    throw KernelOnly.call();
  }

  /**
   * The current thread group's id in the upper 32 bits and the thread's in the lower.
   *
   * <p>{@code bpf_get_current_pid_tgid}, since Linux 4.2. Kinds of program: all that have an annotation; since Linux 6.1 CGROUP_DEVICE, CGROUP_SYSCTL, CGROUP_SOCKOPT; since Linux 6.10 SOCKET_FILTER, SCHED_CLS, XDP, CGROUP_SKB, SOCK_OPS.
   */
  @Helper(14)
  public static long getCurrentPidTgid() {
    throw KernelOnly.call();
  }

  /**
   * The current group id in the upper 32 bits, user id in the lower.
   *
   * <p>{@code bpf_get_current_uid_gid}, since Linux 4.2. Kinds of program: all that have an annotation; since Linux 6.16 SOCKET_FILTER, SCHED_CLS, XDP, CGROUP_SKB, SOCK_OPS.
   */
  @Helper(15)
  public static long getCurrentUidGid() {
    throw KernelOnly.call();
  }

  /**
   * Copies the current thread's name.
   *
   * <p>{@code bpf_get_current_comm}, since Linux 4.2. Kinds of program: all that have an annotation; since Linux 6.1 CGROUP_DEVICE, CGROUP_SYSCTL, CGROUP_SOCKOPT; since Linux 6.16 SOCKET_FILTER, SCHED_CLS, XDP, CGROUP_SKB, SOCK_OPS.
   */
  @Helper(16)
  public static long getCurrentComm(@Nullable Object buf, int sizeOfBuf) {
    throw KernelOnly.call();
  }

  /**
   * The class of the packet's socket in the net_cls cgroup.
   *
   * <p>{@code bpf_get_cgroup_classid}, since Linux 4.3. Kinds of program: all that have an annotation; since Linux 6.1 CGROUP_DEVICE, CGROUP_SYSCTL, CGROUP_SOCKOPT; since Linux 6.16 SOCKET_FILTER, KPROBE, TRACEPOINT, XDP, PERF_EVENT, CGROUP_SKB, SOCK_OPS, RAW_TRACEPOINT, TRACING, LSM.
   */
  @Helper(17)
  public static int getCgroupClassid(@Nullable Object skb) {
    throw KernelOnly.call();
  }

  /**
   * Adds a VLAN tag to the packet.
   *
   * <p>{@code bpf_skb_vlan_push}, since Linux 4.3. Kinds of program: SCHED_CLS.
   */
  @Helper(18)
  public static long skbVlanPush(@Nullable Object skb, int vlanProto, int vlanTci) {
    throw KernelOnly.call();
  }

  /**
   * Takes a VLAN tag off the packet.
   *
   * <p>{@code bpf_skb_vlan_pop}, since Linux 4.3. Kinds of program: SCHED_CLS.
   */
  @Helper(19)
  public static long skbVlanPop(@Nullable Object skb) {
    throw KernelOnly.call();
  }

  /**
   * The tunnel that the packet came through.
   *
   * <p>{@code bpf_skb_get_tunnel_key}, since Linux 4.3. Kinds of program: SCHED_CLS.
   */
  @Helper(20)
  public static long skbGetTunnelKey(
      @Nullable Object skb, @Nullable Object key, int size, long flags) {
    throw KernelOnly.call();
  }

  /**
   * Sets the tunnel that the packet goes through.
   *
   * <p>{@code bpf_skb_set_tunnel_key}, since Linux 4.3. Kinds of program: SCHED_CLS.
   */
  @Helper(21)
  public static long skbSetTunnelKey(
      @Nullable Object skb, @Nullable Object key, int size, long flags) {
    throw KernelOnly.call();
  }

  /**
   * Reads a hardware counter; perf_event_read_value reports errors apart.
   *
   * <p>{@code bpf_perf_event_read}, since Linux 4.3, for programs with a licence compatible with the GPL. Kinds of program: all that have an annotation; since Linux 6.16 SOCKET_FILTER, SCHED_CLS, XDP, CGROUP_SKB, CGROUP_SOCK, SOCK_OPS, CGROUP_DEVICE, CGROUP_SOCK_ADDR, CGROUP_SYSCTL, CGROUP_SOCKOPT.
   */
  @Helper(22)
  public static long perfEventRead(BpfMap map, long flags) {
    throw KernelOnly.call();
  }

  /**
   * Sends the packet to a network interface when the program has ended.
   *
   * <p>{@code bpf_redirect}, since Linux 4.4. Kinds of program: SCHED_CLS, XDP.
   */
  @Helper(23)
  public static long redirect(int ifindex, long flags) {
    throw KernelOnly.call();
  }

  /**
   * The realm of the packet's route.
   *
   * <p>{@code bpf_get_route_realm}, since Linux 4.4. Kinds of program: SCHED_CLS.
   */
  @Helper(24)
  public static int getRouteRealm(@Nullable Object skb) {
    throw KernelOnly.call();
  }

  /**
   * Writes a record to the ring of a CPU.
   *
   * <p>{@code bpf_perf_event_output}, since Linux 4.4, for programs with a licence compatible with the GPL. Kinds of program: all that have an annotation.
   */
  @Helper(25)
  public static long perfEventOutput(
      @Nullable Object ctx, BpfMap map, long flags, @Nullable Object data, long size) {
    throw KernelOnly.call();
  }

  /**
   * Copies bytes of a packet.
   *
   * <p>{@code bpf_skb_load_bytes}, since Linux 4.5. Kinds of program: SOCKET_FILTER, SCHED_CLS, CGROUP_SKB.
   */
  @Helper(26)
  public static long skbLoadBytes(@Nullable Object skb, int offset, @Nullable Object to, int len) {
    throw KernelOnly.call();
  }

  /**
   * The number of the stack of calls in a stack map.
   *
   * <p>{@code bpf_get_stackid}, since Linux 4.6, for programs with a licence compatible with the GPL. Kinds of program: KPROBE, TRACEPOINT, PERF_EVENT, RAW_TRACEPOINT, TRACING, LSM.
   */
  @Helper(27)
  public static long getStackid(@Nullable Object ctx, BpfMap map, long flags) {
    throw KernelOnly.call();
  }

  /**
   * The difference of the checksums of two pieces of memory.
   *
   * <p>{@code bpf_csum_diff}, since Linux 4.6. Kinds of program: SCHED_CLS, XDP.
   */
  @Helper(28)
  public static long csumDiff(
      @Nullable Object from, int fromSize, @Nullable Object to, int toSize, int seed) {
    throw KernelOnly.call();
  }

  /**
   * The options of the tunnel that the packet came through.
   *
   * <p>{@code bpf_skb_get_tunnel_opt}, since Linux 4.6. Kinds of program: SCHED_CLS.
   */
  @Helper(29)
  public static long skbGetTunnelOpt(@Nullable Object skb, @Nullable Object opt, int size) {
    throw KernelOnly.call();
  }

  /**
   * Sets the options of the tunnel that the packet goes through.
   *
   * <p>{@code bpf_skb_set_tunnel_opt}, since Linux 4.6. Kinds of program: SCHED_CLS.
   */
  @Helper(30)
  public static long skbSetTunnelOpt(@Nullable Object skb, @Nullable Object opt, int size) {
    throw KernelOnly.call();
  }

  /**
   * Changes the packet between IPv4 and IPv6.
   *
   * <p>{@code bpf_skb_change_proto}, since Linux 4.8. Kinds of program: SCHED_CLS.
   */
  @Helper(31)
  public static long skbChangeProto(@Nullable Object skb, int proto, long flags) {
    throw KernelOnly.call();
  }

  /**
   * Changes the packet's type.
   *
   * <p>{@code bpf_skb_change_type}, since Linux 4.8. Kinds of program: SCHED_CLS.
   */
  @Helper(32)
  public static long skbChangeType(@Nullable Object skb, int typeValue) {
    throw KernelOnly.call();
  }

  /**
   * Whether the packet's socket is in a cgroup of a cgroup array.
   *
   * <p>{@code bpf_skb_under_cgroup}, since Linux 4.8. Kinds of program: SCHED_CLS.
   */
  @Helper(33)
  public static long skbUnderCgroup(@Nullable Object skb, BpfMap map, int index) {
    throw KernelOnly.call();
  }

  /**
   * The packet's hash, computed if it is not known.
   *
   * <p>{@code bpf_get_hash_recalc}, since Linux 4.8. Kinds of program: SCHED_CLS.
   */
  @Helper(34)
  public static int getHashRecalc(@Nullable Object skb) {
    throw KernelOnly.call();
  }

  /**
   * The address of the current task.
   *
   * <p>{@code bpf_get_current_task}, since Linux 4.8, for programs with a licence compatible with the GPL. Kinds of program: all that have an annotation.
   */
  @Helper(35)
  public static long getCurrentTask() {
    throw KernelOnly.call();
  }

  /**
   * Writes memory of the current process; for experiments alone.
   *
   * <p>{@code bpf_probe_write_user}, since Linux 4.8, for programs with a licence compatible with the GPL. Kinds of program: KPROBE, TRACEPOINT, PERF_EVENT, RAW_TRACEPOINT, TRACING, LSM.
   */
  @Helper(36)
  public static long probeWriteUser(long userPtr, @Nullable Object src, int len) {
    throw KernelOnly.call();
  }

  /**
   * Whether the current task is in a cgroup of a cgroup array.
   *
   * <p>{@code bpf_current_task_under_cgroup}, since Linux 4.9. Kinds of program: all that have an annotation; since Linux 6.12 CGROUP_SOCK, CGROUP_DEVICE, CGROUP_SOCK_ADDR, CGROUP_SYSCTL, CGROUP_SOCKOPT; since Linux 6.16 SOCKET_FILTER, SCHED_CLS, XDP, CGROUP_SKB, SOCK_OPS.
   */
  @Helper(37)
  public static long currentTaskUnderCgroup(BpfMap map, int index) {
    throw KernelOnly.call();
  }

  /**
   * Makes the packet longer or shorter at its end.
   *
   * <p>{@code bpf_skb_change_tail}, since Linux 4.9. Kinds of program: SCHED_CLS.
   */
  @Helper(38)
  public static long skbChangeTail(@Nullable Object skb, int len, long flags) {
    throw KernelOnly.call();
  }

  /**
   * Makes bytes of the packet linear, so that they can be read directly.
   *
   * <p>{@code bpf_skb_pull_data}, since Linux 4.9. Kinds of program: SCHED_CLS.
   */
  @Helper(39)
  public static long skbPullData(@Nullable Object skb, int len) {
    throw KernelOnly.call();
  }

  /**
   * Adds to the packet's checksum.
   *
   * <p>{@code bpf_csum_update}, since Linux 4.9. Kinds of program: SCHED_CLS.
   */
  @Helper(40)
  public static long csumUpdate(@Nullable Object skb, int csum) {
    throw KernelOnly.call();
  }

  /**
   * Forgets the packet's hash.
   *
   * <p>{@code bpf_set_hash_invalid}, since Linux 4.9. Kinds of program: SCHED_CLS.
   */
  @Helper(41)
  public static void setHashInvalid(@Nullable Object skb) {
    throw KernelOnly.call();
  }

  /**
   * The number of the NUMA node that runs the program.
   *
   * <p>{@code bpf_get_numa_node_id}, since Linux 4.10. Kinds of program: all that have an annotation.
   */
  @Helper(42)
  public static long getNumaNodeId() {
    throw KernelOnly.call();
  }

  /**
   * Makes room before the packet.
   *
   * <p>{@code bpf_skb_change_head}, since Linux 4.10. Kinds of program: SCHED_CLS.
   */
  @Helper(43)
  public static long skbChangeHead(@Nullable Object skb, int len, long flags) {
    throw KernelOnly.call();
  }

  /**
   * Moves the start of the packet.
   *
   * <p>{@code bpf_xdp_adjust_head}, since Linux 4.10. Kinds of program: XDP.
   */
  @Helper(44)
  public static long xdpAdjustHead(@Nullable Object xdpMd, int delta) {
    throw KernelOnly.call();
  }

  /**
   * Copies a string of the kernel or of user space with its closing zero.
   *
   * <p>{@code bpf_probe_read_str}, since Linux 4.11, for programs with a licence compatible with the GPL. Kinds of program: KPROBE, TRACEPOINT, PERF_EVENT, RAW_TRACEPOINT, TRACING, LSM.
   */
  @Helper(45)
  public static long probeReadStr(@Nullable Object dst, int size, long unsafePtr) {
    throw KernelOnly.call();
  }

  /**
   * A number that the socket keeps for life.
   *
   * <p>{@code bpf_get_socket_cookie}, since Linux 4.12. Kinds of program: SOCKET_FILTER, SCHED_CLS, CGROUP_SKB, CGROUP_SOCK, SOCK_OPS, CGROUP_SOCK_ADDR, TRACING, LSM; since Linux 5.12 TRACING, LSM.
   */
  @Helper(46)
  public static long getSocketCookie(@Nullable Object skb) {
    throw KernelOnly.call();
  }

  /**
   * The user id of the packet's socket.
   *
   * <p>{@code bpf_get_socket_uid}, since Linux 4.12. Kinds of program: SOCKET_FILTER, SCHED_CLS, CGROUP_SKB.
   */
  @Helper(47)
  public static int getSocketUid(@Nullable Object skb) {
    throw KernelOnly.call();
  }

  /**
   * Sets the packet's hash.
   *
   * <p>{@code bpf_set_hash}, since Linux 4.13. Kinds of program: SCHED_CLS.
   */
  @Helper(48)
  public static long setHash(@Nullable Object skb, int hash) {
    throw KernelOnly.call();
  }

  /**
   * Sets an option of the socket.
   *
   * <p>{@code bpf_setsockopt}, since Linux 4.13. Kinds of program: SOCK_OPS, CGROUP_SOCK_ADDR, CGROUP_SOCKOPT, LSM; since Linux 5.15 CGROUP_SOCKOPT; since Linux 6.0 LSM.
   */
  @Helper(49)
  public static long setsockopt(
      @Nullable Object bpfSocket, int level, int optname, @Nullable Object optval, int optlen) {
    throw KernelOnly.call();
  }

  /**
   * Makes the room between two headers larger or smaller.
   *
   * <p>{@code bpf_skb_adjust_room}, since Linux 4.13. Kinds of program: SCHED_CLS.
   */
  @Helper(50)
  public static long skbAdjustRoom(@Nullable Object skb, int lenDiff, int mode, long flags) {
    throw KernelOnly.call();
  }

  /**
   * Sends the packet to what a map has at a key.
   *
   * <p>{@code bpf_redirect_map}, since Linux 4.14. Kinds of program: XDP.
   */
  @Helper(51)
  public static long redirectMap(BpfMap map, int key, long flags) {
    throw KernelOnly.call();
  }

  /**
   * Sends the packet to a socket of a map.
   *
   * <p>{@code bpf_sk_redirect_map}, since Linux 4.14. Kinds of program: none that has an annotation.
   */
  @Helper(52)
  public static long skRedirectMap(@Nullable Object skb, BpfMap map, int key, long flags) {
    throw KernelOnly.call();
  }

  /**
   * Adds the socket to a map of sockets.
   *
   * <p>{@code bpf_sock_map_update}, since Linux 4.14. Kinds of program: SOCK_OPS.
   */
  @Helper(53)
  public static long sockMapUpdate(
      @Nullable Object skops, BpfMap map, @Nullable Object key, long flags) {
    throw KernelOnly.call();
  }

  /**
   * Moves the start of the metadata before the packet.
   *
   * <p>{@code bpf_xdp_adjust_meta}, since Linux 4.15. Kinds of program: XDP.
   */
  @Helper(54)
  public static long xdpAdjustMeta(@Nullable Object xdpMd, int delta) {
    throw KernelOnly.call();
  }

  /**
   * Reads a hardware counter with the times for which it was on.
   *
   * <p>{@code bpf_perf_event_read_value}, since Linux 4.15, for programs with a licence compatible with the GPL. Kinds of program: all that have an annotation; since Linux 6.16 SOCKET_FILTER, SCHED_CLS, XDP, CGROUP_SKB, CGROUP_SOCK, SOCK_OPS, CGROUP_DEVICE, CGROUP_SOCK_ADDR, CGROUP_SYSCTL, CGROUP_SOCKOPT.
   */
  @Helper(55)
  public static long perfEventReadValue(BpfMap map, long flags, @Nullable Object buf, int bufSize) {
    throw KernelOnly.call();
  }

  /**
   * Reads the counter of the perf event that runs the program.
   *
   * <p>{@code bpf_perf_prog_read_value}, since Linux 4.15, for programs with a licence compatible with the GPL. Kinds of program: PERF_EVENT.
   */
  @Helper(56)
  public static long perfProgReadValue(@Nullable Object ctx, @Nullable Object buf, int bufSize) {
    throw KernelOnly.call();
  }

  /**
   * Reads an option of the socket.
   *
   * <p>{@code bpf_getsockopt}, since Linux 4.15. Kinds of program: SOCK_OPS, CGROUP_SOCK_ADDR, CGROUP_SOCKOPT, LSM; since Linux 5.15 CGROUP_SOCKOPT; since Linux 6.0 LSM.
   */
  @Helper(57)
  public static long getsockopt(
      @Nullable Object bpfSocket, int level, int optname, @Nullable Object optval, int optlen) {
    throw KernelOnly.call();
  }

  /**
   * Makes the probed function return a value at once; it must allow error injection.
   *
   * <p>{@code bpf_override_return}, since Linux 4.16, for programs with a licence compatible with the GPL. Kinds of program: KPROBE.
   */
  @Helper(58)
  public static long overrideReturn(@Nullable Object regs, long rc) {
    throw KernelOnly.call();
  }

  /**
   * Chooses the events for which the program is called.
   *
   * <p>{@code bpf_sock_ops_cb_flags_set}, since Linux 4.16. Kinds of program: SOCK_OPS.
   */
  @Helper(59)
  public static long sockOpsCbFlagsSet(@Nullable Object bpfSock, int argval) {
    throw KernelOnly.call();
  }

  /**
   * Sends the message to a socket of a map.
   *
   * <p>{@code bpf_msg_redirect_map}, since Linux 4.17. Kinds of program: none that has an annotation.
   */
  @Helper(60)
  public static long msgRedirectMap(@Nullable Object msg, BpfMap map, int key, long flags) {
    throw KernelOnly.call();
  }

  /**
   * Applies the verdict to so many bytes of what follows.
   *
   * <p>{@code bpf_msg_apply_bytes}, since Linux 4.17. Kinds of program: none that has an annotation.
   */
  @Helper(61)
  public static long msgApplyBytes(@Nullable Object msg, int bytes) {
    throw KernelOnly.call();
  }

  /**
   * Waits for so many bytes before the next verdict.
   *
   * <p>{@code bpf_msg_cork_bytes}, since Linux 4.17. Kinds of program: none that has an annotation.
   */
  @Helper(62)
  public static long msgCorkBytes(@Nullable Object msg, int bytes) {
    throw KernelOnly.call();
  }

  /**
   * Makes bytes of the message linear.
   *
   * <p>{@code bpf_msg_pull_data}, since Linux 4.17. Kinds of program: none that has an annotation.
   */
  @Helper(63)
  public static long msgPullData(@Nullable Object msg, int start, int end, long flags) {
    throw KernelOnly.call();
  }

  /**
   * Binds the socket to an address before it connects.
   *
   * <p>{@code bpf_bind}, since Linux 4.17. Kinds of program: CGROUP_SOCK_ADDR.
   */
  @Helper(64)
  public static long bind(@Nullable Object ctx, @Nullable Object addr, int addrLen) {
    throw KernelOnly.call();
  }

  /**
   * Makes the packet longer or shorter at its end.
   *
   * <p>{@code bpf_xdp_adjust_tail}, since Linux 4.18. Kinds of program: XDP.
   */
  @Helper(65)
  public static long xdpAdjustTail(@Nullable Object xdpMd, int delta) {
    throw KernelOnly.call();
  }

  /**
   * Reads the IPsec state of the packet.
   *
   * <p>{@code bpf_skb_get_xfrm_state}, since Linux 4.18. Kinds of program: SCHED_CLS.
   */
  @Helper(66)
  public static long skbGetXfrmState(
      @Nullable Object skb, int index, @Nullable Object xfrmState, int size, long flags) {
    throw KernelOnly.call();
  }

  /**
   * Copies the stack of calls.
   *
   * <p>{@code bpf_get_stack}, since Linux 4.18, for programs with a licence compatible with the GPL. Kinds of program: KPROBE, TRACEPOINT, PERF_EVENT, RAW_TRACEPOINT, TRACING, LSM.
   */
  @Helper(67)
  public static long getStack(@Nullable Object ctx, @Nullable Object buf, int size, long flags) {
    throw KernelOnly.call();
  }

  /**
   * Copies bytes of a packet, counted from a header.
   *
   * <p>{@code bpf_skb_load_bytes_relative}, since Linux 4.18. Kinds of program: SOCKET_FILTER, SCHED_CLS, CGROUP_SKB.
   */
  @Helper(68)
  public static long skbLoadBytesRelative(
      @Nullable Object skb, int offset, @Nullable Object to, int len, int startHeader) {
    throw KernelOnly.call();
  }

  /**
   * Looks up the route of a packet.
   *
   * <p>{@code bpf_fib_lookup}, since Linux 4.18, for programs with a licence compatible with the GPL. Kinds of program: SCHED_CLS, XDP.
   */
  @Helper(69)
  public static long fibLookup(@Nullable Object ctx, @Nullable Object params, int plen, int flags) {
    throw KernelOnly.call();
  }

  /**
   * Adds the socket to a hash table of sockets.
   *
   * <p>{@code bpf_sock_hash_update}, since Linux 4.18. Kinds of program: SOCK_OPS.
   */
  @Helper(70)
  public static long sockHashUpdate(
      @Nullable Object skops, BpfMap map, @Nullable Object key, long flags) {
    throw KernelOnly.call();
  }

  /**
   * Sends the message to a socket of a hash table.
   *
   * <p>{@code bpf_msg_redirect_hash}, since Linux 4.18. Kinds of program: none that has an annotation.
   */
  @Helper(71)
  public static long msgRedirectHash(
      @Nullable Object msg, BpfMap map, @Nullable Object key, long flags) {
    throw KernelOnly.call();
  }

  /**
   * Sends the packet to a socket of a hash table.
   *
   * <p>{@code bpf_sk_redirect_hash}, since Linux 4.18. Kinds of program: none that has an annotation.
   */
  @Helper(72)
  public static long skRedirectHash(
      @Nullable Object skb, BpfMap map, @Nullable Object key, long flags) {
    throw KernelOnly.call();
  }

  /**
   * Puts a header around the packet.
   *
   * <p>{@code bpf_lwt_push_encap}, since Linux 4.18. Kinds of program: none that has an annotation.
   */
  @Helper(73)
  public static long lwtPushEncap(
      @Nullable Object skb, int typeValue, @Nullable Object hdr, int len) {
    throw KernelOnly.call();
  }

  /**
   * Writes bytes into the segment routing header.
   *
   * <p>{@code bpf_lwt_seg6_store_bytes}, since Linux 4.18. Kinds of program: none that has an annotation.
   */
  @Helper(74)
  public static long lwtSeg6StoreBytes(
      @Nullable Object skb, int offset, @Nullable Object from, int len) {
    throw KernelOnly.call();
  }

  /**
   * Makes the segment routing header larger or smaller.
   *
   * <p>{@code bpf_lwt_seg6_adjust_srh}, since Linux 4.18. Kinds of program: none that has an annotation.
   */
  @Helper(75)
  public static long lwtSeg6AdjustSrh(@Nullable Object skb, int offset, int delta) {
    throw KernelOnly.call();
  }

  /**
   * Does an action of segment routing.
   *
   * <p>{@code bpf_lwt_seg6_action}, since Linux 4.18. Kinds of program: none that has an annotation.
   */
  @Helper(76)
  public static long lwtSeg6Action(
      @Nullable Object skb, int action, @Nullable Object param, int paramLen) {
    throw KernelOnly.call();
  }

  /**
   * Reports that a key of a remote control is still pressed.
   *
   * <p>{@code bpf_rc_repeat}, since Linux 4.18. Kinds of program: none that has an annotation.
   */
  @Helper(77)
  public static long rcRepeat(@Nullable Object ctx) {
    throw KernelOnly.call();
  }

  /**
   * Reports that a key of a remote control is pressed.
   *
   * <p>{@code bpf_rc_keydown}, since Linux 4.18. Kinds of program: none that has an annotation.
   */
  @Helper(78)
  public static long rcKeydown(@Nullable Object ctx, int protocol, long scancode, int toggle) {
    throw KernelOnly.call();
  }

  /**
   * The id of the cgroup of the packet's socket.
   *
   * <p>{@code bpf_skb_cgroup_id}, since Linux 4.18. Kinds of program: SCHED_CLS, CGROUP_SKB.
   */
  @Helper(79)
  public static long skbCgroupId(@Nullable Object skb) {
    throw KernelOnly.call();
  }

  /**
   * The id of the current task's cgroup.
   *
   * <p>{@code bpf_get_current_cgroup_id}, since Linux 4.18. Kinds of program: all that have an annotation; since Linux 6.12 SOCKET_FILTER, SCHED_CLS, XDP, CGROUP_SKB, SOCK_OPS.
   */
  @Helper(80)
  public static long getCurrentCgroupId() {
    throw KernelOnly.call();
  }

  /**
   * The memory that belongs to the program's cgroup.
   *
   * <p>{@code bpf_get_local_storage}, since Linux 4.19. Kinds of program: CGROUP_SKB, CGROUP_SOCK, SOCK_OPS, CGROUP_DEVICE, CGROUP_SOCK_ADDR, CGROUP_SYSCTL, CGROUP_SOCKOPT.
   *
   * @param type what the result is, a class constant
   */
  @Helper(81)
  public static <T> @Nullable T getLocalStorage(@Nullable Object map, long flags, Class<T> type) {
    throw KernelOnly.call();
  }

  /**
   * Chooses the socket that receives the packet.
   *
   * <p>{@code bpf_sk_select_reuseport}, since Linux 4.19. Kinds of program: none that has an annotation.
   */
  @Helper(82)
  public static long skSelectReuseport(
      @Nullable Object reuse, BpfMap map, @Nullable Object key, long flags) {
    throw KernelOnly.call();
  }

  /**
   * The id of an ancestor of the cgroup of the packet's socket.
   *
   * <p>{@code bpf_skb_ancestor_cgroup_id}, since Linux 4.19. Kinds of program: SCHED_CLS, CGROUP_SKB.
   */
  @Helper(83)
  public static long skbAncestorCgroupId(@Nullable Object skb, int ancestorLevel) {
    throw KernelOnly.call();
  }

  /**
   * Looks up a TCP socket; null if there is none. It is given back by sk_release.
   *
   * <p>{@code bpf_sk_lookup_tcp}, since Linux 4.20. Kinds of program: SCHED_CLS, XDP, CGROUP_SKB, CGROUP_SOCK_ADDR.
   *
   * @param type what the result is, a class constant
   */
  @Helper(84)
  public static <T> @Nullable T skLookupTcp(
      @Nullable Object ctx,
      @Nullable Object tuple,
      int tupleSize,
      long netns,
      long flags,
      Class<T> type) {
    throw KernelOnly.call();
  }

  /**
   * Looks up a UDP socket; null if there is none. It is given back by sk_release.
   *
   * <p>{@code bpf_sk_lookup_udp}, since Linux 4.20. Kinds of program: SCHED_CLS, XDP, CGROUP_SKB, CGROUP_SOCK_ADDR.
   *
   * @param type what the result is, a class constant
   */
  @Helper(85)
  public static <T> @Nullable T skLookupUdp(
      @Nullable Object ctx,
      @Nullable Object tuple,
      int tupleSize,
      long netns,
      long flags,
      Class<T> type) {
    throw KernelOnly.call();
  }

  /**
   * Gives a socket back.
   *
   * <p>{@code bpf_sk_release}, since Linux 4.20. Kinds of program: SCHED_CLS, XDP, CGROUP_SKB, CGROUP_SOCK_ADDR.
   */
  @Helper(86)
  public static long skRelease(@Nullable Object sock) {
    throw KernelOnly.call();
  }

  /**
   * Adds a value to a queue, stack or Bloom filter.
   *
   * <p>{@code bpf_map_push_elem}, since Linux 4.20. Kinds of program: all that have an annotation.
   */
  @Helper(87)
  public static long mapPushElem(BpfMap map, @Nullable Object value, long flags) {
    throw KernelOnly.call();
  }

  /**
   * Takes a value out of a queue or stack.
   *
   * <p>{@code bpf_map_pop_elem}, since Linux 4.20. Kinds of program: all that have an annotation.
   */
  @Helper(88)
  public static long mapPopElem(BpfMap map, @Nullable Object value) {
    throw KernelOnly.call();
  }

  /**
   * Copies the next value of a queue or stack.
   *
   * <p>{@code bpf_map_peek_elem}, since Linux 4.20. Kinds of program: all that have an annotation.
   */
  @Helper(89)
  public static long mapPeekElem(BpfMap map, @Nullable Object value) {
    throw KernelOnly.call();
  }

  /**
   * Inserts bytes into the message.
   *
   * <p>{@code bpf_msg_push_data}, since Linux 4.20. Kinds of program: none that has an annotation.
   */
  @Helper(90)
  public static long msgPushData(@Nullable Object msg, int start, int len, long flags) {
    throw KernelOnly.call();
  }

  /**
   * Removes bytes of the message.
   *
   * <p>{@code bpf_msg_pop_data}, since Linux 5.0. Kinds of program: none that has an annotation.
   */
  @Helper(91)
  public static long msgPopData(@Nullable Object msg, int start, int len, long flags) {
    throw KernelOnly.call();
  }

  /**
   * Reports a movement of a remote control.
   *
   * <p>{@code bpf_rc_pointer_rel}, since Linux 5.0. Kinds of program: none that has an annotation.
   */
  @Helper(92)
  public static long rcPointerRel(@Nullable Object ctx, int relX, int relY) {
    throw KernelOnly.call();
  }

  /**
   * Takes a spin lock that lies in a map's value.
   *
   * <p>{@code bpf_spin_lock}, since Linux 5.1. Kinds of program: all that have an annotation; since Linux 6.1 KPROBE, TRACEPOINT, PERF_EVENT, RAW_TRACEPOINT, TRACING, LSM.
   */
  @Helper(93)
  public static long spinLock(@Nullable Object lock) {
    throw KernelOnly.call();
  }

  /**
   * Releases a spin lock.
   *
   * <p>{@code bpf_spin_unlock}, since Linux 5.1. Kinds of program: all that have an annotation; since Linux 6.1 KPROBE, TRACEPOINT, PERF_EVENT, RAW_TRACEPOINT, TRACING, LSM.
   */
  @Helper(94)
  public static long spinUnlock(@Nullable Object lock) {
    throw KernelOnly.call();
  }

  /**
   * The whole of a socket, or null if it is a part of one.
   *
   * <p>{@code bpf_sk_fullsock}, since Linux 5.1. Kinds of program: SCHED_CLS, CGROUP_SKB.
   *
   * @param type what the result is, a class constant
   */
  @Helper(95)
  public static <T> @Nullable T skFullsock(@Nullable Object sk, Class<T> type) {
    throw KernelOnly.call();
  }

  /**
   * The TCP part of a socket, or null.
   *
   * <p>{@code bpf_tcp_sock}, since Linux 5.1. Kinds of program: SCHED_CLS, CGROUP_SKB, SOCK_OPS, CGROUP_SOCKOPT.
   *
   * @param type what the result is, a class constant
   */
  @Helper(96)
  public static <T> @Nullable T tcpSock(@Nullable Object sk, Class<T> type) {
    throw KernelOnly.call();
  }

  /**
   * Marks the packet with "congestion experienced".
   *
   * <p>{@code bpf_skb_ecn_set_ce}, since Linux 5.1. Kinds of program: SCHED_CLS, CGROUP_SKB.
   */
  @Helper(97)
  public static long skbEcnSetCe(@Nullable Object skb) {
    throw KernelOnly.call();
  }

  /**
   * The socket that listens for this one's connections, or null.
   *
   * <p>{@code bpf_get_listener_sock}, since Linux 5.1. Kinds of program: SCHED_CLS, CGROUP_SKB.
   *
   * @param type what the result is, a class constant
   */
  @Helper(98)
  public static <T> @Nullable T getListenerSock(@Nullable Object sk, Class<T> type) {
    throw KernelOnly.call();
  }

  /**
   * Looks up a TCP socket, also one that is not whole; null if there is none. It is given back by sk_release.
   *
   * <p>{@code bpf_skc_lookup_tcp}, since Linux 5.2. Kinds of program: SCHED_CLS, XDP, CGROUP_SKB, CGROUP_SOCK_ADDR.
   *
   * @param type what the result is, a class constant
   */
  @Helper(99)
  public static <T> @Nullable T skcLookupTcp(
      @Nullable Object ctx,
      @Nullable Object tuple,
      int tupleSize,
      long netns,
      long flags,
      Class<T> type) {
    throw KernelOnly.call();
  }

  /**
   * Checks a SYN cookie.
   *
   * <p>{@code bpf_tcp_check_syncookie}, since Linux 5.2, for programs with a licence compatible with the GPL. Kinds of program: SCHED_CLS, XDP.
   */
  @Helper(100)
  public static long tcpCheckSyncookie(
      @Nullable Object sk, @Nullable Object iph, int iphLen, @Nullable Object th, int thLen) {
    throw KernelOnly.call();
  }

  /**
   * The name of the sysctl.
   *
   * <p>{@code bpf_sysctl_get_name}, since Linux 5.2. Kinds of program: CGROUP_SYSCTL.
   */
  @Helper(101)
  public static long sysctlGetName(
      @Nullable Object ctx, @Nullable Object buf, int bufLen, long flags) {
    throw KernelOnly.call();
  }

  /**
   * The present value of the sysctl.
   *
   * <p>{@code bpf_sysctl_get_current_value}, since Linux 5.2. Kinds of program: CGROUP_SYSCTL.
   */
  @Helper(102)
  public static long sysctlGetCurrentValue(@Nullable Object ctx, @Nullable Object buf, int bufLen) {
    throw KernelOnly.call();
  }

  /**
   * The value that is being written to the sysctl.
   *
   * <p>{@code bpf_sysctl_get_new_value}, since Linux 5.2. Kinds of program: CGROUP_SYSCTL.
   */
  @Helper(103)
  public static long sysctlGetNewValue(@Nullable Object ctx, @Nullable Object buf, int bufLen) {
    throw KernelOnly.call();
  }

  /**
   * Sets the value that is being written to the sysctl.
   *
   * <p>{@code bpf_sysctl_set_new_value}, since Linux 5.2. Kinds of program: CGROUP_SYSCTL.
   */
  @Helper(104)
  public static long sysctlSetNewValue(@Nullable Object ctx, @Nullable Object buf, int bufLen) {
    throw KernelOnly.call();
  }

  /**
   * Parses a number with a sign.
   *
   * <p>{@code bpf_strtol}, since Linux 5.2. Kinds of program: all that have an annotation; since Linux 6.1 SOCKET_FILTER, KPROBE, SCHED_CLS, TRACEPOINT, XDP, PERF_EVENT, CGROUP_SKB, CGROUP_SOCK, SOCK_OPS, CGROUP_DEVICE, RAW_TRACEPOINT, CGROUP_SOCK_ADDR, CGROUP_SOCKOPT, TRACING, LSM.
   */
  @Helper(105)
  public static long strtol(@Nullable Object buf, int bufLen, long flags, @Nullable Object res) {
    throw KernelOnly.call();
  }

  /**
   * Parses a number without a sign.
   *
   * <p>{@code bpf_strtoul}, since Linux 5.2. Kinds of program: all that have an annotation; since Linux 6.1 SOCKET_FILTER, KPROBE, SCHED_CLS, TRACEPOINT, XDP, PERF_EVENT, CGROUP_SKB, CGROUP_SOCK, SOCK_OPS, CGROUP_DEVICE, RAW_TRACEPOINT, CGROUP_SOCK_ADDR, CGROUP_SOCKOPT, TRACING, LSM.
   */
  @Helper(106)
  public static long strtoul(@Nullable Object buf, int bufLen, long flags, @Nullable Object res) {
    throw KernelOnly.call();
  }

  /**
   * The value that belongs to a socket, or null.
   *
   * <p>{@code bpf_sk_storage_get}, since Linux 5.2. Kinds of program: SCHED_CLS, CGROUP_SKB, CGROUP_SOCK, SOCK_OPS, CGROUP_SOCK_ADDR, CGROUP_SOCKOPT, TRACING, LSM; since Linux 5.11 TRACING.
   *
   * @param type what the result is, a class constant
   */
  @Helper(107)
  public static <T> @Nullable T skStorageGet(
      BpfMap map, @Nullable Object sk, @Nullable Object value, long flags, Class<T> type) {
    throw KernelOnly.call();
  }

  /**
   * Removes the value that belongs to a socket.
   *
   * <p>{@code bpf_sk_storage_delete}, since Linux 5.2. Kinds of program: SCHED_CLS, CGROUP_SKB, SOCK_OPS, CGROUP_SOCK_ADDR, CGROUP_SOCKOPT, TRACING, LSM; since Linux 5.11 TRACING.
   */
  @Helper(108)
  public static long skStorageDelete(BpfMap map, @Nullable Object sk) {
    throw KernelOnly.call();
  }

  /**
   * Sends a signal to the current process.
   *
   * <p>{@code bpf_send_signal}, since Linux 5.3. Kinds of program: all that have an annotation; since Linux 6.16 SOCKET_FILTER, SCHED_CLS, XDP, CGROUP_SKB, CGROUP_SOCK, SOCK_OPS, CGROUP_DEVICE, CGROUP_SOCK_ADDR, CGROUP_SYSCTL, CGROUP_SOCKOPT.
   */
  @Helper(109)
  public static long sendSignal(int sig) {
    throw KernelOnly.call();
  }

  /**
   * Makes a SYN cookie.
   *
   * <p>{@code bpf_tcp_gen_syncookie}, since Linux 5.4, for programs with a licence compatible with the GPL. Kinds of program: SCHED_CLS, XDP.
   */
  @Helper(110)
  public static long tcpGenSyncookie(
      @Nullable Object sk, @Nullable Object iph, int iphLen, @Nullable Object th, int thLen) {
    throw KernelOnly.call();
  }

  /**
   * Writes a record with bytes of a packet to the ring of a CPU.
   *
   * <p>{@code bpf_skb_output}, since Linux 5.5, for programs with a licence compatible with the GPL. Kinds of program: TRACING, LSM.
   */
  @Helper(111)
  public static long skbOutput(
      @Nullable Object ctx, BpfMap map, long flags, @Nullable Object data, long size) {
    throw KernelOnly.call();
  }

  /**
   * Copies memory of the current process.
   *
   * <p>{@code bpf_probe_read_user}, since Linux 5.5, for programs with a licence compatible with the GPL. Kinds of program: all that have an annotation.
   */
  @Helper(112)
  public static long probeReadUser(@Nullable Object dst, int size, long unsafePtr) {
    throw KernelOnly.call();
  }

  /**
   * Copies memory of the kernel.
   *
   * <p>{@code bpf_probe_read_kernel}, since Linux 5.5, for programs with a licence compatible with the GPL. Kinds of program: all that have an annotation.
   */
  @Helper(113)
  public static long probeReadKernel(@Nullable Object dst, int size, long unsafePtr) {
    throw KernelOnly.call();
  }

  /**
   * Copies a string of the current process with its closing zero.
   *
   * <p>{@code bpf_probe_read_user_str}, since Linux 5.5, for programs with a licence compatible with the GPL. Kinds of program: all that have an annotation.
   */
  @Helper(114)
  public static long probeReadUserStr(@Nullable Object dst, int size, long unsafePtr) {
    throw KernelOnly.call();
  }

  /**
   * Copies a string of the kernel with its closing zero.
   *
   * <p>{@code bpf_probe_read_kernel_str}, since Linux 5.5, for programs with a licence compatible with the GPL. Kinds of program: all that have an annotation.
   */
  @Helper(115)
  public static long probeReadKernelStr(@Nullable Object dst, int size, long unsafePtr) {
    throw KernelOnly.call();
  }

  /**
   * Sends an acknowledgement.
   *
   * <p>{@code bpf_tcp_send_ack}, since Linux 5.6. Kinds of program: none that has an annotation.
   */
  @Helper(116)
  public static long tcpSendAck(@Nullable Object tp, int rcvNxt) {
    throw KernelOnly.call();
  }

  /**
   * Sends a signal to the current thread.
   *
   * <p>{@code bpf_send_signal_thread}, since Linux 5.6. Kinds of program: all that have an annotation; since Linux 6.16 SOCKET_FILTER, SCHED_CLS, XDP, CGROUP_SKB, CGROUP_SOCK, SOCK_OPS, CGROUP_DEVICE, CGROUP_SOCK_ADDR, CGROUP_SYSCTL, CGROUP_SOCKOPT.
   */
  @Helper(117)
  public static long sendSignalThread(int sig) {
    throw KernelOnly.call();
  }

  /**
   * The kernel's ticks since boot.
   *
   * <p>{@code bpf_jiffies64}, since Linux 5.6. Kinds of program: all that have an annotation.
   */
  @Helper(118)
  public static long jiffies64() {
    throw KernelOnly.call();
  }

  /**
   * Copies the records of the last branches.
   *
   * <p>{@code bpf_read_branch_records}, since Linux 5.7, for programs with a licence compatible with the GPL. Kinds of program: PERF_EVENT.
   */
  @Helper(119)
  public static long readBranchRecords(
      @Nullable Object ctx, @Nullable Object buf, int size, long flags) {
    throw KernelOnly.call();
  }

  /**
   * The current ids in a namespace of processes.
   *
   * <p>{@code bpf_get_ns_current_pid_tgid}, since Linux 5.7. Kinds of program: all that have an annotation; since Linux 6.10 SOCKET_FILTER, SCHED_CLS, XDP, CGROUP_SKB, CGROUP_SOCK, SOCK_OPS, CGROUP_DEVICE, CGROUP_SOCK_ADDR, CGROUP_SYSCTL, CGROUP_SOCKOPT.
   */
  @Helper(120)
  public static long getNsCurrentPidTgid(long dev, long ino, @Nullable Object nsdata, int size) {
    throw KernelOnly.call();
  }

  /**
   * Writes a record with bytes of a packet to the ring of a CPU.
   *
   * <p>{@code bpf_xdp_output}, since Linux 5.7, for programs with a licence compatible with the GPL. Kinds of program: TRACING, LSM.
   */
  @Helper(121)
  public static long xdpOutput(
      @Nullable Object ctx, BpfMap map, long flags, @Nullable Object data, long size) {
    throw KernelOnly.call();
  }

  /**
   * A number that the network namespace keeps for life.
   *
   * <p>{@code bpf_get_netns_cookie}, since Linux 5.7. Kinds of program: SOCKET_FILTER, SCHED_CLS, CGROUP_SKB, CGROUP_SOCK, SOCK_OPS, CGROUP_SOCK_ADDR, CGROUP_SOCKOPT; since Linux 5.15 SOCK_OPS, CGROUP_SOCKOPT; since Linux 6.16 SOCKET_FILTER, SCHED_CLS, CGROUP_SKB.
   */
  @Helper(122)
  public static long getNetnsCookie(@Nullable Object ctx) {
    throw KernelOnly.call();
  }

  /**
   * The id of an ancestor of the current task's cgroup.
   *
   * <p>{@code bpf_get_current_ancestor_cgroup_id}, since Linux 5.7. Kinds of program: all that have an annotation; since Linux 6.1 KPROBE, TRACEPOINT, PERF_EVENT, CGROUP_DEVICE, RAW_TRACEPOINT, CGROUP_SYSCTL, CGROUP_SOCKOPT, TRACING, LSM; since Linux 6.12 SOCKET_FILTER, SCHED_CLS, XDP, CGROUP_SKB, SOCK_OPS.
   */
  @Helper(123)
  public static long getCurrentAncestorCgroupId(int ancestorLevel) {
    throw KernelOnly.call();
  }

  /**
   * Gives the packet to a socket.
   *
   * <p>{@code bpf_sk_assign}, since Linux 5.7. Kinds of program: SCHED_CLS.
   */
  @Helper(124)
  public static long skAssign(@Nullable Object skb, @Nullable Object sk, long flags) {
    throw KernelOnly.call();
  }

  /**
   * Nanoseconds since boot with the time asleep.
   *
   * <p>{@code bpf_ktime_get_boot_ns}, since Linux 5.8. Kinds of program: all that have an annotation.
   */
  @Helper(125)
  public static long ktimeGetBootNs() {
    throw KernelOnly.call();
  }

  /**
   * Writes formatted text to an iterator's output.
   *
   * <p>{@code bpf_seq_printf}, since Linux 5.8, for programs with a licence compatible with the GPL. Kinds of program: TRACING.
   */
  @Helper(126)
  public static long seqPrintf(
      @Nullable Object m, @Nullable Object fmt, int fmtSize, @Nullable Object data, int dataLen) {
    throw KernelOnly.call();
  }

  /**
   * Writes bytes to an iterator's output.
   *
   * <p>{@code bpf_seq_write}, since Linux 5.8, for programs with a licence compatible with the GPL. Kinds of program: TRACING.
   */
  @Helper(127)
  public static long seqWrite(@Nullable Object m, @Nullable Object data, int len) {
    throw KernelOnly.call();
  }

  /**
   * The id of a socket's cgroup.
   *
   * <p>{@code bpf_sk_cgroup_id}, since Linux 5.8. Kinds of program: CGROUP_SKB.
   */
  @Helper(128)
  public static long skCgroupId(@Nullable Object sk) {
    throw KernelOnly.call();
  }

  /**
   * The id of an ancestor of a socket's cgroup.
   *
   * <p>{@code bpf_sk_ancestor_cgroup_id}, since Linux 5.8. Kinds of program: CGROUP_SKB.
   */
  @Helper(129)
  public static long skAncestorCgroupId(@Nullable Object sk, int ancestorLevel) {
    throw KernelOnly.call();
  }

  /**
   * Copies a record into a ring buffer.
   *
   * <p>{@code bpf_ringbuf_output}, since Linux 5.8. Kinds of program: all that have an annotation.
   */
  @Helper(130)
  public static long ringbufOutput(
      @Nullable Object ringbuf, @Nullable Object data, long size, long flags) {
    throw KernelOnly.call();
  }

  /**
   * Reserves a record in a ring buffer; null if it is full.
   *
   * <p>{@code bpf_ringbuf_reserve}, since Linux 5.8. Kinds of program: all that have an annotation.
   *
   * @param type what the result is, a class constant
   */
  @Helper(131)
  public static <T> @Nullable T ringbufReserve(
      @Nullable Object ringbuf, long size, long flags, Class<T> type) {
    throw KernelOnly.call();
  }

  /**
   * Hands a reserved record to user space.
   *
   * <p>{@code bpf_ringbuf_submit}, since Linux 5.8. Kinds of program: all that have an annotation.
   */
  @Helper(132)
  public static void ringbufSubmit(@Nullable Object data, long flags) {
    throw KernelOnly.call();
  }

  /**
   * Gives a reserved record back.
   *
   * <p>{@code bpf_ringbuf_discard}, since Linux 5.8. Kinds of program: all that have an annotation.
   */
  @Helper(133)
  public static void ringbufDiscard(@Nullable Object data, long flags) {
    throw KernelOnly.call();
  }

  /**
   * Asks about a ring buffer: 0 the bytes not read, 1 its size, 2 and 3 the positions.
   *
   * <p>{@code bpf_ringbuf_query}, since Linux 5.8. Kinds of program: all that have an annotation.
   */
  @Helper(134)
  public static long ringbufQuery(@Nullable Object ringbuf, long flags) {
    throw KernelOnly.call();
  }

  /**
   * Changes how far the packet's checksum was verified.
   *
   * <p>{@code bpf_csum_level}, since Linux 5.8. Kinds of program: SCHED_CLS.
   */
  @Helper(135)
  public static long csumLevel(@Nullable Object skb, long level) {
    throw KernelOnly.call();
  }

  /**
   * The socket as a tcp6_sock, or null.
   *
   * <p>{@code bpf_skc_to_tcp6_sock}, since Linux 5.9. Kinds of program: SOCKET_FILTER, SCHED_CLS, XDP, CGROUP_SKB, SOCK_OPS, CGROUP_SOCK_ADDR, TRACING, LSM.
   *
   * @param type what the result is, a class constant
   */
  @Helper(136)
  public static <T> @Nullable T skcToTcp6Sock(@Nullable Object sk, Class<T> type) {
    throw KernelOnly.call();
  }

  /**
   * The socket as a tcp_sock, or null.
   *
   * <p>{@code bpf_skc_to_tcp_sock}, since Linux 5.9. Kinds of program: SOCKET_FILTER, SCHED_CLS, XDP, CGROUP_SKB, SOCK_OPS, CGROUP_SOCK_ADDR, TRACING, LSM.
   *
   * @param type what the result is, a class constant
   */
  @Helper(137)
  public static <T> @Nullable T skcToTcpSock(@Nullable Object sk, Class<T> type) {
    throw KernelOnly.call();
  }

  /**
   * The socket as a tcp_timewait_sock, or null.
   *
   * <p>{@code bpf_skc_to_tcp_timewait_sock}, since Linux 5.9. Kinds of program: SOCKET_FILTER, SCHED_CLS, XDP, CGROUP_SKB, SOCK_OPS, CGROUP_SOCK_ADDR, TRACING, LSM.
   *
   * @param type what the result is, a class constant
   */
  @Helper(138)
  public static <T> @Nullable T skcToTcpTimewaitSock(@Nullable Object sk, Class<T> type) {
    throw KernelOnly.call();
  }

  /**
   * The socket as a tcp_request_sock, or null.
   *
   * <p>{@code bpf_skc_to_tcp_request_sock}, since Linux 5.9. Kinds of program: SOCKET_FILTER, SCHED_CLS, XDP, CGROUP_SKB, SOCK_OPS, CGROUP_SOCK_ADDR, TRACING, LSM.
   *
   * @param type what the result is, a class constant
   */
  @Helper(139)
  public static <T> @Nullable T skcToTcpRequestSock(@Nullable Object sk, Class<T> type) {
    throw KernelOnly.call();
  }

  /**
   * The socket as a udp6_sock, or null.
   *
   * <p>{@code bpf_skc_to_udp6_sock}, since Linux 5.9. Kinds of program: SOCKET_FILTER, SCHED_CLS, XDP, CGROUP_SKB, SOCK_OPS, CGROUP_SOCK_ADDR, TRACING, LSM.
   *
   * @param type what the result is, a class constant
   */
  @Helper(140)
  public static <T> @Nullable T skcToUdp6Sock(@Nullable Object sk, Class<T> type) {
    throw KernelOnly.call();
  }

  /**
   * Copies a task's stack of calls.
   *
   * <p>{@code bpf_get_task_stack}, since Linux 5.9. Kinds of program: all that have an annotation; since Linux 6.16 SOCKET_FILTER, SCHED_CLS, XDP, CGROUP_SKB, CGROUP_SOCK, SOCK_OPS, CGROUP_DEVICE, CGROUP_SOCK_ADDR, CGROUP_SYSCTL, CGROUP_SOCKOPT.
   */
  @Helper(141)
  public static long getTaskStack(
      @Nullable Object task, @Nullable Object buf, int size, long flags) {
    throw KernelOnly.call();
  }

  /**
   * Reads an option of the TCP header.
   *
   * <p>{@code bpf_load_hdr_opt}, since Linux 5.10. Kinds of program: SOCK_OPS.
   */
  @Helper(142)
  public static long loadHdrOpt(
      @Nullable Object skops, @Nullable Object searchbyRes, int len, long flags) {
    throw KernelOnly.call();
  }

  /**
   * Writes an option of the TCP header.
   *
   * <p>{@code bpf_store_hdr_opt}, since Linux 5.10. Kinds of program: SOCK_OPS.
   */
  @Helper(143)
  public static long storeHdrOpt(
      @Nullable Object skops, @Nullable Object from, int len, long flags) {
    throw KernelOnly.call();
  }

  /**
   * Makes room for an option of the TCP header.
   *
   * <p>{@code bpf_reserve_hdr_opt}, since Linux 5.10. Kinds of program: SOCK_OPS.
   */
  @Helper(144)
  public static long reserveHdrOpt(@Nullable Object skops, int len, long flags) {
    throw KernelOnly.call();
  }

  /**
   * The value that belongs to an inode, or null.
   *
   * <p>{@code bpf_inode_storage_get}, since Linux 5.10. Kinds of program: LSM.
   *
   * @param type what the result is, a class constant
   */
  @Helper(145)
  public static <T> @Nullable T inodeStorageGet(
      BpfMap map, @Nullable Object inode, @Nullable Object value, long flags, Class<T> type) {
    throw KernelOnly.call();
  }

  /**
   * Removes the value that belongs to an inode.
   *
   * <p>{@code bpf_inode_storage_delete}, since Linux 5.10. Kinds of program: LSM.
   */
  @Helper(146)
  public static int inodeStorageDelete(BpfMap map, @Nullable Object inode) {
    throw KernelOnly.call();
  }

  /**
   * Writes the name of a path.
   *
   * <p>{@code bpf_d_path}, since Linux 5.10. Kinds of program: TRACING, LSM.
   */
  @Helper(147)
  public static long dPath(@Nullable Object path, @Nullable Object buf, int sz) {
    throw KernelOnly.call();
  }

  /**
   * Copies memory of the current process, waiting for pages that are not there.
   *
   * <p>{@code bpf_copy_from_user}, since Linux 5.10. Kinds of program: all that have an annotation.
   */
  @Helper(148)
  public static long copyFromUser(@Nullable Object dst, int size, long userPtr) {
    throw KernelOnly.call();
  }

  /**
   * Writes a kernel structure as text.
   *
   * <p>{@code bpf_snprintf_btf}, since Linux 5.10. Kinds of program: all that have an annotation.
   */
  @Helper(149)
  public static long snprintfBtf(
      @Nullable Object str, int strSize, @Nullable Object ptr, int btfPtrSize, long flags) {
    throw KernelOnly.call();
  }

  /**
   * Writes a kernel structure as text to an iterator's output.
   *
   * <p>{@code bpf_seq_printf_btf}, since Linux 5.10, for programs with a licence compatible with the GPL. Kinds of program: TRACING.
   */
  @Helper(150)
  public static long seqPrintfBtf(
      @Nullable Object m, @Nullable Object ptr, int ptrSize, long flags) {
    throw KernelOnly.call();
  }

  /**
   * The class of the packet's socket in the net_cls cgroup, from the socket itself.
   *
   * <p>{@code bpf_skb_cgroup_classid}, since Linux 5.10. Kinds of program: SCHED_CLS.
   */
  @Helper(151)
  public static long skbCgroupClassid(@Nullable Object skb) {
    throw KernelOnly.call();
  }

  /**
   * Sends the packet to a network interface with the neighbour's address filled in.
   *
   * <p>{@code bpf_redirect_neigh}, since Linux 5.10. Kinds of program: SCHED_CLS.
   */
  @Helper(152)
  public static long redirectNeigh(int ifindex, @Nullable Object params, int plen, long flags) {
    throw KernelOnly.call();
  }

  /**
   * The address of a kernel variable on a CPU, or null.
   *
   * <p>{@code bpf_per_cpu_ptr}, since Linux 5.10. Kinds of program: all that have an annotation.
   *
   * @param type what the result is, a class constant
   */
  @Helper(153)
  public static <T> @Nullable T perCpuPtr(@Nullable Object percpuPtr, int cpu, Class<T> type) {
    throw KernelOnly.call();
  }

  /**
   * The address of a kernel variable on this CPU.
   *
   * <p>{@code bpf_this_cpu_ptr}, since Linux 5.10. Kinds of program: all that have an annotation.
   *
   * @param type what the result is, a class constant
   */
  @Helper(154)
  public static <T> @Nullable T thisCpuPtr(@Nullable Object percpuPtr, Class<T> type) {
    throw KernelOnly.call();
  }

  /**
   * Sends the packet to the other end of a pair of interfaces, in its network namespace.
   *
   * <p>{@code bpf_redirect_peer}, since Linux 5.10. Kinds of program: SCHED_CLS.
   */
  @Helper(155)
  public static long redirectPeer(int ifindex, long flags) {
    throw KernelOnly.call();
  }

  /**
   * The value that belongs to a task, or null.
   *
   * <p>{@code bpf_task_storage_get}, since Linux 5.11. Kinds of program: all that have an annotation; since Linux 6.16 SOCKET_FILTER, SCHED_CLS, XDP, CGROUP_SKB, CGROUP_SOCK, SOCK_OPS, CGROUP_DEVICE, CGROUP_SOCK_ADDR, CGROUP_SYSCTL, CGROUP_SOCKOPT.
   *
   * @param type what the result is, a class constant
   */
  @Helper(156)
  public static <T> @Nullable T taskStorageGet(
      BpfMap map, @Nullable Object task, @Nullable Object value, long flags, Class<T> type) {
    throw KernelOnly.call();
  }

  /**
   * Removes the value that belongs to a task.
   *
   * <p>{@code bpf_task_storage_delete}, since Linux 5.11. Kinds of program: all that have an annotation; since Linux 6.16 SOCKET_FILTER, SCHED_CLS, XDP, CGROUP_SKB, CGROUP_SOCK, SOCK_OPS, CGROUP_DEVICE, CGROUP_SOCK_ADDR, CGROUP_SYSCTL, CGROUP_SOCKOPT.
   */
  @Helper(157)
  public static long taskStorageDelete(BpfMap map, @Nullable Object task) {
    throw KernelOnly.call();
  }

  /**
   * The current task, as a pointer whose type the verifier knows.
   *
   * <p>{@code bpf_get_current_task_btf}, since Linux 5.11, for programs with a licence compatible with the GPL. Kinds of program: all that have an annotation.
   *
   * @param type what the result is, a class constant
   */
  @Helper(158)
  public static <T> @Nullable T getCurrentTaskBtf(Class<T> type) {
    throw KernelOnly.call();
  }

  /**
   * Sets options of the program that is being executed.
   *
   * <p>{@code bpf_bprm_opts_set}, since Linux 5.11. Kinds of program: LSM.
   */
  @Helper(159)
  public static long bprmOptsSet(@Nullable Object bprm, long flags) {
    throw KernelOnly.call();
  }

  /**
   * Nanoseconds since boot, as of the last tick.
   *
   * <p>{@code bpf_ktime_get_coarse_ns}, since Linux 5.11. Kinds of program: SOCKET_FILTER, SCHED_CLS, XDP, CGROUP_SKB, CGROUP_SOCK, SOCK_OPS, CGROUP_SOCK_ADDR, CGROUP_SYSCTL.
   */
  @Helper(160)
  public static long ktimeGetCoarseNs() {
    throw KernelOnly.call();
  }

  /**
   * The integrity measurement of an inode.
   *
   * <p>{@code bpf_ima_inode_hash}, since Linux 5.11. Kinds of program: LSM.
   */
  @Helper(161)
  public static long imaInodeHash(@Nullable Object inode, @Nullable Object dst, int size) {
    throw KernelOnly.call();
  }

  /**
   * The socket of a file, or null.
   *
   * <p>{@code bpf_sock_from_file}, since Linux 5.11. Kinds of program: TRACING, LSM.
   *
   * @param type what the result is, a class constant
   */
  @Helper(162)
  public static <T> @Nullable T sockFromFile(@Nullable Object file, Class<T> type) {
    throw KernelOnly.call();
  }

  /**
   * Checks the packet's size against an interface's limit.
   *
   * <p>{@code bpf_check_mtu}, since Linux 5.12, for programs with a licence compatible with the GPL. Kinds of program: SCHED_CLS, XDP.
   */
  @Helper(163)
  public static long checkMtu(
      @Nullable Object ctx, int ifindex, @Nullable Object mtuLen, int lenDiff, long flags) {
    throw KernelOnly.call();
  }

  /**
   * Writes formatted text to memory.
   *
   * <p>{@code bpf_snprintf}, since Linux 5.13, for programs with a licence compatible with the GPL. Kinds of program: all that have an annotation.
   */
  @Helper(165)
  public static long snprintf(
      @Nullable Object str, int strSize, @Nullable Object fmt, @Nullable Object data, int dataLen) {
    throw KernelOnly.call();
  }

  /**
   * Calls bpf(2) from a program.
   *
   * <p>{@code bpf_sys_bpf}, since Linux 5.14. Kinds of program: none that has an annotation.
   */
  @Helper(166)
  public static long sysBpf(int cmd, @Nullable Object attr, int attrSize) {
    throw KernelOnly.call();
  }

  /**
   * The number of a type in the kernel's BTF.
   *
   * <p>{@code bpf_btf_find_by_name_kind}, since Linux 5.14. Kinds of program: none that has an annotation.
   */
  @Helper(167)
  public static long btfFindByNameKind(@Nullable Object name, int nameSz, int kind, int flags) {
    throw KernelOnly.call();
  }

  /**
   * Closes a file descriptor.
   *
   * <p>{@code bpf_sys_close}, since Linux 5.14. Kinds of program: none that has an annotation.
   */
  @Helper(168)
  public static long sysClose(int fd) {
    throw KernelOnly.call();
  }

  /**
   * Makes a timer, which lies in a map's value, ready.
   *
   * <p>{@code bpf_timer_init}, since Linux 5.15, for programs with a licence compatible with the GPL. Kinds of program: all that have an annotation.
   */
  @Helper(169)
  public static long timerInit(@Nullable Object timer, BpfMap map, long flags) {
    throw KernelOnly.call();
  }

  /**
   * Starts a timer: its function runs after so many nanoseconds.
   *
   * <p>{@code bpf_timer_start}, since Linux 5.15, for programs with a licence compatible with the GPL. Kinds of program: all that have an annotation.
   */
  @Helper(171)
  public static long timerStart(@Nullable Object timer, long nsecs, long flags) {
    throw KernelOnly.call();
  }

  /**
   * Stops a timer, and waits for its function.
   *
   * <p>{@code bpf_timer_cancel}, since Linux 5.15, for programs with a licence compatible with the GPL. Kinds of program: all that have an annotation.
   */
  @Helper(172)
  public static long timerCancel(@Nullable Object timer) {
    throw KernelOnly.call();
  }

  /**
   * The address of the function that is probed.
   *
   * <p>{@code bpf_get_func_ip}, since Linux 5.15, for programs with a licence compatible with the GPL. Kinds of program: KPROBE, TRACEPOINT, PERF_EVENT, RAW_TRACEPOINT, TRACING, LSM.
   */
  @Helper(173)
  public static long getFuncIp(@Nullable Object ctx) {
    throw KernelOnly.call();
  }

  /**
   * The number that was given when the program was attached.
   *
   * <p>{@code bpf_get_attach_cookie}, since Linux 5.15. Kinds of program: KPROBE, TRACEPOINT, PERF_EVENT, RAW_TRACEPOINT, TRACING, LSM; since Linux 6.10 RAW_TRACEPOINT.
   */
  @Helper(174)
  public static long getAttachCookie(@Nullable Object ctx) {
    throw KernelOnly.call();
  }

  /**
   * The registers of a task's user space.
   *
   * <p>{@code bpf_task_pt_regs}, since Linux 5.15, for programs with a licence compatible with the GPL. Kinds of program: all that have an annotation.
   */
  @Helper(175)
  public static long taskPtRegs(@Nullable Object task) {
    throw KernelOnly.call();
  }

  /**
   * Copies the records of the last branches at once.
   *
   * <p>{@code bpf_get_branch_snapshot}, since Linux 5.16, for programs with a licence compatible with the GPL. Kinds of program: all that have an annotation; since Linux 6.16 SOCKET_FILTER, SCHED_CLS, XDP, CGROUP_SKB, CGROUP_SOCK, SOCK_OPS, CGROUP_DEVICE, CGROUP_SOCK_ADDR, CGROUP_SYSCTL, CGROUP_SOCKOPT.
   */
  @Helper(176)
  public static long getBranchSnapshot(@Nullable Object entries, int size, long flags) {
    throw KernelOnly.call();
  }

  /**
   * Writes a line with any number of values to the kernel's trace pipe; for debugging alone.
   *
   * <p>{@code bpf_trace_vprintk}, since Linux 5.16, for programs with a licence compatible with the GPL. Kinds of program: all that have an annotation.
   */
  @Helper(177)
  public static long traceVprintk(
      @Nullable Object fmt, int fmtSize, @Nullable Object data, int dataLen) {
    throw KernelOnly.call();
  }

  /**
   * The socket as a unix_sock, or null.
   *
   * <p>{@code bpf_skc_to_unix_sock}, since Linux 5.16. Kinds of program: SOCKET_FILTER, SCHED_CLS, XDP, CGROUP_SKB, SOCK_OPS, CGROUP_SOCK_ADDR, TRACING, LSM.
   *
   * @param type what the result is, a class constant
   */
  @Helper(178)
  public static <T> @Nullable T skcToUnixSock(@Nullable Object sk, Class<T> type) {
    throw KernelOnly.call();
  }

  /**
   * The address of a symbol of the kernel.
   *
   * <p>{@code bpf_kallsyms_lookup_name}, since Linux 5.16. Kinds of program: none that has an annotation.
   */
  @Helper(179)
  public static long kallsymsLookupName(
      @Nullable Object name, int nameSz, int flags, @Nullable Object res) {
    throw KernelOnly.call();
  }

  /**
   * Compares two strings; the second is a constant.
   *
   * <p>{@code bpf_strncmp}, since Linux 5.17. Kinds of program: all that have an annotation.
   */
  @Helper(182)
  public static long strncmp(@Nullable Object s1, int s1Sz, @Nullable Object s2) {
    throw KernelOnly.call();
  }

  /**
   * Reads an argument of the traced function.
   *
   * <p>{@code bpf_get_func_arg}, since Linux 5.17. Kinds of program: TRACING, LSM.
   */
  @Helper(183)
  public static long getFuncArg(@Nullable Object ctx, int n, @Nullable Object value) {
    throw KernelOnly.call();
  }

  /**
   * Reads the result of the traced function.
   *
   * <p>{@code bpf_get_func_ret}, since Linux 5.17. Kinds of program: TRACING, LSM.
   */
  @Helper(184)
  public static long getFuncRet(@Nullable Object ctx, @Nullable Object value) {
    throw KernelOnly.call();
  }

  /**
   * How many arguments the traced function has.
   *
   * <p>{@code bpf_get_func_arg_cnt}, since Linux 5.17. Kinds of program: TRACING, LSM.
   */
  @Helper(185)
  public static long getFuncArgCnt(@Nullable Object ctx) {
    throw KernelOnly.call();
  }

  /**
   * The result that the system call will have.
   *
   * <p>{@code bpf_get_retval}, since Linux 5.18. Kinds of program: CGROUP_SOCK, CGROUP_DEVICE, CGROUP_SOCK_ADDR, CGROUP_SYSCTL, CGROUP_SOCKOPT, LSM.
   */
  @Helper(186)
  public static int getRetval() {
    throw KernelOnly.call();
  }

  /**
   * Sets the result that the system call will have.
   *
   * <p>{@code bpf_set_retval}, since Linux 5.18. Kinds of program: CGROUP_SOCK, CGROUP_DEVICE, CGROUP_SOCK_ADDR, CGROUP_SYSCTL, CGROUP_SOCKOPT, LSM.
   */
  @Helper(187)
  public static int setRetval(int retval) {
    throw KernelOnly.call();
  }

  /**
   * The bytes of the packet with all its fragments.
   *
   * <p>{@code bpf_xdp_get_buff_len}, since Linux 5.18. Kinds of program: XDP, TRACING, LSM.
   */
  @Helper(188)
  public static long xdpGetBuffLen(@Nullable Object xdpMd) {
    throw KernelOnly.call();
  }

  /**
   * Copies bytes of the packet with all its fragments.
   *
   * <p>{@code bpf_xdp_load_bytes}, since Linux 5.18. Kinds of program: XDP.
   */
  @Helper(189)
  public static long xdpLoadBytes(
      @Nullable Object xdpMd, int offset, @Nullable Object buf, int len) {
    throw KernelOnly.call();
  }

  /**
   * Writes bytes into the packet with all its fragments.
   *
   * <p>{@code bpf_xdp_store_bytes}, since Linux 5.18. Kinds of program: XDP.
   */
  @Helper(190)
  public static long xdpStoreBytes(
      @Nullable Object xdpMd, int offset, @Nullable Object buf, int len) {
    throw KernelOnly.call();
  }

  /**
   * Copies memory of a task's process, waiting for pages that are not there.
   *
   * <p>{@code bpf_copy_from_user_task}, since Linux 5.18, for programs with a licence compatible with the GPL. Kinds of program: all that have an annotation.
   */
  @Helper(191)
  public static long copyFromUserTask(
      @Nullable Object dst, int size, long userPtr, @Nullable Object tsk, long flags) {
    throw KernelOnly.call();
  }

  /**
   * Sets the packet's time of departure.
   *
   * <p>{@code bpf_skb_set_tstamp}, since Linux 5.18. Kinds of program: SCHED_CLS.
   */
  @Helper(192)
  public static long skbSetTstamp(@Nullable Object skb, long tstamp, int tstampType) {
    throw KernelOnly.call();
  }

  /**
   * The integrity measurement of a file, taken if there is none.
   *
   * <p>{@code bpf_ima_file_hash}, since Linux 5.18. Kinds of program: LSM.
   */
  @Helper(193)
  public static long imaFileHash(@Nullable Object file, @Nullable Object dst, int size) {
    throw KernelOnly.call();
  }

  /**
   * Puts a pointer to a kernel object into a map's value, and gives the one that was there.
   *
   * <p>{@code bpf_kptr_xchg}, since Linux 5.19. Kinds of program: all that have an annotation.
   *
   * @param type what the result is, a class constant
   */
  @Helper(194)
  public static <T> @Nullable T kptrXchg(
      @Nullable Object mapValue, @Nullable Object ptr, Class<T> type) {
    throw KernelOnly.call();
  }

  /**
   * The value of a key on a CPU, or null.
   *
   * <p>{@code bpf_map_lookup_percpu_elem}, since Linux 5.19. Kinds of program: all that have an annotation.
   *
   * @param type what the result is, a class constant
   */
  @Helper(195)
  public static <T> @Nullable T mapLookupPercpuElem(
      BpfMap map, @Nullable Object key, int cpu, Class<T> type) {
    throw KernelOnly.call();
  }

  /**
   * The socket as an mptcp_sock, or null.
   *
   * <p>{@code bpf_skc_to_mptcp_sock}, since Linux 5.19. Kinds of program: SOCKET_FILTER, SCHED_CLS, XDP, CGROUP_SKB, SOCK_OPS, CGROUP_SOCK_ADDR, TRACING, LSM.
   *
   * @param type what the result is, a class constant
   */
  @Helper(196)
  public static <T> @Nullable T skcToMptcpSock(@Nullable Object sk, Class<T> type) {
    throw KernelOnly.call();
  }

  /**
   * Makes a dynptr of memory of a map's value.
   *
   * <p>{@code bpf_dynptr_from_mem}, since Linux 5.19. Kinds of program: all that have an annotation.
   */
  @Helper(197)
  public static long dynptrFromMem(
      @Nullable Object data, int size, long flags, @Nullable Object ptr) {
    throw KernelOnly.call();
  }

  /**
   * Reserves a record of a size that is not constant.
   *
   * <p>{@code bpf_ringbuf_reserve_dynptr}, since Linux 5.19. Kinds of program: all that have an annotation.
   */
  @Helper(198)
  public static long ringbufReserveDynptr(
      @Nullable Object ringbuf, int size, long flags, @Nullable Object ptr) {
    throw KernelOnly.call();
  }

  /**
   * Hands a record reserved as a dynptr to user space.
   *
   * <p>{@code bpf_ringbuf_submit_dynptr}, since Linux 5.19. Kinds of program: all that have an annotation.
   */
  @Helper(199)
  public static void ringbufSubmitDynptr(@Nullable Object ptr, long flags) {
    throw KernelOnly.call();
  }

  /**
   * Gives a record reserved as a dynptr back.
   *
   * <p>{@code bpf_ringbuf_discard_dynptr}, since Linux 5.19. Kinds of program: all that have an annotation.
   */
  @Helper(200)
  public static void ringbufDiscardDynptr(@Nullable Object ptr, long flags) {
    throw KernelOnly.call();
  }

  /**
   * Copies bytes out of a dynptr.
   *
   * <p>{@code bpf_dynptr_read}, since Linux 5.19. Kinds of program: all that have an annotation.
   */
  @Helper(201)
  public static long dynptrRead(
      @Nullable Object dst, int len, @Nullable Object src, int offset, long flags) {
    throw KernelOnly.call();
  }

  /**
   * Copies bytes into a dynptr.
   *
   * <p>{@code bpf_dynptr_write}, since Linux 5.19. Kinds of program: all that have an annotation.
   */
  @Helper(202)
  public static long dynptrWrite(
      @Nullable Object dst, int offset, @Nullable Object src, int len, long flags) {
    throw KernelOnly.call();
  }

  /**
   * The address of bytes in a dynptr, or null.
   *
   * <p>{@code bpf_dynptr_data}, since Linux 5.19. Kinds of program: all that have an annotation.
   *
   * @param type what the result is, a class constant
   */
  @Helper(203)
  public static <T> @Nullable T dynptrData(
      @Nullable Object ptr, int offset, int len, Class<T> type) {
    throw KernelOnly.call();
  }

  /**
   * Makes a SYN cookie of IPv4 headers alone.
   *
   * <p>{@code bpf_tcp_raw_gen_syncookie_ipv4}, since Linux 6.0, for programs with a licence compatible with the GPL. Kinds of program: SCHED_CLS, XDP.
   */
  @Helper(204)
  public static long tcpRawGenSyncookieIpv4(@Nullable Object iph, @Nullable Object th, int thLen) {
    throw KernelOnly.call();
  }

  /**
   * Makes a SYN cookie of IPv6 headers alone.
   *
   * <p>{@code bpf_tcp_raw_gen_syncookie_ipv6}, since Linux 6.0, for programs with a licence compatible with the GPL. Kinds of program: SCHED_CLS, XDP.
   */
  @Helper(205)
  public static long tcpRawGenSyncookieIpv6(@Nullable Object iph, @Nullable Object th, int thLen) {
    throw KernelOnly.call();
  }

  /**
   * Checks a SYN cookie of IPv4 headers alone.
   *
   * <p>{@code bpf_tcp_raw_check_syncookie_ipv4}, since Linux 6.0, for programs with a licence compatible with the GPL. Kinds of program: SCHED_CLS, XDP.
   */
  @Helper(206)
  public static long tcpRawCheckSyncookieIpv4(@Nullable Object iph, @Nullable Object th) {
    throw KernelOnly.call();
  }

  /**
   * Checks a SYN cookie of IPv6 headers alone.
   *
   * <p>{@code bpf_tcp_raw_check_syncookie_ipv6}, since Linux 6.0, for programs with a licence compatible with the GPL. Kinds of program: SCHED_CLS, XDP.
   */
  @Helper(207)
  public static long tcpRawCheckSyncookieIpv6(@Nullable Object iph, @Nullable Object th) {
    throw KernelOnly.call();
  }

  /**
   * Nanoseconds of international atomic time.
   *
   * <p>{@code bpf_ktime_get_tai_ns}, since Linux 6.1. Kinds of program: all that have an annotation.
   */
  @Helper(208)
  public static long ktimeGetTaiNs() {
    throw KernelOnly.call();
  }

  /**
   * The value that belongs to a cgroup, or null.
   *
   * <p>{@code bpf_cgrp_storage_get}, since Linux 6.2. Kinds of program: all that have an annotation.
   *
   * @param type what the result is, a class constant
   */
  @Helper(210)
  public static <T> @Nullable T cgrpStorageGet(
      BpfMap map, @Nullable Object cgroup, @Nullable Object value, long flags, Class<T> type) {
    throw KernelOnly.call();
  }

  /**
   * Removes the value that belongs to a cgroup.
   *
   * <p>{@code bpf_cgrp_storage_delete}, since Linux 6.2. Kinds of program: all that have an annotation.
   */
  @Helper(211)
  public static long cgrpStorageDelete(BpfMap map, @Nullable Object cgroup) {
    throw KernelOnly.call();
  }
}
