package dev.tawon.bpf.programs;

import dev.tawon.lang.BpfModule;
import dev.tawon.lang.CgroupDevice;
import dev.tawon.lang.CgroupSkb;
import dev.tawon.lang.CgroupSock;
import dev.tawon.lang.CgroupSockAddr;
import dev.tawon.lang.CgroupSockopt;
import dev.tawon.lang.CgroupSysctl;
import dev.tawon.lang.Configurable;
import dev.tawon.lang.Counter;
import dev.tawon.lang.DeviceContext;
import dev.tawon.lang.Direction;
import dev.tawon.lang.SkBuff;
import dev.tawon.lang.SocketAddressContext;
import dev.tawon.lang.SocketAddressHook;
import dev.tawon.lang.SocketContext;
import dev.tawon.lang.SocketOptionContext;
import dev.tawon.lang.SocketOptionHook;
import dev.tawon.lang.SysctlContext;
import dev.tawon.lang.map.Array;
import dev.tawon.lang.net.Ipv4;

/** A module for tests: programs of a cgroup. */
@BpfModule
public final class CgroupPrograms {
  private CgroupPrograms() {}

  /** The port that connections to port 1 go to. */
  @Configurable static int port = 0;

  public static final Array<Counter> COUNTS = Array.of(4);

  private static void count(int index) {
    Counter counter = COUNTS.get(index);
    if (counter != null) {
      counter.add(1);
    }
  }

  @CgroupSockAddr(SocketAddressHook.CONNECT4)
  static int onConnect(SocketAddressContext address) {
    if (address.user_port == 0x100) {
      count(0);
      address.user_port = Character.reverseBytes((char) port);
    }
    return 1;
  }

  @CgroupSock
  static int onSocket(SocketContext socket) {
    if (socket.family == 2 || socket.family == 10) {
      count(1);
    }
    return 1;
  }

  @CgroupSkb(Direction.EGRESS)
  static int onPacket(SkBuff packet) {
    Ipv4 ip = packet.at(0, Ipv4.class);
    if (ip != null && ip.destination == 0x7f000001) {
      count(2);
    }
    return 1;
  }

  /** Refuses the receive buffer's size: SOL_SOCKET, SO_RCVBUF. */
  @CgroupSockopt(SocketOptionHook.SET)
  static int onOption(SocketOptionContext option) {
    return option.level == 1 && option.optname == 8 ? 0 : 1;
  }

  @CgroupSysctl
  static int onSysctl(SysctlContext access) {
    count(3);
    return access.write == 1 ? 0 : 1;
  }

  /** Refuses to read /dev/zero: 1:5. */
  @CgroupDevice
  static int onDevice(DeviceContext device) {
    return device.major == 1 && device.minor == 5 ? 0 : 1;
  }
}
