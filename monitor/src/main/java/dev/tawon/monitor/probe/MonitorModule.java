package dev.tawon.monitor.probe;

import dev.tawon.lang.BpfModule;
import dev.tawon.lang.map.HashMap;
import dev.tawon.lang.map.PerCpuArray;
import dev.tawon.lang.map.RingBuffer;

/** The monitor's programs, and the maps that they share. */
@BpfModule(
    license = "Dual MIT/GPL",
    parts = {
      ScopeFilter.class,
      ProcessProbe.class,
      SystemCallProbe.class,
      SocketProbe.class,
      StandIn.class,
      SteadyProbe.class
    })
public final class MonitorModule {
  /** Records of all kinds, so that they arrive in the order in which they happened on each CPU. */
  public static final RingBuffer<EventRecord> EVENTS = RingBuffer.ofBytes(8 << 20);

  /** What became of the events, by {@link EventRecord#kind}. */
  public static final PerCpuArray<KindCounters> COUNTERS = PerCpuArray.of(EventRecord.KINDS);

  /** The names of files that are sensitive in some directory, each cut to 63 bytes. */
  public static final HashMap<NameKey, Integer> FILE_NAMES = HashMap.of(1024);

  /** The names of directories in which, or below which, files are sensitive, each cut to 63 bytes. */
  public static final HashMap<NameKey, Integer> DIRECTORY_NAMES = HashMap.of(1024);

  private MonitorModule() {}
}
