package dev.tawon.lang;

/** What {@link Bpf#loopWhile} does in each round. */
@FunctionalInterface
public interface LoopCondition {
  /**
   * One round.
   *
   * @param index the rounds before it
   * @return whether there is another
   */
  boolean run(int index);
}
