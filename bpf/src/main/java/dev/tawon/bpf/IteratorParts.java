package dev.tawon.bpf;

import dev.tawon.bpf.sys.FileCalls;
import dev.tawon.bpf.sys.FileDescriptor;
import dev.tawon.bpf.sys.LinkCalls;
import dev.tawon.object.AttachType;
import dev.tawon.object.ProgramSpec;
import org.jspecify.annotations.Nullable;

/**
 * Attaches iterators to a part of the objects of their kind.
 *
 * <p>Source: {@code union bpf_iter_link_info} of {@code include/uapi/linux/bpf.h}.
 */
final class IteratorParts {
  /** {@code BPF_CGROUP_ITER_DESCENDANTS_PRE}: the cgroup, and those below it. */
  private static final int DESCENDANTS = 2;

  private IteratorParts() {}

  /**
   * A link's descriptor, or a negated errno; null if the target is no part of what an iterator runs over.
   *
   * @throws UnsupportedFeatureException if the kernel has no iterators over such a part
   */
  static @Nullable Integer attach(ProgramSpec spec, FileDescriptor program, AttachTarget target) {
    int place = AttachType.TRACE_ITER.number();
    return switch (target) {
      case AttachTarget.OneProcess process -> {
        require(spec, target, "6.1");
        yield LinkCalls.createIteratorLink(program, place, 0, process.pid(), 0, 0);
      }
      case AttachTarget.Elements elements ->
          LinkCalls.createIteratorLink(program, place, elements.map().descriptor().number());
      case AttachTarget.Cgroup cgroup -> {
        require(spec, target, "6.1");
        int opened = FileCalls.openDirectory(cgroup.directory().toString());
        if (opened < 0) {
          throw new SystemCallException(
              "opening " + cgroup, -opened, "it is a directory below the mount of cgroup2");
        }
        try (FileDescriptor directory = FileDescriptor.of(opened)) {
          yield LinkCalls.createIteratorLink(program, place, DESCENDANTS, directory.number(), 0, 0);
        }
      }
      case AttachTarget.Interface _,
          AttachTarget.Function _,
          AttachTarget.Functions _,
          AttachTarget.KernelFunctions _,
          AttachTarget.Declared _,
          AttachTarget.Event _,
          AttachTarget.Socket _ ->
          null;
    };
  }

  private static void require(ProgramSpec spec, AttachTarget target, String since) {
    if (!KernelRelease.current().isAtLeast(since)) {
      throw new UnsupportedFeatureException(
          "iterators over a part of the kernel's objects",
          since,
          "program " + spec.name() + " cannot be attached to " + target + " alone");
    }
  }
}
