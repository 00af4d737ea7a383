package dev.tawon.bpf;

import dev.tawon.bpf.sys.Errno;
import dev.tawon.bpf.sys.FileDescriptor;
import dev.tawon.object.AttachType;
import dev.tawon.object.ProgramSpec;

/**
 * A program among the traffic-control filters of a network interface (since Linux 4.5), where the kernel has no links for them
 * (6.6). What a process that is killed leaves there stays: {@code tc qdisc del dev DEVICE clsact} takes it away.
 */
public final class TrafficLink implements Link {
  private final String target;
  private final TrafficControl control;
  private final TrafficControl.Filter filter;
  private final boolean ownsDiscipline;
  private boolean closed;

  private TrafficLink(
      String target, TrafficControl control, TrafficControl.Filter filter, boolean ownsDiscipline) {
    this.target = target;
    this.control = control;
    this.filter = filter;
    this.ownsDiscipline = ownsDiscipline;
  }

  static TrafficLink attach(
      ProgramSpec spec, FileDescriptor program, AttachTarget.Interface where) {
    TrafficControl control = TrafficControl.open();
    try {
      return attach(spec, program, where, control);
    } catch (Throwable e) {
      control.close();
      throw e;
    }
  }

  private static TrafficLink attach(
      ProgramSpec spec,
      FileDescriptor program,
      AttachTarget.Interface where,
      TrafficControl control) {
    boolean leaving = spec.attachType() == AttachType.TCX_EGRESS;
    int parent = leaving ? TrafficControl.EGRESS : TrafficControl.INGRESS;
    int made = control.addDiscipline(where.index());
    if (made < 0 && made != -Errno.EEXIST.number()) {
      throw failure(spec, where, made);
    }
    int added = control.addFilter(where.index(), parent, program, spec.name());
    if (added < 0) {
      if (made == 0 && !control.hasFilters(where.index())) {
        control.removeDiscipline(where.index());
      }
      throw failure(spec, where, added);
    }
    return new TrafficLink(
        where + (leaving ? " (egress)" : " (ingress)"),
        control,
        control.added(where.index(), parent),
        made == 0);
  }

  private static BpfException failure(ProgramSpec spec, AttachTarget.Interface where, int result) {
    if (result == -Errno.ENOENT.number()) {
      return new SystemCallException(
          "attaching program " + spec.name() + " to " + where,
          -result,
          "traffic control takes CONFIG_NET_SCH_INGRESS and CONFIG_NET_CLS_BPF: modprobe sch_ingress"
              + " cls_bpf");
    }
    if (result == -Errno.EINVAL.number()) {
      return new SystemCallException(
          "attaching program " + spec.name() + " to " + where,
          -result,
          "another queueing discipline than clsact may be there: tc qdisc show");
    }
    return Explanation.here().attach(spec.name(), spec.type(), where.toString(), -result);
  }

  @Override
  public String target() {
    return target;
  }

  /** Removes the filter; and the discipline, if this link made it and nobody uses it. An interface that is gone took both along. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try (control) {
      control.remove(filter);
      if (ownsDiscipline && !control.hasFilters(filter.index())) {
        control.removeDiscipline(filter.index());
      }
    }
  }
}
