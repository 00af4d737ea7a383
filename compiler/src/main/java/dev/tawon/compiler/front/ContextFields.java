package dev.tawon.compiler.front;

import dev.tawon.compiler.Rule;
import dev.tawon.compiler.Target;
import dev.tawon.compiler.ir.Position;
import dev.tawon.lang.DeviceContext;
import dev.tawon.lang.SkBuff;
import dev.tawon.lang.SocketAddressContext;
import dev.tawon.lang.SocketContext;
import dev.tawon.lang.SocketOptionContext;
import dev.tawon.lang.SysctlContext;
import dev.tawon.lang.XdpPacket;
import dev.tawon.object.AttachType;
import dev.tawon.object.ProgramType;

/**
 * Which fields of its context a program may read and write.
 *
 * <p>Source: the functions {@code *_is_valid_access} of {@code net/core/filter.c} and {@code kernel/bpf/cgroup.c}.
 */
final class ContextFields {
  /** What a program may do with a field. */
  private enum Access {
    NONE,
    READ,
    WRITE
  }

  private ContextFields() {}

  /** Whether a class is that of what the kernel hands to a program, some of whose fields it may keep to itself. */
  static boolean isContext(Class<?> owner) {
    return owner == SkBuff.class
        || owner == XdpPacket.class
        || owner == SocketContext.class
        || owner == SocketAddressContext.class
        || owner == SocketOptionContext.class
        || owner == SysctlContext.class
        || owner == DeviceContext.class;
  }

  /** Whether what a program reads from a field is an address to the verifier, where a packet begins or ends. */
  static boolean isAddress(Class<?> owner, String field) {
    return (owner == XdpPacket.class || owner == SkBuff.class)
        && (field.equals("data") || field.equals("data_end") || field.equals("data_meta"));
  }

  /**
   * Refuses to read a field that the kernel keeps to itself.
   *
   * @return whether it may be written, too
   * @throws SourceError if it does so in programs of the kind that is translated, or if the target has no such field
   */
  static boolean read(ModuleClasses module, Class<?> owner, String field, Position position) {
    ProgramKind kind = module.kind();
    if (kind == null) {
      return true;
    }
    requireTarget(module.target(), owner, field, position);
    Access access = access(kind, owner, field);
    if (access == Access.NONE) {
      throw new SourceError(
          position,
          Rule.CONTEXT_FIELD,
          owner.getSimpleName()
              + "."
              + field
              + " is not there in "
              + programs(owner, kind)
              + (field.equals("data") || field.equals("data_end")
                  ? ": the methods of the packet read its bytes"
                  : ""));
    }
    return access == Access.WRITE;
  }

  /**
   * Refuses to write a field that can only be read.
   *
   * @throws SourceError if it is so in programs of the kind that is translated
   */
  static void requireWritable(
      ModuleClasses module, Class<?> owner, String field, Position position) {
    if (!read(module, owner, field, position)) {
      throw readOnly(owner.getSimpleName() + "." + field, position);
    }
  }

  /** What a program of the kind that is translated cannot write. */
  static SourceError readOnly(String field, Position position) {
    return new SourceError(
        position, Rule.CONTEXT_FIELD, field + " can only be read in programs of this kind");
  }

  private static String programs(Class<?> owner, ProgramKind kind) {
    boolean ofPlace =
        owner == SocketContext.class
            || owner == SocketAddressContext.class
            || owner == SocketOptionContext.class;
    return kind.annotation() + " programs" + (ofPlace ? " at " + kind.attachType() : "");
  }

  private static void requireTarget(
      Target target, Class<?> owner, String field, Position position) {
    String since =
        owner != SkBuff.class
            ? null
            : switch (field) {
              case "hwtstamp" -> "5.16";
              case "tstamp_type" -> "5.18";
              default -> null;
            };
    if (since != null && !target.isAtLeast(since)) {
      throw new SourceError(
          position,
          Rule.NEWER_KERNEL,
          owner.getSimpleName()
              + "."
              + field
              + " needs Linux "
              + since
              + ", and the target is "
              + target);
    }
  }

  private static Access access(ProgramKind kind, Class<?> owner, String field) {
    if (owner == SkBuff.class) {
      return ofSkBuff(kind.type(), field);
    }
    if (owner == XdpPacket.class) {
      // egress_ifindex is for programs in a DEVMAP, which have no annotation.
      return field.equals("egress_ifindex") ? Access.NONE : Access.READ;
    }
    AttachType place = kind.attachType();
    if (place != null && owner == SocketContext.class) {
      return ofSocket(place, field);
    }
    if (place != null && owner == SocketAddressContext.class) {
      return ofSocketAddress(place, field);
    }
    if (owner == SocketOptionContext.class) {
      boolean sets = place == AttachType.CGROUP_SETSOCKOPT;
      return switch (field) {
        case "level", "optname" -> sets ? Access.WRITE : Access.READ;
        case "retval" -> sets ? Access.NONE : Access.WRITE;
        case "optlen" -> Access.WRITE;
        default -> Access.READ;
      };
    }
    return owner == SysctlContext.class && field.equals("file_pos") ? Access.WRITE : Access.READ;
  }

  private static Access ofSkBuff(ProgramType type, String field) {
    boolean traffic = type == ProgramType.SCHED_CLS;
    boolean filter = type == ProgramType.SOCKET_FILTER;
    return switch (field) {
      case "cb" -> Access.WRITE;
      case "mark", "priority" -> filter ? Access.READ : Access.WRITE;
      case "tc_index", "queue_mapping" -> traffic ? Access.WRITE : Access.READ;
      case "tc_classid" -> traffic ? Access.WRITE : Access.NONE;
      case "tstamp" -> filter ? Access.NONE : Access.WRITE;
      case "data", "data_end", "hwtstamp" -> filter ? Access.NONE : Access.READ;
      case "data_meta", "wire_len", "tstamp_type" -> traffic ? Access.READ : Access.NONE;
      case "family",
          "remote_ip4",
          "local_ip4",
          "remote_ip6",
          "local_ip6",
          "remote_port",
          "local_port" ->
          traffic || filter ? Access.NONE : Access.READ;
      case "flow_keys" -> Access.NONE; // for flow dissectors, which have no annotation
      default -> Access.READ;
    };
  }

  private static Access ofSocket(AttachType place, String field) {
    boolean binds =
        place == AttachType.CGROUP_INET4_POST_BIND || place == AttachType.CGROUP_INET6_POST_BIND;
    boolean given =
        switch (field) {
          case "bound_dev_if", "mark", "priority" -> !binds;
          case "src_ip4" -> place == AttachType.CGROUP_INET4_POST_BIND;
          case "src_ip6" -> place == AttachType.CGROUP_INET6_POST_BIND;
          case "src_port" -> binds;
          case "dst_port_padding" -> false;
          default -> true;
        };
    boolean written =
        switch (field) {
          case "bound_dev_if", "mark", "priority" -> true;
          default -> false;
        };
    return !given ? Access.NONE : written ? Access.WRITE : Access.READ;
  }

  private static Access ofSocketAddress(AttachType place, String field) {
    boolean version6 = place.name().contains("6");
    return switch (field) {
      case "user_port" -> Access.WRITE;
      case "user_ip4" -> version6 ? Access.NONE : Access.WRITE;
      case "user_ip6" -> version6 ? Access.WRITE : Access.NONE;
      case "msg_src_ip4" -> place == AttachType.CGROUP_UDP4_SENDMSG ? Access.WRITE : Access.NONE;
      case "msg_src_ip6" -> place == AttachType.CGROUP_UDP6_SENDMSG ? Access.WRITE : Access.NONE;
      default -> Access.READ;
    };
  }
}
