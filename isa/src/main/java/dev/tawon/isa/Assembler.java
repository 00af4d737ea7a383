package dev.tawon.isa;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the text that {@link Disassembler} prints, and what a person adds to it.
 *
 * <p>A line holds one instruction at most. Before it may stand, in this order: the number of its slot and a colon, as
 * the kernel prints it; labels, each with a colon; the opcode in parentheses, as the verifier's log has it. A comment
 * begins with {@code ;} or {@code //} and goes to the end of the line. A jump goes to an offset ({@code goto pc+3},
 * {@code goto +3}) or a label ({@code goto done}); calls ({@code call function}) and function addresses ({@code r2 =
 * subprog[function]}) may name a label as well. Numbers are decimal, or hexadecimal after {@code 0x}.
 *
 * <p>The names that the verifier prints for kernel functions are not read, since they are of one kernel: {@code call
 * kernel-function#77} has the BTF type id.
 *
 * <p>All of this is {@link Syntax#KERNEL}; {@link Syntax#MNEMONIC} has lines, slot numbers and labels in common with it.
 *
 * {@snippet lang="text" :
 *      r0 = *(u32 *)(r1 +0)
 *      if r0 != 0 goto done       // or goto pc+1
 *      r0 = -1
 * done:
 *      exit
 * }
 */
public final class Assembler {
  private final Syntax syntax;
  private final CodeBuilder code = CodeBuilder.create();
  private final Map<String, Label> labels = new LinkedHashMap<>();

  /** The first use of each label in {@link #labels} that is not bound yet. */
  private final Map<String, Position> unbound = new LinkedHashMap<>();

  /** Where each instruction stands in the text, by index. */
  private final List<Position> positions = new ArrayList<>();

  private int slot;

  /** The index of the first {@code exit}, or -1. */
  private int firstExit = -1;

  private record Position(int line, int column) {
    AssemblyException error(String reason) {
      return new AssemblyException(line, column, reason);
    }
  }

  private Assembler(Syntax syntax) {
    this.syntax = syntax;
  }

  /**
   * The program of a text in the kernel's spelling.
   *
   * @return an unmodifiable list
   * @throws AssemblyException if the text is not a program, at a place that is wrong. A slot number that stands before
   *     an instruction and is not its own is an error too
   */
  public static List<Instruction> assemble(String text) {
    return assemble(Syntax.KERNEL, text);
  }

  /**
   * The program of a text.
   *
   * @return an unmodifiable list
   * @throws AssemblyException if the text is not a program, at a place that is wrong
   */
  public static List<Instruction> assemble(Syntax syntax, String text) {
    Assembler assembler = new Assembler(syntax);
    int number = 1;
    for (String line : text.lines().toList()) {
      assembler.line(new LineScanner(assembler.withoutComment(line), number++));
    }
    return assembler.finish();
  }

  private void line(LineScanner in) {
    boolean numbered = slotNumber(in);
    while (label(in)) {
      numbered = false;
    }
    if (in.isAtEnd() && !numbered) {
      return;
    }
    Position position = new Position(in.line(), in.column());
    KernelSyntax.Statement statement =
        switch (syntax) {
          case KERNEL -> KernelSyntax.parse(in);
          case MNEMONIC -> MnemonicSyntax.parse(in);
        };
    if (firstExit < 0 && statement.instruction() instanceof Instruction.Exit) {
      firstExit = code.size();
    }
    positions.add(position);
    String target = statement.label();
    if (target == null) {
      code.add(statement.instruction());
    } else {
      code.add(statement.instruction(), use(target, in.line(), statement.labelColumn()));
    }
    slot += statement.instruction().slots();
  }

  /** Takes {@code 12:} if it is next. */
  private boolean slotNumber(LineScanner in) {
    int start = in.mark();
    int column = in.column();
    String word = in.word();
    if (!word.chars().allMatch(c -> c >= '0' && c <= '9') || word.isEmpty() || !in.accept(":")) {
      in.reset(start);
      return false;
    }
    if (!word.equals(Integer.toString(slot))) {
      throw in.error(column, "this is slot " + slot + ", not " + word);
    }
    return true;
  }

  /** Takes {@code name:} if it is next. */
  private boolean label(LineScanner in) {
    int start = in.mark();
    int column = in.column();
    String name = in.word();
    if (name.isEmpty() || Character.isDigit(name.charAt(0)) || !in.accept(":")) {
      in.reset(start);
      return false;
    }
    if (syntax == Syntax.KERNEL && KernelSyntax.isReserved(name)) {
      throw in.error(column, "'" + name + "' cannot be a label");
    }
    Label label = labels.computeIfAbsent(name, code::label);
    if (label.isBound()) {
      throw in.error(column, "the label '" + name + "' is there already");
    }
    code.bind(label);
    unbound.remove(name);
    return true;
  }

  private Label use(String name, int line, int column) {
    Label label = labels.computeIfAbsent(name, code::label);
    if (!label.isBound()) {
      unbound.putIfAbsent(name, new Position(line, column));
    }
    return label;
  }

  private List<Instruction> finish() {
    Label exit = labels.get("exit");
    if (syntax == Syntax.MNEMONIC && exit != null && !exit.isBound() && firstExit >= 0) {
      exit.bind(firstExit);
      unbound.remove("exit");
    }
    for (Map.Entry<String, Position> use : unbound.entrySet()) {
      throw use.getValue().error("there is no label '" + use.getKey() + "'");
    }
    try {
      return code.build();
    } catch (JumpOutOfRangeException e) {
      throw positions
          .get(e.index())
          .error("the label is " + e.offset() + " slots away, which does not fit in 16 bits");
    }
  }

  private String withoutComment(String line) {
    int end = line.length();
    List<String> starts =
        switch (syntax) {
          case KERNEL -> List.of(";", "//");
          case MNEMONIC -> List.of("#");
        };
    for (String start : starts) {
      int found = line.indexOf(start);
      if (found >= 0) {
        end = Math.min(end, found);
      }
    }
    return line.substring(0, end);
  }
}
