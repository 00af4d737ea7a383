package dev.tawon.bpf.random;

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
final class Javac {
  private final JavaCompiler compiler;
  private final List<String> options;
  private final JavaFileManager files;

  Javac(JavaCompiler compiler, List<String> options) {
    this.compiler = compiler;
    this.options = options;
    files = compiler.getStandardFileManager(null, null, null);
  }

  /** This JDK's. */
  static Javac ofThisJdk() {
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
  Map<String, byte[]> compile(String name, String text) {
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    Map<String, byte[]> classes = new TreeMap<>();
    boolean done =
        compiler
            .getTask(
                null,
                new Output(files, classes),
                diagnostics,
                options,
                null,
                List.of(source(name, text)))
            .call();
    if (!done) {
      throw new IllegalArgumentException(
          "javac refuses it: "
              + diagnostics.getDiagnostics().stream()
                  .filter(each -> each.getKind() == Diagnostic.Kind.ERROR)
                  .limit(3)
                  .map(each ->
                      each
                          + "\n"
                          + text.lines().skip(each.getLineNumber() - 1).findFirst().orElse(""))
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
  static final class Loader extends ClassLoader {
    private final Map<String, byte[]> files;

    Loader(Map<String, byte[]> files) {
      super(Loader.class.getClassLoader());
      this.files = files;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      byte[] file = files.get(name);
      if (file == null) {
        throw new ClassNotFoundException(name);
      }
      return defineClass(name, file, 0, file.length);
    }

    @Override
    public InputStream getResourceAsStream(String name) {
      byte[] file = files.get(name.replace('/', '.').replaceFirst("\\.class$", ""));
      return file != null ? new ByteArrayInputStream(file) : super.getResourceAsStream(name);
    }
  }
}
