package dev.tawon.compiler.front;

import dev.tawon.compiler.ir.Position;
import java.lang.classfile.Attributes;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.ExceptionCatch;
import java.lang.classfile.instruction.IncrementInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.LineNumber;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.MonitorInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.classfile.instruction.StoreInstruction;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.lang.classfile.instruction.ThrowInstruction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
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

  private final String owner;
  private final MethodModel model;
  private final String file;
  private final List<Instruction> instructions = new ArrayList<>();
  private final List<Integer> lines = new ArrayList<>();
  private final Map<Label, Integer> labels = new HashMap<>();
  private final NavigableSet<Integer> leaders = new TreeSet<>();

  private MethodCode(Class<?> owner, MethodModel model) {
    this.owner = owner.getName();
    this.model = model;
    this.file =
        model
            .parent()
            .flatMap(type -> type.findAttribute(Attributes.sourceFile()))
            .map(attribute -> attribute.sourceFile().stringValue())
            .orElseGet(() -> SourceFiles.of(owner));
  }

  /**
   * The code of a method.
   *
   * @throws SourceError if it has none, or handles exceptions
   */
  static MethodCode of(Class<?> owner, MethodModel model) {
    MethodCode code = new MethodCode(owner, model);
    CodeModel body =
        model
            .code()
            .orElseThrow(() ->
                new SourceError(
                    new Position(code.file, 0), code.name() + " has no body to compile"));
    int line = 0;
    List<Label> handled = new ArrayList<>();
    for (CodeElement element : body.elementList()) {
      switch (element) {
        case LabelTarget target -> code.labels.put(target.label(), code.instructions.size());
        case LineNumber number -> line = number.line();
        case ExceptionCatch handler -> handled.add(handler.tryStart());
        case MonitorInstruction _ ->
            throw new SourceError(
                new Position(code.file, line),
                "a program has no monitors to synchronize on: add to a Counter, which is atomic");
        case Instruction instruction -> {
          code.instructions.add(instruction);
          code.lines.add(line);
        }
        default -> {}
      }
    }
    if (!handled.isEmpty()) {
      // The class file lists the handlers before the code.
      throw new SourceError(
          new Position(code.file, code.lines.get(code.indexOf(handled.getFirst()))),
          "a program cannot catch exceptions: check for the condition instead");
    }
    code.findLeaders();
    return code;
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
    visit(0, new HashSet<>(), postorder);
    return postorder.reversed();
  }

  private void visit(int first, Set<Integer> seen, List<Integer> postorder) {
    if (!seen.add(first)) {
      return;
    }
    for (int successor : successors(blockAt(first)).reversed()) {
      visit(successor, seen, postorder);
    }
    postorder.add(first);
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

  /** How often a local variable's slot is assigned. */
  int assignments(int slot) {
    int count = 0;
    for (Instruction instruction : instructions) {
      if ((instruction instanceof StoreInstruction store && store.slot() == slot)
          || (instruction instanceof IncrementInstruction increment && increment.slot() == slot)) {
        count++;
      }
    }
    return count;
  }

  /** The instruction index of a label. */
  int indexOf(Label label) {
    Integer index = labels.get(label);
    if (index == null) {
      throw new IllegalStateException("a label that is not in the code of " + name());
    }
    return index;
  }

  /** An instruction. */
  Instruction instruction(int index) {
    return instructions.get(index);
  }

  /** The place in the source of an instruction. */
  Position position(int index) {
    return new Position(file, lines.isEmpty() ? 0 : lines.get(index));
  }

  /** The method. */
  MethodModel model() {
    return model;
  }

  /** The method's name with its class's, for messages. */
  String name() {
    return owner.substring(owner.lastIndexOf('.') + 1) + "." + model.methodName().stringValue();
  }
}
