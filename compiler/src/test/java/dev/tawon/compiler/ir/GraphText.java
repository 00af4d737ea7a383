package dev.tawon.compiler.ir;

import dev.tawon.compiler.opt.KeptKeys;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A function as text, a value a line, numbered in the order in which they stand; what {@link GraphReader} reads.
 *
 * <p>Constants stand where they are used, and not where they are made.
 */
public final class GraphText {
  private final Map<Block, String> blocks = new HashMap<>();
  private final Map<Value, String> names = new HashMap<>();
  private final StringBuilder text = new StringBuilder();

  private GraphText() {}

  /** The text of a function. */
  public static String of(Function function) {
    GraphText graph = new GraphText();
    List<Block> order = function.reversePostorder();
    for (Block block : order) {
      graph.blocks.put(block, "b" + graph.blocks.size());
      block.phis().forEach(graph::name);
      block.values().forEach(graph::name);
    }
    order.forEach(graph::write);
    return graph.text.toString();
  }

  private void name(Value value) {
    if (value.type() != ValueType.NONE && !isInline(value)) {
      names.put(value, "v" + names.size());
    }
  }

  private static boolean isInline(Value value) {
    return value.operation() instanceof Operation.Constant
        || value.operation() instanceof Operation.Null;
  }

  private void write(Block block) {
    text.append(blocks.get(block)).append(":\n");
    block.phis().forEach(phi -> line(phi, phi(block, phi)));
    for (Value value : block.values()) {
      if (!isInline(value)) {
        line(value, expression(value));
      }
    }
    String end =
        switch (block.terminator()) {
          case Terminator.Jump(Block target) -> "jump " + blocks.get(target);
          case Terminator.Branch(var condition, var left, var right, var then, var otherwise) ->
              "if %s %s %s then %s else %s"
                  .formatted(
                      written(left),
                      Symbols.of(condition),
                      written(right),
                      blocks.get(then),
                      blocks.get(otherwise));
          case Terminator.Return(Value result) -> "return " + written(result);
          case Terminator.Unreachable _ -> "unreachable";
        };
    text.append("  ").append(end).append('\n');
  }

  private void line(Value value, String expression) {
    text.append("  ");
    if (value.type() != ValueType.NONE) {
      text.append(value.type().name().toLowerCase(Locale.ROOT).replace("reference", "ref"))
          .append(' ')
          .append(names.get(value))
          .append(" = ");
    }
    text.append(expression).append('\n');
  }

  private String phi(Block block, Value phi) {
    // By block, so that the order of the edges makes no difference.
    Map<String, String> sorted = new TreeMap<>();
    for (int i = 0; i < phi.inputs().size(); i++) {
      sorted.put(blocks.get(block.predecessors().get(i)), written(phi.input(i)));
    }
    return "phi "
        + sorted.entrySet().stream()
            .map(entry -> entry.getKey() + ":" + entry.getValue())
            .collect(Collectors.joining(" "));
  }

  private String written(Value value) {
    Value known = value.resolved();
    if (known.operation() instanceof Operation.Null) {
      return "null";
    }
    if (known.operation() instanceof Operation.Constant(long number)) {
      return number + (known.type() == ValueType.LONG ? "L" : "");
    }
    String name = names.get(known);
    return name == null ? "?" + known : name;
  }

  private String input(Value value, int index) {
    return written(value.input(index));
  }

  private String place(Value value, int offset) {
    return "[" + input(value, 0) + (offset == 0 ? "" : " + " + offset) + "]";
  }

  private String expression(Value value) {
    return switch (value.operation()) {
      case Operation.Argument argument -> "argument " + argument.index();
      case Operation.Context _ -> "context";
      case Operation.Binary(BinaryOperator operator) ->
          input(value, 0) + " " + Symbols.of(operator) + " " + input(value, 1);
      case Operation.Negate _ -> "-" + input(value, 0);
      case Operation.Convert(Conversion conversion) ->
          conversion.name().toLowerCase(Locale.ROOT) + " " + input(value, 0);
      case Operation.Offset(int bytes) -> input(value, 0) + " + " + bytes;
      case Operation.PointerAdd _ -> input(value, 0) + " + " + input(value, 1);
      case Operation.StackSlot(_, String purpose, _) when purpose.startsWith(KeptKeys.KEY) ->
          purpose.replace(KeptKeys.KEY, "key ");
      case Operation.StackSlot(int bytes, _, boolean temporary) ->
          "stack " + bytes + (temporary ? " temporary" : "");
      case Operation.Global(_, int offset) -> "global " + offset;
      case Operation.PacketBound(int offset, _) -> "packet " + offset + " " + input(value, 0);
      case Operation.Load(var width, boolean signed, int offset) ->
          "load " + Symbols.of(width, signed) + " " + place(value, offset);
      case Operation.Store(var width, int offset) ->
          "store " + Symbols.of(width, false) + " " + place(value, offset) + " " + input(value, 1);
      case Operation.LoadIfPresent(var width, boolean signed) ->
          "maybe " + Symbols.of(width, signed) + " " + place(value, 0);
      case Operation.IteratorNew _ -> "begin " + input(value, 0);
      case Operation.IteratorNext _ -> "next " + input(value, 0);
      case Operation.IteratorDestroy _ -> "end " + input(value, 0);
      case Operation.CallSubprogram _ -> "function";
      case Operation.Literal(Object constant) -> "text " + constant;
      case Operation.TextNumber _ -> "number " + input(value, 0);
      case Operation.KernelAddress _ -> "numbers " + input(value, 0);
      case Operation.KernelLoad(KernelField field, var width, boolean signed) ->
          "read " + Symbols.of(width, signed) + " " + field.text() + " of " + input(value, 0);
      case Operation.Zero(int bytes) -> "zero " + input(value, 0) + " " + bytes;
      case Operation.NullCheck _ -> "check " + input(value, 0) + " != null";
      case Operation.BoundsCheck(int limit) -> "check " + input(value, 0) + " <= " + limit;
      case Operation.CallHelper call ->
          "call "
              + call.helper()
              + value.inputs().stream()
                  .map(argument -> " " + written(argument))
                  .collect(Collectors.joining());
      default -> value.operation() + value.inputs().toString();
    };
  }
}
