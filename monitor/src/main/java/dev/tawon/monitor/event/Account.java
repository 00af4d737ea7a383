package dev.tawon.monitor.event;

import org.jspecify.annotations.Nullable;

/**
 * A user or a group.
 *
 * @param id the number, in the first user namespace: 0 to 4294967295
 * @param name the name in {@code /etc/passwd} or {@code /etc/group}, or null if there is none
 */
public record Account(long id, @Nullable String name) {
  /** The name, or the number where there is none. */
  public String label() {
    return name != null ? name : Long.toString(id);
  }
}
