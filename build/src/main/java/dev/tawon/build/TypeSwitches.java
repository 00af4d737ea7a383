package dev.tawon.build;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.TreeMap;

/**
 * {@code java.lang.runtime.SwitchBootstraps.typeSwitch}: which label of a pattern switch an object is the first to match, from
 * one on. The number of labels if none is, -1 for null.
 */
final class TypeSwitches {
  private static final int OBJECT = 0;
  private static final int RESTART = 1;

  private final Types types;
  private final ClassDesc selector;
  private final List<ClassDesc> labels;

  TypeSwitches(Types types, InvokeDynamicInstruction call) {
    this.types = types;
    this.selector = call.typeSymbol().parameterType(0);
    this.labels = call.bootstrapArgs().stream().map(ClassDesc.class::cast).toList();
  }

  /** Whether a dynamic call is a switch whose labels are types alone. */
  static boolean isOne(InvokeDynamicInstruction call) {
    return call.bootstrapMethod().owner().displayName().equals("SwitchBootstraps")
        && call.name().equalsString("typeSwitch")
        && call.bootstrapArgs().stream().allMatch(TypeSwitches::isType);
  }

  private static boolean isType(ConstantDesc label) {
    return label instanceof ClassDesc type && !type.isPrimitive();
  }

  /** The body of a static method with the call's type. */
  void body(CodeBuilder code) {
    Label present = code.newLabel();
    code.aload(OBJECT).ifnonnull(present).iconst_m1().ireturn().labelBinding(present);
    Optional<Map<Integer, List<Integer>>> byHash = types.classes(selector).flatMap(this::byHash);
    if (byHash.isPresent()) {
      lookUp(code, byHash.get());
    } else {
      compare(code);
    }
  }

  /**
   * The labels that each class matches, by the hash of its name; empty if two hashes are equal.
   *
   * <p>{@code instanceof} loads the class that it asks for. A name does not: of the sixty operations that a switch knows, those
   * that a program does not use need not be there.
   */
  private Optional<Map<Integer, List<Integer>>> byHash(SequencedSet<ClassDesc> classes) {
    Map<Integer, List<Integer>> byHash = new TreeMap<>();
    for (ClassDesc type : classes) {
      List<Integer> matching = new ArrayList<>();
      for (int label = 0; label < labels.size(); label++) {
        if (types.isSubtype(type, labels.get(label))) {
          matching.add(label);
        }
      }
      String descriptor = type.descriptorString();
      String name = descriptor.substring(1, descriptor.length() - 1).replace('/', '.');
      if (byHash.put(name.hashCode(), matching) != null) {
        return Optional.empty();
      }
    }
    return Optional.of(byHash);
  }

  private void lookUp(CodeBuilder code, Map<Integer, List<Integer>> byHash) {
    Label none = code.newLabel();
    Map<List<Integer>, Label> targets = new HashMap<>();
    List<SwitchCase> cases = new ArrayList<>();
    byHash.forEach((hash, matching) ->
        cases.add(
            SwitchCase.of(
                hash,
                matching.isEmpty()
                    ? none
                    : targets.computeIfAbsent(matching, _ -> code.newLabel()))));
    code.aload(OBJECT)
        .invokevirtual(
            ConstantDescs.CD_Object, "getClass", MethodTypeDesc.of(ConstantDescs.CD_Class))
        .invokevirtual(
            ConstantDescs.CD_Class, "getName", MethodTypeDesc.of(ConstantDescs.CD_String))
        .invokevirtual(ConstantDescs.CD_String, "hashCode", MethodTypeDesc.of(ConstantDescs.CD_int))
        .lookupswitch(none, cases);
    targets.forEach((matching, target) -> {
      code.labelBinding(target);
      for (int label : matching) {
        Label next = code.newLabel();
        code.iload(RESTART).loadConstant(label).if_icmpgt(next);
        code.loadConstant(label).ireturn();
        code.labelBinding(next);
      }
      code.goto_(none);
    });
    code.labelBinding(none).loadConstant(labels.size()).ireturn();
  }

  private void compare(CodeBuilder code) {
    for (int label = 0; label < labels.size(); label++) {
      Label next = code.newLabel();
      code.iload(RESTART).loadConstant(label).if_icmpgt(next);
      code.aload(OBJECT).instanceOf(labels.get(label)).ifeq(next);
      code.loadConstant(label).ireturn();
      code.labelBinding(next);
    }
    code.loadConstant(labels.size()).ireturn();
  }
}
