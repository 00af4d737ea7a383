package dev.tawon.compiler.front;

import java.util.Optional;

/** What to write instead of methods and fields of the Java library that a program does not have, where there is something. */
final class LibraryAdvice {
  private static final String TABLES =
      "it goes by tables of all of Unicode, which are the JVM's: compare with the characters that are"
          + " meant, as in c >= '0' && c <= '9'";

  private static final String PARSING =
      "a program has no strings but constants: go through the array of bytes, as in n = n * 10 +"
          + " (bytes[i] - '0'), or send it to user space";

  private static final String FORMATTING =
      "a string is put together as the line of a Log alone: Log.info(\"n=\" + n)";

  private static final String TIME =
      "use Bpf.monotonicTimeNs() or Bpf.bootTimeNs(), and have user space tell the time of day";

  private static final String WAITING =
      "a program does not wait, and has no threads: use a Timer, or do it when the next event comes";

  private static final String SCALING =
      "eBPF has no floating-point numbers: use integers, scaled, as in 1000 * part / whole";

  private static final String ELEMENTS = "write a loop with a bound over the elements";

  private static final String OUTPUT = "use Log.info(…), or a RingBuffer that user space reads";

  private static final String ATOMIC =
      "use a Counter in a map, which is atomic, or a static field that user space reads";

  private static final String COLLECTION =
      "a program has no heap: what is many lies in a map of dev.tawon.lang.map, or in an array of a"
          + " length that is constant";

  private LibraryAdvice() {}

  /**
   * What to do without a method.
   *
   * @param owner its class, such as {@code java/lang/Math}
   * @param name its name
   * @param descriptor its type
   */
  static Optional<String> ofMethod(String owner, String name, String descriptor) {
    return Optional.ofNullable(
        switch (owner) {
          case "java/lang/Character" ->
              switch (name) {
                case "reverseBytes", "compare", "hashCode", "valueOf", "charValue" -> null;
                case "toString" -> FORMATTING;
                default ->
                    name.startsWith("is")
                            || name.startsWith("to")
                            || name.startsWith("get")
                            || name.equals("digit")
                            || name.equals("forDigit")
                        ? isOfTables(name) ? TABLES : null
                        : null;
              };
          case "java/lang/Integer", "java/lang/Long", "java/lang/Short", "java/lang/Byte" ->
              descriptor.startsWith("(Ljava/lang/String;")
                      || descriptor.startsWith("(Ljava/lang/CharSequence;")
                  ? PARSING
                  : descriptor.endsWith(")Ljava/lang/String;")
                      ? FORMATTING
                      : descriptor.endsWith("D") || descriptor.endsWith("F") ? SCALING : null;
          case "java/lang/Boolean" -> descriptor.startsWith("(Ljava/lang/String;") ? PARSING : null;
          case "java/lang/String" ->
              switch (name) {
                case "format", "valueOf", "copyValueOf", "join", "formatted", "concat", "repeat" ->
                    FORMATTING;
                default ->
                    "of a string constant a program asks length, charAt, isEmpty, equals, startsWith,"
                        + " endsWith, contains, indexOf, compareTo and hashCode; Text compares arrays"
                        + " of bytes";
              };
          case "java/lang/StringBuilder", "java/lang/StringBuffer", "java/util/StringJoiner" ->
              FORMATTING;
          case "java/lang/System" ->
              switch (name) {
                case "nanoTime", "currentTimeMillis" -> TIME;
                case "exit" -> "return from the program";
                case "getenv", "getProperty", "lineSeparator" ->
                    "give the program a @Configurable field, which is set when it is loaded";
                default -> null;
              };
          case "java/io/PrintStream" -> OUTPUT;
          case "java/lang/Thread" ->
              name.startsWith("current")
                  ? "use Bpf.currentPidTgid() or Bpf.currentTask(Task.class)"
                  : WAITING;
          case "java/lang/Math", "java/lang/StrictMath" ->
              name.equals("random")
                  ? "use Bpf.randomInt()"
                  : descriptor.contains("D") || descriptor.contains("F") ? SCALING : null;
          case "java/util/Arrays" ->
              switch (name) {
                case "sort", "parallelSort" ->
                    "sort in user space, or write a loop with a bound, such as an insertion sort of a"
                        + " few elements";
                case "copyOf", "copyOfRange" ->
                    "make an array of a length that is constant, and use System.arraycopy";
                case "toString", "deepToString" -> FORMATTING;
                default -> ELEMENTS;
              };
          case "java/util/Objects" ->
              name.equals("hash")
                  ? "write 31 * a + b"
                  : name.equals("toString") ? FORMATTING : null;
          case "java/util/Random" -> "use Bpf.randomInt()";
          default -> ofClass(owner).orElse(null);
        });
  }

  private static boolean isOfTables(String name) {
    return switch (name) {
      case "isSurrogate",
          "isHighSurrogate",
          "isLowSurrogate",
          "isSurrogatePair",
          "isBmpCodePoint",
          "isValidCodePoint",
          "isSupplementaryCodePoint",
          "isISOControl",
          "toCodePoint" ->
          false;
      default -> true;
    };
  }

  /**
   * What to do without the objects of a class.
   *
   * @param owner the class, such as {@code java/util/ArrayList}
   */
  static Optional<String> ofClass(String owner) {
    String advice = null;
    if (owner.startsWith("java/util/concurrent/ThreadLocalRandom")
        || owner.equals("java/util/Random")) {
      advice = "use Bpf.randomInt()";
    } else if (owner.startsWith("java/util/concurrent/atomic/")) {
      advice = ATOMIC;
    } else if (owner.startsWith("java/util/concurrent/locks/")) {
      advice = "use a SpinLock in a map's value";
    } else if (owner.startsWith("java/util/stream/") || owner.endsWith("Stream")) {
      advice = owner.equals("java/io/PrintStream") ? OUTPUT : ELEMENTS;
    } else if (owner.startsWith("java/time/") || owner.equals("java/util/Date")) {
      advice = TIME;
    } else if (owner.startsWith("java/lang/StringBu")) {
      advice = FORMATTING;
    } else if (owner.equals("java/lang/Thread")) {
      advice = WAITING;
    } else if (owner.equals("java/lang/Object")) {
      advice = "an object without fields is nothing there: lock with a SpinLock in a map's value";
    } else if (owner.startsWith("java/util/") && !owner.startsWith("java/util/function/")) {
      advice = COLLECTION;
    }
    return Optional.ofNullable(advice);
  }

  /**
   * What to do without a static field.
   *
   * @param owner the class that declares it
   * @param type what it holds
   */
  static Optional<String> ofField(Class<?> owner, Class<?> type) {
    if (owner == System.class) {
      return Optional.of(OUTPUT);
    }
    return type == Object.class ? Optional.empty() : ofClass(type.getName().replace('.', '/'));
  }
}
