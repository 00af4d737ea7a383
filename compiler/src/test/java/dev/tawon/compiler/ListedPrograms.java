package dev.tawon.compiler;

import dev.tawon.lang.Bpf;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.BtfTracepoint;
import dev.tawon.lang.Counter;
import dev.tawon.lang.KernelType;
import dev.tawon.lang.Length;
import dev.tawon.lang.RawTracepoint;
import dev.tawon.lang.Struct;
import dev.tawon.lang.Xdp;
import dev.tawon.lang.XdpAction;
import dev.tawon.lang.XdpPacket;
import dev.tawon.lang.map.HashMap;
import dev.tawon.lang.map.RingBuffer;
import dev.tawon.lang.net.Ethernet;
import dev.tawon.lang.net.Ipv4;

/** Small programs, each for one thing that the compiler does; their code is checked in. */
@BpfModule
final class ListedPrograms {
  @Struct
  static final class Record {
    public long number;

    @Length(16)
    public byte[] name;
  }

  @KernelType("task_struct")
  static final class Task {
    int tgid;
    Task real_parent;
  }

  static final RingBuffer<Record> RECORDS = RingBuffer.ofBytes(4096);
  static final HashMap<Long, Counter> COUNTS = HashMap.of(16);

  private ListedPrograms() {}

  @RawTracepoint("sys_enter")
  static int countInAMap(long a, long b) {
    Counter counter = COUNTS.get(a);
    if (counter == null) {
      return 0;
    }
    counter.add(1);
    return 1;
  }

  @RawTracepoint("sys_enter")
  static int faultForWhatMayBeNull(long a, long b) {
    return (int) COUNTS.get(a).value;
  }

  @RawTracepoint("sys_enter")
  static int checkABound(long a, long b) {
    byte[] bytes = new byte[8];
    bytes[(int) a] = 1;
    return bytes[(int) b & 7];
  }

  @BtfTracepoint("sched_process_exec")
  static void sendARecord(Task task) {
    Record record = RECORDS.reserve(Record.class);
    if (record == null) {
      return;
    }
    record.number = task.real_parent.real_parent.tgid;
    Bpf.currentComm(record.name);
    RECORDS.submit(record);
  }

  @RawTracepoint("sys_enter")
  static int sumInALoop(long a, long b) {
    int sum = 0;
    for (int i = 0; i < 10; i++) {
      sum += (int) (a >>> i) & 1;
    }
    return sum;
  }

  @RawTracepoint("sys_enter")
  static int chooseByTwoConditions(long a, long b) {
    boolean small = a < 10 && b < 10;
    return small ? 1 : 2;
  }

  @RawTracepoint("sys_enter")
  static int sumInALongLoop(long a, long b) {
    int sum = 0;
    for (int i = 0; i < 1000; i++) {
      sum += (int) a ^ i;
    }
    return sum;
  }

  @Xdp
  static int compareHeaders(XdpPacket packet) {
    Ethernet ethernet = packet.at(0, Ethernet.class);
    Ipv4 ip = packet.at(Ethernet.BYTES, Ipv4.class);
    if (ethernet == null || ip == null || ethernet.type != Ethernet.IPV4) {
      return XdpAction.PASS;
    }
    return ip.protocol == 6 && (ip.fragment & 0x1fff) == 0 ? XdpAction.DROP : XdpAction.PASS;
  }

  @RawTracepoint("sys_enter")
  static int overwriteWhatIsNew(long a, long b) {
    Record record = new Record();
    record.number = a;
    record.name[0] = (byte) b;
    return RECORDS.output(record);
  }

  @RawTracepoint("sys_enter")
  static int copyBytes(long a, long b) {
    Counter counter = COUNTS.get(a);
    Record record = RECORDS.reserve(Record.class);
    if (record == null) {
      return 0;
    }
    for (int i = 0; i < 8; i++) {
      record.name[i] = record.name[i + 8];
    }
    record.number = counter == null ? b : counter.value + counter.value;
    RECORDS.submit(record);
    return 1;
  }

  @RawTracepoint("sys_enter")
  static int multiplyAndDivide(long a, long b) {
    return (int) (Long.divideUnsigned(a, 16) + Long.remainderUnsigned(b, 8) + a * 4);
  }
}
