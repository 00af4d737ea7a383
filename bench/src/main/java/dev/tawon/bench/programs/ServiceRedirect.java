package dev.tawon.bench.programs;

import dev.tawon.lang.BpfModule;
import dev.tawon.lang.CgroupSockAddr;
import dev.tawon.lang.Counter;
import dev.tawon.lang.Helpers;
import dev.tawon.lang.SocketAddressContext;
import dev.tawon.lang.SocketAddressHook;
import dev.tawon.lang.Struct;
import dev.tawon.lang.map.HashMap;
import dev.tawon.lang.map.LruHashMap;

/** {@code x16_redirect.bpf.c}: connections to services sent elsewhere. */
@BpfModule(license = "GPL")
@SuppressWarnings({"NullAway.Init", "MemberName", "MultipleTopLevelClasses"})
public final class ServiceRedirect {
  private ServiceRedirect() {}

  /** A service. */
  @Struct
  public static final class Service {
    public int address;
    public char port;
    public char protocol;
  }

  /** A target. */
  @Struct
  public static final class Target {
    public int address;
    public char port;
    public char flags;
    public Counter hits;
  }

  /** As in C. */
  public static final HashMap<Service, Target> SERVICES = HashMap.of(4096);

  /** As in C. */
  public static final LruHashMap<Long, Service> ORIGINAL = LruHashMap.of(65536);

  @CgroupSockAddr(SocketAddressHook.CONNECT4)
  static int connect(SocketAddressContext ctx) {
    if (ctx.protocol != 6 && ctx.protocol != 17) {
      return 1;
    }
    Service s = new Service();
    s.address = ctx.user_ip4;
    s.port = (char) ctx.user_port;
    s.protocol = (char) ctx.protocol;
    Target t = SERVICES.get(s);
    if (t == null) {
      s.port = 0;
      t = SERVICES.get(s);
      if (t == null) {
        return 1;
      }
      s.port = (char) ctx.user_port;
    }
    if ((t.flags & 1) != 0) {
      return 0;
    }
    ORIGINAL.put(Helpers.getSocketCookie(ctx), s);
    ctx.user_ip4 = t.address;
    if (t.port != 0) ctx.user_port = t.port;
    t.hits.add(1);
    return 1;
  }
}
