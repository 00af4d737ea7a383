package dev.tawon.build;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileElement;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A class whose dynamic calls have become static ones. */
final class BoundClass {
  private static final String METHOD = "bound$";

  private final ClassFile format;
  private final Types types;
  private final ClassModel model;
  private final ClassDesc self;
  private final boolean isInterface;
  private final List<InvokeDynamicInstruction> methods = new ArrayList<>();
  private final List<LambdaClass> lambdas = new ArrayList<>();

  BoundClass(ClassFile format, Types types, ClassModel model) {
    this.format = format;
    this.types = types;
    this.model = model;
    this.self = model.thisClass().asSymbol();
    this.isInterface = model.flags().has(AccessFlag.INTERFACE);
  }

  /** Whether it has a call that is bound here. */
  boolean isNeeded() {
    return model.methods().stream()
        .flatMap(method -> method.code().stream())
        .anyMatch(code -> code.elementStream().anyMatch(BoundClass::isBound));
  }

  private static boolean isBound(ClassFileElement element) {
    return element instanceof InvokeDynamicInstruction call
        && (TypeSwitches.isOne(call)
            || RecordMethods.isOne(call)
            || StringConcats.isOne(call)
            || Lambda.isOne(call));
  }

  /** The class file, rewritten. */
  byte[] bytes() {
    return format.transformClass(
        model,
        ClassTransform.transformingMethodBodies(
                CodeTransform.ofStateful(() -> new BoundCode(this::bind)))
            .andThen(
                ClassTransform.endHandler(builder -> {
                  for (int i = 0; i < methods.size(); i++) {
                    InvokeDynamicInstruction call = methods.get(i);
                    builder.withMethodBody(
                        METHOD + i,
                        call.typeSymbol(),
                        ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC | ClassFile.ACC_SYNTHETIC,
                        code -> body(code, call));
                  }
                })));
  }

  /** The classes of its lambdas, by internal name, once {@link #bytes} has been made. */
  Map<String, byte[]> lambdas() {
    Map<String, byte[]> classes = new LinkedHashMap<>();
    ClassDesc host = ClassDesc.ofInternalName(Nests.host(model));
    lambdas.forEach(one -> classes.put(one.name(), one.bytes(format, host)));
    return classes;
  }

  /** Writes what stands for an element. */
  private void bind(CodeBuilder code, CodeElement element) {
    if (!isBound(element)) {
      code.with(element);
      return;
    }
    InvokeDynamicInstruction call = (InvokeDynamicInstruction) element;
    if (Lambda.isOne(call)) {
      classOf(new Lambda(call)).makeLast(code);
    } else {
      code.invokestatic(self, METHOD + methods.size(), call.typeSymbol(), isInterface);
      methods.add(call);
    }
  }

  /** The class that a lambda has been added to. */
  private LambdaClass classOf(Lambda lambda) {
    for (LambdaClass known : lambdas) {
      if (known.add(lambda)) {
        return known;
      }
    }
    String name = model.thisClass().asInternalName() + "$Lambda" + lambdas.size();
    LambdaClass added = new LambdaClass(name, types);
    added.add(lambda);
    lambdas.add(added);
    return added;
  }

  private void body(CodeBuilder code, InvokeDynamicInstruction call) {
    if (TypeSwitches.isOne(call)) {
      new TypeSwitches(types, call).body(code);
    } else if (StringConcats.isOne(call)) {
      new StringConcats(call).body(code);
    } else {
      new RecordMethods(model).body(code, call.name().stringValue());
    }
  }
}
