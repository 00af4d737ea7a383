package dev.tawon.monitor;

import dev.tawon.bpf.RingReader;
import dev.tawon.monitor.decode.RecordDecoder;
import dev.tawon.monitor.enrich.Enricher;
import dev.tawon.monitor.event.Event;
import dev.tawon.monitor.event.EventKind;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** From a record in the ring to the sink. Never throws: a record that makes no sense is counted. */
final class Pipeline implements RingReader.Visitor {
  private static final System.Logger LOGGER = System.getLogger(Pipeline.class.getName());

  private final RecordDecoder decoder = new RecordDecoder();
  private final Enricher enricher;
  private final Delivery delivery;
  private boolean failureLogged;

  Pipeline(Enricher enricher, Delivery delivery) {
    this.enricher = enricher;
    this.delivery = delivery;
  }

  @Override
  public void record(MemorySegment ring, long offset, int length) {
    @Nullable EventKind kind = null;
    try {
      kind = decoder.decode(ring, offset, length);
      if (kind == null) {
        delivery.malformed(RecordDecoder.claimedKind(ring, offset, length));
        return;
      }
      if (!delivery.wants(kind)) {
        enricher.observe(kind, decoder);
        return;
      }
      Event event = enricher.enrich(kind, decoder);
      if (event == null) {
        delivery.filtered(kind);
        return;
      }
      delivery.deliver(event);
    } catch (RuntimeException e) {
      // A mistake of ours must not blind the monitor to all records after this one.
      delivery.malformed(kind);
      if (!failureLogged) {
        failureLogged = true;
        LOGGER.log(
            System.Logger.Level.ERROR, "a record could not be processed; others count silently", e);
      }
    }
  }
}
