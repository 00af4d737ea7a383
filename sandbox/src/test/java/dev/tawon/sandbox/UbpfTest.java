package dev.tawon.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tawon.isa.Assembler;
import dev.tawon.isa.AssemblyException;
import dev.tawon.isa.Decoder;
import dev.tawon.isa.Instruction;
import dev.tawon.isa.MalformedInstructionException;
import dev.tawon.isa.Syntax;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** ubpf's own tests. */
class UbpfTest {

  static List<Arguments> programs() throws IOException {
    List<Arguments> programs = new ArrayList<>();
    for (String folder : List.of("", "extensions", "helpers", "tcp-port-80")) {
      for (Arguments file : files(folder)) {
        DataFile data = (DataFile) file.get()[2];
        if (data.result() != null && data.asm() != null && !data.refused()) {
          programs.add(file);
        }
      }
    }
    return programs;
  }

  static List<Arguments> errors() throws IOException {
    return files("errors");
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("programs")
  void shouldGiveTheExpectedResult(Engine engine, String name, DataFile file) {
    assertThat(sandbox(engine, program(file)).run(file.memory()))
        .as(name)
        .isEqualTo(Long.parseUnsignedLong(file.result().substring(2), 16));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("errors")
  void shouldRefuse(Engine engine, String name, DataFile file) {
    assertThat(file.refused()).isTrue();
    assertThat(catchThrowable(() -> sandbox(engine, program(file)).run(file.memory())))
        .as(name)
        .isInstanceOfAny(
            AssemblyException.class,
            MalformedInstructionException.class,
            InvalidProgramException.class,
            FaultException.class);
  }

  private static List<Instruction> program(DataFile file) {
    return file.asm() == null
        ? Decoder.decode(file.raw())
        : Assembler.assemble(Syntax.MNEMONIC, file.asm());
  }

  /** With the helpers of ubpf's test program ({@code vm/test.c}). */
  private static Sandbox sandbox(Engine engine, List<Instruction> program) {
    return Sandbox.builder(program)
        .engine(engine)
        .helper(0, (_, r1, r2, r3, r4, r5) -> r1 << 32 | r2 << 24 | r3 << 16 | r4 << 8 | r5)
        .helper(
            1,
            (memory, r1, r2, _, _, _) -> {
              for (long at = r1; at < r1 + r2; at++) {
                memory.writeByte(at, memory.readByte(at) ^ 42);
              }
              return r1;
            })
        .helper(2, (_, _, _, _, _, _) -> 0)
        .helper(3, (_, r1, _, _, _, _) -> (long) Math.sqrt(r1))
        .helper(4, (memory, r1, r2, _, _, _) -> string(memory, r1).compareTo(string(memory, r2)))
        .helper(5, (memory, r1, _, _, _, _) -> r1 == 0 ? memory.end(0) : r1)
        .build();
  }

  private static String string(Memory memory, long address) {
    StringBuilder string = new StringBuilder();
    for (long at = address; memory.readByte(at) != 0; at++) {
      string.append((char) memory.readByte(at));
    }
    return string.toString();
  }

  private static List<Arguments> files(String folder) throws IOException {
    List<Arguments> files = new ArrayList<>();
    try (DirectoryStream<Path> all =
        Files.newDirectoryStream(Corpora.file("ubpf/tests").resolve(folder), "*.data")) {
      for (Path path : all) {
        for (Engine engine : Engine.values()) {
          files.add(
              Arguments.of(
                  engine, path.getFileName().toString(), DataFile.parse(Files.readString(path))));
        }
      }
    }
    return files;
  }
}
