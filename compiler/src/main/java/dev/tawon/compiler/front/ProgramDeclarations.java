package dev.tawon.compiler.front;

import dev.tawon.compiler.CompilationException;
import dev.tawon.compiler.Diagnostic;
import dev.tawon.compiler.Rule;
import dev.tawon.compiler.Target;
import dev.tawon.compiler.ir.Position;
import dev.tawon.compiler.marks.Marks;
import dev.tawon.lang.Result;
import dev.tawon.lang.Sleepable;
import dev.tawon.lang.Timed;
import dev.tawon.object.AttachType;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.LineNumber;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Finds the programs of a module's classes, and refuses those that are declared so that they are none. */
final class ProgramDeclarations {
  private final ClassFiles classes;
  private final Target target;
  private final Set<String> names = new LinkedHashSet<>();
  private final List<ProgramMethod> programs = new ArrayList<>();
  private final List<Diagnostic> diagnostics = new ArrayList<>();

  private ProgramDeclarations(ClassFiles classes, Target target) {
    this.classes = classes;
    this.target = target;
  }

  /**
   * The programs of classes, ordered by name.
   *
   * @throws CompilationException with an error for each method that is declared wrong
   */
  static List<ProgramMethod> of(List<Class<?>> parts, ClassFiles classes, Target target) {
    ProgramDeclarations found = new ProgramDeclarations(classes, target);
    for (Class<?> part : parts) {
      for (Method method : part.getDeclaredMethods()) {
        try {
          found.add(part, method);
        } catch (CompilationException e) {
          found.diagnostics.addAll(e.diagnostics());
        }
      }
    }
    if (!found.diagnostics.isEmpty()) {
      throw new CompilationException(found.diagnostics);
    }
    found.programs.sort((left, right) -> left.name().compareTo(right.name()));
    return found.programs;
  }

  private void add(Class<?> part, Method method) {
    List<Hooks.Hook> hooks = Hooks.of(method, target);
    if (hooks.isEmpty()) {
      if (Marks.mark(method, Timed.class) != null) {
        throw error(
            method,
            "method "
                + method.getName()
                + " is @Timed, and is no program: the time of a whole program is measured");
      }
      return;
    }
    if (hooks.size() > 1) {
      throw error(
          method,
          "program "
              + method.getName()
              + " has two program annotations: let two methods call a third");
    }
    Hooks.Hook hook = hooks.getFirst();
    ProgramKind kind = hook.kind();
    if (Marks.mark(method, Sleepable.class) != null) {
      if (kind.sleepsSince() == null) {
        throw error(
            method,
            "program "
                + method.getName()
                + " is @Sleepable: a "
                + kind.annotation()
                + " program cannot be; @Fentry, @Fexit, @FmodRet, @Lsm, @Iter, @Uprobe,"
                + " @Uretprobe, @UprobeMulti and @UretprobeMulti can");
      }
      kind = kind.sleeping();
    }
    requireDeclaration(method, kind);
    if (!KernelNames.isValid(method.getName())) {
      throw error(
          method,
          Rule.KERNEL_NAME,
          "program " + method.getName() + " has a name of Java's alone: " + KernelNames.RULE);
    }
    if (!names.add(method.getName())) {
      throw error(method, "two programs are called " + method.getName());
    }
    programs.add(
        new ProgramMethod(
            part,
            model(method),
            kind,
            hook.target(),
            takesResult(method),
            Marks.mark(method, Timed.class) != null));
  }

  private void requireDeclaration(Method method, ProgramKind kind) {
    boolean result =
        method.getReturnType() == void.class
            ? kind.results().nothing()
            : method.getReturnType() == int.class && kind.results().number();
    if (!Modifier.isStatic(method.getModifiers()) || !result) {
      throw error(
          method,
          "program "
              + method.getName()
              + " is a static method that returns "
              + kind.results().names());
    }
    if (takesResult(method) && kind.attachType() != AttachType.TRACE_FEXIT) {
      throw error(
          method,
          "program "
              + method.getName()
              + " has a parameter with @Result, which @Fexit programs have; a @Kretprobe's one"
              + " parameter is the result");
    }
  }

  private boolean takesResult(Method method) {
    int last = method.getParameterCount() - 1;
    for (int i = 0; i <= last; i++) {
      if (Marks.has(method, i, Result.class)) {
        if (i < last) {
          throw error(
              method,
              "program " + method.getName() + " has a @Result parameter that is not its last");
        }
        return true;
      }
    }
    return false;
  }

  private CompilationException error(Method method, String message) {
    return error(method, Rule.PROGRAM_DECLARATION, message);
  }

  private CompilationException error(Method method, Rule rule, String message) {
    return new CompilationException(
        List.of(
            new Diagnostic(
                SourceFiles.of(method.getDeclaringClass()), firstLine(method), message, rule)));
  }

  /** The line of a method's first instruction; 0 if the class file does not say. */
  private int firstLine(Method method) {
    try {
      return find(method).flatMap(MethodModel::code).stream()
          .flatMap(code -> code.elementStream())
          .flatMap(element ->
              element instanceof LineNumber number ? Stream.of(number.line()) : Stream.empty())
          .findFirst()
          .orElse(0);
    } catch (SourceError | IllegalArgumentException e) {
      return 0; // the line of an error is worth no other error
    }
  }

  private Optional<MethodModel> find(Method method) {
    MethodType type = MethodType.methodType(method.getReturnType(), method.getParameterTypes());
    Class<?> owner = method.getDeclaringClass();
    return classes.method(
        owner,
        method.getName(),
        type.toMethodDescriptorString(),
        new Position(SourceFiles.of(owner), 0));
  }

  private MethodModel model(Method method) {
    Class<?> owner = method.getDeclaringClass();
    try {
      return find(method)
          .orElseThrow(() ->
              error(owner, Rule.MISSING_CLASS, method.getName() + " is not in the class file"));
    } catch (SourceError e) {
      throw error(owner, e.rule(), e.reason());
    }
  }

  private static CompilationException error(Class<?> owner, Rule rule, String message) {
    return new CompilationException(
        List.of(new Diagnostic(SourceFiles.of(owner), 0, message, rule)));
  }
}
