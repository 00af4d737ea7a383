package dev.tawon.bpf;

import dev.tawon.compiler.LogFormats;
import dev.tawon.compiler.LogMessage;
import dev.tawon.lang.Log;
import dev.tawon.lang.map.BpfMap;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Who reads what a module's programs write: rings, and the lines that they log. For one thread at a time. */
final class ModuleReaders {
  private final IdentityHashMap<BpfMap, RingReader> rings = new IdentityHashMap<>();
  private final List<LogThread> logThreads = new ArrayList<>();
  private @Nullable LogReader log;

  /** The only reader of a ring. */
  RingReader open(BpfMap ring, LoadedMap map) {
    RingReader present = rings.get(ring);
    if (present != null && !present.isClosed()) {
      throw new IllegalStateException("ring buffer " + map.name() + " has a reader already");
    }
    RingReader reader = RingReader.open(map);
    rings.put(ring, reader);
    return reader;
  }

  /** The reader of a module's lines. */
  LogReader log(Bpf module) {
    LogReader known = log;
    if (known == null) {
      LogFormats formats = module.module().log();
      known =
          formats.isEmpty()
              ? new LogReader(formats, null, null)
              : new LogReader(
                  formats,
                  RingReader.open(module.object().map(LogFormats.MAP)),
                  module.variable(Log.class, LogFormats.LOST));
      log = known;
    }
    return known;
  }

  /** Hands a module's lines to a consumer, on a thread of its own. */
  void logs(Bpf module, Consumer<? super LogMessage> consumer) {
    LogReader reader = log(module);
    if (!module.module().log().isEmpty()) {
      logThreads.add(LogThread.start(reader, consumer, module.module().object().name()));
    }
  }

  /** The readers that there are now, and threads, which are not handed out again. */
  Open takeAll() {
    Open open = new Open(List.copyOf(logThreads), log, List.copyOf(rings.values()));
    logThreads.clear();
    return open;
  }

  /** Readers that are to be closed. */
  record Open(List<LogThread> logging, @Nullable LogReader lines, List<RingReader> rings) {
    /** Waits until the threads have handed over what there is. */
    void endLogging() {
      logging.forEach(LogThread::end);
    }

    void close() {
      if (lines != null) {
        lines.close();
      }
      rings.forEach(RingReader::close);
    }
  }
}
