package dev.tawon.bpf;

import dev.tawon.bpf.sys.Errno;
import dev.tawon.bpf.sys.FileDescriptor;
import dev.tawon.bpf.sys.NetlinkCalls;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A conversation with the kernel about the traffic control of network interfaces. It stays in the network namespace of the thread
 * that began it.
 *
 * <p>Source: {@code include/uapi/linux/netlink.h}, {@code rtnetlink.h}, {@code pkt_cls.h}, {@code pkt_sched.h}.
 */
final class TrafficControl implements AutoCloseable {
  private static final int RTM_NEWQDISC = 36;
  private static final int RTM_DELQDISC = 37;
  private static final int RTM_NEWTFILTER = 44;
  private static final int RTM_DELTFILTER = 45;
  private static final int RTM_GETTFILTER = 46;

  private static final int NLM_F_REQUEST = 1;
  private static final int NLM_F_ACK = 4;
  private static final int NLM_F_ECHO = 8;
  private static final int NLM_F_DUMP = 0x300;
  private static final int NLM_F_EXCL = 0x200;
  private static final int NLM_F_CREATE = 0x400;

  private static final int NLMSG_ERROR = 2;
  private static final int NLMSG_DONE = 3;

  /** {@code TC_H_CLSACT}, the parent of the discipline itself. */
  private static final int CLSACT = 0xfffffff1;

  /** {@code TC_H_MAKE(TC_H_CLSACT, 0)}. */
  private static final int CLSACT_HANDLE = 0xffff0000;

  /** {@code TC_H_MAKE(TC_H_CLSACT, TC_H_MIN_INGRESS)} and {@code TC_H_MIN_EGRESS}. */
  static final int INGRESS = 0xfffffff2;

  static final int EGRESS = 0xfffffff3;

  private static final int TCA_KIND = 1;
  private static final int TCA_OPTIONS = 2;
  private static final int TCA_BPF_FD = 6;
  private static final int TCA_BPF_NAME = 7;
  private static final int TCA_BPF_FLAGS = 8;
  private static final int TCA_BPF_FLAG_ACT_DIRECT = 1;

  /** {@code htons(ETH_P_ALL)}. */
  private static final int ALL_PROTOCOLS = Short.toUnsignedInt(Short.reverseBytes((short) 3));

  private static final int HEADER = 16;
  private static final int TCMSG = 20;

  private final FileDescriptor socket;
  private int sequence;

  /** The handle and {@code tcm_info} of the filter that the latest answer tells of. */
  private int handle;

  private int info;

  /** How many filters the latest answers tell of. */
  private int filters;

  private TrafficControl(FileDescriptor socket) {
    this.socket = socket;
  }

  /** Begins a conversation. */
  static TrafficControl open() {
    int opened = NetlinkCalls.open();
    if (opened < 0) {
      throw Explanation.here().call("opening a netlink socket", List.of(), -opened);
    }
    return new TrafficControl(FileDescriptor.of(opened));
  }

  /** A filter of an interface, as the kernel numbered it. */
  record Filter(int index, int parent, int handle, int info) {}

  /**
   * Gives an interface the discipline {@code clsact}, which only holds filters.
   *
   * @return 0, or a negated errno: {@link Errno#EEXIST} if it has it
   */
  int addDiscipline(int index) {
    ByteBuffer message =
        request(
            RTM_NEWQDISC, NLM_F_ACK | NLM_F_CREATE | NLM_F_EXCL, index, CLSACT_HANDLE, CLSACT, 0);
    text(message, TCA_KIND, "clsact");
    return exchange(message);
  }

  /** Takes the discipline away, with all filters. */
  int removeDiscipline(int index) {
    return exchange(request(RTM_DELQDISC, NLM_F_ACK, index, CLSACT_HANDLE, CLSACT, 0));
  }

  /**
   * Adds a program as a filter whose result is the verdict, behind those that are there.
   *
   * @return 0, or a negated errno; {@link #added} then says which filter it is
   */
  int addFilter(int index, int parent, FileDescriptor program, String name) {
    ByteBuffer message =
        request(
            RTM_NEWTFILTER,
            NLM_F_ACK | NLM_F_ECHO | NLM_F_CREATE | NLM_F_EXCL,
            index,
            0,
            parent,
            ALL_PROTOCOLS);
    text(message, TCA_KIND, "bpf");
    int options = message.position();
    message.putShort((short) 0).putShort((short) TCA_OPTIONS);
    number(message, TCA_BPF_FD, program.number());
    text(message, TCA_BPF_NAME, name);
    number(message, TCA_BPF_FLAGS, TCA_BPF_FLAG_ACT_DIRECT);
    message.putShort(options, (short) (message.position() - options));
    return exchange(message);
  }

  /** The filter that was added last. */
  Filter added(int index, int parent) {
    return new Filter(index, parent, handle, info);
  }

  /** Removes a filter. */
  int remove(Filter filter) {
    ByteBuffer message =
        request(RTM_DELTFILTER, NLM_F_ACK, filter.index, filter.handle, filter.parent, filter.info);
    text(message, TCA_KIND, "bpf");
    return exchange(message);
  }

  /** Whether an interface has filters in {@code clsact}, whoever added them; true if the kernel does not say. */
  boolean hasFilters(int index) {
    for (int parent : new int[] {INGRESS, EGRESS}) {
      if (exchange(request(RTM_GETTFILTER, NLM_F_DUMP, index, 0, parent, 0)) < 0 || filters > 0) {
        return true;
      }
    }
    return false;
  }

  private ByteBuffer request(int type, int flags, int index, int handle, int parent, int info) {
    ByteBuffer message = ByteBuffer.allocate(256).order(ByteOrder.nativeOrder());
    message.putInt(0).putShort((short) type).putShort((short) (flags | NLM_F_REQUEST));
    message.putInt(++sequence).putInt(0);
    message.putInt(0).putInt(index).putInt(handle).putInt(parent).putInt(info);
    return message;
  }

  private static void number(ByteBuffer message, int attribute, int value) {
    message.putShort((short) 8).putShort((short) attribute).putInt(value);
  }

  private static void text(ByteBuffer message, int attribute, String value) {
    byte[] bytes = value.getBytes(StandardCharsets.US_ASCII);
    message.putShort((short) (4 + bytes.length + 1)).putShort((short) attribute).put(bytes);
    message.put((byte) 0);
    message.position(aligned(message.position()));
  }

  private static int aligned(int offset) {
    return (offset + 3) & ~3;
  }

  /** Sends a request and reads its answers: what they tell of filters, and the last one's result. */
  private int exchange(ByteBuffer message) {
    filters = 0;
    message.putInt(0, message.position());
    byte[] bytes = new byte[message.position()];
    message.get(0, bytes);
    int sent = NetlinkCalls.send(socket, bytes);
    if (sent < 0) {
      return sent;
    }
    byte[] answers = new byte[1 << 15];
    while (true) {
      int received = NetlinkCalls.receive(socket, answers);
      if (received < 0) {
        return received;
      }
      ByteBuffer all = ByteBuffer.wrap(answers, 0, received).order(ByteOrder.nativeOrder());
      while (all.remaining() >= HEADER) {
        int start = all.position();
        int length = all.getInt(start);
        if (length < HEADER || length > all.remaining()) {
          return -Errno.EPROTO.number();
        }
        int type = Short.toUnsignedInt(all.getShort(start + 4));
        boolean ours = all.getInt(start + 8) == sequence;
        if (ours && type == NLMSG_ERROR) {
          return all.getInt(start + HEADER);
        }
        if (ours && type == NLMSG_DONE) {
          return 0;
        }
        if (ours && type == RTM_NEWTFILTER && length >= HEADER + TCMSG) {
          handle = all.getInt(start + HEADER + 8);
          info = all.getInt(start + HEADER + 16);
          filters++;
        }
        all.position(Math.min(all.limit(), start + aligned(length)));
      }
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
