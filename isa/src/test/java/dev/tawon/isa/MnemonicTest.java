package dev.tawon.isa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The spelling of ubpf and the conformance suite. */
class MnemonicTest {

  static List<Arguments> suite() throws IOException {
    List<Arguments> tests = new ArrayList<>();
    for (String line : Files.readAllLines(Corpora.file("bpf_conformance/expected.jsonl"))) {
      String file = Corpora.string(line, "file").orElseThrow();
      String text = Files.readString(Corpora.file("bpf_conformance/tests").resolve(file));
      tests.add(
          Arguments.of(
              file, DataFile.parse(text).asm(), Corpora.string(line, "code").orElseThrow()));
    }
    return tests;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("suite")
  void shouldAssembleTheConformanceSuite(String file, String text, String code) {
    List<Instruction> program = Assembler.assemble(Syntax.MNEMONIC, text);

    assertThat(HexFormat.of().formatHex(Encoder.encode(program))).as(file).isEqualTo(code);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("suite")
  void shouldPrintWhatItReads(String file, String text, String code) {
    List<Instruction> program = Decoder.decode(HexFormat.of().parseHex(code));

    String printed = Disassembler.disassemble(Syntax.MNEMONIC, program);

    assertThat(Assembler.assemble(Syntax.MNEMONIC, printed)).as(file).isEqualTo(program);
    assertThat(
            Disassembler.disassemble(Syntax.MNEMONIC, Assembler.assemble(Syntax.MNEMONIC, printed)))
        .as(file)
        .isEqualTo(printed);
  }

  @Test
  void shouldAssembleUbpfsInstructionsToItsBytes() throws IOException {
    int files = 0;
    try (DirectoryStream<Path> all =
        Files.newDirectoryStream(Corpora.file("ubpf/tests"), "*.data")) {
      for (Path path : all) {
        DataFile file = DataFile.parse(Files.readString(path));
        if (file.asm() == null || file.raw() == null) {
          continue;
        }
        assertThat(Encoder.encode(Assembler.assemble(Syntax.MNEMONIC, file.asm())))
            .as(path.toString())
            .isEqualTo(file.raw());
        files++;
      }
    }
    assertThat(files).isGreaterThanOrEqualTo(6);
  }

  @Test
  void shouldPrintEveryInstructionSoThatItIsReadBack() {
    long first = System.nanoTime();
    for (long seed = first; seed < first + 200; seed++) {
      List<Instruction> program = new RandomInstructions(seed).program();
      String text = Disassembler.disassemble(Syntax.MNEMONIC, program);
      assertThat(Assembler.assemble(Syntax.MNEMONIC, text)).as("seed %d", seed).isEqualTo(program);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          mov %r0               | 1:8:  expected ',', the line ends
          mov r0, 1             | 1:5:  expected '%', found 'r0'
          mov %r11, 1           | 1:5:  there is no register %r11, the last one is %r10
          mov %w1, 1            | 1:5:  expected a register %r0 to %r10, found '%w1'
          mov %r1, 0x100000000  | 1:10: the constant does not fit in 32 bits
          mov %r1, -2147483649  | 1:10: the constant does not fit in 32 bits
          move %r1, 1           | 1:1:  expected an instruction, found 'move'
          jeq %r1, 2            | 1:11: expected ',', the line ends
          jeq %r1, 2, nowhere   | 1:13: there is no label 'nowhere'
          jeq %r1, 2, +40000    | 1:13: an offset must be from -32768 to 32767
          ldxsdw %r1, [%r2]     | 1:1:  expected an instruction, found 'ldxsdw'
          ldxw %r1, [%r2+70000] | 1:15: an offset must be from -32768 to 32767
          stxw [%r1], 3         | 1:13: expected '%', found '3'
          stw [%r1], %r3        | 1:12: expected a constant, found '%'
          lock mul [%r1], %r2   | 1:6:  expected an atomic operation, found 'mul'
          lock fetch xchg [%r1], %r2 | 1:12: expected an atomic operation, found 'xchg'
          exit exit             | 1:6:  expected the end of the line, found 'exit'
          ja                    | 1:3:  expected a label or an offset, the line ends
          """)
  void shouldSayWhereAndWhyATextIsWrong(String text, String message) {
    AssemblyException error =
        catchThrowableOfType(
            AssemblyException.class, () -> Assembler.assemble(Syntax.MNEMONIC, text));

    assertThat(error).as(text).isNotNull();
    assertThat(error.line() + ":" + error.column() + ": " + error.reason())
        .isEqualTo(message.replaceAll(":  +", ": "));
  }

  @Test
  void shouldTakeTheFirstExitForALabelOfThatName() {
    List<Instruction> program =
        Assembler.assemble(
            Syntax.MNEMONIC,
            """
            jeq %r1, 0, exit # to the first
            mov %r1, 2
            exit
            mov %r0, 1
            exit
            """);

    assertThat(Disassembler.text(program.getFirst())).isEqualTo("if r1 == 0x0 goto pc+1");
  }
}
