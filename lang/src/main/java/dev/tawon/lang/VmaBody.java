package dev.tawon.lang;

/**
 * What {@link Bpf#findVma} does with the mapping.
 *
 * @param <T> the {@link KernelType} class of {@code task_struct}
 * @param <V> the {@link KernelType} class of {@code vm_area_struct}
 */
@FunctionalInterface
public interface VmaBody<T, V> {
  /**
   * Looks at the mapping, which is there for as long as this runs.
   *
   * @param task the task
   * @param area the mapping
   */
  void run(T task, V area);
}
