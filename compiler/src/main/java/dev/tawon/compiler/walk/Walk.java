package dev.tawon.compiler.walk;

import dev.tawon.compiler.Target;
import dev.tawon.compiler.ir.Comparison;
import dev.tawon.compiler.ir.HelperNumbers;
import dev.tawon.compiler.walk.Known.Scalar;
import dev.tawon.isa.Immediate;
import dev.tawon.isa.Instruction;
import dev.tawon.isa.JumpCondition;
import dev.tawon.isa.Operand;
import dev.tawon.isa.Register;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The verifier's way through a program: {@code do_check} of {@code kernel/bpf/verifier.c}, as far as it matters to how long it is.
 * At a branch that it cannot decide it goes on behind it, and comes back for the other way; and where it was before, and knew no
 * more, it turns.
 */
final class Walk {
  /** {@code BPF_COMPLEXITY_LIMIT_INSNS}. */
  static final int MOST_STEPS = 1_000_000;

  /** {@code BPF_COMPLEXITY_LIMIT_JMP_SEQ}. */
  static final int MOST_WAITING = 8_192;

  /** How the walk ended. */
  enum Outcome {
    FINISHED,
    TOO_LONG,
    TOO_MANY_WAITING,
    ENDLESS
  }

  private record Waiting(State state, int at) {}

  private final Code code;
  private final Liveness liveness;
  private final Target target;
  private final Steps operations;
  private final List<List<State>> kept = new ArrayList<>();
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private State state = new State(new ArrayList<>(List.of(new Frame(-1, false))));
  private int at;
  private int steps;
  private int jumps;
  private int stepsBefore;
  private int jumpsBefore;
  private boolean vague;

  /** Where the loops were entered in which the walk turned before their ends; see {@link #isOpen}. */
  private final Set<State> turned = new HashSet<>();

  /** How often each jump back was gone. */
  private final int[] rounds;

  /** Whether functions that the kernel calls back are gone through until nothing changes (Linux 6.7). */
  private final boolean repeats;

  Walk(Code code, Target target) {
    this.code = code;
    this.target = target;
    repeats = target.isAtLeast(6, 7);
    liveness = Liveness.of(code);
    rounds = new int[code.size()];
    operations = new Steps(code, target);
    for (int i = 0; i <= code.size(); i++) {
      kept.add(new ArrayList<>());
    }
    state.frame().registers[1] = Scalar.at(code.context());
  }

  /** The jump back of the loop that it is in, or of the one that took it longest; -1 if there is none. */
  int loop(Outcome outcome) {
    int around = outcome == Outcome.ENDLESS ? code.loop(at) : -1;
    if (around >= 0) {
      return around;
    }
    int most = -1;
    for (int i = 0; i < rounds.length; i++) {
      if (rounds[i] > (most < 0 ? 0 : rounds[most])) {
        most = i;
      }
    }
    return most;
  }

  private void count(int to) {
    if (to <= at) {
      rounds[at]++;
    }
  }

  /** Whether the verifier may know more than this does. */
  boolean isVague() {
    return vague;
  }

  Outcome run() {
    while (true) {
      if (++steps > MOST_STEPS) {
        return Outcome.TOO_LONG;
      }
      if (code.isPruned(at)) {
        switch (visit()) {
          case NEW -> {}
          case SAME -> {
            return Outcome.ENDLESS;
          }
          case KNOWN -> {
            if (!resume()) {
              return Outcome.FINISHED;
            }
            continue;
          }
        }
      }
      if (!step()) {
        state.end();
        if (!resume()) {
          return Outcome.FINISHED;
        }
      }
      if (waiting.size() > MOST_WAITING) {
        return Outcome.TOO_MANY_WAITING;
      }
    }
  }

  private boolean resume() {
    if (waiting.isEmpty()) {
      return false;
    }
    Waiting next = waiting.pop();
    state = next.state();
    at = next.at();
    return true;
  }

  private void wait(State other, int where) {
    if (other.parent != null) {
      other.parent.branches++;
    }
    waiting.push(new Waiting(other, where));
  }

  private enum Visit {
    NEW,
    KNOWN,
    SAME
  }

  /** {@code is_state_visited}. */
  private Visit visit() {
    boolean keeps = jumps - jumpsBefore >= 2 && steps - stepsBefore >= 8;
    boolean asks = code.isNext(at);
    boolean next = asks || repeats && code.callsBack(at);
    List<State> states = kept.get(at);
    for (int i = states.size() - 1; i >= 0; i--) {
      State old = states.get(i);
      if (old.branches > 0 && !next) {
        if (state.isAsFarAs(old)
            && state.frame().hasSameRegisters(old.frame())
            && state.isCoveredBy(old, at, liveness, Frame.Comparison.SAME)) {
          return Visit.SAME;
        }
        if (jumps - jumpsBefore < 20 && steps - stepsBefore < 100) {
          keeps = false;
        }
      } else if ((old.branches == 0 || !asks || hasNext())
          && state.isCoveredBy(
              old,
              at,
              liveness,
              old.branches > 0 || isOpen(old)
                  ? Frame.Comparison.WITHIN
                  : Frame.Comparison.NEEDED)) {
        old.hits++;
        if (old.branches > 0) {
          turned.add(old.entry);
        }
        need(old);
        state.end();
        return Visit.KNOWN;
      }
      if (keeps || next) {
        old.misses++;
        int patience = next && old.branches > 0 ? 64 : 3;
        if (old.misses > old.hits * patience + patience) {
          states.remove(i);
        }
      }
    }
    if (keeps || next) {
      stepsBefore = steps;
      jumpsBefore = jumps;
      State copy = state.copy();
      copy.keep(at, code);
      states.add(copy);
      state.parent = copy;
      state.branches = 1;
    }
    return Visit.NEW;
  }

  /**
   * Whether what an older state needed may not be known yet, though it is at its end: it is in loops that were entered on the
   * way here and in which the walk turned where it had not been to the end ({@code incomplete_read_marks}).
   */
  private boolean isOpen(State old) {
    if (turned.isEmpty() || old.loops.equals(State.Loops.NONE)) {
      return false;
    }
    turned.removeIf(entry -> entry.branches == 0);
    for (State entry : turned) {
      if (entry.loops.equals(old.loops)) {
        return true;
      }
    }
    return false;
  }

  /** What an older state needed, this one needs too: {@code propagate_precision}. */
  private void need(State old) {
    for (int i = 0; i < old.frames.size(); i++) {
      Frame before = old.frames.get(i);
      Frame now = state.frames.get(i);
      for (int j = 0; j < now.registers.length; j++) {
        if (before.registers[j] instanceof Scalar number
            && number.isPrecise()
            && now.registers[j] instanceof Scalar same) {
          same.need();
        }
      }
      for (int j = 0; j < now.slots.length; j++) {
        if (before.slots[j] instanceof Scalar number
            && number.isPrecise()
            && now.slots[j] instanceof Scalar same) {
          same.need();
        }
      }
    }
  }

  /** Goes an instruction further; says whether there is more behind it. */
  private boolean step() {
    Frame frame = state.frame();
    switch (code.at(at)) {
      case Instruction.Branch branch -> branch(branch);
      case Instruction.Goto _ -> {
        jumps++;
        count(code.target(at));
        at = code.target(at);
      }
      case Instruction.MayGoto _ -> {
        vague = true;
        at++;
      }
      case Instruction.CallFunction _ -> {
        jumps++;
        call(state, List.of(1, 2, 3, 4, 5), false);
        at = code.target(at);
      }
      case Instruction.CallHelper helper -> {
        jumps++;
        if (!callBack(helper.helper())) {
          operations.helper(state, at, helper.helper());
          at++;
        }
      }
      case Instruction.CallKernelFunction _ -> {
        jumps++;
        kernelFunction(frame);
      }
      case Instruction.Exit _ -> {
        jumps++;
        if (frame.returnsTo < 0) {
          return false;
        }
        state.frames.removeLast();
        if (frame.repeats) {
          at = frame.returnsTo;
          state.frame().rounds++;
          widen(state, null);
          return true;
        }
        state.frame().clobber();
        state.frame().registers[0] = frame.registers[0];
        at = frame.returnsTo;
      }
      case Instruction other -> {
        operations.run(state, at, other);
        at++;
      }
    }
    return at < code.size();
  }

  /** Whether the iteration whose next element is asked for here may go on. */
  private boolean hasNext() {
    return !(state.at(state.frame().registers[1]) instanceof Known.Iteration(_, boolean active))
        || active;
  }

  private void kernelFunction(Frame frame) {
    Known iterator = frame.registers[1];
    Scalar result = Scalar.at(at);
    if (code.isNext(at)) {
      if (hasNext()) {
        element(iterator);
      }
      state.put(iterator, new Known.Iteration(depth(iterator), false));
      result = Scalar.of(Bounds.of(0));
    } else if (code.begins(at)) {
      state.put(iterator, new Known.Iteration(0, true));
    } else if (code.ends(at)) {
      state.leave(iterator);
    }
    frame.clobber();
    frame.registers[0] = result;
    at++;
  }

  private int depth(@Nullable Known iterator) {
    return state.at(iterator) instanceof Known.Iteration(int depth, _) ? depth : 0;
  }

  /** The way on with an element, which is gone when the one without is at its end: {@code process_iter_next_call}. */
  private void element(@Nullable Known iterator) {
    State with = state.copy();
    with.put(iterator, new Known.Iteration(depth(iterator) + 1, true));
    widen(with, state.parent);
    with.frame().clobber();
    // Elements are never null here, and each has an id of its own: no two states with one are
    // alike.
    with.frame().registers[0] =
        Scalar.at(at)
            .with(Bounds.UNKNOWN.where(JumpCondition.NE, true, Bounds.of(0), true))
            .shared();
    wait(with, at + 1);
  }

  /**
   * Forgets what differs from when it was here before, on the same way: {@code find_prev_entry}.
   *
   * @param here the state that was kept here just now
   */
  @SuppressWarnings("ReferenceEquality") // it is that one
  private void widen(State changed, @Nullable State here) {
    for (State old : kept.get(at).reversed()) {
      if (old != here && old.branches > 0 && changed.isCalledFrom(old)) {
        for (int i = 0; i < old.frames.size(); i++) {
          changed.frames.get(i).widen(old.frames.get(i));
        }
        return;
      }
    }
  }

  private void call(State from, List<Integer> arguments, boolean again) {
    Frame callee = new Frame(again ? at : at + 1, again);
    for (int i = 0; i < arguments.size(); i++) {
      int argument = arguments.get(i);
      callee.registers[i + 1] =
          argument < 0 ? Scalar.at("argument" + i) : from.frame().registers[argument];
    }
    from.frames.add(callee);
  }

  /** Goes through a function that the kernel calls back, and on without it; false if there is none. */
  private boolean callBack(int helper) {
    for (int i = 2; i <= 3; i++) {
      if (state.frame().registers[i] instanceof Known.FunctionAddress function) {
        List<Integer> arguments = Callback.arguments(helper);
        if (arguments.isEmpty()) {
          State later = new State(new ArrayList<>(List.of(new Frame(-1, false))));
          later.parent = null;
          for (int j = 1; j <= 5; j++) {
            later.frame().registers[j] = Scalar.at("argument" + j);
          }
          wait(later, function.start());
          return false;
        }
        if (repeats
            && helper == HelperNumbers.LOOP
            && state.frame().registers[1] instanceof Scalar times) {
          times.need();
          if (!Range.below(state.frame().rounds, times.bounds.whole().high())) {
            state.frame().rounds = 0;
            return false;
          }
        }
        State with = state.copy();
        with.depth++;
        call(with, arguments, repeats);
        operations.helper(state, at, helper);
        wait(with, function.start());
        at++;
        return true;
      }
    }
    return false;
  }

  private void branch(Instruction.Branch branch) {
    jumps++;
    Known left = state.frame().registers[branch.dst().number()];
    Known right =
        switch (branch.src()) {
          case Register register ->
              register == Register.R10
                  ? new Known.FrameAddress(0, 0)
                  : state.frame().registers[register.number()];
          case Immediate constant -> Scalar.of(Bounds.of(constant.value()));
        };
    int there = code.target(at);
    int behind = at + 1;
    count(there);
    if (left instanceof Scalar first && right instanceof Scalar second) {
      JumpCondition condition = branch.condition();
      Boolean holds = decide(first, second, branch.src(), condition, branch.wide());
      if (holds != null) {
        first.need();
        second.need();
        at = holds ? there : behind;
        return;
      }
      vague |= first.vague || second.vague;
      State taken = state.copy();
      refine(taken, first, second, condition, branch.wide(), true);
      refine(state, first, second, condition, branch.wide(), false);
      wait(taken, there);
      at = behind;
      return;
    }
    if (left instanceof Known.FrameAddress
        && right instanceof Scalar number
        && number.bounds.equals(Bounds.of(0))) {
      at = branch.condition() == JumpCondition.NE ? there : behind;
      return;
    }
    wait(state.copy(), there);
    at = behind;
  }

  private @Nullable Boolean decide(
      Scalar left, Scalar right, Operand source, JumpCondition condition, boolean wide) {
    boolean constant = wide ? right.bounds.isConstant() : right.bounds.half().isConstant();
    boolean leftConstant = wide ? left.bounds.isConstant() : left.bounds.half().isConstant();
    if (!constant && !target.isAtLeast(6, 8) && !(leftConstant && target.isAtLeast(6, 4))) {
      return null;
    }
    if (!(source instanceof Immediate) && left == right) {
      return Comparison.ofSame(condition);
    }
    return left.bounds.decide(condition, wide, right.bounds);
  }

  private void refine(
      State where,
      Scalar left,
      Scalar right,
      JumpCondition condition,
      boolean wide,
      boolean holds) {
    if (condition == JumpCondition.SET) {
      narrow(
          where,
          left,
          holds
              ? left.bounds.where(condition, wide, right.bounds, true)
              : left.bounds.without(right.bounds));
      return;
    }
    JumpCondition here = holds ? condition : Comparison.inverse(condition);
    boolean both = target.isAtLeast(6, 8);
    boolean edges = both || left.bounds.equals(Bounds.UNKNOWN);
    if (both || right.bounds.isConstant()) {
      narrow(where, left, left.bounds.where(here, wide, right.bounds, edges));
    }
    if (both || left.bounds.isConstant()) {
      narrow(where, right, right.bounds.where(Comparison.mirrored(here), wide, left.bounds, both));
    }
  }

  private void narrow(State where, Scalar number, Bounds bounds) {
    if (!bounds.equals(number.bounds)) {
      vague |= bounds.isImpossible();
      where.replace(number, number.with(bounds));
    }
  }
}
