package dev.tawon.compiler.walk;

import dev.tawon.compiler.front.HelperRow;
import dev.tawon.compiler.ir.Position;
import dev.tawon.compiler.walk.Known.Scalar;
import dev.tawon.isa.Instruction;
import dev.tawon.object.CoreRelocation;
import dev.tawon.object.FunctionReference;
import dev.tawon.object.LineInfo;
import dev.tawon.object.MapReference;
import dev.tawon.object.ProgramSpec;
import dev.tawon.object.ProgramType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;

/** The instructions of a program by their indices, and where control goes. */
final class Code {
  private static final int MOST_ARGUMENTS = 5;

  /** The kinds of program whose contexts have no addresses: by {@code is_valid_access} of their {@code bpf_verifier_ops}. */
  private static final Set<ProgramType> NUMBERS =
      EnumSet.of(
          ProgramType.KPROBE,
          ProgramType.TRACEPOINT,
          ProgramType.PERF_EVENT,
          ProgramType.RAW_TRACEPOINT,
          ProgramType.CGROUP_DEVICE,
          ProgramType.CGROUP_SYSCTL);

  /** The helpers that return memory: {@code RET_PTR_TO_MAP_VALUE} and {@code RET_PTR_TO_MEM}. */
  private static final Set<String> MEMORY =
      Set.of(
          "bpf_map_lookup_elem",
          "bpf_map_lookup_percpu_elem",
          "bpf_get_local_storage",
          "bpf_sk_storage_get",
          "bpf_inode_storage_get",
          "bpf_task_storage_get",
          "bpf_cgrp_storage_get",
          "bpf_ringbuf_reserve",
          "bpf_dynptr_data");

  private static final String CONTEXT = "context";

  private final List<Instruction> instructions;
  private final List<LineInfo> lines;
  private final int[] slots;
  private final Map<Integer, Integer> bySlot = new HashMap<>();
  private final List<List<Integer>> predecessors = new ArrayList<>();
  private final boolean[] prunes;
  private final Map<Integer, String> functions = new HashMap<>();
  private final Map<Integer, String> maps = new HashMap<>();
  private final Set<Integer> relocated = new HashSet<>();

  /** For each instruction, the first one of the loops around it; -1 outside. */
  private final int[] loops;

  private final ToIntFunction<String> parameters;
  private final Object context;

  Code(ProgramSpec program, ToIntFunction<String> parameters) {
    this.parameters = parameters;
    context = NUMBERS.contains(program.type()) ? new Known.Memory(CONTEXT) : CONTEXT;
    instructions = program.instructions();
    lines = program.lineInfo();
    int size = instructions.size();
    slots = new int[size];
    int slot = 0;
    for (int i = 0; i < size; i++) {
      slots[i] = slot;
      bySlot.put(slot, i);
      slot += instructions.get(i).slots();
      predecessors.add(new ArrayList<>());
    }
    for (FunctionReference function : program.functions()) {
      functions.put(function.instruction(), function.function());
    }
    for (MapReference map : program.maps()) {
      maps.put(map.instruction(), map.map());
    }
    for (CoreRelocation relocation : program.relocations()) {
      relocated.add(relocation.instruction());
    }
    prunes = new boolean[size + 1];
    for (int i = 0; i < size; i++) {
      for (int next : successors(i)) {
        predecessors.get(next).add(i);
      }
      mark(i);
    }
    loops = outermost();
  }

  private int[] outermost() {
    int[] first = new int[size()];
    Arrays.fill(first, -1);
    for (int i = 0; i < size(); i++) {
      if (callsBack(i) && first[i] < 0) {
        first[i] = i;
      }
      for (int next : successors(i)) {
        if (next <= i) {
          int begin = next;
          for (int within = next; within <= i; within++) {
            begin = first[within] < 0 ? begin : Math.min(begin, first[within]);
          }
          Arrays.fill(first, begin, i + 1, begin);
        }
      }
    }
    return first;
  }

  /** The first instruction of the outermost loops around one; -1 if there are none. */
  int loops(int index) {
    return loops[index];
  }

  /** Where the verifier looks for a state that it has been in: {@code visit_insn}. */
  private void mark(int index) {
    switch (instructions.get(index)) {
      case Instruction.Branch _ -> {
        prunes[index] = true;
        prunes[target(index)] = true;
      }
      case Instruction.Goto _ -> {
        prunes[target(index)] = true;
        prunes[index + 1] = true;
      }
      case Instruction.CallFunction _ -> {
        prunes[index] = true;
        prunes[index + 1] = true;
        prunes[target(index)] = true;
      }
      case Instruction.CallHelper _ -> {
        prunes[index] |= callsBack(index);
        prunes[index + 1] = true;
      }
      case Instruction.CallKernelFunction _ -> {
        prunes[index] |= isNext(index);
        prunes[index + 1] = true;
      }
      default -> {}
    }
  }

  int size() {
    return instructions.size();
  }

  Instruction at(int index) {
    return instructions.get(index);
  }

  boolean isPruned(int index) {
    return prunes[index];
  }

  /** The kernel's function that is called. */
  String function(int index) {
    return functions.getOrDefault(index, "");
  }

  /** How many registers a call reads: {@code get_call_summary}. */
  int arguments(int index) {
    return switch (instructions.get(index)) {
      case Instruction.CallHelper call ->
          (int)
              HelperRow.of(call.helper()).parameters().stream()
                  .filter(parameter -> !parameter.type().equals("..."))
                  .count();
      case Instruction.CallKernelFunction _ -> parameters.applyAsInt(function(index));
      case Instruction _ -> MOST_ARGUMENTS;
    };
  }

  /** Where the context begins. */
  Object context() {
    return context;
  }

  /** What a call returns. */
  Scalar result(int index, int helper) {
    HelperRow row = HelperRow.of(helper);
    if (!row.result().contains("*")) {
      return Scalar.of(Bounds.UNKNOWN);
    }
    return Scalar.at(MEMORY.contains(row.name()) ? new Known.Memory(index) : index);
  }

  /** The map whose address is loaded. */
  String map(int index) {
    return maps.getOrDefault(index, "");
  }

  /** Whether the kernel's types say what the instruction's number is. */
  boolean isRelocated(int index) {
    return relocated.contains(index);
  }

  /** Whether the next element of an iteration is asked for. */
  boolean isNext(int index) {
    return isOfIterator(index, "_next");
  }

  /** Whether an iteration begins. */
  boolean begins(int index) {
    return isOfIterator(index, "_new");
  }

  /** Whether an iteration ends. */
  boolean ends(int index) {
    return isOfIterator(index, "_destroy");
  }

  private boolean isOfIterator(int index, String suffix) {
    String function = function(index);
    return function.startsWith("bpf_iter_") && function.endsWith(suffix);
  }

  /** Whether the kernel calls a function back here, before it returns. */
  boolean callsBack(int index) {
    return instructions.get(index) instanceof Instruction.CallHelper call
        && !Callback.arguments(call.helper()).isEmpty();
  }

  List<Integer> predecessors(int index) {
    return predecessors.get(index);
  }

  List<Integer> successors(int index) {
    return switch (instructions.get(index)) {
      case Instruction.Exit _ -> List.of();
      case Instruction.Goto _ -> List.of(target(index));
      case Instruction.Branch _, Instruction.MayGoto _ -> List.of(index + 1, target(index));
      case Instruction _ -> index + 1 < size() ? List.of(index + 1) : List.of();
    };
  }

  /** Where a jump or a call leads to, or which function's address is loaded. */
  int target(int index) {
    Instruction instruction = instructions.get(index);
    int offset =
        switch (instruction) {
          case Instruction.Branch branch -> branch.offset();
          case Instruction.Goto jump -> jump.offset();
          case Instruction.MayGoto jump -> jump.offset();
          case Instruction.CallFunction call -> call.offset();
          case Instruction.LoadImmediate64 load -> load.low();
          case Instruction other -> throw new IllegalStateException("no jump: " + other);
        };
    Integer target = bySlot.get(slots[index] + 1 + offset);
    if (target == null) {
      throw new IllegalStateException("a jump from " + index + " into an instruction");
    }
    return target;
  }

  /** The source line of an instruction. */
  Position position(int index) {
    Position found = new Position("", 0);
    for (LineInfo line : lines) {
      if (line.instruction() > index) {
        break;
      }
      found = new Position(line.file(), line.line());
    }
    return found;
  }

  /** The source line of a loop, by its jump back: of what it asks whether to go on, or its first. */
  Position loopPosition(int back) {
    Position last = position(back);
    if (!(instructions.get(back) instanceof Instruction.Goto)) {
      return last;
    }
    int head = target(back);
    if (instructions.get(head) instanceof Instruction.Branch && target(head) > back) {
      return position(head);
    }
    Position first = last;
    for (int i = target(back); i < back; i++) {
      Position position = position(i);
      if (position.file().equals(last.file())
          && position.line() > 0
          && position.line() < first.line()) {
        first = position;
      }
    }
    return first;
  }

  /** Whether there are jumps back. */
  boolean hasLoops() {
    for (int i = 0; i < size(); i++) {
      for (int next : successors(i)) {
        if (next <= i) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * The jump back of the innermost loop around an instruction of which the verifier has to see the end: not through an
   * iterator's elements, unless there is no other; -1 if there is none.
   */
  int loop(int index) {
    int innermost = loop(index, -1);
    int found = innermost;
    while (found >= 0 && asks(found)) {
      found = loop(index, length(found));
    }
    return found >= 0 ? found : innermost;
  }

  /** Whether a loop, by its jump back, is the one that asks an iterator for its elements. */
  private boolean asks(int back) {
    for (int i = back - length(back); i <= back; i++) {
      if (isNext(i) && loop(i, -1) == back) {
        return true;
      }
    }
    return false;
  }

  private int length(int back) {
    return successors(back).stream().mapToInt(next -> back - next).max().orElseThrow();
  }

  /** The jump back of the smallest loop around an instruction that is larger than a size; -1 if there is none. */
  private int loop(int index, int than) {
    int found = -1;
    int length = Integer.MAX_VALUE;
    for (int i = index; i < size(); i++) {
      for (int next : successors(i)) {
        if (next <= index && i - next > than && i - next < length && next <= i) {
          found = i;
          length = i - next;
        }
      }
    }
    return found;
  }
}
