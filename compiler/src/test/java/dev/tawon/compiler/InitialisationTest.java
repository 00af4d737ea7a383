package dev.tawon.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tawon.isa.Instruction;
import dev.tawon.lang.BpfModule;
import dev.tawon.object.ObjectSpec;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Two threads that each initialise one of two classes, of which each needs the other, wait for each other for ever. A compilation
 * has two threads from its start, and its user may have more.
 */
class InitialisationTest {
  private final Map<String, ClassModel> classes = new TreeMap<>();

  @Test
  void shouldInitialiseNoClassesThatNeedEachOther() throws Exception {
    for (Class<?> of :
        new Class<?>[] {Instruction.class, BpfModule.class, ObjectSpec.class, Compiler.class}) {
      read(of);
    }
    Map<String, Set<String>> needed = new TreeMap<>();
    classes.forEach((name, model) -> needed.put(name, needed(model)));
    assertThat(needed).hasSizeGreaterThan(400);
    Map<String, Set<String>> circles = new TreeMap<>();
    needed
        .keySet()
        .forEach(name -> {
          Set<String> circle = new TreeSet<>(reachable(name, needed));
          circle.removeIf(other -> other.equals(name) || !reachable(other, needed).contains(name));
          if (!circle.isEmpty()) {
            circles.put(name, circle);
          }
        });
    assertThat(circles).isEmpty();
  }

  private void read(Class<?> of) throws Exception {
    URI source = of.getProtectionDomain().getCodeSource().getLocation().toURI();
    if (source.getPath().endsWith(".jar")) {
      try (FileSystem jar = FileSystems.newFileSystem(Path.of(source))) {
        read(jar.getPath("/"));
      }
    } else {
      read(Path.of(source));
    }
  }

  private void read(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(file -> file.toString().endsWith(".class")).toList()) {
        ClassModel model = ClassFile.of().parse(Files.readAllBytes(file));
        if (!model.isModuleInfo()) {
          classes.put(model.thisClass().asInternalName(), model);
        }
      }
    }
  }

  /** The classes of these modules that have to be initialised for one to be. */
  private Set<String> needed(ClassModel model) {
    Set<String> needed = new TreeSet<>();
    model.superclass().map(ClassEntry::asInternalName).ifPresent(needed::add);
    model.interfaces().stream()
        .map(ClassEntry::asInternalName)
        .filter(this::isInitialisedWithItsClasses)
        .forEach(needed::add);
    Set<MethodModel> seen = new HashSet<>();
    model.methods().stream()
        .filter(method -> method.methodName().equalsString("<clinit>"))
        .forEach(method -> follow(method, needed, seen));
    needed.retainAll(classes.keySet());
    needed.remove(model.thisClass().asInternalName());
    return needed;
  }

  /** An interface is if it has a default method, by section 5.5 of the JVM's specification. */
  private boolean isInitialisedWithItsClasses(String name) {
    ClassModel model = classes.get(name);
    return model != null
        && model.methods().stream()
            .anyMatch(method ->
                method.code().isPresent()
                    && (method.flags().flagsMask() & ClassFile.ACC_STATIC) == 0);
  }

  private void follow(MethodModel method, Set<String> needed, Set<MethodModel> seen) {
    if (!seen.add(method) || method.code().isEmpty()) {
      return;
    }
    for (CodeElement element : method.code().get()) {
      if (element instanceof FieldInstruction field
          && (field.opcode() == Opcode.GETSTATIC || field.opcode() == Opcode.PUTSTATIC)) {
        needed.add(field.owner().asInternalName());
      } else if (element instanceof NewObjectInstruction made) {
        needed.add(made.className().asInternalName());
      } else if (element instanceof InvokeInstruction call) {
        if (call.opcode() == Opcode.INVOKESTATIC) {
          needed.add(call.owner().asInternalName());
        }
        called(call).forEach(called -> follow(called, needed, seen));
      }
    }
  }

  private Stream<MethodModel> called(InvokeInstruction call) {
    ClassModel owner = classes.get(call.owner().asInternalName());
    return owner == null
        ? Stream.empty()
        : owner.methods().stream()
            .filter(method ->
                method.methodName().equalsString(call.name().stringValue())
                    && method.methodType().equalsString(call.type().stringValue()));
  }

  private static Set<String> reachable(String from, Map<String, Set<String>> needed) {
    Set<String> reached = new HashSet<>();
    Deque<String> work = new ArrayDeque<>(needed.getOrDefault(from, Set.of()));
    while (!work.isEmpty()) {
      String name = work.remove();
      if (reached.add(name)) {
        work.addAll(needed.getOrDefault(name, Set.of()));
      }
    }
    return reached;
  }
}
