package dev.tawon.lang.map;

/**
 * What {@link UserRingBuffer#drainWhile} does with each record.
 *
 * @param <T> the record
 */
@FunctionalInterface
public interface RecordCondition<T> {
  /**
   * One record.
   *
   * @param record a copy of it on the stack
   * @return whether to go on with the next
   */
  boolean run(T record);
}
