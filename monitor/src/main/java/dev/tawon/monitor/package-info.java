/**
 * The monitor: probe, ring, decode, enrich, emit.
 *
 * <p>A {@link dev.tawon.monitor.Monitor} takes records from an {@link dev.tawon.monitor.EventSource}, the kernel half loaded,
 * makes {@linkplain dev.tawon.monitor.event.Event events} of them, and gives those to an
 * {@link dev.tawon.monitor.EventSink}. A {@link dev.tawon.monitor.MonitorConfig} says which processes, which kinds of events
 * and which files; a {@link dev.tawon.monitor.Summary} says at the end what became of every event:
 *
 * <pre>{@code
 * MonitorConfig config = MonitorConfig.defaults().withScope(new Scope.Tree(1234, true));
 * try (EventSource source = …) {
 *   Monitor monitor = Monitor.builder(config, source, EventSink.json(out), bootClock).build();
 *   Runtime.getRuntime().addShutdownHook(new Thread(monitor::stop));
 *   Summary summary = monitor.run();
 * }
 * }</pre>
 *
 * <p>One thread does all of it, in the order of the ring; it wakes every one to five milliseconds, writes what there is with
 * one call, and sleeps.
 */
package dev.tawon.monitor;
