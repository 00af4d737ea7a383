package dev.tawon.object.btf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tawon.object.MalformedObjectException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BtfTest {
  /** An INT of four bytes, signed, all 32 bits. */
  private static final int INT_WORD = 1 << 24 | 32;

  @Test
  void shouldReadBothByteOrders() {
    for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
      RawBtf raw = new RawBtf(order);
      int name = raw.string("int");
      Btf btf = Btf.parse(raw.type(BtfKind.INT, name, 0, 4, INT_WORD).bytes());
      assertThat(btf.order()).isEqualTo(order);
      assertThat(btf.type(1))
          .isEqualTo(new BtfType.Int("int", 4, BtfType.IntEncoding.SIGNED, 0, 32));
      assertThat(Btf.parse(btf.toByteArray()).type(1)).isEqualTo(btf.type(1));
    }
  }

  @Test
  void shouldReadEveryKind() {
    RawBtf raw = new RawBtf();
    int a = raw.string("a");
    int b = raw.string("b");
    byte[] bytes =
        raw.type(BtfKind.INT, a, 0, 4, 2 << 24 | 3 << 16 | 5)
            .type(BtfKind.PTR, 0, 0, 0)
            .type(BtfKind.ARRAY, 0, 0, 0, 1, 1, 7)
            .type(a, BtfKind.STRUCT.number(), true, 2, 8, a, 1, 3 << 24 | 5, 0, 5, 32)
            .type(BtfKind.UNION, 0, 1, 4, b, 1, 0)
            .type(a, BtfKind.ENUM.number(), true, 1, 4, b, -1)
            .type(a, BtfKind.FWD.number(), true, 0, 0)
            .type(BtfKind.TYPEDEF, a, 0, 1)
            .type(BtfKind.VOLATILE, 0, 0, 1)
            .type(BtfKind.CONST, 0, 0, 1)
            .type(BtfKind.RESTRICT, 0, 0, 2)
            .type(BtfKind.FUNC, b, 2, 13)
            .type(BtfKind.FUNC_PROTO, 0, 2, 1, a, 1, 0, 0)
            .type(BtfKind.VAR, a, 0, 1, 1)
            .type(BtfKind.DATASEC, b, 1, 4, 14, 0, 4)
            .type(BtfKind.FLOAT, a, 0, 8)
            .type(BtfKind.DECL_TAG, b, 0, 4, 1)
            .type(BtfKind.TYPE_TAG, b, 0, 1)
            .type(a, BtfKind.ENUM64.number(), false, 1, 8, b, -2, 1)
            .bytes();
    Btf btf = Btf.parse(bytes);
    assertThat(btf.typeCount()).isEqualTo(20);
    assertThat(IntStream.range(0, 20).mapToObj(btf::type))
        .containsExactly(
            new BtfType.Nothing(),
            new BtfType.Int("a", 4, BtfType.IntEncoding.CHAR, 3, 5),
            new BtfType.Pointer(0),
            new BtfType.Array(1, 1, 7),
            new BtfType.Composite(
                "a",
                false,
                8,
                List.of(new BtfType.Member("a", 1, 5, 3), new BtfType.Member("", 5, 32, 0))),
            new BtfType.Composite("", true, 4, List.of(new BtfType.Member("b", 1, 0, 0))),
            new BtfType.Enumeration("a", 4, true, List.of(new BtfType.Enumerator("b", -1))),
            new BtfType.Forward("a", true),
            new BtfType.Typedef("a", 1),
            new BtfType.Qualified(BtfKind.VOLATILE, 1),
            new BtfType.Qualified(BtfKind.CONST, 1),
            new BtfType.Qualified(BtfKind.RESTRICT, 2),
            new BtfType.Function("b", 13, BtfLinkage.EXTERN),
            new BtfType.FunctionPrototype(
                1, List.of(new BtfType.Parameter("a", 1), new BtfType.Parameter("", 0))),
            new BtfType.Variable("a", 1, BtfLinkage.GLOBAL),
            new BtfType.DataSection("b", 4, List.of(new BtfType.SectionVariable(14, 0, 4))),
            new BtfType.Floating("a", 8),
            new BtfType.DeclarationTag("b", 4, 1),
            new BtfType.TypeTag("b", 1),
            new BtfType.Enumeration(
                "a", 8, false, List.of(new BtfType.Enumerator("b", 0x1_ffff_fffeL))));
  }

  @Test
  void shouldReadSplitBtfOnItsBase() {
    BtfBuilder builder = new BtfBuilder();
    builder.integer("int", 4, true);
    Btf base = builder.build();
    RawBtf raw = new RawBtf();
    int strings = "\0int\0".length();
    // The first string of a split part continues the base's, so its offset 0 lies at their end.
    int name = strings + raw.string("module_int");
    byte[] bytes = raw.type(BtfKind.TYPEDEF, name, 0, 1).type(BtfKind.CONST, 1, 0, 2).bytes();
    Btf split = Btf.parse(bytes, base);
    assertThat(split.typeCount()).isEqualTo(4);
    assertThat(split.base()).isSameAs(base);
    assertThat(split.find(BtfKind.INT, "int")).isEqualTo(OptionalInt.of(1));
    assertThat(split.find(BtfKind.TYPEDEF, "module_int")).isEqualTo(OptionalInt.of(2));
    assertThat(split.resolve(3)).isEqualTo(1);
    assertThat(split.name(3)).isEqualTo("int");
    assertThat(split.find(BtfKind.CONST, "int")).isEqualTo(OptionalInt.of(3));
    assertThat(split.toByteArray()).endsWith(Arrays.copyOfRange(bytes, 32, bytes.length));
  }

  @Test
  void shouldStepOverUnknownKindsThatTheLayoutDescribes() {
    int[] layout = new int[42];
    layout[40] = 4;
    layout[41] = 8;
    RawBtf raw = new RawBtf();
    int name = raw.string("int");
    byte[] bytes =
        raw.type(0, 20, false, 1, 0, 7, 8, 9)
            .type(BtfKind.INT, name, 0, 4, INT_WORD)
            .layout(layout)
            .bytes();
    Btf btf = Btf.parse(bytes);
    assertThat(btf.type(1)).isEqualTo(new BtfType.Unknown());
    assertThat(btf.size(1)).isEqualTo(OptionalLong.empty());
    assertThat(btf.find(BtfKind.INT, "int")).isEqualTo(OptionalInt.of(2));
    assertThat(Btf.parse(btf.toByteArray()).kind(1)).isEqualTo(BtfKind.UNKNOWN);
    byte[] undescribed = new RawBtf().type(0, 20, false, 0, 0).bytes();
    assertThatThrownBy(() -> Btf.parse(undescribed))
        .isInstanceOf(MalformedObjectException.class)
        .hasMessage(".BTF at byte 36: kind 20 is not known");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0x9f,        the magic number 0xeb9f is missing: this is not BTF",
    "2, 2,           'version 2 is not known, only 1'",
    "3, 1,           flags 1 are not known",
    "4, 16,          a header of 16 bytes is shorter than 24",
    "12, 17,         a type section of 17 bytes is not made of 32-bit words",
    "15, 0xff,       'the type section, 4278190096 bytes at 32, is beyond 2 GiB'",
    "15, 0x7f,       'ends here, but its sections reach to byte 2130706480'",
    "20, 127,        ends here",
    "32, 99,         there is no string at offset 99",
    "39, 30,         kind 30 is not known",
    "39, 3,          a type with 0 elements is cut off",
    "39, 2,          a type is cut off",
    "48, 1,          the strings do not begin with the empty one",
    "52, 1,          the last string does not end with a NUL",
  })
  void shouldSayWhatIsMalformed(int at, String value, String message) {
    RawBtf raw = new RawBtf();
    int name = raw.string("int");
    byte[] bytes = raw.type(BtfKind.INT, name, 0, 4, INT_WORD).bytes();
    bytes[at] = Integer.decode(value).byteValue();
    if (at == 0) {
      bytes[1] = 0;
    }
    assertThatThrownBy(() -> Btf.parse(bytes))
        .isInstanceOf(MalformedObjectException.class)
        .hasMessageContaining(message);
  }

  @Test
  void shouldRefuseATypeThatIsNotThere() {
    byte[] bytes = new RawBtf().type(BtfKind.PTR, 0, 0, 2).bytes();
    assertThatThrownBy(() -> Btf.parse(bytes))
        .isInstanceOf(MalformedObjectException.class)
        .hasMessage(".BTF at byte 40: there is no type 2, the last is 1");
    byte[] negative = new RawBtf().type(BtfKind.PTR, 0, 0, -1).bytes();
    assertThatThrownBy(() -> Btf.parse(negative))
        .hasMessageContaining("there is no type 4294967295");
  }

  @Test
  void shouldRefuseHugeVlenWithoutAllocating() {
    byte[] bytes = new RawBtf().type(BtfKind.STRUCT, 0, 0xff_ffff, 4).bytes();
    assertThatThrownBy(() -> Btf.parse(bytes))
        .isInstanceOf(MalformedObjectException.class)
        .hasMessageContaining("a type with 16777215 elements is cut off");
  }

  @Test
  void shouldEndAtTypedefsOfThemselves() {
    Btf btf =
        Btf.parse(new RawBtf().type(BtfKind.CONST, 0, 0, 2).type(BtfKind.CONST, 0, 0, 1).bytes());
    assertThatExceptionOfType(MalformedObjectException.class).isThrownBy(() -> btf.resolve(1));
    assertThatExceptionOfType(MalformedObjectException.class).isThrownBy(() -> btf.size(2));
  }

  @Test
  void shouldRefuseSizesBeyondFourGigabytes() {
    RawBtf raw = new RawBtf();
    int name = raw.string("int");
    Btf btf =
        Btf.parse(
            raw.type(BtfKind.INT, name, 0, 4, INT_WORD)
                .type(BtfKind.ARRAY, 0, 0, 0, 1, 1, 1 << 29)
                .type(BtfKind.ARRAY, 0, 0, 0, 2, 1, 2)
                .type(BtfKind.ARRAY, 0, 0, 0, 3, 1, 0)
                .bytes());
    assertThat(btf.size(2)).isEqualTo(OptionalLong.of(1L << 31));
    assertThatExceptionOfType(MalformedObjectException.class).isThrownBy(() -> btf.size(3));
    assertThat(btf.size(4)).isEqualTo(OptionalLong.of(0));
  }

  @Test
  void shouldKnowSizesThroughQualifiersAndArrays() {
    BtfBuilder builder = new BtfBuilder();
    int integer = builder.integer("int", 4, true);
    int array = builder.array(builder.array(builder.constant(integer), 3), 5);
    int pointer = builder.pointer(array);
    Btf btf = builder.build();
    assertThat(btf.size(array)).isEqualTo(OptionalLong.of(60));
    assertThat(btf.size(pointer)).isEqualTo(OptionalLong.of(8));
    assertThat(btf.size(0)).isEmpty();
  }

  @Test
  void shouldTakeThePointersSizeFromLong() {
    BtfBuilder builder = new BtfBuilder();
    builder.integer("long unsigned int", 4, false);
    int pointer = builder.pointer(0);
    assertThat(builder.build().size(pointer)).isEqualTo(OptionalLong.of(4));
  }

  @Test
  void shouldFindByKindAndName() {
    BtfBuilder builder = new BtfBuilder();
    int first = builder.declareStruct("sock");
    builder.declareStruct("sock");
    int typedef = builder.typedef("sock", first);
    int flavour = builder.declareStruct("sock___old");
    Btf btf = builder.build();
    assertThat(btf.find(BtfKind.STRUCT, "sock")).isEqualTo(OptionalInt.of(first));
    assertThat(btf.find(BtfKind.TYPEDEF, "sock")).isEqualTo(OptionalInt.of(typedef));
    assertThat(btf.find(BtfKind.STRUCT, "sock___old")).isEqualTo(OptionalInt.of(flavour));
    assertThat(btf.find(BtfKind.UNION, "sock")).isEmpty();
    assertThat(btf.find(BtfKind.STRUCT, "soc")).isEmpty();
    assertThat(btf.find(BtfKind.STRUCT, "söck")).isEmpty();
    assertThat(btf.find(BtfKind.STRUCT, "sock\0")).isEmpty();
    assertThat(btf.find(BtfKind.STRUCT, "")).isEmpty();
    assertThat(btf.flavours("sock")).containsExactly(1, 2, 3, 4);
    assertThat(btf.flavours("sock___old")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "sock, sock",
    "sock___old, sock",
    "sock___v1___v2, sock___v1",
    "___sock, ___sock",
    "sock___, sock___",
    "sock____old, sock____old",
    "a___b, a",
    "__a___b, __a",
  })
  void shouldStripFlavours(String name, String essential) {
    assertThat(Btf.essentialName(name)).isEqualTo(essential);
    BtfBuilder builder = new BtfBuilder();
    int id = builder.declareStruct(name);
    assertThat(builder.build().flavours(essential)).containsExactly(id);
  }

  @Test
  void shouldCompareStringsAsTheyAre() {
    BtfBuilder builder = new BtfBuilder();
    int offset = builder.string("größe");
    Btf btf = builder.build();
    assertThat(btf.stringEquals(offset, "größe")).isTrue();
    assertThat(btf.stringEquals(offset, "gr")).isFalse();
    assertThat(btf.stringEquals(offset, "größer")).isFalse();
    assertThat(btf.stringEquals(0, "")).isTrue();
    assertThatExceptionOfType(MalformedObjectException.class).isThrownBy(() -> btf.string(-1));
  }

  @Test
  void shouldRefuseQuestionsThatAKindHasNoAnswerTo() {
    BtfBuilder builder = new BtfBuilder();
    int integer = builder.integer("int", 4, true);
    Btf btf = builder.build();
    assertThatIllegalArgumentException().isThrownBy(() -> btf.target(integer));
    assertThatIllegalArgumentException().isThrownBy(() -> btf.memberName(integer, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> btf.arrayLength(integer));
    assertThatIllegalArgumentException().isThrownBy(() -> btf.enumeratorValue(integer, 0));
    assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> btf.kind(2));
    assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> btf.kind(-1));
  }

  @Test
  void shouldReadFilesAsItReadsBytes(@TempDir Path folder) throws Exception {
    BtfBuilder builder = new BtfBuilder();
    for (int i = 0; i < 10_000; i++) {
      builder.declareStruct("structure_number_" + i);
    }
    byte[] bytes = builder.build().toByteArray();
    Path file = Files.write(folder.resolve("some.btf"), bytes);
    assertThat(Btf.open(file).toByteArray()).isEqualTo(bytes);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));
    assertThatExceptionOfType(MalformedObjectException.class).isThrownBy(() -> Btf.open(file));
    Files.write(file, new byte[0]);
    assertThatExceptionOfType(MalformedObjectException.class).isThrownBy(() -> Btf.open(file));
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> Btf.open(folder.resolve("none")));
  }

  @Test
  void shouldReadSectionsInAnyOrderAndWithGaps() {
    byte[] packed = new RawBtf().type(BtfKind.PTR, 0, 0, 0).bytes();
    // Strings first, then a gap, then the types.
    ByteBuffer moved = ByteBuffer.allocate(60).order(ByteOrder.LITTLE_ENDIAN);
    moved.put(packed, 0, 24).putInt(4, 24);
    moved.putInt(8, 8).putInt(12, 12).putInt(16, 0).putInt(20, 1);
    moved.put(32, packed, 32, 12);
    Btf btf = Btf.parse(moved.array());
    assertThat(btf.type(1)).isEqualTo(new BtfType.Pointer(0));
    assertThat(btf.toByteArray()).hasSize(24 + 12 + 1);
  }
}
