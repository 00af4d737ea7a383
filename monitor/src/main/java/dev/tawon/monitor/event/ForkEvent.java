package dev.tawon.monitor.event;

/**
 * A new process. It runs its parent's program until it executes another.
 *
 * @param context when, and which process
 */
public record ForkEvent(EventContext context) implements Event {}
