package dev.tawon.compiler.back;

import dev.tawon.compiler.Rule;
import dev.tawon.compiler.front.SourceError;
import dev.tawon.compiler.ir.Function;
import dev.tawon.compiler.ir.Position;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the functions of a program call, and whether the stack has room for all that are under way at once. */
final class CallChains {
  /** {@code MAX_CALL_FRAMES} of {@code include/linux/bpf_verifier.h}. */
  private static final int MOST_FRAMES = 8;

  /** To what {@code check_max_stack_depth} of {@code kernel/bpf/verifier.c} rounds up each function's part of the stack. */
  private static final int GRANULE = 32;

  private record Frame(Function function, MachineProgram program, int bytes, Set<Function> called) {
    int rounded() {
      return (Math.max(bytes, 1) + GRANULE - 1) / GRANULE * GRANULE;
    }
  }

  /** Functions that are under way at once, the one that called the others first. */
  private record Chain(List<Frame> frames, int bytes) {
    Chain in(Frame caller) {
      return new Chain(
          Stream.concat(Stream.of(caller), frames.stream()).toList(), bytes + caller.rounded());
    }
  }

  private final Map<Function, Frame> frames = new LinkedHashMap<>();

  /** Whether a function is written, or being written. */
  boolean has(Function function) {
    return frames.containsKey(function);
  }

  /** The functions that a function refers to, to be filled as it is written. */
  Set<Function> add(Function function, MachineProgram program, int bytes) {
    Frame frame = new Frame(function, program, bytes, new LinkedHashSet<>());
    frames.put(function, frame);
    return frame.called();
  }

  /**
   * Looks at all ways from a program.
   *
   * @throws SourceError if one of them is too deep
   */
  void check(Function program) {
    Map<Function, Chain> longest = new HashMap<>();
    Map<Function, Chain> largest = new HashMap<>();
    Chain chain = longest(program, longest);
    if (chain.frames().size() > MOST_FRAMES) {
      throw new SourceError(
          position(chain),
          Rule.CALL_DEPTH,
          "%d functions are under way here at once, and the kernel takes %d: %s"
              .formatted(chain.frames().size(), MOST_FRAMES, names(chain)));
    }
    chain = largest(program, largest);
    if (chain.frames().size() > 1 && chain.bytes() > StackFrame.LIMIT) {
      throw new SourceError(
          position(chain),
          Rule.STACK_SPACE,
          "together these functions need %d bytes of stack, and there are %d: %s%n%s"
              .formatted(
                  chain.bytes(),
                  StackFrame.LIMIT,
                  StackTable.ADVICE,
                  StackTable.of(tables(chain))));
    }
  }

  /** The first function that is called: there somebody can do something about it. */
  private static Position position(Chain chain) {
    return chain.frames().get(1).program().position();
  }

  private static List<StackTable.Part> tables(Chain chain) {
    return chain.frames().stream()
        .map(frame -> new StackTable.Part(frame.program(), frame.rounded()))
        .toList();
  }

  private static String names(Chain chain) {
    return chain.frames().stream()
        .map(frame -> frame.function().name() + " (" + frame.rounded() + ")")
        .collect(Collectors.joining(", "));
  }

  // No function calls itself, by whatever way: the front end sees to that.

  private Chain longest(Function function, Map<Function, Chain> known) {
    Frame frame = frame(function);
    Chain below = new Chain(List.of(), 0);
    for (Function called : frame.called()) {
      Chain chain = known.get(called);
      if (chain == null) {
        chain = longest(called, known);
        known.put(called, chain);
      }
      below = chain.frames().size() > below.frames().size() ? chain : below;
    }
    return below.in(frame);
  }

  private Chain largest(Function function, Map<Function, Chain> known) {
    Frame frame = frame(function);
    Chain below = new Chain(List.of(), 0);
    for (Function called : frame.called()) {
      Chain chain = known.get(called);
      if (chain == null) {
        chain = largest(called, known);
        known.put(called, chain);
      }
      below = chain.bytes() > below.bytes() ? chain : below;
    }
    return below.in(frame);
  }

  private Frame frame(Function function) {
    Frame frame = frames.get(function);
    if (frame == null) {
      throw new IllegalStateException(function.name() + " is not written");
    }
    return frame;
  }
}
