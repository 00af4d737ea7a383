package dev.tawon.compiler;

import dev.tawon.compiler.back.Availability;
import dev.tawon.compiler.back.Backend;
import dev.tawon.compiler.back.FaultTable;
import dev.tawon.compiler.back.ObjectTypes;
import dev.tawon.compiler.front.CompilerBug;
import dev.tawon.compiler.front.MapField;
import dev.tawon.compiler.front.ModuleClasses;
import dev.tawon.compiler.front.ProgramMethod;
import dev.tawon.compiler.front.ScratchFields;
import dev.tawon.compiler.front.SharedMethods;
import dev.tawon.compiler.front.SourceError;
import dev.tawon.compiler.front.Translator;
import dev.tawon.compiler.ir.Function;
import dev.tawon.compiler.ir.Position;
import dev.tawon.compiler.opt.Passes;
import dev.tawon.compiler.walk.LoopWalk;
import dev.tawon.lang.RunTimes;
import dev.tawon.lang.map.BpfMap;
import dev.tawon.lang.map.MapOfMaps;
import dev.tawon.lang.map.PerCpuArray;
import dev.tawon.lang.map.ProgramArray;
import dev.tawon.object.MapSpec;
import dev.tawon.object.ObjectSpec;
import dev.tawon.object.ProgramSpec;
import java.lang.annotation.AnnotationFormatError;
import java.lang.annotation.AnnotationTypeMismatchException;
import java.lang.annotation.IncompleteAnnotationException;
import java.lang.classfile.constantpool.ConstantPoolException;
import java.lang.reflect.MalformedParameterizedTypeException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Compiles {@link dev.tawon.lang.BpfModule} classes to eBPF. */
public final class Compiler {
  private final Class<?> module;
  private final ModuleClasses classes;
  private final Target target;
  private final Set<String> without;
  private final boolean followsLoops;
  private final Availability availability;
  private final ObjectTypes types = new ObjectTypes();
  private final FaultTable faults = new FaultTable();

  private Compiler(Class<?> module, CompilerOptions options) {
    this.module = module;
    target = options.target();
    without = options.without();
    followsLoops = !options.loadedAtOnce();
    availability = new Availability(target);
    classes =
        new ModuleClasses(
            module,
            options.configuration(),
            options.open(),
            options.readOnlyCast(),
            target,
            Set.of(LogFormats.MAP, TimedPrograms.MAP, ScratchFields.MAP),
            options.logLevel());
  }

  /**
   * Compiles a module. The same class with the same options gives the same result.
   *
   * @param module a {@link dev.tawon.lang.BpfModule} class; its map fields are read, which initialises it
   * @param options what the result depends on besides the class
   * @throws CompilationException if the class is not a module, or has what eBPF or this compiler cannot do
   * @throws IllegalArgumentException if a program that is to be left out is none of the module's
   */
  public static CompiledModule compile(Class<?> module, CompilerOptions options) {
    Rehearsal.beginOnce(options.target());
    Compiler compiler = guarded(module, () -> new Compiler(module, options));
    List<ProgramMethod> all = guarded(module, () -> compiler.classes.programs());
    List<ProgramMethod> wanted = compiler.wanted(all);
    return guarded(module, () -> compiler.compile(wanted, all));
  }

  /**
   * The names of a module's programs, ordered, whether they compile or not.
   *
   * @param module a {@link dev.tawon.lang.BpfModule} class
   * @param options as for {@link #compile}
   * @throws CompilationException if the class is not a module, or declares a program wrong
   */
  public static List<String> programs(Class<?> module, CompilerOptions options) {
    Compiler compiler = guarded(module, () -> new Compiler(module, options));
    return guarded(module, () -> compiler.classes.programs()).stream()
        .map(ProgramMethod::name)
        .toList();
  }

  private static <T> T guarded(Class<?> module, Supplier<T> work) {
    try {
      return work.get();
    } catch (LinkageError
        | AnnotationFormatError
        | AnnotationTypeMismatchException
        | IncompleteAnnotationException
        | TypeNotPresentException
        | MalformedParameterizedTypeException e) {
      throw CompilationException.of(
          module, Rule.MISSING_CLASS, "needs a class that the JVM cannot load: " + e);
    } catch (CompilationException e) {
      throw e;
    } catch (RuntimeException e) {
      if (CompilerBug.isOfTheReader(e)) {
        throw CompilationException.of(
            module,
            Rule.DAMAGED_CLASS,
            "has a damaged class file, or needs a class that has: "
                + e.getMessage()
                + "; compile the source again");
      }
      CompilationException bug =
          CompilationException.of(module, Rule.INTERNAL_ERROR, "is not compiled: " + report(e, ""));
      bug.initCause(e);
      throw bug;
    }
  }

  /** What is wrong with a class that a program names, whose file has no lines of it, is told where the program begins. */
  private Diagnostic located(Diagnostic diagnostic, ProgramMethod program) {
    if (diagnostic.line() > 0) {
      return diagnostic;
    }
    Position place = Translator.place(classes, program);
    return new Diagnostic(place.file(), place.line(), diagnostic.message(), diagnostic.rule());
  }

  private static String report(Throwable cause, String listing) {
    StackTraceElement[] trace = cause.getStackTrace();
    return "this is a bug in the compiler, which please report with what is said here: "
        + cause
        + (trace.length == 0 ? "" : ", at " + trace[0])
        + (listing.isEmpty() ? "" : "\n" + listing);
  }

  private static Diagnostic diagnostic(CompilerBug bug) {
    Throwable cause = bug.getCause() == null ? bug : bug.getCause();
    return new Diagnostic(
        bug.position().file(),
        bug.position().line(),
        report(cause, bug.listing()),
        Rule.INTERNAL_ERROR);
  }

  private static Diagnostic diagnostic(SourceError error) {
    return new Diagnostic(
        error.position().file(), error.position().line(), error.reason(), error.rule());
  }

  private CompiledModule compile(List<ProgramMethod> wanted, List<ProgramMethod> all) {
    Backend backend = new Backend(types, faults, CompiledModule.FAULT_MAP, this::mapName, target);
    List<ProgramSpec> programs = new ArrayList<>();
    List<Diagnostic> diagnostics = new ArrayList<>();
    List<CompilerBug> bugs = new ArrayList<>();
    for (ProgramMethod method : wanted) {
      try {
        programs.add(program(backend, method));
      } catch (SourceError e) {
        diagnostics.add(diagnostic(e));
      } catch (CompilationException e) {
        e.diagnostics().forEach(each -> diagnostics.add(located(each, method)));
      } catch (ConstantPoolException e) {
        throw e;
      } catch (RuntimeException | StackOverflowError e) {
        if (CompilerBug.isExpected(e) && !(e instanceof CompilerBug)) {
          throw e;
        }
        if (CompilerBug.isOfTheReader(e)) {
          diagnostics.add(
              diagnostic(
                  SourceError.damaged(
                      Translator.place(classes, method), String.valueOf(e.getMessage()))));
          continue;
        }
        CompilerBug found = Translator.bug(classes, method, e);
        diagnostics.add(diagnostic(found));
        bugs.add(found);
      }
    }
    if (!diagnostics.isEmpty()) {
      CompilationException refused = new CompilationException(diagnostics);
      bugs.forEach(refused::addSuppressed);
      throw refused;
    }
    Map<BpfMap, CompiledModule.MapDescription> maps = new HashMap<>();
    List<MapSpec> specs = new ArrayList<>();
    Map<String, MapSpec> innerMaps = new HashMap<>();
    List<CompiledModule.ProgramEntry> entries = new ArrayList<>();
    classes
        .maps()
        .values()
        .forEach(field -> {
          CompiledModule.MapDescription description = MapDescriptions.of(field);
          maps.put(field.handle(), description);
          specs.add(MapDescriptions.spec(field.handle(), description, types));
          if (field.handle() instanceof MapOfMaps outer) {
            innerMaps.put(field.name(), MapDescriptions.inner(field, outer, types));
          }
          if (field.handle() instanceof ProgramArray<?> array) {
            entries.addAll(ProgramReferences.of(field.name(), array, all, without));
          }
        });
    if (classes.scratch().size() > 0) {
      specs.add(MapDescriptions.spec(classes.scratch()));
    }
    TimedPrograms timed = timed(backend.timed(), maps, specs);
    LogFormats log = classes.logs().formats();
    if (!log.isEmpty()) {
      CompiledModule.MapDescription description =
          new CompiledModule.MapDescription(LogFormats.MAP, Void.class, Void.class);
      maps.put(classes.logs().ring(), description);
      specs.add(MapDescriptions.spec(classes.logs().ring(), description, types));
    }
    GlobalVariables variables = classes.staticFields().variables();
    GlobalVariables constants = classes.constants().variables();
    SectionTypes sections = new SectionTypes(types, specs, programs);
    sections.add(GlobalVariables.MAP, variables, specs::add);
    sections.add(GlobalVariables.CONSTANTS, constants, specs::add);
    for (MapSpec map : specs) {
      if (!availability.has(map.type())) {
        throw CompilationException.of(
            module,
            Rule.NEWER_KERNEL,
            "has a map %s of the kind %s, which needs Linux %s, and the target is %s"
                .formatted(map.name(), map.type(), map.type().since(), target));
      }
    }
    classes.kernelFunctions().forEach(types::kernelFunction);
    if (!faults.sites().isEmpty()) {
      specs.add(MapDescriptions.faultCounters(faults.counters()));
    }
    if (programs.stream()
        .flatMap(program -> program.maps().stream())
        .anyMatch(map -> map.map().equals(CompiledModule.ZERO_MAP))) {
      specs.add(MapDescriptions.zeros(classes.zeros().bytes()));
    }
    ObjectSpec object =
        new ObjectSpec(module.getSimpleName(), classes.license(), specs, programs, types.build());
    List<FaultSite> sites =
        faults.sites().stream()
            .map(site ->
                new FaultSite(
                    site.program(), site.position().file(), site.position().line(), site.reason()))
            .toList();
    return new CompiledModule(
        object, maps, innerMaps, entries, sites, variables, log, timed, constants);
  }

  private List<ProgramMethod> wanted(List<ProgramMethod> all) {
    List<ProgramMethod> wanted = new ArrayList<>(all);
    for (String name : without) {
      if (!wanted.removeIf(program -> program.name().equals(name))) {
        throw new IllegalArgumentException(module.getName() + " has no program " + name);
      }
    }
    return wanted;
  }

  private ProgramSpec program(Backend backend, ProgramMethod method) {
    SharedMethods shared = SharedMethods.of(classes, method);
    RuntimeException refusal = null;
    while (true) {
      try {
        Function function = Translator.translate(classes, method, shared);
        Passes.run(function, classes.logs()::number, classes.zeros()::need, target);
        if (!shared.inlineThoseCalledOnce(function)) {
          ProgramSpec program = backend.generate(method, function);
          if (followsLoops) {
            LoopWalk.check(program, target, classes::kernelParameters);
          }
          return program;
        }
      } catch (SourceError | CompilationException e) {
        // Functions of their own take stack where inlined ones do not, and know less.
        if (!shared.inlineAll()) {
          throw refusal != null && isTooLong(e) ? refusal : e;
        }
        refusal = e;
      }
    }
  }

  /** Whether it is because of all that was inlined, so that it is no reason of the source's. */
  private static boolean isTooLong(RuntimeException refusal) {
    return refusal instanceof SourceError error && error.rule() == Rule.PROGRAM_TOO_LONG;
  }

  private TimedPrograms timed(
      List<String> names, Map<BpfMap, CompiledModule.MapDescription> maps, List<MapSpec> specs) {
    if (names.isEmpty()) {
      return new TimedPrograms(List.of(), null);
    }
    PerCpuArray<RunTimes> times = PerCpuArray.of(names.size());
    CompiledModule.MapDescription description =
        new CompiledModule.MapDescription(TimedPrograms.MAP, Integer.class, RunTimes.class);
    maps.put(times, description);
    specs.add(MapDescriptions.spec(times, description, types));
    return new TimedPrograms(names, times);
  }

  private String mapName(BpfMap handle) {
    for (MapField field : classes.maps().values()) {
      if (field.handle() == handle) {
        return field.name();
      }
    }
    if (handle == classes.scratch().map()) {
      return ScratchFields.MAP;
    }
    if (handle == classes.logs().ring()) {
      return LogFormats.MAP;
    }
    throw new IllegalStateException("a map that no field holds");
  }
}
