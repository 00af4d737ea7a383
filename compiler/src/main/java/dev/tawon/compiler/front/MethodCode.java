package dev.tawon.compiler.front;

import dev.tawon.compiler.Rule;
import dev.tawon.compiler.ir.Position;
import java.lang.classfile.Attributes;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.ExceptionCatch;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.IncrementInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.LineNumber;
import java.lang.classfile.instruction.LocalVariable;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.MonitorInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.classfile.instruction.NewPrimitiveArrayInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.classfile.instruction.StoreInstruction;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.lang.classfile.instruction.ThrowInstruction;
import java.lang.classfile.instruction.TypeCheckInstruction;
import java.lang.reflect.AccessFlag;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/** A method's bytecode, cut into blocks. */
final class MethodCode {
  /**
   * A run of instructions that control enters at the first.
   *
   * @param first index of its first instruction
   * @param end index after its last
   */
  record CodeBlock(int first, int end) {}

  /** A name that a slot has from a place on. */
  private record Variable(int slot, String name, Label start) {}

  /** Instead of the place that asks for a method, where what is wrong with it is nobody's business. */
  static final Position NOWHERE = new Position("", 0);

  private final String owner;
  private final MethodModel model;
  private final String file;
  private final List<Instruction> instructions = new ArrayList<>();
  private final List<Integer> lines = new ArrayList<>();
  private final Map<Label, Integer> labels = new HashMap<>();
  private final List<Variable> variables = new ArrayList<>();
  private final Map<Integer, Integer> assignments = new HashMap<>();
  private final NavigableSet<Integer> leaders = new TreeSet<>();

  private MethodCode(Class<?> owner, MethodModel model) {
    this.owner = owner.getName();
    this.model = model;
    this.file =
        model
            .parent()
            .flatMap(type -> type.findAttribute(Attributes.sourceFile()))
            .map(attribute -> attribute.sourceFile().stringValue())
            .filter(name -> !name.isBlank() && name.indexOf('\0') < 0)
            .orElseGet(() -> SourceFiles.of(owner));
  }

  /**
   * The code of a method.
   *
   * @param call the place that asks for it
   * @throws SourceError if it has none, or handles exceptions, or is damaged
   */
  static MethodCode of(Class<?> owner, MethodModel model, Position call) {
    try {
      MethodCode code = new MethodCode(owner, model);
      code.read(call);
      return code;
    } catch (SourceError e) {
      throw e;
    } catch (RuntimeException e) {
      // The class file is parsed as it is asked for. Where it cannot be, the parser says so with
      // an IllegalArgumentException, or with whatever its own code meets there.
      throw SourceError.damaged(
          call, owner.getName() + "." + model.methodName().stringValue() + ": " + e.getMessage());
    }
  }

  /** A pattern of a record catches what the record's methods throw, and throws this: one fault or the other. */
  private boolean isOfAPattern(ExceptionCatch handler) {
    int at = indexOf(handler.handler());
    return at + 1 < instructions.size()
        && instructions.get(at) instanceof StoreInstruction
        && instructions.get(at + 1) instanceof NewObjectInstruction made
        && made.className().asInternalName().equals("java/lang/MatchException");
  }

  private void read(Position call) {
    CodeModel body =
        model
            .findAttribute(Attributes.code())
            .orElseThrow(() -> new SourceError(call, Rule.NO_BODY, name() + withoutBody(model)));
    int line = 0;
    List<ExceptionCatch> handlers = new ArrayList<>();
    for (CodeElement element : body.elementList()) {
      switch (element) {
        case LabelTarget target -> labels.put(target.label(), instructions.size());
        case LineNumber number -> line = number.line();
        case LocalVariable variable ->
            variables.add(
                new Variable(
                    variable.slot(), variable.name().stringValue(), variable.startScope()));
        case ExceptionCatch handler -> handlers.add(handler);
        case MonitorInstruction _ -> throw monitors(new Position(file, line));
        case Instruction instruction -> {
          parse(instruction);
          instructions.add(instruction);
          lines.add(line);
        }
        default -> {}
      }
    }
    for (ExceptionCatch handler : handlers) {
      if (!isOfAPattern(handler)) {
        throw new SourceError(
            position(indexOf(handler.tryStart())),
            Rule.CATCH,
            handler.catchType().isEmpty()
                ? "a program cannot run finally: a fault ends it at once; write the statements after"
                    + " the block, and before each return"
                : "a program cannot catch exceptions: check for the condition instead");
      }
    }
    if (instructions.isEmpty() || fallsThrough(instructions.size() - 1)) {
      throw SourceError.damaged(call, name() + " has no end");
    }
    if (model.flags().has(AccessFlag.SYNCHRONIZED)) {
      throw monitors(call.line() > 0 ? call : position(0));
    }
    countAssignments();
    findLeaders();
  }

  private static String withoutBody(MethodModel model) {
    return model.flags().has(AccessFlag.NATIVE)
        ? " is native: it has no bytecode to compile; write what it does in Java"
        : " is abstract: call the method of a class that is known, and final";
  }

  private static SourceError monitors(Position position) {
    return new SourceError(
        position,
        Rule.SYNCHRONIZED,
        "a program has no monitors to synchronize on: add to a Counter, which is atomic, or hold a"
            + " SpinLock in a map's value");
  }

  /** Has those parts of an instruction parsed that its translation looks at, so that what is damaged is found here. */
  private static void parse(Instruction instruction) {
    switch (instruction) {
      case InvokeInstruction call -> {
        call.typeSymbol();
        call.owner().asSymbol();
        call.name().stringValue();
      }
      case FieldInstruction field -> {
        field.owner().asSymbol();
        field.name().stringValue();
        field.typeSymbol();
      }
      case InvokeDynamicInstruction call -> {
        call.bootstrapMethod().owner();
        call.bootstrapArgs();
        call.typeSymbol();
      }
      case NewObjectInstruction create -> create.className().asSymbol();
      case TypeCheckInstruction check -> check.type().asSymbol();
      case NewPrimitiveArrayInstruction create -> create.typeKind();
      case ConstantInstruction constant -> constant.constantValue();
      default -> {}
    }
  }

  private void countAssignments() {
    for (Instruction instruction : instructions) {
      switch (instruction) {
        case StoreInstruction store -> assignments.merge(store.slot(), 1, Integer::sum);
        case IncrementInstruction step -> assignments.merge(step.slot(), 1, Integer::sum);
        default -> {}
      }
    }
  }

  private void findLeaders() {
    leaders.add(0);
    for (int i = 0; i < instructions.size(); i++) {
      List<Integer> targets = targets(i);
      leaders.addAll(targets);
      boolean ends =
          switch (instructions.get(i)) {
            case ReturnInstruction _, ThrowInstruction _ -> true;
            default -> !targets.isEmpty();
          };
      if (ends && i + 1 < instructions.size()) {
        leaders.add(i + 1);
      }
    }
  }

  /** Where an instruction may jump, by index; empty if it does not. */
  List<Integer> targets(int index) {
    return switch (instructions.get(index)) {
      case BranchInstruction branch -> List.of(indexOf(branch.target()));
      case TableSwitchInstruction table -> cases(table.cases(), table.defaultTarget());
      case LookupSwitchInstruction lookup -> cases(lookup.cases(), lookup.defaultTarget());
      default -> List.of();
    };
  }

  private List<Integer> cases(List<SwitchCase> cases, Label other) {
    List<Integer> targets = new ArrayList<>();
    cases.forEach(target -> targets.add(indexOf(target.target())));
    targets.add(indexOf(other));
    return targets;
  }

  /** The block that begins at an instruction. */
  CodeBlock blockAt(int first) {
    Integer next = leaders.higher(first);
    return new CodeBlock(first, next == null ? instructions.size() : next);
  }

  /** The first instructions of all blocks that control can reach, each before its successors but for back edges. */
  List<Integer> order() {
    List<Integer> postorder = new ArrayList<>();
    Set<Integer> seen = new HashSet<>(List.of(0));
    Deque<Visit> visits = new ArrayDeque<>(List.of(visit(0)));
    while (!visits.isEmpty()) {
      Visit visit = visits.getFirst();
      if (!visit.successors.hasNext()) {
        postorder.add(visits.removeFirst().first);
        continue;
      }
      int successor = visit.successors.next();
      if (seen.add(successor)) {
        visits.addFirst(visit(successor));
      }
    }
    return postorder.reversed();
  }

  private record Visit(int first, Iterator<Integer> successors) {}

  private Visit visit(int first) {
    return new Visit(first, successors(blockAt(first)).reversed().iterator());
  }

  /** The blocks of {@link #order} to which one that is not before them goes back. */
  Set<Integer> loopHeaders(List<Integer> order) {
    Set<Integer> before = new HashSet<>();
    Set<Integer> headers = new HashSet<>();
    for (int first : order) {
      before.add(first);
      successors(blockAt(first)).stream().filter(before::contains).forEach(headers::add);
    }
    return headers;
  }

  /**
   * The slots of local variables that no instruction of a loop assigns.
   *
   * @param order all blocks, in {@link #order}
   * @param header the loop's first block
   */
  Set<Integer> constantIn(List<Integer> order, int header) {
    Map<Integer, List<Integer>> predecessors = new HashMap<>();
    Map<Integer, Integer> places = new HashMap<>();
    for (int first : order) {
      places.put(first, places.size());
      for (int successor : successors(blockAt(first))) {
        predecessors.computeIfAbsent(successor, _ -> new ArrayList<>()).add(first);
      }
    }
    Set<Integer> loop = new HashSet<>(List.of(header));
    Deque<Integer> work = new ArrayDeque<>();
    for (int before : predecessors.getOrDefault(header, List.of())) {
      if (places.getOrDefault(before, -1) >= places.getOrDefault(header, 0) && loop.add(before)) {
        work.add(before);
      }
    }
    while (!work.isEmpty()) {
      for (int before : predecessors.getOrDefault(work.remove(), List.of())) {
        if (loop.add(before)) {
          work.add(before);
        }
      }
    }
    Set<Integer> constant = new HashSet<>(assignments.keySet());
    for (int first : loop) {
      for (int i = first; i < blockAt(first).end(); i++) {
        switch (instructions.get(i)) {
          case StoreInstruction store -> constant.remove(store.slot());
          case IncrementInstruction step -> constant.remove(step.slot());
          default -> {}
        }
      }
    }
    return constant;
  }

  /** The blocks that may follow one. */
  List<Integer> successors(CodeBlock block) {
    int last = block.end() - 1;
    List<Integer> successors = new ArrayList<>();
    if (fallsThrough(last)) {
      successors.add(block.end());
    }
    successors.addAll(targets(last));
    return successors;
  }

  /** Whether control may go from an instruction to the next. */
  boolean fallsThrough(int index) {
    return switch (instructions.get(index)) {
      case ReturnInstruction _, ThrowInstruction _ -> false;
      case TableSwitchInstruction _, LookupSwitchInstruction _ -> false;
      case BranchInstruction branch ->
          switch (branch.opcode()) {
            case GOTO, GOTO_W -> false;
            default -> true;
          };
      default -> true;
    };
  }

  /** Whether control reaches some instructions only by way of the one before them. */
  boolean isStraight(int before, int count) {
    Integer next = leaders.higher(before);
    return next == null ? before + count < instructions.size() : next > before + count;
  }

  /** Whether no jump leads to an instruction but such as the one before it makes. */
  boolean isEnteredOnlyFromBefore(int index) {
    for (int i = 0; i < instructions.size(); i++) {
      if (i != index - 1 && targets(i).contains(index)) {
        return false;
      }
    }
    return true;
  }

  /**
   * The name of the variable to which what an instruction makes is assigned, for messages; empty if it is assigned to none, or
   * the class file has no names.
   */
  String variableOf(int index) {
    for (int i = index + 1; i < instructions.size() && isStraight(index, i - index); i++) {
      if (instructions.get(i) instanceof StoreInstruction store) {
        return store.typeKind() == TypeKind.REFERENCE ? nameOf(store.slot(), i + 1) : "";
      }
    }
    return "";
  }

  private String nameOf(int slot, int index) {
    for (Variable variable : variables) {
      Integer start = labels.get(variable.start());
      if (variable.slot() == slot && start != null && start == index) {
        return variable.name();
      }
    }
    return "";
  }

  /** How often a local variable's slot is assigned. */
  int assignments(int slot) {
    return assignments.getOrDefault(slot, 0);
  }

  /** The instruction index of a label. */
  int indexOf(Label label) {
    Integer index = labels.get(label);
    if (index == null || index >= instructions.size()) {
      throw SourceError.damaged(new Position(file, 0), "a jump in " + name() + " leads nowhere");
    }
    return index;
  }

  /** How many instructions there are. */
  int size() {
    return instructions.size();
  }

  /** An instruction. */
  Instruction instruction(int index) {
    return instructions.get(index);
  }

  /** The place in the source of an instruction. */
  Position position(int index) {
    return new Position(file, lines.get(index));
  }

  /** The method. */
  MethodModel model() {
    return model;
  }

  /** Whether the method is {@code void}. */
  boolean returnsNothing() {
    return model.methodTypeSymbol().returnType().descriptorString().equals("V");
  }

  /** The method's name with its class's, for messages. */
  String name() {
    return owner.substring(owner.lastIndexOf('.') + 1) + "." + model.methodName().stringValue();
  }
}
