package dev.tawon.sandbox;

import static java.util.Objects.requireNonNull;

import dev.tawon.isa.Instruction;
import dev.tawon.object.CoreRelocationException;
import dev.tawon.object.LineInfo;
import dev.tawon.object.ProgramSpec;
import dev.tawon.object.btf.Btf;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A program that is ready to run in user space.
 *
 * <p>Registers hold 64-bit numbers, memory is addressed by simulated addresses that have nothing to do with the JVM's. A
 * program begins with {@code r1} at its context and {@code r2} with the context's length in bytes; both are zero if there is
 * no context. After a call {@code r1} to {@code r5} are what they were before it, where the standard lets them be
 * anything; a stack frame begins as zeros.
 *
 * <p>Not safe for use by several threads at a time: make one for each.
 */
public final class Sandbox {
  private static final byte[] NOTHING = {};

  private final Machine machine;
  private final Engine engine;

  private Sandbox(Builder builder) {
    ProgramParts parts = builder.parts();
    Program program = Program.of(parts.code(), parts.addresses());
    Executable compiled =
        builder.engine == Engine.JIT && builder.tracer == null ? compile(program) : null;
    engine = compiled == null ? Engine.INTERPRETER : Engine.JIT;
    machine =
        new Machine(
            program,
            compiled == null ? interpreter(program, builder.tracer) : compiled,
            table(parts.helpers()),
            builder.lines,
            builder.budget,
            builder.kernel);
  }

  private static Executable interpreter(Program program, @Nullable Tracer tracer) {
    PackedCode packed = PackedCode.of(program, tracer == null);
    return tracer == null ? new ProfiledInterpreter(packed) : new Interpreter(packed, tracer);
  }

  private static @Nullable Helper[] table(Map<Integer, Helper> helpers) {
    int most = helpers.keySet().stream().mapToInt(Integer::intValue).max().orElse(-1);
    @Nullable Helper[] table = new Helper[most + 1];
    Arrays.fill(table, null);
    helpers.forEach((number, helper) -> table[number] = helper);
    return table;
  }

  Machine machine() {
    return machine;
  }

  /** The compiled program; null, with a warning in the log, if there is no room for it in a class. */
  private static @Nullable Executable compile(Program program) {
    try {
      return Translator.translate(program);
    } catch (UntranslatableException e) {
      System.getLogger(Sandbox.class.getName())
          .log(
              System.Logger.Level.WARNING,
              "the program cannot be compiled ({0}) and is interpreted: it runs slower",
              e.getMessage());
      return null;
    }
  }

  /**
   * A program that calls no helpers, compiled.
   *
   * @throws InvalidProgramException if it could not be run whatever its input
   */
  public static Sandbox of(List<Instruction> program) {
    return builder(program).build();
  }

  /** Prepares a program, to say more about how it is run. */
  public static Builder builder(List<Instruction> program) {
    return new Builder(program, null);
  }

  /**
   * Prepares a program with its line information, so that faults name source lines. The maps, functions and variables
   * that it names are to be found in a {@linkplain Builder#kernel kernel}; if it depends on the kernel's types, they are to be
   * {@linkplain Builder#types given}.
   */
  public static Builder builder(ProgramSpec program) {
    return new Builder(program.instructions(), program);
  }

  /** How the program is run: as it was asked for, or by the interpreter if it could not be compiled. */
  public Engine engine() {
    return engine;
  }

  /** How many instructions the last run that ended without a fault carried out. */
  public long instructions() {
    return machine.instructions();
  }

  /**
   * Runs the program without a context.
   *
   * @return its {@code r0}
   * @throws FaultException if it did what it must not
   */
  public long run() {
    return machine.run(NOTHING);
  }

  /**
   * Runs the program on a context, which it may change in place.
   *
   * @param context 128 MiB at most; none if it is empty
   * @return its {@code r0}
   * @throws FaultException if it did what it must not
   */
  public long run(byte[] context) {
    return machine.run(context);
  }

  /**
   * Runs the program on a packet. {@code r2} is the length of the context, which a kernel would not tell.
   *
   * @return its {@code r0}: the verdict
   * @throws FaultException if it did what it must not
   */
  public long run(PacketContext packet) {
    return machine.run(packet);
  }

  /** Says how a program is run. */
  public static final class Builder {
    private static final long DEFAULT_BUDGET = 1_000_000_000;

    private final List<Instruction> program;
    private final @Nullable ProgramSpec spec;
    private final Map<Integer, Helper> helpers = new HashMap<>();
    private final Map<String, Helper> kernelFunctions = new HashMap<>();
    private @Nullable Btf localTypes;
    private @Nullable Btf kernelTypes;
    private @Nullable SimulatedKernel kernel;
    private List<LineInfo> lines;
    private Engine engine = Engine.JIT;
    private @Nullable Tracer tracer;
    private long budget = DEFAULT_BUDGET;

    private Builder(List<Instruction> program, @Nullable ProgramSpec spec) {
      this.program = List.copyOf(program);
      this.spec = spec;
      this.lines = spec == null ? List.of() : spec.lineInfo();
    }

    /**
     * Chooses the engine; {@link Engine#JIT} if this is not called.
     *
     * @return this
     */
    public Builder engine(Engine engine) {
      this.engine = requireNonNull(engine);
      return this;
    }

    /**
     * Limits how many instructions a run may carry out; 1,000,000,000 if this is not called. A run that overdraws it
     * ends at its next jump backwards or call, with {@link Fault.BudgetExhausted}.
     *
     * @param instructions 1 or more
     * @return this
     * @throws IllegalArgumentException if it is less
     */
    public Builder budget(long instructions) {
      if (instructions < 1) {
        throw new IllegalArgumentException("a budget has to be positive, not " + instructions);
      }
      this.budget = instructions;
      return this;
    }

    /**
     * Gives the program a helper; it takes the place of one with the same number.
     *
     * @param number as programs call it, 0 to 65,535; the kernel's are in {@link dev.tawon.isa.HelperTable}
     * @return this
     * @throws IllegalArgumentException if there can be no such number
     */
    public Builder helper(int number, Helper helper) {
      if (number < 0 || number > 0xffff) {
        throw new IllegalArgumentException("no helper has number " + number + ": 0 to 65535");
      }
      helpers.put(number, requireNonNull(helper));
      return this;
    }

    /**
     * Gives the program a function of the kernel (kfunc); it takes the place of one of the same name that the {@linkplain
     * #kernel kernel} has.
     *
     * @param name as the program declares it
     * @return this
     */
    public Builder kernelFunction(String name, Helper function) {
      kernelFunctions.put(requireNonNull(name), requireNonNull(function));
      return this;
    }

    /**
     * Fits the program to a kernel's types: applies its CO-RE relocations. What the types lack is a {@link
     * Fault.Unsupported} where it is reached.
     *
     * @param object the types that the program was compiled with: its object's
     * @param target the types to fit it to; the object's own leave it as it was compiled
     * @return this
     */
    public Builder types(Btf object, Btf target) {
      localTypes = requireNonNull(object);
      kernelTypes = requireNonNull(target);
      return this;
    }

    /**
     * Puts the program into a kernel: its maps are that kernel's by name, and so are the helpers that no other is given for.
     *
     * @return this
     */
    public Builder kernel(SimulatedKernel around) {
      this.kernel = around;
      return this;
    }

    /**
     * Gives the instructions' source lines, for faults to name.
     *
     * @return this
     */
    public Builder lines(List<LineInfo> lines) {
      this.lines = List.copyOf(lines);
      return this;
    }

    /**
     * Has each instruction of a run reported, by the interpreter whatever the engine.
     *
     * @return this
     */
    public Builder tracer(Tracer tracer) {
      this.tracer = requireNonNull(tracer);
      return this;
    }

    /**
     * Makes the program ready.
     *
     * @throws InvalidProgramException if it could not be run whatever its input
     */
    public Sandbox build() {
      return new Sandbox(this);
    }

    /** The program with all that it names. */
    private ProgramParts parts() {
      List<CoreRelocationException> poisoned = new ArrayList<>();
      ProgramSpec around = spec == null ? null : relocated(spec, poisoned);
      Map<Integer, Helper> all = new HashMap<>();
      if (kernel != null) {
        all.putAll(kernel.helpers());
      }
      all.putAll(helpers);
      return around == null
          ? ProgramParts.of(program, all)
          : ProgramParts.of(around, kernel, all, kernelFunctions, poisoned);
    }

    /** The program for the kernel's types, which moves its lines where it takes an instruction more. */
    private ProgramSpec relocated(ProgramSpec of, List<CoreRelocationException> poisoned) {
      ProgramSpec relocated = ProgramParts.relocate(of, localTypes, kernelTypes, poisoned);
      if (lines.equals(of.lineInfo())) {
        lines = relocated.lineInfo();
      }
      return relocated;
    }
  }
}
