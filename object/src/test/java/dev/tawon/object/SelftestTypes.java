package dev.tawon.object;

import dev.tawon.object.btf.Btf;
import dev.tawon.object.btf.BtfBuilder;
import dev.tawon.object.btf.BtfBuilder.Enumerator;
import dev.tawon.object.btf.BtfBuilder.Member;
import dev.tawon.object.btf.BtfBuilder.Parameter;
import dev.tawon.object.btf.BtfKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The local side of two of the kernel's own CO-RE tests, whose compiled objects lack their relocations. Source: {@code
 * tools/testing/selftests/bpf/progs/core_reloc_types.h}.
 */
final class SelftestTypes {
  private SelftestTypes() {}

  static Btf build() {
    BtfBuilder types = new BtfBuilder();
    int integer = types.integer("int", 4, true);
    int wide = types.integer("long", 8, true);
    int aStruct = struct(types, "a_struct", integer, "x");
    complex(types, aStruct, wide);
    int union = types.declareUnion("a_union");
    types.define(union, 4, List.of(new Member("y", integer, 0), new Member("z", integer, 0)));
    types.enumeration("an_enum", 4, false, values("AN_ENUM_VAL", 1, 2, 3));
    types.typedef("named_struct_typedef", aStruct);
    types.typedef("anon_struct_typedef", struct(types, "", integer, "x", "y", "z"));
    types.typedef("struct_ptr_typedef", types.pointer(struct(types, "", integer, "a", "b", "c")));
    types.typedef("int_typedef", integer);
    types.typedef(
        "enum_typedef", types.enumeration("", 4, false, values("TYPEDEF_ENUM_VAL", 0, 1)));
    types.typedef("void_ptr_typedef", types.pointer(0));
    types.typedef("restrict_ptr_typedef", types.restrict(types.pointer(integer)));
    int function = types.functionPrototype(integer, List.of(new Parameter("", wide)));
    types.typedef("func_proto_typedef", types.pointer(function));
    types.typedef("arr_typedef", types.array(types.integer("char", 1, true), 20));
    types.enumeration(
        "named_unsigned_enum64",
        8,
        false,
        values("UNSIGNED_ENUM64_VAL", 0x1_ffff_ffffL, 0x2_ffff_ffffL, 0x3_ffff_ffffL));
    types.enumeration(
        "named_signed_enum64",
        8,
        true,
        values("SIGNED_ENUM64_VAL", 0x1_ffff_ffffL, -2, 0x3_ffff_ffffL));
    return types.build();
  }

  private static void complex(BtfBuilder types, int aStruct, int wide) {
    int inner = types.declareUnion("");
    types.define(
        inner,
        8,
        List.of(
            new Member("a", types.restrict(types.pointer(aStruct)), 0),
            new Member("b", types.pointer(0), 0)));
    int complex = types.declareStruct("a_complex_struct");
    types.define(
        complex,
        16,
        List.of(new Member("x", inner, 0), new Member("y", types.volatileOf(wide), 8)));
  }

  private static int struct(BtfBuilder types, String name, int integer, String... members) {
    int struct = types.declareStruct(name);
    List<Member> fields = new ArrayList<>();
    for (String member : members) {
      fields.add(new Member(member, integer, 4 * fields.size()));
    }
    types.define(struct, 4 * members.length, fields);
    return struct;
  }

  private static List<Enumerator> values(String prefix, long... values) {
    List<Enumerator> enumerators = new ArrayList<>();
    for (long value : values) {
      enumerators.add(new Enumerator(prefix + (enumerators.size() + 1), value));
    }
    return enumerators;
  }

  /** The relocation that libbpf's log names: {@code struct a_struct}, {@code enum64 e::VALUE = 1}. */
  static CoreRelocation relocation(Btf local, CoreRelocationKind kind, String named) {
    String[] words = named.split(" ");
    BtfKind typeKind = BtfKind.valueOf(words[0].toUpperCase(Locale.ROOT));
    String[] names = words[1].split("::");
    int type = local.find(typeKind, names[0]).orElseThrow();
    int index = 0;
    while (names.length > 1 && !local.enumeratorName(type, index).equals(names[1])) {
      index++;
    }
    return new CoreRelocation(0, kind, type, Integer.toString(index));
  }
}
