package dev.tawon.compiler;

import dev.tawon.lang.BpfModule;
import dev.tawon.lang.CgroupDevice;
import dev.tawon.lang.CgroupSkb;
import dev.tawon.lang.CgroupSock;
import dev.tawon.lang.CgroupSockAddr;
import dev.tawon.lang.CgroupSockopt;
import dev.tawon.lang.CgroupSysctl;
import dev.tawon.lang.Direction;
import dev.tawon.lang.Iter;
import dev.tawon.lang.SocketAddressHook;
import dev.tawon.lang.SocketHook;
import dev.tawon.lang.SocketOptionHook;
import dev.tawon.lang.Tc;
import dev.tawon.lang.Xdp;

/** Programs that return what their hook does not take, one for each range. */
@BpfModule
final class RefusedResults {
  private RefusedResults() {}

  @Xdp
  static int xdp() {
    // error: a @Xdp program returns int: one of XdpAction; this returns 5
    return 5;
  }

  @Tc(Direction.EGRESS)
  static int traffic() {
    // error: a @Tc program returns int: one of TcAction; this returns -2
    return -2;
  }

  @CgroupSkb(Direction.INGRESS)
  static int arriving() {
    // error: int: 1 to allow, 0 to refuse; this returns 2
    return 2;
  }

  @CgroupSkb(Direction.EGRESS)
  static int leaving() {
    // error: 1 to let pass, 0 to drop, 2 and 3 if congested; this returns 4
    return 4;
  }

  @CgroupSock(SocketHook.CREATE)
  static int create() {
    // error: int: 1 to allow, 0 to refuse; this returns -1
    return -1;
  }

  @CgroupSock(SocketHook.RELEASE)
  static int release() {
    // error: int: 1, for it cannot be refused; this returns 0
    return 0;
  }

  @CgroupSockAddr(SocketAddressHook.CONNECT4)
  static int connect() {
    // error: int: 1 to allow, 0 to refuse; this returns 3
    return 3;
  }

  @CgroupSockAddr(SocketAddressHook.BIND6)
  static int bind() {
    // error: 3 to allow without CAP_NET_BIND_SERVICE; this returns 4
    return 4;
  }

  @CgroupSockAddr(SocketAddressHook.RECVMSG4)
  static int receive() {
    // error: int: 1, for it cannot be refused; this returns 0
    return 0;
  }

  @CgroupSockopt(SocketOptionHook.GET)
  static int option() {
    // error: int: 1 to allow, 0 to refuse; this returns 2
    return 2;
  }

  @CgroupSysctl
  static int setting() {
    // error: int: 1 to allow, 0 to refuse; this returns -1
    return -1;
  }

  @CgroupDevice
  static int device() {
    // error: int: 1 to allow, 0 to refuse; this returns 255
    return 255;
  }

  @Iter("task")
  static int iterate() {
    // error: void, or int: 0 to go on, 1 for once more; this returns 2
    return 2;
  }
}
