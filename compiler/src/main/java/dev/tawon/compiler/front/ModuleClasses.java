package dev.tawon.compiler.front;

import dev.tawon.compiler.CompilationException;
import dev.tawon.compiler.Diagnostic;
import dev.tawon.compiler.GlobalVariables;
import dev.tawon.compiler.Rule;
import dev.tawon.compiler.StructLayout;
import dev.tawon.compiler.Target;
import dev.tawon.compiler.ir.KernelStruct;
import dev.tawon.compiler.marks.Mark;
import dev.tawon.compiler.marks.Marks;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Configurable;
import dev.tawon.lang.LogLevel;
import dev.tawon.lang.map.BpfMap;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The classes of a module: their programs, maps and load-time constants. */
public final class ModuleClasses {
  private final Class<?> module;
  private final Mark mark;
  private final ClassFiles classes;
  private final Map<String, Object> configuration;
  private final boolean open;
  private final Target target;
  private final boolean readOnlyCast;
  private final MachineRegisters registers;
  private final Set<String> reservedNames;
  private final LogSites logs;
  private final Zeros zeros = new Zeros();
  private @Nullable ProgramKind kind;
  private final Map<BpfMap, MapField> maps = new LinkedHashMap<>();
  private final Map<String, MapField> mapsByName = new LinkedHashMap<>();
  private final StaticFields staticFields = new StaticFields();
  private final StaticFields constants = new StaticFields();
  private final ScratchFields scratch = new ScratchFields();
  private final Map<String, Field> configured = new LinkedHashMap<>();
  private final Map<Class<?>, StructLayout> layouts = new LinkedHashMap<>();
  private final Map<Class<?>, KernelStruct> kernelStructs = new LinkedHashMap<>();
  private final Map<String, KernelFunction> kernelFunctions = new TreeMap<>();

  /**
   * Reads a module.
   *
   * @param module a {@link BpfModule} class
   * @param configuration values of its {@link Configurable} fields
   * @param open whether those that it does not name are left to who loads the programs
   * @param readOnlyCast whether the target kernel has {@code bpf_rdonly_cast}
   * @param target the oldest kernel that the code is for
   * @param reservedNames names that no map of the module gets
   * @param logLevel the least level of lines that programs write
   */
  public ModuleClasses(
      Class<?> module,
      Map<String, Object> configuration,
      boolean open,
      boolean readOnlyCast,
      Target target,
      Set<String> reservedNames,
      LogLevel logLevel) {
    this.reservedNames = reservedNames;
    this.logs = new LogSites(logLevel);
    this.module = module;
    this.configuration = new LinkedHashMap<>(configuration);
    this.open = open;
    this.target = target;
    this.readOnlyCast = readOnlyCast;
    this.registers = MachineRegisters.of(target.architecture());
    Mark found = Marks.mark(module, BpfModule.class);
    if (found == null) {
      throw error(module, Rule.NO_PROGRAM, module.getName() + " is not a @BpfModule class");
    }
    mark = found;
    classes = new ClassFiles(module.getClassLoader());
    for (Class<?> part : parts()) {
      for (Field field : part.getDeclaredFields()) {
        if (Modifier.isStatic(field.getModifiers())) {
          if (BpfMap.class.isAssignableFrom(field.getType())) {
            addMap(field);
          } else if (Marks.has(field, Configurable.class)) {
            configured.put(field.getName(), field);
          }
        }
      }
    }
    configuration.forEach(this::checkConfiguration);
  }

  /** The oldest kernel that the code is for. */
  Target target() {
    return target;
  }

  private void checkConfiguration(String name, Object value) {
    Field field = configured.get(name);
    if (field == null) {
      throw error(
          module,
          Rule.CONFIGURATION,
          "there is no @Configurable field " + name + ": there are " + configured.keySet());
    }
    if (MethodType.methodType(value.getClass()).unwrap().returnType() != field.getType()) {
      throw error(
          field.getDeclaringClass(),
          Rule.CONFIGURATION,
          "@Configurable field "
              + name
              + " has the type "
              + field.getType().getSimpleName()
              + ", and the value given is a "
              + value.getClass().getSimpleName());
    }
  }

  private static CompilationException error(Class<?> type, Rule rule, String message) {
    return new CompilationException(
        List.of(new Diagnostic(SourceFiles.of(type), 0, message, rule)));
  }

  private List<Class<?>> parts() {
    List<Class<?>> parts = new ArrayList<>();
    parts.add(module);
    for (String part : mark.classNames("parts")) {
      try {
        parts.add(Class.forName(part, false, module.getClassLoader()));
      } catch (ClassNotFoundException | LinkageError e) {
        throw error(module, Rule.MISSING_CLASS, "part " + part + " cannot be loaded: " + e);
      }
    }
    return parts;
  }

  ClassFiles classes() {
    return classes;
  }

  /** The layout of a {@link dev.tawon.lang.Struct} class. */
  StructLayout layout(Class<?> type) {
    return layouts.computeIfAbsent(type, StructLayout::of);
  }

  /** The structure of a {@link dev.tawon.lang.KernelType} class. */
  KernelStruct kernelStruct(Class<?> type) {
    return kernelStructs.computeIfAbsent(type, KernelTypes::of);
  }

  /** The kind of the program that is being translated; null before the first. */
  @Nullable ProgramKind kind() {
    return kind;
  }

  /** Begins the translation of a program. */
  void begin(ProgramMethod program) {
    kind = program.kind();
  }

  /** Where the machine's registers lie. */
  MachineRegisters registers() {
    return registers;
  }

  boolean readOnlyCast() {
    return readOnlyCast;
  }

  /** Notes a function of the kernel that is called. */
  void declare(KernelFunction function) {
    kernelFunctions.putIfAbsent(function.name(), function);
  }

  /** The functions of the kernel that programs asked for, by name. */
  public Collection<KernelFunction> kernelFunctions() {
    return kernelFunctions.values();
  }

  /** How many parameters a function of the kernel that is called has. */
  public int kernelParameters(String name) {
    // No program declares the one that the compiler calls by itself.
    return kernelFunctions.getOrDefault(name, KernelFunction.READ_ONLY_CAST).parameters();
  }

  /** The licence declared to the kernel. */
  public String license() {
    return mark.text("license");
  }

  /** The maps, each with its name. */
  public Map<String, MapField> maps() {
    return mapsByName;
  }

  /** The programs, ordered by name. */
  public List<ProgramMethod> programs() {
    List<ProgramMethod> programs = ProgramDeclarations.of(parts(), classes, target);
    if (programs.isEmpty()) {
      throw error(
          module, Rule.NO_PROGRAM, "no method has a program annotation such as @BtfTracepoint");
    }
    return programs;
  }

  private MapField addMap(Field field) {
    if (!(read(field) instanceof BpfMap handle)) {
      throw error(
          field.getDeclaringClass(), Rule.MAP_DECLARATION, "map " + field.getName() + " is null");
    }
    MapField known = maps.get(handle);
    if (known != null) {
      return known;
    }
    String name = field.getName();
    if (isTaken(name)) {
      name = field.getDeclaringClass().getSimpleName() + "_" + name;
    }
    if (isTaken(name) || !KernelNames.isValid(name)) {
      throw error(
          field.getDeclaringClass(),
          Rule.KERNEL_NAME,
          "map "
              + name
              + " cannot be called so: "
              + (isTaken(name) ? "another map is" : KernelNames.RULE));
    }
    List<Type> arguments =
        field.getGenericType() instanceof ParameterizedType type
            ? List.of(type.getActualTypeArguments())
            : List.of();
    MapField map = new MapField(handle, name, arguments);
    MapFields.check(field, map);
    maps.put(handle, map);
    mapsByName.put(name, map);
    return map;
  }

  private boolean isTaken(String name) {
    return mapsByName.containsKey(name) || reservedNames.contains(name);
  }

  /** The map of a handle. */
  MapField map(BpfMap handle) {
    MapField map = maps.get(handle);
    if (map == null) {
      throw new IllegalArgumentException("the handle is of no field that was read");
    }
    return map;
  }

  /** The places where programs log. */
  public LogSites logs() {
    return logs;
  }

  /** How many zeros the programs need. */
  public Zeros zeros() {
    return zeros;
  }

  /** The memory besides the stack that programs asked for. */
  public ScratchFields scratch() {
    return scratch;
  }

  /** The variables that programs asked for. */
  public StaticFields staticFields() {
    return staticFields;
  }

  /** The constants that are set when the programs are loaded. */
  public StaticFields constants() {
    return constants;
  }

  /** The variable that a static field is, unless {@link #staticValue} knows what it holds. */
  Optional<GlobalVariables.Variable> variable(Class<?> owner, String name) {
    Field field = staticField(owner, name);
    if (field == null || field.getDeclaringClass().getClassLoader() == null) {
      return Optional.empty();
    }
    return staticFields.variable(
        field, field.getType().isPrimitive() || field.getType().isArray() ? read(field) : null);
  }

  /**
   * What a static field holds for programs: a {@link MapField}, a number, a boolean, an enum's constant, or the numbers
   * that javac gives to those, or the variable that stands for a number until the program is loaded; null if it is none of
   * these, or changes.
   */
  @Nullable Object staticValue(Class<?> owner, String name) {
    Field field = staticField(owner, name);
    if (field == null) {
      return null;
    }
    if (BpfMap.class.isAssignableFrom(field.getType())) {
      return addMap(field);
    }
    if (field.isSynthetic() && name.equals("$assertionsDisabled")) {
      return true;
    }
    if (Marks.has(field, Configurable.class)) {
      Object configured = configuration.get(name);
      if (configured == null && open) {
        return constants
            .variable(field, read(field))
            .orElseThrow(() ->
                error(
                    field.getDeclaringClass(),
                    Rule.STATIC_FIELD,
                    "@Configurable field " + name + " is no number or boolean that changes"));
      }
      return configured != null ? configured : read(field);
    }
    boolean constant =
        field.getType().isPrimitive()
            || field.getType().isEnum()
            || (field.isSynthetic() && name.startsWith("$SwitchMap$"));
    return constant && Modifier.isFinal(field.getModifiers()) ? read(field) : null;
  }

  /** A static field as code names it: by the class that declares it, or one that inherits it. */
  static @Nullable Field staticField(Class<?> owner, String name) {
    for (Class<?> type = owner; type != null; type = type.getSuperclass()) {
      for (Class<?> declaring : declarers(type)) {
        for (Field field : declaring.getDeclaredFields()) {
          if (field.getName().equals(name) && Modifier.isStatic(field.getModifiers())) {
            return field;
          }
        }
      }
    }
    return null;
  }

  private static List<Class<?>> declarers(Class<?> type) {
    List<Class<?>> declarers = new ArrayList<>();
    declarers.add(type);
    declarers.addAll(List.of(type.getInterfaces()));
    return declarers;
  }

  static @Nullable Object read(Field field) {
    return read(field, null);
  }

  /** What a field holds, of an object or of its class. */
  static @Nullable Object read(Field field, @Nullable Object of) {
    try {
      field.setAccessible(true);
      return field.get(of);
    } catch (LinkageError e) {
      throw error(
          field.getDeclaringClass(),
          Rule.UNREADABLE_FIELD,
          "field "
              + field.getName()
              + " cannot be read: the class cannot be initialised: "
              + (e.getCause() == null ? e : e.getCause()));
    } catch (ReflectiveOperationException | RuntimeException e) {
      throw error(
          field.getDeclaringClass(),
          Rule.UNREADABLE_FIELD,
          "field "
              + field.getName()
              + " cannot be read: make it and its class public in an exported package, or open the"
              + " package to dev.tawon.compiler: "
              + e);
    }
  }
}
