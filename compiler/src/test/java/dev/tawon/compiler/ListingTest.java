package dev.tawon.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tawon.isa.Disassembler;
import dev.tawon.object.ProgramSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ListingTest {
  private static final Path LISTING = Path.of("src/test/resources/listed-programs.txt");

  @Test
  void shouldEmitTheCodeThatIsCheckedIn() throws IOException {
    String listing = listing();
    if ("write".equals(System.getProperty("tawon.golden"))) {
      Files.createDirectories(LISTING.getParent());
      Files.writeString(LISTING, listing);
    }
    assertThat(Files.exists(LISTING) ? Files.readString(LISTING) : "")
        .as(
            "%s; after a change that is meant: ./mvnw -pl compiler -am test -Dtawon.golden=write",
            LISTING)
        .isEqualTo(listing);
  }

  @Test
  void shouldGiveTheSameCodeForTheSameClass() {
    assertThat(listing()).isEqualTo(listing());
  }

  private static String listing() {
    CompiledModule module =
        Compiler.compile(
            ListedPrograms.class, new CompilerOptions(Map.of(), true, Target.of(6, 1)));
    StringBuilder listing = new StringBuilder();
    for (ProgramSpec program : module.object().programs()) {
      listing.append(program.name()).append(":\n");
      listing.append(Disassembler.disassemble(program.instructions()).indent(2)).append('\n');
    }
    return listing.toString();
  }
}
