package dev.tawon.bpf.compiled;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** A Java compiler, in memory. It keeps what it knows of the class path from one run to the next. */
public final class Javac {
  private final JavaCompiler compiler;
  private final List<String> options;
  private final JavaFileManager files;

  /**
   * A compiler.
   *
   * @param compiler which
   * @param options as on its command line
   */
  public Javac(JavaCompiler compiler, List<String> options) {
    this.compiler = compiler;
    this.options = options;
    files = compiler.getStandardFileManager(null, null, null);
  }

  /** This JDK's. */
  public static Javac ofThisJdk() {
    return new Javac(
        ToolProvider.getSystemJavaCompiler(),
        List.of("-proc:none", "-g:source,lines", "-implicit:none", "-XDshould-stop.ifError=FLOW"));
  }

  /**
   * Compiles one file.
   *
   * @return the class files by the classes' names
   * @throws IllegalArgumentException if it is refused
   */
  public Map<String, byte[]> compile(String name, String text) {
    return compile(Map.of(name, text));
  }

  /**
   * Compiles some files.
   *
   * @param texts by their classes' names
   * @return the class files by the classes' names
   * @throws IllegalArgumentException if one is refused
   */
  public Map<String, byte[]> compile(Map<String, String> texts) {
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    Map<String, byte[]> classes = new TreeMap<>();
    List<JavaFileObject> sources =
        texts.entrySet().stream().map(text -> source(text.getKey(), text.getValue())).toList();
    boolean done =
        compiler
            .getTask(null, new Output(files, classes), diagnostics, options, null, sources)
            .call();
    if (!done) {
      throw new IllegalArgumentException(
          "it is refused: "
              + diagnostics.getDiagnostics().stream()
                  .filter(each -> each.getKind() == Diagnostic.Kind.ERROR)
                  .limit(3)
                  .toList());
    }
    return classes;
  }

  private static JavaFileObject source(String name, String text) {
    return new SimpleJavaFileObject(
        URI.create("string:///" + name.replace('.', '/') + ".java"), JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return text;
      }
    };
  }

  private static final class Output extends ForwardingJavaFileManager<JavaFileManager> {
    private final Map<String, byte[]> classes;

    Output(JavaFileManager files, Map<String, byte[]> classes) {
      super(files);
      this.classes = classes;
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
      return new SimpleJavaFileObject(URI.create("memory:///" + name), kind) {
        @Override
        public OutputStream openOutputStream() {
          return new ByteArrayOutputStream() {
            @Override
            public void close() {
              classes.put(name.replace('/', '.'), toByteArray());
            }
          };
        }
      };
    }
  }

  /** A loader of classes, with their files as resources. */
  public static final class Loader extends ClassLoader {
    private final Map<String, byte[]> files;

    /**
     * A loader of classes, and of those that this class sees.
     *
     * @param files the class files by the classes' names
     */
    public Loader(Map<String, byte[]> files) {
      super(Loader.class.getClassLoader());
      this.files = files;
    }

    /** Its own classes come before those of the same name that this class sees. */
    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      byte[] file = files.get(name);
      if (file == null) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded != null ? loaded : defineClass(name, file, 0, file.length);
      }
    }

    @Override
    public InputStream getResourceAsStream(String name) {
      byte[] file = files.get(name.replace('/', '.').replaceFirst("\\.class$", ""));
      return file != null ? new ByteArrayInputStream(file) : super.getResourceAsStream(name);
    }
  }
}
