package dev.tawon.compiler.walk;

import dev.tawon.compiler.walk.Frame.Comparison;
import dev.tawon.compiler.walk.Known.FrameAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the verifier is, and what it knows there: {@code struct bpf_verifier_state}. */
final class State {
  final List<Frame> frames;

  /** How often the kernel called functions back on the way here. */
  int depth;

  /** The kept state that this one comes from. */
  @Nullable State parent;

  /** Of a kept one: the loops that it was kept in. */
  Loops loops = Loops.NONE;

  /** Of a kept one: the first state, on the way to it, that is in the same loops. */
  State entry = this;

  /** Of a kept one: how many ways from here are not at their ends. */
  int branches = 1;

  /** Of a kept one: how often one like it came by, and another. */
  int hits;

  int misses;

  /**
   * The outermost loops of the outermost function that is in one, a strongly connected component of the flow of control.
   *
   * @param calls where the functions around it are called, and where it begins; none outside of loops
   */
  record Loops(List<Integer> calls) {
    static final Loops NONE = new Loops(List.of());
  }

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

  /** Whether nothing that the kernel counts went further here than in an older state. */
  boolean isAsFarAs(State old) {
    if (old.depth != depth) {
      return false;
    }
    for (int i = 0; i < Math.min(frames.size(), old.frames.size()); i++) {
      if (!frames.get(i).isAsFarAs(old.frames.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** Whether an older state has the same functions under way, called from the same places: {@code same_callsites}. */
  boolean isCalledFrom(State old) {
    if (frames.size() != old.frames.size()) {
      return false;
    }
    for (int i = 0; i < frames.size(); i++) {
      if (frames.get(i).returnsTo != old.frames.get(i).returnsTo) {
        return false;
      }
    }
    return true;
  }

  /** The loops that an instruction is in: {@code compute_scc_callchain}. */
  private Loops loopsAt(int at, Code code) {
    List<Integer> calls = new ArrayList<>();
    for (int i = 0; i < frames.size(); i++) {
      Frame callee = i + 1 < frames.size() ? frames.get(i + 1) : null;
      int under = callee == null ? at : callee.returnsTo - (callee.repeats ? 0 : 1);
      int loops = under < 0 ? -1 : code.loops(under);
      calls.add(loops < 0 ? under : loops);
      if (loops >= 0) {
        return new Loops(calls);
      }
    }
    return Loops.NONE;
  }

  /** Is kept at an instruction. */
  void keep(int at, Code code) {
    loops = loopsAt(at, code);
    entry = parent != null && parent.loops.equals(loops) ? parent.entry : this;
  }

  /** The function on whose stack an address is; one of which nothing is known if it is under way no more. */
  Frame frameOf(FrameAddress address) {
    return address.depth() < frames.size() ? frames.get(address.depth()) : new Frame(-1, false);
  }

  /** What an address of the stack leads to, as a whole. */
  @Nullable Known at(@Nullable Known address) {
    return address instanceof FrameAddress place ? frameOf(place).at(place.offset()) : null;
  }

  /** Leaves the place to which an address of the stack leads. */
  void leave(@Nullable Known address) {
    if (address instanceof FrameAddress place) {
      frameOf(place).leave(place.offset());
    }
  }

  /** Puts something where an address of the stack leads. */
  void put(@Nullable Known address, @Nullable Known by) {
    if (address instanceof FrameAddress place) {
      frameOf(place).write(place.offset(), Long.BYTES, by);
    }
  }

  /** A way from here is at its end: {@code update_branch_counts}. */
  void end() {
    State state = this;
    while (state != null && --state.branches == 0) {
      state = state.parent;
    }
  }

  boolean isCoveredBy(State old, int at, Liveness liveness, Comparison comparison) {
    if (!isCalledFrom(old)) {
      return false;
    }
    int size = frames.size();
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
