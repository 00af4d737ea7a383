package dev.tawon.compiler.front;

import dev.tawon.compiler.Rule;
import dev.tawon.compiler.ir.Block;
import dev.tawon.compiler.ir.Value;
import dev.tawon.isa.JumpCondition;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.SwitchCase;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * A switch on the text in an array. Java switches on its hash code, and compares it behind that with the strings that have this
 * hash code: here it is compared at once.
 */
final class TextSwitch {
  private final GraphBuilder graph;
  private final MethodCode code;
  private final IntFunction<Block> leave;

  /**
   * @param leave prepares control to go to the block that begins at an instruction
   */
  TextSwitch(GraphBuilder graph, MethodCode code, IntFunction<Block> leave) {
    this.graph = graph;
    this.code = code;
    this.leave = leave;
  }

  /**
   * What stands for the hash code of a text.
   *
   * @param isEqual compares the text with a string
   */
  record Hash(Function<String, Value> isEqual) {}

  void emit(Hash hash, List<SwitchCase> cases, int other) {
    for (SwitchCase choice : cases) {
      int target = code.indexOf(choice.target());
      for (String text : texts(target, choice.caseValue(), other)) {
        Value same = hash.isEqual.apply(text);
        Block then = leave.apply(target);
        Block next = graph.newBlock();
        graph.branch(JumpCondition.NE, same, graph.constantInt(0), then, next);
        graph.seal(next);
        if (next.predecessors().isEmpty()) {
          return;
        }
        graph.enter(next);
      }
    }
    graph.jump(leave.apply(other));
  }

  /** The strings with which the code behind a case compares, before it goes where no case leads. */
  private List<String> texts(int target, int hash, int other) {
    List<String> texts = new ArrayList<>();
    int at = passed(target);
    while (at != passed(other)) {
      if (at + 3 >= code.size()
          || !(code.instruction(at) instanceof LoadInstruction)
          || !(code.instruction(at + 1) instanceof ConstantInstruction constant)
          || !(constant.constantValue() instanceof String text)
          || text.hashCode() != hash
          || !(code.instruction(at + 2) instanceof InvokeInstruction call)
          || !call.owner().asInternalName().equals("java/lang/String")
          || !call.name().equalsString("equals")
          || !(code.instruction(at + 3) instanceof BranchInstruction branch)
          || branch.opcode() != Opcode.IFEQ && branch.opcode() != Opcode.IFNE
          || texts.contains(text)) {
        throw new SourceError(
            graph.position(),
            Rule.STRING_VALUE,
            "not supported in a program: the hash code of a text that is not known, except in a"
                + " switch on it");
      }
      texts.add(text);
      at = passed(branch.opcode() == Opcode.IFEQ ? code.indexOf(branch.target()) : at + 4);
    }
    return texts;
  }

  /** Where control gets to from an instruction by way of jumps alone. */
  private int passed(int index) {
    int at = index;
    for (int i = 0; i < code.size(); i++) {
      if (code.instruction(at) instanceof BranchInstruction jump
          && (jump.opcode() == Opcode.GOTO || jump.opcode() == Opcode.GOTO_W)) {
        at = code.indexOf(jump.target());
      }
    }
    return at;
  }
}
