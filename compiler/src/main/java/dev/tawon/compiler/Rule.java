package dev.tawon.compiler;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * What a program may do wrong: the rule that a {@link Diagnostic} is of. Each has a page that says why it is there, with an
 * example, and what to write instead.
 */
public enum Rule {
  /** A loop that nothing ends, or to whose end the verifier does not come. */
  UNBOUNDED_LOOP("a loop that nothing ends, or to whose end the verifier does not come"),
  /** A method that calls itself. */
  RECURSION("a method that calls itself"),
  /** More code than a program has. */
  PROGRAM_TOO_LONG("more code than a program has"),
  /** More than 512 bytes on the stack. */
  STACK_SPACE("more than 512 bytes on the stack"),
  /** More functions under way at once than the kernel takes. */
  CALL_DEPTH("more functions under way at once than the kernel takes"),
  /** A @Scratch field that is none. */
  SCRATCH_FIELD("a @Scratch field that is none"),
  /** An object of a loop that the next round still uses. */
  OBJECT_OUTLIVES_ROUND("an object of a loop that the next round still uses"),
  /** An object that has no place. */
  NO_HEAP("an object that has no place"),
  /** An array whose length is no constant. */
  ARRAY_LENGTH("an array whose length is no constant"),
  /** Floating-point numbers. */
  FLOATING_POINT("floating-point numbers"),
  /** Exceptions that are caught. */
  CATCH("exceptions that are caught"),
  /** An exception that is more than a fault. */
  THROW("an exception that is more than a fault"),
  /** Monitors. */
  SYNCHRONIZED("monitors"),
  /** A question for a class at run time. */
  INSTANCEOF("a question for a class at run time"),
  /** A switch on patterns, or on strings that are no constants. */
  PATTERN_SWITCH("a switch on patterns, or on strings that are no constants"),
  /** A call that is linked at run time. */
  LINKED_CALL("a call that is linked at run time"),
  /** A call through an interface. */
  INTERFACE_CALL("a call through an interface"),
  /** A method that a subclass may have too. */
  VIRTUAL_CALL("a method that a subclass may have too"),
  /** A method of an object that a program does not have. */
  INSTANCE_METHOD("a method of an object that a program does not have"),
  /** A method of the Java library that has no meaning in a program. */
  LIBRARY_METHOD("a method of the Java library that has no meaning in a program"),
  /** A method that has no body to compile. */
  NO_BODY("a method that has no body to compile"),
  /** A string that is more than a constant. */
  STRING_VALUE("a string that is more than a constant"),
  /** An argument that has to be a constant. */
  CONSTANT_ARGUMENT("an argument that has to be a constant"),
  /** A static field that programs do not see. */
  STATIC_FIELD("a static field that programs do not see"),
  /** A constant that is assigned. */
  CONSTANT_FIELD("a constant that is assigned"),
  /** A function that is a value. */
  LAMBDA_VALUE("a function that is a value"),
  /** A function that takes or returns what a call does not pass. */
  FUNCTION_TYPE("a function that takes or returns what a call does not pass"),
  /** Numbers as objects where they differ from numbers. */
  BOXED_NUMBER("numbers as objects where they differ from numbers"),
  /** A reference to one of several things. */
  DEPENDS_ON_PATH("a reference to one of several things"),
  /** An object of another class. */
  WRONG_CLASS("an object of another class"),
  /** What fails whenever it is reached. */
  ALWAYS_FAILS("what fails whenever it is reached"),
  /** A write to the kernel's memory. */
  KERNEL_MEMORY("a write to the kernel's memory"),
  /** A part of a struct that is assigned as a whole. */
  EMBEDDED_FIELD("a part of a struct that is assigned as a whole"),
  /** The length of an array that has none. */
  FLEXIBLE_ARRAY("the length of an array that has none"),
  /** A field that is not declared. */
  UNKNOWN_FIELD("a field that is not declared"),
  /** A volatile field that is not read and written at once. */
  VOLATILE_FIELD("a volatile field that is not read and written at once"),
  /** A field of a class that has no layout. */
  NO_LAYOUT("a field of a class that has no layout"),
  /** A class that is no description of a kernel structure. */
  KERNEL_TYPE("a class that is no description of a kernel structure"),
  /** A name that the kernel does not take. */
  KERNEL_NAME("a name that the kernel does not take"),
  /** A function of the kernel that is declared wrong. */
  KERNEL_FUNCTION("a function of the kernel that is declared wrong"),
  /** A helper that programs of this kind cannot call. */
  HELPER_NOT_ALLOWED("a helper that programs of this kind cannot call"),
  /** A field of the context that programs of this kind cannot use so. */
  CONTEXT_FIELD("a field of the context that programs of this kind cannot use so"),
  /** A helper for programs under the GPL. */
  GPL_ONLY("a helper for programs under the GPL"),
  /** What the target kernel does not have. */
  NEWER_KERNEL("what the target kernel does not have"),
  /** What is acquired, and not given back on some path. */
  NOT_RELEASED("what is acquired, and not given back on some path"),
  /** What is given back, and is not held. */
  NOT_HELD("what is given back, and is not held"),
  /** What is used after it was given back. */
  GIVEN_BACK("what is used after it was given back"),
  /** A call of the kernel while a lock is held. */
  LOCKED_CALL("a call of the kernel while a lock is held"),
  /** A lock or a timer where the kernel takes none. */
  GUARDED_VALUE("a lock or a timer where the kernel takes none"),
  /** A loop over the kernel that is no for loop. */
  ITERATOR("a loop over the kernel that is no for loop"),
  /** An element of a loop over the kernel that is used behind the loop's end. */
  ELEMENT_OUTLIVES_LOOP("an element of a loop over the kernel that is used behind the loop's end"),
  /** More than four records held at once. */
  TOO_MANY_HELD("more than four records held at once"),
  /** An operation that a map does not have in a program. */
  MAP_OPERATION("an operation that a map does not have in a program"),
  /** A map that is declared so that its contents are not known. */
  MAP_DECLARATION("a map that is declared so that its contents are not known"),
  /** Parameters that the hook does not have. */
  PROGRAM_PARAMETERS("parameters that the hook does not have"),
  /** A result that the hook does not take. */
  PROGRAM_RESULT("a result that the hook does not take"),
  /** A hook of the security modules that is none, or takes no such program. */
  SECURITY_HOOK("a hook of the security modules that is none, or takes no such program"),
  /** A method that is declared so that it is no program. */
  PROGRAM_DECLARATION("a method that is declared so that it is no program"),
  /** A class without programs. */
  NO_PROGRAM("a class without programs"),
  /** A setting that the module does not have. */
  CONFIGURATION("a setting that the module does not have"),
  /** A class that cannot be laid out as a C struct. */
  STRUCT_LAYOUT("a class that cannot be laid out as a C struct"),
  /** A field of an enum that programs do not see. */
  ENUM_FIELD("a field of an enum that programs do not see"),
  /** A part of a line that has no text. */
  LOG_PART("a part of a line that has no text"),
  /** A line whose array may have changed since. */
  LOG_LATE("a line whose array may have changed since"),
  /** A line with too many bytes of values. */
  LOG_SIZE("a line with too many bytes of values"),
  /** A field that no instruction reaches. */
  FAR_FIELD("a field that no instruction reaches"),
  /** A field that the compiler cannot read. */
  UNREADABLE_FIELD("a field that the compiler cannot read"),
  /** A class that is not there. */
  MISSING_CLASS("a class that is not there"),
  /** A class file that javac does not write. */
  DAMAGED_CLASS("a class file that javac does not write"),
  /** What a program cannot be written in. */
  NOT_SUPPORTED("what a program cannot be written in"),
  /** A bug in the compiler. */
  INTERNAL_ERROR("a bug in the compiler");

  private final String summary;

  Rule(String summary) {
    this.summary = summary;
  }

  /** The rule of a code; empty if there is none. */
  public static Optional<Rule> of(String code) {
    for (Rule rule : values()) {
      if (rule.code().equals(code)) {
        return Optional.of(rule);
      }
    }
    return Optional.empty();
  }

  /** The name by which messages call it, which stays the same: {@code unbounded-loop}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What is wrong, in some words. */
  public String summary() {
    return summary;
  }

  /** The page, in Markdown. Its examples are members of a {@code @BpfModule} class. */
  public String page() {
    String name = "diagnostics/" + code() + ".md";
    try (InputStream stream = Rule.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalStateException(name + " is not beside " + Rule.class.getName());
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
