package dev.tawon.monitor.emit;

import dev.tawon.monitor.event.Account;
import dev.tawon.monitor.event.Event;
import dev.tawon.monitor.event.EventContext;
import dev.tawon.monitor.event.ExecEvent;
import dev.tawon.monitor.event.ExitEvent;
import dev.tawon.monitor.event.FileEvent;
import dev.tawon.monitor.event.FileEvent.PathKind;
import dev.tawon.monitor.event.ForkEvent;
import dev.tawon.monitor.event.IpAddress;
import dev.tawon.monitor.event.NetworkEvent;
import dev.tawon.monitor.event.NetworkEvent.Endpoint;
import dev.tawon.monitor.event.NetworkEvent.Transport;
import dev.tawon.monitor.event.ProcessInfo;
import dev.tawon.monitor.event.ProcessInfo.Mark;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Events of every kind, for the sinks' tests. */
final class SampleEvents {
  static final HostInfo HOST =
      new HostInfo("bee", "4c6f", "0b7a", "x86_64", "6.18.44", "Debian GNU/Linux", "12", "debian");
  static final Account ADA = new Account(1000, "ada");
  static final Account ROOT = new Account(0, "root");
  static final Account NAMELESS = new Account(4_294_967_294L, null);
  private static final Instant TIME = Instant.parse("2026-11-24T07:08:09.000000042Z");
  private static final Instant START = Instant.parse("2026-11-24T07:08:08.5Z");

  private SampleEvents() {}

  static ProcessInfo process(String executable, List<String> args, Mark... marks) {
    String name = executable.substring(executable.lastIndexOf('/') + 1);
    return new ProcessInfo(
        "id", 4322, 1, START, name, executable, args, args.size(), "/home/ada", Set.of(marks));
  }

  static EventContext context(ProcessInfo process) {
    ProcessInfo parent =
        new ProcessInfo(
            "up", 4321, 0, START, "bash", "/usr/bin/bash", List.of("-bash"), 1, "/", Set.of());
    return new EventContext(7, TIME, process, parent, 4323, "cat", ADA, ADA);
  }

  static ExecEvent exec(ProcessInfo process) {
    return new ExecEvent(context(process), ADA, ROOT, 21);
  }

  private static ProcessInfo cat() {
    return process("/usr/bin/cat", List.of("cat", "/etc/shadow"));
  }

  static ExecEvent exec() {
    return exec(cat());
  }

  static ExecEvent exec(Mark... marks) {
    return exec(process("/usr/bin/cat", List.of("cat"), marks));
  }

  static ForkEvent orphan() {
    ProcessInfo unknown =
        new ProcessInfo("id", 2, 1, START, null, null, List.of(), 0, null, Set.of());
    return new ForkEvent(
        new EventContext(8, TIME, unknown, null, 2, "kthread", NAMELESS, NAMELESS));
  }

  static ForkEvent fork() {
    return new ForkEvent(context(cat()));
  }

  static ExitEvent exit(int status) {
    return new ExitEvent(context(cat()), status, 1_234_567_890);
  }

  static FileEvent open(String path) {
    return new FileEvent(context(cat()), path, PathKind.RESOLVED, false, 0, 0, 4711, 8 << 20 | 1);
  }

  static FileEvent refused() {
    return new FileEvent(context(cat()), "/etc/shadow", PathKind.ARGUMENT, true, 2, 13, 0, 0);
  }

  static NetworkEvent tcp() {
    return new NetworkEvent(
        context(cat()),
        Transport.TCP,
        new Endpoint(IpAddress.ofIpv4(0x0a000001), 40_000),
        new Endpoint(IpAddress.ofIpv4(0xc0000207), 443),
        0,
        1_500_000,
        false);
  }

  static NetworkEvent udpRefused() {
    return new NetworkEvent(
        context(cat()),
        Transport.UDP,
        null,
        new Endpoint(IpAddress.ofIpv6(0x2001_0db8L << 32, 1), 4444),
        101,
        0,
        true);
  }

  static List<Event> all() {
    return List.of(
        fork(),
        orphan(),
        exec(),
        exec(Mark.values()),
        exit(0x300),
        exit(0x80 | 11),
        open("/etc/shadow"),
        open("/root/.ssh/id.pub"),
        refused(),
        tcp(),
        udpRefused());
  }
}
