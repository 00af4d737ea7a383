package dev.tawon.build;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.classfile.PseudoInstruction;
import java.lang.classfile.attribute.RuntimeInvisibleTypeAnnotationsAttribute;
import java.lang.classfile.attribute.RuntimeVisibleTypeAnnotationsAttribute;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.StoreInstruction;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.lang.classfile.instruction.TypeCheckInstruction;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A method's code, element by element.
 *
 * <p>Where several types are one case, {@code case A _, B _ ->}, javac asks for each of them once more after the switch has
 * told that it is one, and that loads classes. Such a chain of questions becomes a jump.
 */
final class BoundCode implements CodeTransform {
  private final BiConsumer<CodeBuilder, CodeElement> writer;
  private final List<CodeElement> elements = new ArrayList<>();
  private final Set<Label> cases = new HashSet<>();

  /**
   * Code.
   *
   * @param writer writes what stands for an element
   */
  BoundCode(BiConsumer<CodeBuilder, CodeElement> writer) {
    this.writer = writer;
  }

  @Override
  public void accept(CodeBuilder builder, CodeElement element) {
    switch (element) {
      // Of local variables: no reflection shows them, and the places that they name have moved.
      case RuntimeVisibleTypeAnnotationsAttribute _,
          RuntimeInvisibleTypeAnnotationsAttribute _ -> {}
      case TableSwitchInstruction table when followsTypeSwitch() -> {
        table.cases().stream().map(SwitchCase::target).forEach(cases::add);
        elements.add(table);
      }
      default -> elements.add(element);
    }
  }

  private boolean followsTypeSwitch() {
    return !elements.isEmpty()
        && elements.getLast() instanceof InvokeDynamicInstruction call
        && TypeSwitches.isOne(call);
  }

  @Override
  public void atEnd(CodeBuilder builder) {
    for (int i = 0; i < elements.size(); i++) {
      CodeElement element = elements.get(i);
      writer.accept(builder, element);
      Chain chain =
          element instanceof LabelTarget label && cases.contains(label.label())
              ? chain(i + 1)
              : null;
      if (chain != null) {
        builder.goto_(chain.target);
        while (i < chain.last) {
          if (elements.get(++i) instanceof PseudoInstruction kept) {
            builder.with(kept);
          }
        }
      }
    }
  }

  /**
   * A chain of questions.
   *
   * @param target where all of them lead
   * @param last the index of its last element
   */
  private record Chain(Label target, int last) {}

  private @Nullable Chain chain(int first) {
    Label target = null;
    int at = first;
    while (true) {
      int load = real(at);
      int test = real(load + 1);
      int no = real(test + 1);
      int yes = real(no + 1);
      if (!(element(load) instanceof LoadInstruction)
          || !(element(test) instanceof TypeCheckInstruction asked)
          || asked.opcode() != Opcode.INSTANCEOF
          || !isJump(no, Opcode.IFEQ)
          || !isJump(yes, Opcode.GOTO)) {
        break;
      }
      Label answered = ((BranchInstruction) elements.get(yes)).target();
      if (target != null && target != answered) {
        return null;
      }
      target = answered;
      at = yes + 1;
    }
    // Behind the last: it was none of these after all, so look from the next label on.
    int constant = real(at);
    int store = real(constant + 1);
    int again = real(store + 1);
    return target != null
            && element(constant) instanceof ConstantInstruction
            && element(store) instanceof StoreInstruction
            && isJump(again, Opcode.GOTO)
        ? new Chain(target, again)
        : null;
  }

  private boolean isJump(int index, Opcode opcode) {
    return element(index) instanceof BranchInstruction jump && jump.opcode() == opcode;
  }

  private @Nullable CodeElement element(int index) {
    return index < elements.size() ? elements.get(index) : null;
  }

  private int real(int from) {
    int at = from;
    while (element(at) instanceof PseudoInstruction) {
      at++;
    }
    return at;
  }
}
