package dev.tawon.compiler.front;

import dev.tawon.compiler.CompilationException;
import dev.tawon.compiler.Rule;
import dev.tawon.compiler.ir.BinaryOperator;
import dev.tawon.compiler.ir.Block;
import dev.tawon.compiler.ir.Conversion;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Position;
import dev.tawon.compiler.ir.Value;
import dev.tawon.compiler.ir.ValueType;
import dev.tawon.isa.JumpCondition;
import java.lang.classfile.MethodModel;
import java.lang.reflect.AccessFlag;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Calls of the Java library that have a meaning in a program. */
final class JavaCalls {
  private final GraphBuilder graph;
  private final Memory memory;
  private final ModuleClasses module;
  private final Translator translator;
  private final Division division;
  private final ArrayCalls arrayCalls;
  private final BoxedCalls boxedCalls;
  private final StringCalls strings;

  JavaCalls(
      Translator translator,
      GraphBuilder graph,
      Memory memory,
      ModuleClasses module,
      StringCalls strings) {
    this.translator = translator;
    this.graph = graph;
    this.memory = memory;
    this.module = module;
    this.division = new Division(graph);
    this.arrayCalls = new ArrayCalls(graph, memory);
    this.boxedCalls = new BoxedCalls(graph, memory);
    this.strings = strings;
  }

  /**
   * Translates a call.
   *
   * @param isStatic whether the method is called without an object
   */
  @Nullable Value invoke(
      boolean isStatic, String owner, String name, String descriptor, List<Value> arguments) {
    Value first = arguments.isEmpty() ? graph.constantNull() : arguments.getFirst();
    return switch (owner + "." + name + descriptor) {
      case "java/lang/Object.<init>()V", "java/lang/Record.<init>()V" -> null;
      case "java/util/Objects.requireNonNull(Ljava/lang/Object;)Ljava/lang/Object;" -> {
        memory.checkNotNull(first);
        yield first;
      }
      case "java/lang/Integer.valueOf(I)Ljava/lang/Integer;",
          "java/lang/Long.valueOf(J)Ljava/lang/Long;",
          "java/lang/Short.valueOf(S)Ljava/lang/Short;",
          "java/lang/Character.valueOf(C)Ljava/lang/Character;",
          "java/lang/Byte.valueOf(B)Ljava/lang/Byte;",
          "java/lang/Boolean.valueOf(Z)Ljava/lang/Boolean;" ->
          memory
              .valueClasses()
              .know(graph.boxes().box(first), module.classes().load(owner, graph.position()));
      case "java/lang/Integer.compareUnsigned(II)I", "java/lang/Long.compareUnsigned(JJ)I" ->
          graph.add(new Operation.Compare(true), ValueType.INT, first, arguments.get(1));
      case "java/lang/Integer.compare(II)I", "java/lang/Long.compare(JJ)I" ->
          graph.add(new Operation.Compare(false), ValueType.INT, first, arguments.get(1));
      case "java/lang/Integer.divideUnsigned(II)I", "java/lang/Long.divideUnsigned(JJ)J" ->
          division.unsigned(false, first, arguments.get(1));
      case "java/lang/Integer.remainderUnsigned(II)I", "java/lang/Long.remainderUnsigned(JJ)J" ->
          division.unsigned(true, first, arguments.get(1));
      case "java/util/Objects.checkIndex(II)I" -> graph.checkIndex(first, arguments.get(1));
      case "java/lang/Integer.toUnsignedLong(I)J" ->
          graph.convert(Conversion.INT_TO_LONG_UNSIGNED, first);
      case "java/lang/Byte.toUnsignedInt(B)I" ->
          graph.binary(BinaryOperator.AND, first, graph.constantInt(0xff));
      case "java/lang/Short.toUnsignedInt(S)I" -> graph.convert(Conversion.INT_TO_CHAR, first);
      case "java/lang/Integer.reverseBytes(I)I" -> graph.convert(Conversion.SWAP_INT, first);
      case "java/lang/Long.reverseBytes(J)J" -> graph.convert(Conversion.SWAP_LONG, first);
      case "java/lang/Character.reverseBytes(C)C" -> graph.convert(Conversion.SWAP_SHORT, first);
      case "java/lang/Short.reverseBytes(S)S" ->
          graph.convert(Conversion.INT_TO_SHORT, graph.convert(Conversion.SWAP_SHORT, first));
      case "java/lang/Math.min(II)I", "java/lang/Math.min(JJ)J" ->
          choose(JumpCondition.SLT, arguments);
      case "java/lang/Math.max(II)I", "java/lang/Math.max(JJ)J" ->
          choose(JumpCondition.SGT, arguments);
      case "java/lang/System.arraycopy(Ljava/lang/Object;ILjava/lang/Object;II)V" -> {
        arrayCalls.copy(arguments);
        yield null;
      }
      case "java/util/Arrays.equals([B[B)Z",
          "java/util/Arrays.equals([Z[Z)Z",
          "java/util/Arrays.equals([S[S)Z",
          "java/util/Arrays.equals([C[C)Z",
          "java/util/Arrays.equals([I[I)Z",
          "java/util/Arrays.equals([J[J)Z" ->
          arrayCalls.areEqual(first, arguments.get(1));
      case "java/lang/Integer.numberOfLeadingZeros(I)I",
          "java/lang/Long.numberOfLeadingZeros(J)I" ->
          scan("leadingZeros", descriptor, arguments);
      case "java/lang/Integer.numberOfTrailingZeros(I)I",
          "java/lang/Long.numberOfTrailingZeros(J)I" ->
          scan("trailingZeros", descriptor, arguments);
      default -> inline(isStatic, owner, name, descriptor, arguments);
    };
  }

  /** {@code array.clone()}. */
  Value cloneOf(Value array) {
    return arrayCalls.cloneOf(array);
  }

  private @Nullable Value scan(String name, String descriptor, List<Value> arguments) {
    MethodModel method =
        module
            .classes()
            .method(BitScan.class, name, descriptor, graph.position())
            .orElseThrow(() -> new IllegalStateException("there is no " + name + descriptor));
    return translator.inline(BitScan.class, method, arguments);
  }

  /** The library's own body, of a static method that only computes. */
  private @Nullable Value inline(
      boolean isStatic, String owner, String name, String descriptor, List<Value> arguments) {
    Position call = graph.position();
    Optional<String> advice = LibraryAdvice.ofMethod(owner, name, descriptor);
    String refusal =
        "not supported in a program: "
            + owner.replace('/', '.')
            + "."
            + name
            + advice.map(each -> ": " + each).orElse("");
    if (!isStatic) {
      Value result =
          owner.equals("java/lang/String")
              ? strings.invoke(name, arguments)
              : boxedCalls.invoke(owner, name, descriptor, arguments);
      if (result == null) {
        boolean made =
            arguments.stream()
                .anyMatch(value -> value.operation() instanceof Operation.Concatenation);
        throw new SourceError(
            call, made ? Rule.STRING_VALUE : Rule.LIBRARY_METHOD, made ? Texts.REFUSAL : refusal);
      }
      return result;
    }
    Class<?> type = module.classes().load(owner, call);
    MethodModel method =
        module
            .classes()
            .method(type, name, descriptor, call)
            .filter(found -> found.flags().has(AccessFlag.STATIC))
            .orElseThrow(() -> new SourceError(call, Rule.LIBRARY_METHOD, refusal));
    boolean nested = translator.isInLibrary();
    try {
      return translator.inline(type, method, arguments);
    } catch (SourceError e) {
      if (nested) {
        throw e;
      }
      // What is inside the library says nothing to who knows what to write instead.
      throw new SourceError(
          call,
          Rule.LIBRARY_METHOD,
          advice.isPresent() ? refusal : refusal + ": " + inner(e.reason()));
    } catch (CompilationException e) {
      throw new SourceError(
          call,
          Rule.LIBRARY_METHOD,
          advice.isPresent() ? refusal : refusal + ": " + e.diagnostics().getFirst().message());
    }
  }

  private static String inner(String reason) {
    String prefix = "not supported in a program: ";
    return reason.startsWith(prefix) ? reason.substring(prefix.length()) : reason;
  }

  /** The first argument if it compares so with the second, else the second. */
  private Value choose(JumpCondition condition, List<Value> arguments) {
    GraphBuilder.Variable chosen = new GraphBuilder.Variable(new Object(), 0);
    Block second = graph.newBlock();
    Block join = graph.newBlock();
    graph.write(chosen, arguments.get(0));
    graph.branch(condition, arguments.get(0), arguments.get(1), join, second);
    graph.seal(second);
    if (!second.predecessors().isEmpty()) {
      graph.enter(second);
      graph.write(chosen, arguments.get(1));
      graph.jump(join);
    }
    graph.seal(join);
    graph.enter(join);
    return graph.read(chosen);
  }
}
