package dev.tawon.object.btf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.tawon.object.btf.BtfBuilder.Bitfield;
import dev.tawon.object.btf.BtfBuilder.Enumerator;
import dev.tawon.object.btf.BtfBuilder.Member;
import dev.tawon.object.btf.BtfBuilder.Parameter;
import dev.tawon.object.btf.BtfBuilder.SectionVariable;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BtfBuilderTest {
  private final BtfBuilder builder = new BtfBuilder();
  private final int integer = builder.integer("int", 4, true);

  @Test
  void shouldMakeOneTypeOfWhatIsAskedForTwice() {
    assertThat(builder.integer("int", 4, true)).isEqualTo(integer);
    assertThat(builder.integer("int", 4, false)).isNotEqualTo(integer);
    assertThat(builder.pointer(integer)).isEqualTo(builder.pointer(integer));
    assertThat(builder.array(integer, 3)).isEqualTo(builder.array(integer, 3));
    assertThat(builder.array(integer, 4)).isNotEqualTo(builder.array(integer, 3));
    List<Parameter> parameters = List.of(new Parameter("a", integer));
    assertThat(builder.functionPrototype(0, parameters))
        .isEqualTo(builder.functionPrototype(0, parameters));
    assertThat(builder.string("int")).isEqualTo(builder.string("int"));
  }

  @Test
  void shouldLetAStructurePointToItself() {
    int node = builder.declareStruct("node");
    builder.define(
        node,
        16,
        List.of(new Member("next", builder.pointer(node), 0), new Member("value", integer, 8)));
    Btf btf = builder.build();
    assertThat(btf.type(node))
        .isEqualTo(
            new BtfType.Composite(
                "node",
                false,
                16,
                List.of(
                    new BtfType.Member("next", btf.memberType(node, 0), 0, 0),
                    new BtfType.Member("value", integer, 64, 0))));
    assertThat(btf.target(btf.memberType(node, 0))).isEqualTo(node);
  }

  @Test
  void shouldMixBitFieldsAndMembers() {
    int struct = builder.declareStruct("flags");
    builder.define(
        struct,
        8,
        List.of(
            new Bitfield("a", integer, 0, 3),
            new Bitfield("b", integer, 3, 5),
            new Member("c", integer, 4)));
    Btf btf = builder.build();
    assertThat(btf.memberBitOffset(struct, 1)).isEqualTo(3);
    assertThat(btf.memberBitfieldBits(struct, 1)).isEqualTo(5);
    assertThat(btf.memberBitOffset(struct, 2)).isEqualTo(32);
    assertThat(btf.memberBitfieldBits(struct, 2)).isZero();
  }

  @Test
  void shouldMakeTheOtherKinds() {
    int variable = builder.variable("counter", integer, BtfLinkage.GLOBAL);
    int section = builder.dataSection(".bss.more", 8, List.of(new SectionVariable(variable, 0, 4)));
    int wide = builder.enumeration("e", 8, true, List.of(new Enumerator("LOW", Long.MIN_VALUE)));
    int narrow = builder.enumeration("", 4, false, List.of(new Enumerator("ALL", 0xffff_ffffL)));
    int function =
        builder.function("kfunc", builder.functionPrototype(integer, List.of()), BtfLinkage.EXTERN);
    int tag = builder.declarationTag("any text", function, -1);
    Btf btf = builder.build();
    assertThat(btf.type(section))
        .isEqualTo(
            new BtfType.DataSection(
                ".bss.more", 8, List.of(new BtfType.SectionVariable(variable, 0, 4))));
    assertThat(btf.enumeratorValue(wide, 0)).isEqualTo(Long.MIN_VALUE);
    assertThat(btf.enumeratorValue(narrow, 0)).isEqualTo(0xffff_ffffL);
    assertThat(btf.type(function))
        .isEqualTo(new BtfType.Function("kfunc", btf.target(function), BtfLinkage.EXTERN));
    assertThat(btf.type(tag)).isEqualTo(new BtfType.DeclarationTag("any text", function, -1));
    assertThat(btf.type(builder.bool("_Bool") - 1)).isNotNull();
  }

  @Test
  void shouldDependOnItsCallsAlone() {
    byte[] bytes = builder.build().toByteArray();
    assertThat(builder.build().toByteArray()).isEqualTo(bytes);
    BtfBuilder other = new BtfBuilder();
    other.integer("int", 4, true);
    assertThat(other.build().toByteArray()).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Outer$Inner", "1st", "a b", "größe", "a.b", "a\0b"})
  void shouldRefuseNamesThatAreNoIdentifiers(String name) {
    assertThatIllegalArgumentException().isThrownBy(() -> builder.declareStruct(name));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.function(name, 0, true));
    int struct = builder.declareStruct("s");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.define(struct, 4, List.of(new Member(name, integer, 0))));
  }

  @Test
  void shouldRefuseNamesThatAreTooLongOrMissing() {
    assertThatIllegalArgumentException().isThrownBy(() -> builder.typedef("a".repeat(128), 1));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.typedef("", 1));
    assertThat(builder.typedef("a".repeat(127), 1)).isPositive();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.integer("unsigned  int", 4, true));
  }

  @Test
  void shouldRefuseMembersOutOfPlace() {
    int struct = builder.declareStruct("s");
    List<Member> unordered = List.of(new Member("a", integer, 4), new Member("b", integer, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.define(struct, 8, unordered));
    List<Member> outside = List.of(new Member("a", integer, 12));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.define(struct, 8, outside));
    int union = builder.declareUnion("u");
    List<Member> moved = List.of(new Member("a", integer, 4));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.define(union, 8, moved));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.define(integer, 8, List.of()));
    List<Member> reaching = List.of(new Member("a", integer, 6));
    builder.define(struct, 8, reaching);
    assertThatIllegalStateException()
        .isThrownBy(builder::build)
        .withMessage("s.a, 4 bytes at 6, reaches beyond its structure of 8 bytes");
  }

  @Test
  void shouldAcceptAFlexibleArrayAtTheEnd() {
    int struct = builder.declareStruct("s");
    builder.define(
        struct, 4, List.of(new Member("n", integer, 0), new Member("a", builder.array(1, 0), 4)));
    assertThat(builder.build().size(struct)).hasValue(4);
  }

  @Test
  void shouldRefuseToDefineTwice() {
    int struct = builder.declareStruct("s");
    builder.define(struct, 4, List.of());
    assertThatIllegalStateException().isThrownBy(() -> builder.define(struct, 4, List.of()));
  }

  @Test
  void shouldRefuseTypesThatWereNeverAdded() {
    builder.pointer(77);
    assertThatIllegalStateException()
        .isThrownBy(builder::build)
        .withMessageContaining("there is no type 77");
  }

  @Test
  void shouldRefuseValuesThatDoNotFit() {
    assertThatIllegalArgumentException().isThrownBy(() -> builder.integer("int", 3, true));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.array(integer, -1));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> builder.enumeration("e", 4, true, List.of(new Enumerator("A", 0xffff_ffffL))));
    int variable = builder.variable("v", integer, BtfLinkage.STATIC);
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            builder.dataSection(
                ".data",
                8,
                List.of(new SectionVariable(variable, 0, 4), new SectionVariable(variable, 2, 4))));
  }
}
