package dev.tawon.compiler.front;

import dev.tawon.compiler.Rule;
import dev.tawon.compiler.ir.BinaryOperator;
import dev.tawon.compiler.ir.Block;
import dev.tawon.compiler.ir.Conversion;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Value;
import dev.tawon.compiler.ir.ValueType;
import dev.tawon.isa.JumpCondition;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.DynamicConstantDesc;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Enums. A constant is a number, one more than its ordinal, where Java has a reference: so it is never null, and null is 0.
 */
final class Enums {
  private final GraphBuilder graph;
  private final Memory memory;
  private final ModuleClasses module;

  Enums(GraphBuilder graph, Memory memory, ModuleClasses module) {
    this.graph = graph;
    this.memory = memory;
    this.module = module;
  }

  /** The enum that a class is, or whose constant's body it is; null if it is neither. */
  static @Nullable Class<?> enumOf(Class<?> type) {
    if (type.isEnum()) {
      return type;
    }
    Class<?> base = type.getSuperclass();
    return base != null && base.isEnum() ? base : null;
  }

  @SuppressWarnings("EnumOrdinal") // what javac's switches go by too
  Value constant(Enum<?> constant) {
    return memory
        .valueClasses()
        .know(
            graph.add(new Operation.Constant(constant.ordinal() + 1L), ValueType.REFERENCE),
            constant.getDeclaringClass());
  }

  /** The constant that a value is, or null where it depends on the path taken. */
  static @Nullable Enum<?> known(Class<?> type, Value value) {
    Long number = value.constant();
    return number == null ? null : EnumConstants.of(type).get((int) (number - 1));
  }

  /** {@code ordinal()}. */
  Value ordinal(Value value) {
    memory.checkNotNull(value);
    Long number = value.constant();
    if (number != null) {
      return graph.constantInt((int) (number - 1));
    }
    Value ordinal = graph.add(new Operation.Offset(-1), ValueType.LONG, value);
    return graph.convert(Conversion.LONG_TO_INT, ordinal);
  }

  /** The constant with an ordinal, with a fault if there is none. */
  Value ofOrdinal(Class<?> type, Value ordinal) {
    Value index = memory.checkedIndex(ordinal, EnumConstants.of(type).size() - 1);
    Long known = index.constant();
    return memory
        .valueClasses()
        .know(
            known != null
                ? graph.add(new Operation.Constant(known + 1), ValueType.REFERENCE)
                : graph.add(new Operation.Offset(1), ValueType.REFERENCE, index),
            type);
  }

  /** A call of what every enum has; null if the method is one of the enum's own. */
  @Nullable Value invoke(Class<?> type, String name, String descriptor, List<Value> arguments) {
    Value first = arguments.isEmpty() ? graph.constantNull() : arguments.getFirst();
    return switch (name + descriptor.substring(0, descriptor.indexOf(')') + 1)) {
      case "ordinal()" -> ordinal(first);
      case "values()" ->
          graph.add(new Operation.Literal(EnumConstants.array(type)), ValueType.REFERENCE);
      case "valueOf(Ljava/lang/String;)" -> valueOf(type, first);
      case "compareTo(Ljava/lang/Enum;)" ->
          graph.binary(BinaryOperator.SUBTRACT, ordinal(first), ordinal(arguments.get(1)));
      case "equals(Ljava/lang/Object;)" -> {
        memory.checkNotNull(first);
        yield graph.truth(JumpCondition.EQ, first, arguments.get(1));
      }
      case "name()", "toString()" -> {
        Enum<?> known = known(type, first);
        if (known == null || (name.equals("toString") && declares(type, "toString"))) {
          memory.checkNotNull(first);
          yield Texts.ofEnum(graph, type, first, name.equals("name"));
        }
        yield graph.add(new Operation.Literal(known.name()), ValueType.REFERENCE);
      }
      default -> null;
    };
  }

  private Value valueOf(Class<?> type, Value name) {
    if (!(name.operation() instanceof Operation.Literal(String text))) {
      throw new SourceError(
          graph.position(),
          Rule.CONSTANT_ARGUMENT,
          "not supported in a program: an enum's constant by a name that is no string constant");
    }
    return EnumConstants.named(type, text)
        .map(this::constant)
        .orElseThrow(() ->
            new SourceError(
                graph.position(),
                Rule.ALWAYS_FAILS,
                type.getSimpleName() + " has no constant " + text + ", always"));
  }

  private static boolean declares(Class<?> type, String method) {
    for (var each : type.getDeclaredMethods()) {
      if (each.getName().equals(method) && each.getParameterCount() == 0) {
        return true;
      }
    }
    return false;
  }

  /** The class whose methods a value has; null if its constants have several. */
  @SuppressWarnings("GetClassOnEnum") // whether it is a subclass is what is asked
  static @Nullable Class<?> classOf(Class<?> type, Value value) {
    Enum<?> known = known(type, value);
    if (known != null) {
      return known.getClass();
    }
    return EnumConstants.of(type).stream().allMatch(each -> each.getClass() == type) ? type : null;
  }

  /** A final field of a constant, which is read when the program is compiled. */
  Value readField(Class<?> type, Value value, Field field) {
    memory.checkNotNull(value);
    if (!Modifier.isFinal(field.getModifiers()) || !isNumber(field.getType())) {
      throw new SourceError(
          graph.position(),
          Rule.ENUM_FIELD,
          "not supported in a program: field "
              + field.getName()
              + " of enum "
              + type.getSimpleName()
              + ": final integers are");
    }
    Enum<?> known = known(type, value);
    if (known != null) {
      return number(field, known);
    }
    GraphBuilder.Variable result = new GraphBuilder.Variable(new Object(), 0);
    Block join = graph.newBlock();
    List<Enum<?>> constants = EnumConstants.of(type);
    for (Enum<?> constant : constants.subList(0, constants.size() - 1)) {
      Block next = graph.newBlock();
      graph.write(result, number(field, constant));
      graph.branch(JumpCondition.EQ, value, constant(constant), join, next);
      graph.seal(next);
      graph.enter(next);
    }
    graph.write(result, number(field, constants.getLast()));
    graph.jump(join);
    graph.seal(join);
    graph.enter(join);
    return graph.read(result);
  }

  private static boolean isNumber(Class<?> type) {
    return type.isPrimitive() && type != float.class && type != double.class;
  }

  private Value number(Field field, Enum<?> constant) {
    Object held = ModuleClasses.read(field, constant);
    return switch (held) {
      case Long number -> graph.constantLong(number);
      case Boolean truth -> graph.constantInt(truth ? 1 : 0);
      case Character letter -> graph.constantInt(letter);
      case Number number -> graph.constantInt(number.intValue());
      case null, default -> throw new IllegalStateException(field + " is no integer");
    };
  }

  /**
   * What {@code SwitchBootstraps} answers: the index of the first label, from the second input on, that fits the first; -1
   * for null, the number of labels if none fits.
   */
  Value select(InvokeDynamicInstruction call, Value selector, Value restart) {
    List<ConstantDesc> labels = call.bootstrapArgs();
    GraphBuilder.Variable result = new GraphBuilder.Variable(new Object(), 0);
    Block join = graph.newBlock();
    Block notNull = graph.newBlock();
    graph.write(result, graph.constantInt(-1));
    if (selector.type() != ValueType.REFERENCE) {
      graph.jump(notNull);
    } else if (StringChoice.is(selector)) {
      Value isNull = new StringChoice(graph).isNull(selector);
      graph.branch(JumpCondition.NE, isNull, graph.constantInt(0), join, notNull);
    } else {
      graph.branch(JumpCondition.EQ, selector, graph.constantNull(), join, notNull);
    }
    graph.seal(notNull);
    ClassDesc type = call.typeSymbol().parameterType(0);
    for (int i = 0; i < labels.size() && !notNull.predecessors().isEmpty(); i++) {
      graph.enter(notNull);
      notNull = graph.newBlock();
      Block within = graph.newBlock();
      graph.write(result, graph.constantInt(i));
      graph.branch(JumpCondition.SLE, restart, graph.constantInt(i), within, notNull);
      graph.seal(within);
      if (!within.predecessors().isEmpty()) {
        graph.enter(within);
        match(type, selector, labels.get(i), join, notNull);
      }
      graph.seal(notNull);
    }
    if (!notNull.predecessors().isEmpty()) {
      graph.enter(notNull);
      graph.write(result, graph.constantInt(labels.size()));
      graph.jump(join);
    }
    graph.seal(join);
    graph.enter(join);
    return graph.read(result);
  }

  /**
   * The name of a constant, also as javac wrote it for Java 21: {@code EnumDesc.of(ClassDesc.of("Level"), "LOW")}; another label
   * as it is.
   */
  private static ConstantDesc nameOf(ConstantDesc label, Class<?> type) {
    return label instanceof DynamicConstantDesc<?> made
            && made.constantType().equals(ClassDesc.of(Enum.EnumDesc.class.getName()))
            && made.bootstrapArgsList().size() == 3
            && made.bootstrapArgsList().get(1) instanceof DynamicConstantDesc<?> owner
            && owner.bootstrapArgsList().size() == 2
            && type.getName().equals(owner.bootstrapArgsList().get(1))
        ? made.bootstrapArgsList().get(2)
        : label;
  }

  private void match(ClassDesc type, Value selector, ConstantDesc label, Block yes, Block no) {
    if (type.isPrimitive()) {
      matchNumber(type, label, yes);
      return;
    }
    Class<?> declared = module.classes().load(ClassFiles.internalName(type), graph.position());
    // For Java 21 javac has the switch on an enum take any object.
    Class<?> only = declared == Object.class ? memory.valueClasses().only(selector) : null;
    Class<?> own = only == null ? declared : only;
    if (label instanceof ClassDesc known
        && known.descriptorString().equals(own.descriptorString())) {
      graph.jump(yes);
      return;
    }
    if (label instanceof ClassDesc other && !other.isPrimitive()) {
      Class<?> asked = module.classes().load(ClassFiles.internalName(other), graph.position());
      Value is = new Instances(graph, memory, Rule.PATTERN_SWITCH).test(selector, asked);
      graph.branch(JumpCondition.NE, is, graph.constantInt(0), yes, no);
      return;
    }
    if (nameOf(label, own) instanceof String text) {
      if (own.isEnum()) {
        EnumConstants.named(own, text)
            .ifPresentOrElse(
                constant -> graph.branch(JumpCondition.EQ, selector, constant(constant), yes, no),
                () -> graph.jump(no));
        return;
      }
      if (selector.operation() instanceof Operation.Literal(String known)) {
        graph.jump(known.equals(text) ? yes : no);
        return;
      }
      if (StringChoice.is(selector)) {
        Value is = new StringChoice(graph).isEqual(selector, text);
        graph.branch(JumpCondition.NE, is, graph.constantInt(0), yes, no);
        return;
      }
    }
    throw new SourceError(
        graph.position(),
        Rule.PATTERN_SWITCH,
        "not supported in a program: a switch on patterns, or on a string that is no constant:"
            + " switch on an int or an enum, or write ifs");
  }

  /** A number that a pattern of a record takes as it is, which fits always. */
  private void matchNumber(ClassDesc type, ConstantDesc label, Block yes) {
    boolean same =
        label.equals(type)
            || label instanceof DynamicConstantDesc<?> made
                && made.bootstrapMethod().methodName().equals("primitiveClass")
                && made.constantName().equals(type.descriptorString());
    if (!same) {
      throw new SourceError(
          graph.position(),
          Rule.PATTERN_SWITCH,
          "not supported in a program: a pattern that asks whether a number fits another type: write"
              + " ifs");
    }
    graph.jump(yes);
  }
}
