package dev.tawon.build;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.attribute.NestHostAttribute;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;

/**
 * A class whose objects are the lambdas of another class: it is of all their functional interfaces, and an object knows which
 * of them it is. To find, read and verify a class takes
 * longer than a lambda runs in a JVM that has just started, and nearly as long for one lambda as for ten.
 *
 * <p>A lambda that captures nothing is made once.
 */
final class LambdaClass {
  private final String name;
  private final ClassDesc self;
  private final Types types;
  private final List<Lambda> lambdas = new ArrayList<>();
  private final Map<String, ClassDesc> methods = new LinkedHashMap<>();
  private final CapturedFields fields;

  LambdaClass(String name, Types types) {
    this.name = name;
    this.self = ClassDesc.ofInternalName(name);
    this.types = types;
    this.fields = new CapturedFields(self);
  }

  /** Its internal name. */
  String name() {
    return name;
  }

  /**
   * Takes a lambda, unless its interface has a method of the same name and descriptor as that of another one: which of the two
   * an object has would have to be said.
   */
  boolean add(Lambda lambda) {
    Map<String, ClassDesc> declared = types.methods(lambda.functionalInterface());
    for (Map.Entry<String, ClassDesc> method : declared.entrySet()) {
      if (!methods.getOrDefault(method.getKey(), method.getValue()).equals(method.getValue())) {
        return false;
      }
    }
    methods.putAll(declared);
    lambdas.add(lambda);
    fields.add(lambda.captured());
    return true;
  }

  /** Puts the object of the lambda that was added last onto the stack, in place of what it captures. */
  void makeLast(CodeBuilder code) {
    int which = lambdas.size() - 1;
    MethodTypeDesc captured = lambdas.get(which).captured();
    if (captured.parameterCount() == 0) {
      code.getstatic(self, only(which), self);
    } else {
      code.invokestatic(self, factory(which), captured.changeReturnType(self));
    }
  }

  private static String only(int which) {
    return "ONLY" + which;
  }

  private static String factory(int which) {
    return "of" + which;
  }

  /** The class file. */
  byte[] bytes(ClassFile format, ClassDesc nestHost) {
    SequencedSet<ClassDesc> interfaces = new LinkedHashSet<>();
    Map<String, List<Integer>> byMethod = new LinkedHashMap<>();
    List<Integer> onlyOnes = new ArrayList<>();
    for (int which = 0; which < lambdas.size(); which++) {
      Lambda lambda = lambdas.get(which);
      interfaces.add(lambda.functionalInterface());
      byMethod
          .computeIfAbsent(
              lambda.method() + lambda.erased().descriptorString(), _ -> new ArrayList<>())
          .add(which);
      if (lambda.captured().parameterCount() == 0) {
        onlyOnes.add(which);
      }
    }
    return format.build(
        self,
        builder -> {
          builder
              .withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SYNTHETIC)
              .withInterfaceSymbols(List.copyOf(interfaces))
              .with(NestHostAttribute.of(nestHost));
          fields.declare(builder);
          if (!onlyOnes.isEmpty()) {
            onlyOnes(builder, onlyOnes);
          }
          for (int which = 0; which < lambdas.size(); which++) {
            factory(builder, which);
          }
          for (List<Integer> group : byMethod.values()) {
            Lambda first = lambdas.get(group.getFirst());
            builder.withMethodBody(
                first.method(), first.erased(), ClassFile.ACC_PUBLIC, code -> call(code, group));
          }
        });
  }

  private void onlyOnes(ClassBuilder builder, List<Integer> onlyOnes) {
    for (int which : onlyOnes) {
      builder.withField(only(which), self, ClassFile.ACC_STATIC | ClassFile.ACC_FINAL);
    }
    builder.withMethodBody(
        ConstantDescs.CLASS_INIT_NAME,
        ConstantDescs.MTD_void,
        ClassFile.ACC_STATIC,
        code -> {
          for (int which : onlyOnes) {
            fields.make(code, which, ConstantDescs.MTD_void);
            code.putstatic(self, only(which), self);
          }
          code.return_();
        });
  }

  private void factory(ClassBuilder builder, int which) {
    MethodTypeDesc captured = lambdas.get(which).captured();
    if (captured.parameterCount() > 0) {
      builder.withMethodBody(
          factory(which),
          captured.changeReturnType(self),
          ClassFile.ACC_STATIC,
          code -> {
            fields.make(code, which, captured);
            code.areturn();
          });
    }
  }

  private void call(CodeBuilder code, List<Integer> group) {
    if (group.size() > 1) {
      List<SwitchCase> cases = new ArrayList<>();
      for (int which : group.subList(1, group.size())) {
        cases.add(SwitchCase.of(which, code.newLabel()));
      }
      Label first = code.newLabel();
      fields.which(code);
      code.lookupswitch(first, cases);
      for (SwitchCase other : cases) {
        code.labelBinding(other.target());
        lambdas.get(other.caseValue()).call(code, fields);
      }
      code.labelBinding(first);
    }
    lambdas.get(group.getFirst()).call(code, fields);
  }
}
