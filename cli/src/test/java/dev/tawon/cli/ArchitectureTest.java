package dev.tawon.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the arrows between the modules, and who may talk to the operating system. */
class ArchitectureTest {
  private static final String LANGUAGE = "java..";

  private static final JavaClasses TAWON =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.tawon");

  /**
   * A module and what it may use.
   *
   * @param name the last part of its package's name
   * @param uses other modules
   * @param libraries packages of libraries
   */
  record House(String name, List<String> uses, List<String> libraries) {
    String packages() {
      return packages(name);
    }

    private static String packages(String name) {
      return "dev.tawon." + name + "..";
    }

    String[] allowed() {
      Stream<String> modules = Stream.concat(Stream.of(name), uses.stream()).map(House::packages);
      Stream<String> always = Stream.of(LANGUAGE, "org.jspecify..");
      return Stream.of(always, modules, libraries.stream())
          .flatMap(part -> part)
          .toArray(String[]::new);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static List<House> houses() {
    return List.of(
        new House("isa", List.of(), List.of()),
        new House("object", List.of("isa"), List.of()),
        new House("lang", List.of(), List.of()),
        new House("vm", List.of(), List.of()),
        new House("compiler", List.of("isa", "object", "lang"), List.of()),
        new House("bpf", List.of("isa", "object", "lang", "compiler"), List.of()),
        new House("sandbox", List.of("isa", "object"), List.of()),
        new House(
            "monitor",
            List.of("isa", "object", "lang", "compiler", "bpf"),
            List.of("org.snakeyaml.engine..")),
        new House(
            "cli",
            List.of("isa", "object", "lang", "compiler", "bpf", "sandbox", "monitor", "vm"),
            List.of("picocli..", "tools.jackson.core..", "sun.misc")));
  }

  @ParameterizedTest
  @MethodSource("houses")
  void shouldUseOnlyModulesBelow(House house) {
    classes()
        .that()
        .resideInAPackage(house.packages())
        .should()
        .onlyDependOnClassesThat(
            JavaClass.Predicates.resideInAnyPackage(house.allowed())
                .or(DescribedPredicate.describe("are primitive", JavaClass::isPrimitive))
                .or(DescribedPredicate.describe("are arrays", JavaClass::isArray)))
        .check(TAWON);
  }

  @Test
  void shouldHaveNoCycleBetweenPackagesOfTheLowerModules() {
    slices()
        .matching("dev.tawon.(isa|object|lang|compiler|sandbox)..")
        .should()
        .beFreeOfCycles()
        .check(TAWON);
  }

  @Test
  void shouldCallNativeCodeFromOnePackage() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.tawon.bpf.sys")
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(Linker.class, SymbolLookup.class)
        .check(TAWON);
  }

  @Test
  void shouldLoadNoNativeLibrary() {
    noClasses()
        .should()
        .callMethod(System.class, "loadLibrary", String.class)
        .orShould()
        .callMethod(System.class, "load", String.class)
        .orShould()
        .callMethod(Runtime.class, "loadLibrary", String.class)
        .orShould()
        .callMethod(Runtime.class, "load", String.class)
        .check(TAWON);
  }

  /** Where a class file is read from the file or directory that its class says it comes from. */
  private static final String CLASS_FILES = "dev.tawon.compiler.marks.ClassBytes";

  /** BTF may be read from a file that the caller names; nothing here writes, lists, or starts anything. */
  @Test
  void shouldKeepTheModulesThatRunAnywhereFromTheOperatingSystem() {
    Set<String> reading = Set.of("open", "read", "size", "close", "readAllBytes", "newInputStream");
    noClasses()
        .that()
        .resideInAnyPackage(
            "dev.tawon.isa..",
            "dev.tawon.object..",
            "dev.tawon.lang..",
            "dev.tawon.compiler..",
            "dev.tawon.sandbox..")
        .and()
        .doNotHaveFullyQualifiedName(CLASS_FILES)
        .should()
        .dependOnClassesThat()
        .resideInAPackage("java.net..")
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(ProcessBuilder.class, Runtime.class, Process.class, ProcessHandle.class)
        .orShould()
        .callMethodWhere(
            DescribedPredicate.describe(
                "something of a file other than to read it",
                call ->
                    (call.getTargetOwner().isEquivalentTo(Files.class)
                            || call.getTargetOwner().isEquivalentTo(FileChannel.class))
                        && !reading.contains(call.getName())))
        .check(TAWON);
  }

  @Test
  void shouldOpenFilesOnlyWhereObjectsAndClassesAreRead() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "dev.tawon.isa..", "dev.tawon.lang..", "dev.tawon.compiler..", "dev.tawon.sandbox..")
        .and()
        .doNotHaveFullyQualifiedName(CLASS_FILES)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.nio.file..", "java.nio.channels..")
        .check(TAWON);
  }

  @Test
  void shouldHaveNoMutableStaticFieldOutsideOfKernelSideCode() {
    noFields()
        .that()
        .areDeclaredInClassesThat()
        .resideOutsideOfPackages("dev.tawon.monitor.probe..")
        .and()
        .areStatic()
        .should()
        .notHaveModifier(JavaModifier.FINAL)
        .check(TAWON);
  }

  @Test
  void shouldStartOtherProgramsFromOneClassOfAModule() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("dev.tawon.cli.TracedCommand")
        .and()
        .doNotHaveFullyQualifiedName("dev.tawon.vm.Tool")
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(ProcessBuilder.class)
        .orShould()
        .callMethodWhere(
            DescribedPredicate.describe(
                "Runtime.exec",
                call ->
                    call.getTargetOwner().isEquivalentTo(Runtime.class)
                        && call.getName().equals("exec")))
        .check(TAWON);
  }
}
