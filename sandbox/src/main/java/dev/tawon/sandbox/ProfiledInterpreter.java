package dev.tawon.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/**
 * Runs a program on the {@link Interpreter}, and from when it has been long at it on a copy of that class that is the
 * program's own.
 *
 * <p>HotSpot compiles the interpreter for the instructions and branches that it has seen in it. What all programs of a
 * process have left there fits none of them: a program takes up to twice as long as on an interpreter that has seen only
 * it. A copy costs a class and its compilation, which programs that run for a moment are not worth.
 */
final class ProfiledInterpreter extends Executable {
  /** A tenth of a second of interpretation: about what HotSpot takes to compile the copy. */
  private static final long LONG = 20_000_000;

  private final PackedCode packed;
  private Executable interpreter;

  /** How many instructions are still carried out before the copy is made; negative if it has been. */
  private long left = LONG;

  ProfiledInterpreter(PackedCode packed) {
    this.packed = packed;
    this.interpreter = new Interpreter(packed, null);
  }

  @Override
  long run(Machine machine, int function, long r1, long r2, long r3, long r4, long r5) {
    return interpreter.run(machine, function, r1, r2, r3, r4, r5);
  }

  @Override
  long start(Machine machine, long r1, long r2, long r3, long r4, long r5) {
    if (left < 0) {
      return interpreter.start(machine, r1, r2, r3, r4, r5);
    }
    long budget = machine.budget;
    long result = interpreter.start(machine, r1, r2, r3, r4, r5);
    left -= Math.max(budget - machine.budget, 0);
    if (left < 0) {
      interpreter = copy();
    }
    return result;
  }

  private Executable copy() {
    try (InputStream in = Interpreter.class.getResourceAsStream("Interpreter.class")) {
      if (in == null) { // a run-time image without class files
        return interpreter;
      }
      MethodHandles.Lookup copy = MethodHandles.lookup().defineHiddenClass(in.readAllBytes(), true);
      return (Executable)
          copy.findConstructor(
                  copy.lookupClass(),
                  MethodType.methodType(void.class, PackedCode.class, Tracer.class))
              .invoke(packed, (@Nullable Tracer) null);
    } catch (IOException _) {
      return interpreter;
    } catch (Throwable e) {
      throw new LinkageError("the copy of the interpreter cannot be used", e);
    }
  }
}
