package dev.tawon.compiler.ir;

import dev.tawon.compiler.opt.KeptKeys;
import dev.tawon.isa.Width;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Makes a function of text.
 *
 * <pre>
 * b0:
 *   int n = argument 0
 *   jump b1
 * b1:
 *   int i = phi b0:0 b2:next
 *   if i &lt; n then b2 else b3
 * b2:
 *   int next = i + 1
 *   jump b1
 * b3:
 *   return i
 * </pre>
 *
 * <p>Blocks stand in an order in which values are made before they are read, but for phis. Comparisons and operators are signed
 * unless they begin with {@code u}; {@code global 8} is an address in {@code .data}, {@code packet 76 context} one of the packet's
 * bounds, {@code load s16 [p + 4]} a read, {@code maybe u32 [p]} one that is 0 if p is null, {@code check i <= 15} and {@code check p
 * != null} what may end in a fault. {@code begin s}, {@code next s} and {@code end s} are an iteration, {@code numbers p} the address
 * of an array in a structure of the kernel, {@code text a} a string and {@code number t} what stands for it, {@code function} a call
 * of one of the program's own.
 */
public final class GraphReader {
  private static final Pattern NUMBER = Pattern.compile("-?\\d+L?");
  private static final Position POSITION = new Position("Text", 1);
  private static final String ITERATOR = "bpf_iter_num";

  /** {@code int numbers[4]} of a structure of the kernel. */
  private static final KernelField NUMBERS =
      new KernelField(
          new KernelStruct(
              GraphReader.class,
              "thing",
              List.of(new KernelStruct.Field("numbers", int[].class, false, 4, 0))),
          List.of(0),
          "Thing.numbers");

  private final Function function = new Function("text");
  private final Map<String, Block> blocks = new HashMap<>();
  private final Map<String, Value> values = new HashMap<>();
  private final Map<Value, List<String>> phis = new HashMap<>();
  private final Map<Block, List<String>> ends = new HashMap<>();
  private final List<Block> order = new ArrayList<>();
  private Block current = function.entry();

  private GraphReader() {}

  /** The function that a text describes. */
  public static Function read(String text) {
    GraphReader reader = new GraphReader();
    text.lines().map(String::strip).filter(line -> !line.isEmpty()).forEach(reader::line);
    reader.finish();
    return reader.function;
  }

  private void line(String line) {
    List<String> words = Arrays.asList(line.replaceAll("[\\[\\]]", "").split(" +"));
    switch (words.getFirst()) {
      case "jump", "if", "return", "unreachable" -> ends.put(current, words);
      case "int", "long", "ref" -> {
        ValueType type =
            switch (words.getFirst()) {
              case "int" -> ValueType.INT;
              case "long" -> ValueType.LONG;
              default -> ValueType.REFERENCE;
            };
        values.put(words.get(1), value(type, words.subList(3, words.size())));
      }
      default -> {
        if (line.endsWith(":")) {
          current = block(line.substring(0, line.length() - 1));
          order.add(current);
        } else {
          value(ValueType.NONE, words);
        }
      }
    }
  }

  private Block block(String name) {
    return blocks.computeIfAbsent(
        name, _ -> blocks.isEmpty() ? function.entry() : function.newBlock());
  }

  private void finish() {
    for (Block block : order) {
      current = block;
      List<String> words = ends.getOrDefault(block, List.of("unreachable"));
      block.terminate(
          switch (words.getFirst()) {
            case "jump" -> new Terminator.Jump(block(words.get(1)));
            case "if" -> {
              Value left = operand(words.get(1), ValueType.INT);
              yield new Terminator.Branch(
                  Symbols.condition(words.get(2)),
                  left,
                  operand(words.get(3), left.type()),
                  block(words.get(5)),
                  block(words.get(7)));
            }
            case "return" -> new Terminator.Return(operand(words.get(1), ValueType.INT));
            default -> new Terminator.Unreachable();
          },
          POSITION);
    }
    for (Block block : order) {
      for (Value phi : block.phis()) {
        Map<Block, Value> inputs = new HashMap<>();
        for (String input : phis.getOrDefault(phi, List.of())) {
          String[] parts = input.split(":");
          current = block(parts[0]);
          inputs.put(current, operand(parts[1], phi.type()));
        }
        block.predecessors().forEach(from -> phi.inputs().add(inputs.get(from)));
      }
    }
  }

  /** A value that is named, or a constant, made here. */
  private Value operand(String word, ValueType type) {
    if (word.equals("null")) {
      return add(new Operation.Null(), ValueType.REFERENCE);
    }
    if (NUMBER.matcher(word).matches()) {
      boolean isLong = word.endsWith("L");
      return add(
          new Operation.Constant(
              Long.parseLong(isLong ? word.substring(0, word.length() - 1) : word)),
          isLong || type == ValueType.LONG ? ValueType.LONG : ValueType.INT);
    }
    Value value = values.get(word);
    if (value == null) {
      throw new IllegalArgumentException("nothing is called " + word);
    }
    return value;
  }

  private Value add(Operation operation, ValueType type, Value... inputs) {
    Value value = function.newValue(operation, type, List.of(inputs), POSITION);
    current.values().add(value);
    return value;
  }

  private Value value(ValueType type, List<String> words) {
    String first = words.getFirst();
    return switch (first) {
      case "phi" -> {
        Value phi = function.newValue(new Operation.Phi(), type, List.of(), POSITION);
        current.phis().add(phi);
        phis.put(phi, words.subList(1, words.size()));
        yield phi;
      }
      case "argument" -> add(new Operation.Argument(number(words, 1), true, false), type);
      case "context" -> add(new Operation.Context(), type);
      case "stack" ->
          add(
              new Operation.StackSlot(
                  number(words, 1), "text", words.getLast().equals("temporary")),
              type);
      case "key" ->
          add(new Operation.StackSlot(Long.BYTES, KeptKeys.KEY + words.get(1), true), type);
      case "global" -> add(new Operation.Global(".data", number(words, 1)), type);
      case "packet" ->
          add(
              new Operation.PacketBound(number(words, 1), Width.WORD),
              type,
              operand(words.get(2), type));
      case "load" -> {
        Width width = Symbols.width(words.get(1));
        boolean signed = words.get(1).startsWith("s");
        yield add(
            new Operation.Load(width, signed, offset(words, 3)), type, operand(words.get(2), type));
      }
      case "store" -> {
        Width width = Symbols.width(words.get(1));
        ValueType stored = width == Width.DOUBLE ? ValueType.LONG : ValueType.INT;
        yield add(
            new Operation.Store(width, offset(words, 3)),
            type,
            operand(words.get(2), type),
            operand(words.getLast(), stored));
      }
      case "maybe" -> {
        Width width = Symbols.width(words.get(1));
        boolean signed = words.get(1).startsWith("s");
        yield add(new Operation.LoadIfPresent(width, signed), type, operand(words.get(2), type));
      }
      case "boxed" -> add(new Operation.Boxed(), type, operand(words.get(1), ValueType.INT));
      case "begin" ->
          add(new Operation.IteratorNew(ITERATOR, "6.4"), type, operand(words.get(1), type));
      case "next" -> add(new Operation.IteratorNext(ITERATOR), type, operand(words.get(1), type));
      case "end" -> add(new Operation.IteratorDestroy(ITERATOR), type, operand(words.get(1), type));
      case "text" -> add(new Operation.Literal(words.get(1)), type);
      case "number" -> add(new Operation.TextNumber(), type, operand(words.get(1), type));
      case "function" -> add(new Operation.CallSubprogram(new Function("other")), type);
      case "numbers" ->
          add(new Operation.KernelAddress(NUMBERS), type, operand(words.get(1), type));
      case "zero" -> add(new Operation.Zero(number(words, 2)), type, operand(words.get(1), type));
      case "check" ->
          words.get(3).equals("null")
              ? add(new Operation.NullCheck(), type, operand(words.get(1), type))
              : add(new Operation.BoundsCheck(number(words, 3)), type, operand(words.get(1), type));
      case "call" ->
          add(
              new Operation.CallHelper(number(words, 1), "helper", true),
              type,
              words.subList(2, words.size()).stream()
                  .map(word -> operand(word, ValueType.INT))
                  .toArray(Value[]::new));
      default -> arithmetic(type, words);
    };
  }

  private Value arithmetic(ValueType type, List<String> words) {
    String first = words.getFirst();
    if (words.size() == 1) {
      return first.startsWith("-") && !NUMBER.matcher(first).matches()
          ? add(new Operation.Negate(), type, operand(first.substring(1), type))
          : operand(first, type);
    }
    if (words.size() == 2) {
      Conversion conversion = Conversion.valueOf(first.toUpperCase(Locale.ROOT));
      return add(new Operation.Convert(conversion), type, operand(words.get(1), type));
    }
    Value left = operand(first, type);
    if (left.type() == ValueType.REFERENCE && words.get(1).equals("+")) {
      return NUMBER.matcher(words.get(2)).matches()
          ? add(new Operation.Offset(number(words, 2)), type, left)
          : add(new Operation.PointerAdd(), type, left, operand(words.get(2), ValueType.LONG));
    }
    BinaryOperator operator = Symbols.operator(words.get(1));
    return add(
        new Operation.Binary(operator),
        type,
        left,
        operand(words.get(2), operator.isShift() ? ValueType.INT : type));
  }

  private static int number(List<String> words, int index) {
    return Integer.parseInt(words.get(index));
  }

  /** What stands behind the plus at an index, if one does. */
  private static int offset(List<String> words, int index) {
    return index < words.size() && words.get(index).equals("+") ? number(words, index + 1) : 0;
  }
}
