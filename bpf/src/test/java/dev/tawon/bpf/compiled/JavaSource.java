package dev.tawon.bpf.compiled;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * One top-level class as text.
 *
 * @param name the class's name, with its package
 * @param text the file
 */
record JavaSource(String name, String text) {

  /** Compiles classes with javac, in memory, and gives a loader that has them, and their class files as resources. */
  static ClassLoader compile(List<JavaSource> sources) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    StandardJavaFileManager standard = compiler.getStandardFileManager(diagnostics, null, null);
    Classes classes = new Classes(JavaSource.class.getClassLoader());
    List<Text> texts = sources.stream().map(Text::new).toList();
    boolean done =
        compiler
            .getTask(
                null,
                new Files(standard, classes),
                diagnostics,
                List.of("-proc:none", "-g:source,lines", "-implicit:none"),
                null,
                texts)
            .call();
    if (!done) {
      throw new IllegalArgumentException(
          "javac refuses it: " + diagnostics.getDiagnostics() + "\n" + sources.getFirst().text());
    }
    return classes;
  }

  private static final class Text extends SimpleJavaFileObject {
    private final JavaSource source;

    Text(JavaSource source) {
      super(
          URI.create("string:///" + source.name().replace('.', '/') + ".java"),
          JavaFileObject.Kind.SOURCE);
      this.source = source;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return source.text();
    }
  }

  private static final class Files extends ForwardingJavaFileManager<JavaFileManager> {
    private final Classes classes;

    Files(JavaFileManager files, Classes classes) {
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
              classes.files.put(name, toByteArray());
            }
          };
        }
      };
    }
  }

  private static final class Classes extends ClassLoader {
    private final Map<String, byte[]> files = new HashMap<>();

    Classes(ClassLoader parent) {
      super(parent);
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
