package dev.tawon.compiler.walk;

import dev.tawon.compiler.walk.Frame.Comparison;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the verifier is, and what it knows there: {@code struct bpf_verifier_state}. */
final class State {
  final List<Frame> frames;

  /** How many elements of iterations were asked for on the way here. */
  int depth;

  /** The kept state that this one comes from. */
  @Nullable State parent;

  /** Of a kept one: how many ways from here are not at their ends. */
  int branches = 1;

  /** Of a kept one: how often one like it came by, and another. */
  int hits;

  int misses;

  State(List<Frame> frames) {
    this.frames = frames;
  }

  State copy() {
    List<Frame> copies = new ArrayList<>(frames.size());
    frames.forEach(frame -> copies.add(frame.copy()));
    State copy = new State(copies);
    copy.depth = depth;
    copy.parent = parent;
    return copy;
  }

  Frame frame() {
    return frames.getLast();
  }

  void replace(Known old, Known by) {
    frames.forEach(frame -> frame.replace(old, by));
  }

  /** A way from here is at its end: {@code update_branch_counts}. */
  void end() {
    State state = this;
    while (state != null && --state.branches == 0) {
      state = state.parent;
    }
  }

  boolean isCoveredBy(State old, int at, Liveness liveness, Comparison comparison) {
    int size = frames.size();
    if (old.frames.size() != size) {
      return false;
    }
    for (int i = size - 1; i >= 0; i--) {
      int next = i == size - 1 ? at : frames.get(i + 1).returnsTo;
      Liveness.Live live = liveness.at(next);
      if (i < size - 1) {
        live = new Liveness.Live(live.registers() & ~0b11_1111, live.slots());
      }
      if (!frames.get(i).isCoveredBy(old.frames.get(i), live, comparison)) {
        return false;
      }
    }
    return true;
  }
}
