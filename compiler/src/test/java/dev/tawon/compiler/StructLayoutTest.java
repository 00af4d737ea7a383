package dev.tawon.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tawon.lang.Length;
import dev.tawon.lang.Struct;
import org.junit.jupiter.api.Test;

class StructLayoutTest {
  @Struct
  static final class Pair {
    public byte first;
    public int second;
  }

  @Struct
  static class Base {
    public long stamp;
    public short tag;
  }

  @Struct
  static final class Everything extends Base {
    public boolean flag;
    public Pair pair;

    @Length(3)
    public byte[] bytes;

    @Length(2)
    public Pair[] pairs;

    public char last;
  }

  @Struct
  static final class WithoutLength {
    public byte[] bytes;
  }

  @Struct
  static final class WithoutElements {
    @Length(0)
    public byte[] bytes;
  }

  @Struct
  static final class WithDouble {
    public double number;
  }

  @Struct
  static final class WithObject {
    public String text;
  }

  @Struct
  static final class WithItself {
    public WithItself next;
  }

  @Test
  void shouldAlignFieldsAsACCompilerDoes() {
    StructLayout pair = StructLayout.of(Pair.class);
    assertThat(pair.size()).isEqualTo(8);
    assertThat(pair.alignment()).isEqualTo(4);
    assertThat(pair.fields()).extracting(StructLayout.Field::offset).containsExactly(0, 4);
  }

  @Test
  void shouldPutASuperclassFirstAndEmbedStructsAndArrays() {
    StructLayout layout = StructLayout.of(Everything.class);
    assertThat(layout.fields())
        .extracting(StructLayout.Field::name)
        .containsExactly("stamp", "tag", "flag", "pair", "bytes", "pairs", "last");
    // The superclass is a struct of its own, padded to 16.
    assertThat(layout.fields())
        .extracting(StructLayout.Field::offset)
        .containsExactly(0, 8, 16, 20, 28, 32, 48);
    assertThat(layout.size()).isEqualTo(56);
    assertThat(layout.alignment()).isEqualTo(8);
  }

  @Test
  void shouldRefuseWhatHasNoPlaceInAStruct() {
    for (Class<?> type :
        new Class<?>[] {
          WithoutLength.class,
          WithoutElements.class,
          WithDouble.class,
          WithObject.class,
          WithItself.class,
          String.class
        }) {
      assertThatThrownBy(() -> StructLayout.of(type))
          .as(type.getName())
          .isInstanceOf(CompilationException.class)
          .hasMessageContaining(": error: ");
    }
  }
}
