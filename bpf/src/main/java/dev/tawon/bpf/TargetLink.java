package dev.tawon.bpf;

import dev.tawon.bpf.sys.Errno;
import dev.tawon.bpf.sys.FileCalls;
import dev.tawon.bpf.sys.FileDescriptor;
import dev.tawon.bpf.sys.LinkCalls;
import dev.tawon.object.AttachType;
import dev.tawon.object.ProgramSpec;
import dev.tawon.object.ProgramType;

/**
 * A program attached by {@code BPF_LINK_CREATE} to a network interface (XDP since Linux 5.9, traffic control since 6.6) or a
 * cgroup (5.7).
 */
public final class TargetLink implements Link {
  private final String target;
  private final FileDescriptor link;

  private TargetLink(String target, FileDescriptor link) {
    this.target = target;
    this.link = link;
  }

  static Link attach(ProgramSpec spec, FileDescriptor program, AttachTarget.Interface where) {
    int result = LinkCalls.createAt(program, where.index(), place(spec).number());
    if (result == -Errno.EINVAL.number()) {
      if (spec.type() != ProgramType.XDP && !KernelRelease.current().isAtLeast("6.6")) {
        return TrafficLink.attach(spec, program, where);
      }
      if (!KernelRelease.current().isAtLeast("5.9")) {
        throw new UnsupportedFeatureException(
            "links of " + spec.type() + " programs to network interfaces",
            "5.9",
            "program " + spec.name() + " cannot be attached");
      }
    }
    return of(spec, where.toString(), result);
  }

  static TargetLink attach(ProgramSpec spec, FileDescriptor program, AttachTarget.Cgroup where) {
    int opened = FileCalls.openDirectory(where.directory().toString());
    if (opened < 0) {
      throw new SystemCallException(
          "opening " + where, -opened, "it is a directory below the mount of cgroup2");
    }
    try (FileDescriptor directory = FileDescriptor.of(opened)) {
      int result = LinkCalls.create(program, directory, place(spec).number());
      if (result == -Errno.EBADF.number()) {
        throw new SystemCallException(
            "attaching program " + spec.name() + " to " + where,
            -result,
            "it is no directory of the version 2 hierarchy (mount -t cgroup2)");
      }
      return of(spec, where.toString(), result);
    }
  }

  private static AttachType place(ProgramSpec spec) {
    AttachType said = spec.attachType();
    if (said != null) {
      return said;
    }
    return switch (spec.type()) {
      case XDP -> AttachType.XDP;
      case SCHED_CLS -> AttachType.TCX_INGRESS;
      case CGROUP_DEVICE -> AttachType.CGROUP_DEVICE;
      case CGROUP_SYSCTL -> AttachType.CGROUP_SYSCTL;
      case CGROUP_SOCK -> AttachType.CGROUP_INET_SOCK_CREATE;
      case SOCK_OPS -> AttachType.CGROUP_SOCK_OPS;
      default ->
          throw new BpfException(
              "program " + spec.name() + " does not say where in a cgroup it is attached");
    };
  }

  private static TargetLink of(ProgramSpec spec, String target, int result) {
    if (result < 0) {
      throw Explanation.here().attach(spec.name(), spec.type(), target, -result);
    }
    return new TargetLink(target, FileDescriptor.of(result));
  }

  @Override
  public String target() {
    return target;
  }

  @Override
  public void close() {
    link.close();
  }
}
