package dev.tawon.lang;

/** What {@link Bpf#loop} does in each round. */
@FunctionalInterface
public interface LoopBody {
  /**
   * One round.
   *
   * @param index the rounds before it
   */
  void run(int index);
}
