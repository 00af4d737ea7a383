package dev.tawon.compiler;

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
import javax.tools.ToolProvider;

/** Java as text, compiled in memory. */
final class JavaText {
  private JavaText() {}

  /**
   * A loader that has the classes of some files, and their class files as resources but for one.
   *
   * @param texts the files, by the names of their classes
   * @param withoutResource the class whose class file is not there; empty for none
   */
  static ClassLoader compile(Map<String, String> texts, String withoutResource) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    Map<String, byte[]> files = new HashMap<>();
    boolean done =
        compiler
            .getTask(
                null,
                new Files(compiler.getStandardFileManager(diagnostics, null, null), files),
                diagnostics,
                List.of("-proc:none", "-g"),
                null,
                texts.entrySet().stream()
                    .map(file -> new Text(file.getKey(), file.getValue()))
                    .toList())
            .call();
    if (!done) {
      throw new IllegalArgumentException("javac refuses it: " + diagnostics.getDiagnostics());
    }
    return new Classes(files, withoutResource);
  }

  private static final class Text extends SimpleJavaFileObject {
    private final String text;

    Text(String name, String text) {
      super(
          URI.create("string:///" + name.replace('.', '/') + ".java"), JavaFileObject.Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  private static final class Files extends ForwardingJavaFileManager<JavaFileManager> {
    private final Map<String, byte[]> files;

    Files(JavaFileManager standard, Map<String, byte[]> files) {
      super(standard);
      this.files = files;
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
      return new SimpleJavaFileObject(URI.create("memory:///" + files.size()), kind) {
        @Override
        public OutputStream openOutputStream() {
          return new ByteArrayOutputStream() {
            @Override
            public void close() {
              files.put(name, toByteArray());
            }
          };
        }
      };
    }
  }

  private static final class Classes extends ClassLoader {
    private final Map<String, byte[]> files;
    private final String withoutResource;

    Classes(Map<String, byte[]> files, String withoutResource) {
      super(JavaText.class.getClassLoader());
      this.files = files;
      this.withoutResource = withoutResource;
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
    public InputStream getResourceAsStream(String resource) {
      String name = resource.replace('/', '.').replaceFirst("\\.class$", "");
      if (name.equals(withoutResource)) {
        throw new IllegalStateException("the disk is on fire");
      }
      byte[] file = files.get(name);
      return file != null ? new ByteArrayInputStream(file) : super.getResourceAsStream(resource);
    }
  }
}
