package dev.tawon.cli;

import dev.tawon.isa.Register;
import dev.tawon.lang.LogLevel;
import dev.tawon.object.LineInfo;
import dev.tawon.object.MalformedObjectException;
import dev.tawon.object.ObjectSpec;
import dev.tawon.object.ProgramSpec;
import dev.tawon.object.elf.ElfObject;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** {@code tawon dump}: programs as people read them. */
@Command(
    name = "dump",
    description = {
      "Shows the instructions of a class's or an object file's programs between its source lines.",
      "",
      "The head of each program says how much of the stack and which registers it uses. What the loader puts into an"
          + " instruction (a map, a field's offset, a kernel function) stands behind it."
    },
    footer = {
      "",
      "Examples:",
      "  tawon dump com.example.ExecProbe --classpath target/classes --source src/main/java",
      "  tawon dump exec.bpf.o --program onExec",
      "  tawon dump exec.bpf.o --json | jq '.programs[].instructions | length'"
    })
final class DumpCommand implements Callable<Integer> {
  private static final int SCHEMA = 1;

  private final Environment environment;

  @Parameters(
      paramLabel = "CLASS|FILE",
      description = "A class's name, its class file, or an object file.")
  private String input;

  @Option(names = "--program", paramLabel = "NAME", description = "One program instead of all.")
  private @Nullable String name;

  @Option(
      names = "--source",
      paramLabel = "DIR",
      description =
          "Where source files are, at any depth (default: src, or what is beside target/classes)."
              + " Can be repeated.")
  private List<Path> sources = new ArrayList<>();

  @Option(names = "--json", description = "Print one JSON object instead of text.")
  private boolean json;

  @Mixin private ModuleOptions options;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  DumpCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws IOException {
    ObjectSpec object = read();
    List<ProgramSpec> programs =
        object.programs().stream()
            .filter(program -> name == null || program.name().equals(name))
            .toList();
    if (programs.isEmpty()) {
      throw new Failure(
          name == null ? input + " has no programs" : input + " has no program '" + name + "'",
          object.programs().isEmpty()
              ? ""
              : "it has "
                  + object.programs().stream()
                      .map(ProgramSpec::name)
                      .collect(Collectors.joining(", ")),
          ExitCode.USAGE);
    }
    List<ProgramListing> listings =
        programs.stream().map(program -> ProgramListing.of(program, object.btf())).toList();
    SourceText text = new SourceText(sources());
    if (json) {
      environment.out().println(json(listings, text));
    } else {
      for (ProgramListing listing : listings) {
        print(listing, text);
      }
    }
    environment.out().flush();
    return ExitCode.OK;
  }

  private ObjectSpec read() throws IOException {
    Path file = Path.of(input);
    if (input.endsWith(".class") || !Files.isRegularFile(file)) {
      return (name == null
              ? options.compile(input, LogLevel.INFO)
              : options.compile(input, LogLevel.INFO, name))
          .object();
    }
    try {
      return ElfObject.parse(input, Files.readAllBytes(file)).spec();
    } catch (MalformedObjectException e) {
      throw new Failure(
          file + ": " + e.getMessage(),
          "an object file is an ELF file as 'tawon compile' and clang write it",
          ExitCode.FAILURE);
    }
  }

  private List<Path> sources() {
    if (!sources.isEmpty()) {
      for (Path source : sources) {
        if (!Files.isDirectory(source)) {
          throw new Failure(source + " is no directory", "", ExitCode.USAGE);
        }
      }
      return sources;
    }
    List<Path> guesses = new ArrayList<>(List.of(Path.of("src")));
    for (Path part = Path.of(input).toAbsolutePath(); part != null; part = part.getParent()) {
      if (part.endsWith("target")) {
        guesses.add(part.resolveSibling("src"));
      }
    }
    return guesses;
  }

  private void print(ProgramListing listing, SourceText source) throws IOException {
    PrintStream out = environment.out();
    ProgramSpec program = listing.program();
    out.printf("%s: %s", program.name(), program.type());
    if (!program.target().isEmpty()) {
      out.printf(" on %s", program.target());
    }
    out.printf(
        ", %d instructions, %d of 512 bytes of stack, registers %s%n",
        program.instructions().size(), listing.stackBytes(), registers(listing));
    LineInfo last = null;
    for (ProgramListing.Row row : listing.rows()) {
      if (!row.function().isEmpty()) {
        out.printf("%nfunction %s:%n", row.function());
        last = null;
      }
      LineInfo line = row.line();
      if (line != null && (last == null || !isSame(line, last))) {
        String text = source.line(line.file(), line.line());
        out.printf("%s:%d%s%n", line.file(), line.line(), text.isEmpty() ? "" : "  " + text);
        last = line;
      }
      String note = row.note().isEmpty() ? "" : "  // " + row.note();
      out.printf("  %5d: %s%s%n", row.slot(), row.text(), note);
    }
    out.println();
  }

  private static boolean isSame(LineInfo left, LineInfo right) {
    return left.line() == right.line() && left.file().equals(right.file());
  }

  private static String registers(ProgramListing listing) {
    return listing.registers().stream()
        .map(register -> "r" + register.number())
        .collect(Collectors.joining(" "));
  }

  private static String json(List<ProgramListing> listings, SourceText source) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json =
        JsonFactory.builder().build().createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      json.writeNumberProperty("schema", SCHEMA);
      json.writeArrayPropertyStart("programs");
      for (ProgramListing listing : listings) {
        ProgramSpec program = listing.program();
        json.writeStartObject();
        json.writeStringProperty("name", program.name());
        json.writeStringProperty("type", program.type().toString());
        json.writeStringProperty("target", program.target());
        json.writeNumberProperty("stack_bytes", listing.stackBytes());
        json.writeArrayPropertyStart("registers");
        for (Register register : listing.registers()) {
          json.writeNumber(register.number());
        }
        json.writeEndArray();
        json.writeArrayPropertyStart("instructions");
        for (ProgramListing.Row row : listing.rows()) {
          write(json, row, source);
        }
        json.writeEndArray();
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, ProgramListing.Row row, SourceText source)
      throws IOException {
    json.writeStartObject();
    json.writeNumberProperty("slot", row.slot());
    json.writeStringProperty("text", row.text());
    LineInfo line = row.line();
    if (line != null) {
      json.writeStringProperty("file", line.file());
      json.writeNumberProperty("line", line.line());
      json.writeStringProperty("source", source.line(line.file(), line.line()));
    }
    if (!row.function().isEmpty()) {
      json.writeStringProperty("function", row.function());
    }
    if (!row.note().isEmpty()) {
      json.writeStringProperty("note", row.note());
    }
    json.writeEndObject();
  }
}
