package dev.tawon.compiler.back;

import dev.tawon.compiler.Target;
import dev.tawon.compiler.ir.Block;
import dev.tawon.compiler.ir.Function;
import dev.tawon.compiler.ir.GraphReader;
import dev.tawon.compiler.ir.Signature;
import dev.tawon.compiler.ir.ValueType;
import dev.tawon.compiler.opt.CriticalEdges;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Machine operations of a graph that is written as text, and passes on them. */
final class MachineText {
  private final Map<Block, String> blocks = new HashMap<>();

  private MachineText() {}

  /** The operations that are chosen for a graph, on any number of registers. */
  static MachineProgram select(String graph) {
    Function function = GraphReader.read(graph);
    function.calledWith(new Signature(List.of(), ValueType.LONG, -1, -1, false));
    CriticalEdges.split(function);
    return Selector.select(function, new FaultTable(), new Availability(Target.of(6, 12)));
  }

  /** The same on the machine's registers. */
  static MachineProgram allocate(String graph) {
    MachineProgram program = select(graph);
    RegisterAllocator.allocate(program);
    return program;
  }

  /** What a pass makes of it. */
  static String after(Consumer<MachineProgram> pass, MachineProgram program) {
    pass.accept(program);
    return of(program);
  }

  static String of(MachineProgram program) {
    MachineText text = new MachineText();
    program.blocks().forEach(block -> text.blocks.put(block.source(), "b" + text.blocks.size()));
    StringBuilder lines = new StringBuilder();
    for (MachineBlock block : program.blocks()) {
      lines.append(text.name(block.source())).append(":\n");
      block
          .code()
          .forEach(step -> lines.append("  ").append(text.line(step.operation())).append('\n'));
    }
    return lines.toString();
  }

  private String name(Block block) {
    return blocks.getOrDefault(block, "?");
  }

  private String line(MachineOperation operation) {
    return switch (operation) {
      case MachineOperation.Move(int dst, int src) -> "r%d = r%d".formatted(dst, src);
      case MachineOperation.Constant(int dst, long value) -> "r%d = %d".formatted(dst, value);
      case MachineOperation.GlobalAddress(int dst, String map, int offset) ->
          "r%d = %s + %d".formatted(dst, map, offset);
      case MachineOperation.StackAddress(int dst, int slot, int offset) ->
          "r%d = slot%d + %d".formatted(dst, slot, offset);
      case MachineOperation.AluRegister(var operator, boolean wide, int dst, int src) ->
          "%s%d %s r%d".formatted(wide ? "r" : "w", dst, operator.symbol(), src);
      case MachineOperation.AluConstant(var operator, boolean wide, int dst, int value) ->
          "%s%d %s %d".formatted(wide ? "r" : "w", dst, operator.symbol(), value);
      case MachineOperation.Load(var width, int dst, int base, int offset) ->
          "r%d = u%d[r%d + %d]".formatted(dst, width.bytes() * Byte.SIZE, base, offset);
      case MachineOperation.LoadSigned(var width, int dst, int base, int offset) ->
          "r%d = s%d[r%d + %d]".formatted(dst, width.bytes() * Byte.SIZE, base, offset);
      case MachineOperation.LoadStack(var width, int dst, int slot, int offset) ->
          "r%d = u%d[slot%d + %d]".formatted(dst, width.bytes() * Byte.SIZE, slot, offset);
      case MachineOperation.StoreRegister(var width, int base, int offset, int src) ->
          "u%d[r%d + %d] = r%d".formatted(width.bytes() * Byte.SIZE, base, offset, src);
      case MachineOperation.StoreStack(var width, int slot, int offset, int src) ->
          "u%d[slot%d + %d] = r%d".formatted(width.bytes() * Byte.SIZE, slot, offset, src);
      case MachineOperation.BranchConstant branch ->
          "if r%d %s %d then %s else %s"
              .formatted(
                  branch.left(),
                  branch.condition(),
                  branch.right(),
                  name(branch.then()),
                  name(branch.otherwise()));
      case MachineOperation.BranchRegister branch ->
          "if r%d %s r%d then %s else %s"
              .formatted(
                  branch.left(),
                  branch.condition(),
                  branch.right(),
                  name(branch.then()),
                  name(branch.otherwise()));
      case MachineOperation.Jump(Block target) -> "jump " + name(target);
      case MachineOperation.CallHelper call -> "call " + call.helper();
      case MachineOperation.Exit _ -> "exit";
      default -> operation.toString();
    };
  }
}
