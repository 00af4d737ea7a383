package dev.tawon.lang.map;

/**
 * What {@link UserRingBuffer#drain} does with each record.
 *
 * @param <T> the record
 */
@FunctionalInterface
public interface RecordBody<T> {
  /**
   * One record.
   *
   * @param record a copy of it on the stack
   */
  void run(T record);
}
