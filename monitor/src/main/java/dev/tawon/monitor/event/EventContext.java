package dev.tawon.monitor.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What events of all kinds have.
 *
 * @param sequence 1 for the first event of a session, and one more for each
 * @param time when it happened; the kernel's clock, to the nanosecond
 * @param process the process that did it; for a fork, the new one
 * @param parent the process's parent at that time, or null if it has none or nothing is known of it
 * @param threadId the thread that did it
 * @param threadName the thread's own name for itself, at most 15 bytes
 * @param user the real user
 * @param group the real group
 */
public record EventContext(
    long sequence,
    Instant time,
    ProcessInfo process,
    @Nullable ProcessInfo parent,
    int threadId,
    String threadName,
    Account user,
    Account group) {}
