package dev.tawon.cli;

import dev.tawon.compiler.Architecture;
import dev.tawon.compiler.CompilationException;
import dev.tawon.compiler.CompiledModule;
import dev.tawon.compiler.Compiler;
import dev.tawon.compiler.CompilerOptions;
import dev.tawon.compiler.IsaVersion;
import dev.tawon.compiler.Target;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Configurable;
import dev.tawon.lang.LogLevel;
import java.io.File;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.reflect.Field;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of commands that compile a class, and how they find it. */
final class ModuleOptions {
  private static final Path KERNEL_TYPES = Path.of("/sys/kernel/btf/vmlinux");

  @Option(
      names = {"-cp", "--classpath"},
      paramLabel = "PATH",
      description =
          "Directories and jars with the class and what it needs, separated by colons"
              + " (default: the current directory).")
  private @Nullable String classpath;

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description = "The value of a @Configurable field. Can be repeated.")
  private Map<String, String> values = new LinkedHashMap<>();

  @Option(
      names = "--btf",
      paramLabel = "FILE",
      description =
          "The kernel's types (default: this kernel's, if it has any). From these comes which of the fields"
              + " that Java calls int or long are pointers and enumerations, which libbpf tells apart.")
  private @Nullable Path btf;

  @Option(
      names = "--target",
      paramLabel = "RELEASE",
      description =
          "The oldest kernel that the code is for, 5.10 or newer (default: 5.10). What it lacks is an error.")
  private String target = "5.10";

  @Option(
      names = "--isa",
      paramLabel = "VERSION",
      description =
          "The version of the instruction set, 1 to 4 (default: 4 for --target 6.6 and newer, else 3).")
  private @Nullable Integer isa;

  @Option(
      names = "--arch",
      paramLabel = "MACHINE",
      description =
          "The machine, x86_64 or arm64 (default: this one): where probes find a function's parameters.")
  private @Nullable String architecture;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  ModuleOptions() {}

  /** Where the kernel's types are; null if there are none. */
  @Nullable Path kernelTypes() {
    if (btf != null) {
      return btf;
    }
    return Files.isReadable(KERNEL_TYPES) ? KERNEL_TYPES : null;
  }

  /**
   * Compiles a class.
   *
   * @param name its name, or the path of its class file
   * @param log the least level of what programs log
   * @throws Failure if it is not there
   * @throws CompilationException if it does not compile
   */
  CompiledModule compile(String name, LogLevel log) throws IOException {
    return compile(name, (_, options) -> options.withLogLevel(log));
  }

  /**
   * The same, of one program, whatever is wrong with the others.
   *
   * @param program its name
   */
  CompiledModule compile(String name, LogLevel log, String program) throws IOException {
    return compile(
        name,
        (module, options) -> {
          List<String> all = Compiler.programs(module, options);
          if (!all.contains(program)) {
            throw new Failure(
                name + " has no program '" + program + "'",
                "it has " + String.join(", ", all),
                ExitCode.USAGE);
          }
          Set<String> others = new HashSet<>(all);
          others.remove(program);
          return new CompilerOptions(
              options.configuration(), options.readOnlyCast(), options.target(), others, log);
        });
  }

  /** The same for a file: nobody reads what programs log, and who loads them sets what {@code --set} does not name. */
  CompiledModule compileToFile(String name) throws IOException {
    return compile(name, (_, options) -> options.withLogLevel(LogLevel.OFF).opened());
  }

  private CompiledModule compile(
      String name, BiFunction<Class<?>, CompilerOptions, CompilerOptions> change)
      throws IOException {
    List<URL> urls = new ArrayList<>();
    String type = name;
    if (name.endsWith(".class")) {
      Path file = Path.of(name).toAbsolutePath().normalize();
      type = className(file);
      urls.add(url(root(file, type)));
    }
    for (String entry : (classpath == null ? "." : classpath).split(File.pathSeparator, -1)) {
      if (!Files.exists(Path.of(entry)) && classpath != null) {
        throw new Failure(entry + ": no such file or directory", "", ExitCode.USAGE);
      }
      urls.add(url(Path.of(entry)));
    }
    ClassLoader parent = ModuleOptions.class.getClassLoader();
    try (URLClassLoader loader = new URLClassLoader(urls.toArray(URL[]::new), parent)) {
      Class<?> module = load(loader, type);
      return Compiler.compile(module, change.apply(module, options(module)));
    }
  }

  private CompilerOptions options(Class<?> module) {
    Target kernel;
    try {
      kernel = Target.parse(target);
    } catch (IllegalArgumentException e) {
      throw new Failure("--target " + target + ": " + e.getMessage(), "", ExitCode.USAGE);
    }
    if (isa != null) {
      IsaVersion[] versions = IsaVersion.values();
      if (isa < 1 || isa > versions.length) {
        throw new Failure("--isa " + isa + ": there are 1 to 4", "", ExitCode.USAGE);
      }
      kernel = kernel.withIsa(versions[isa - 1]);
    }
    if (architecture != null) {
      try {
        kernel = kernel.withArchitecture(Architecture.parse(architecture));
      } catch (IllegalArgumentException e) {
        throw new Failure("--arch " + architecture + ": " + e.getMessage(), "", ExitCode.USAGE);
      }
    }
    return new CompilerOptions(configuration(module), kernel.isAtLeast(6, 2), kernel);
  }

  private Class<?> load(ClassLoader loader, String name) {
    try {
      return Class.forName(name, false, loader);
    } catch (ClassNotFoundException _) {
      String path = classpath == null ? "the current directory" : classpath;
      throw new Failure(
          "there is no class " + name + " in " + path,
          "--classpath names where it is; a nested class is called Outer$Inner",
          ExitCode.USAGE);
    } catch (LinkageError e) {
      throw new Failure(
          "class " + name + " cannot be loaded: " + e,
          "--classpath names what it needs",
          ExitCode.FAILURE);
    }
  }

  private static String className(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    try {
      return ClassFile.of().parse(bytes).thisClass().asInternalName().replace('/', '.');
    } catch (IllegalArgumentException e) {
      throw new Failure(file + " is no class file: " + e.getMessage(), "", ExitCode.FAILURE);
    }
  }

  /** The directory from which a class file's path is its name. */
  private static Path root(Path file, String name) {
    Path root = file;
    for (int i = name.split("\\.", -1).length; i > 0 && root != null; i--) {
      root = root.getParent();
    }
    if (root == null
        || !file.equals(root.resolve(name.replace('.', File.separatorChar) + ".class"))) {
      throw new Failure(
          file + " is the class " + name + ", and its directories do not say so",
          "give the name of the class, and --classpath",
          ExitCode.USAGE);
    }
    return root;
  }

  private static URL url(Path path) {
    try {
      return path.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new Failure(path + ": " + e.getMessage(), "", ExitCode.USAGE);
    }
  }

  private Map<String, Object> configuration(Class<?> module) {
    Map<String, Field> fields = new LinkedHashMap<>();
    List<Class<?>> parts = new ArrayList<>(List.of(module));
    BpfModule annotation = module.getAnnotation(BpfModule.class);
    if (annotation != null) {
      parts.addAll(List.of(annotation.parts()));
    }
    for (Class<?> part : parts) {
      for (Field field : part.getDeclaredFields()) {
        if (field.isAnnotationPresent(Configurable.class)) {
          fields.put(field.getName(), field);
        }
      }
    }
    Map<String, Object> configuration = new LinkedHashMap<>();
    values.forEach((name, text) -> {
      Field field = fields.get(name);
      if (field == null) {
        throw new Failure(
            module.getSimpleName() + " has no @Configurable field '" + name + "'",
            fields.isEmpty() ? "it has none" : "it has " + new TreeSet<>(fields.keySet()),
            ExitCode.USAGE);
      }
      configuration.put(name, value(field, text));
    });
    return configuration;
  }

  private static Object value(Field field, String text) {
    Class<?> type = field.getType();
    try {
      if (type == boolean.class && (text.equals("true") || text.equals("false"))) {
        return Boolean.valueOf(text);
      }
      if (type == int.class) {
        return Integer.decode(text);
      }
      if (type == long.class) {
        return Long.decode(text);
      }
    } catch (NumberFormatException _) {
      // Said below, for all types alike.
    }
    throw new Failure(
        "--set " + field.getName() + "=" + text + ": this is no " + type.getSimpleName(),
        "",
        ExitCode.USAGE);
  }
}
