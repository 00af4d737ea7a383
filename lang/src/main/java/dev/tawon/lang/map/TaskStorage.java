package dev.tawon.lang.map;

/**
 * A value for each task, a {@code task_struct}: {@code BPF_MAP_TYPE_TASK_STORAGE}, since Linux 5.11.
 *
 * @param <V> the value
 */
public final class TaskStorage<V> extends OwnedStorage<V> {
  private TaskStorage() {}

  /** Storage without values. */
  public static <V> TaskStorage<V> create() {
    return new TaskStorage<>();
  }
}
