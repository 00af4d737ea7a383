package dev.tawon.object.btf;

import dev.tawon.object.btf.BtfBuilder.Bitfield;
import dev.tawon.object.btf.BtfBuilder.Enumerator;
import dev.tawon.object.btf.BtfBuilder.Field;
import dev.tawon.object.btf.BtfBuilder.Member;
import dev.tawon.object.btf.BtfBuilder.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** A graph of types, made by chance from a seed, and what reading it must give. */
final class RandomTypes {
  private final SplittableRandom random;
  private final BtfBuilder builder = new BtfBuilder();
  private final List<BtfType> expected = new ArrayList<>();

  /** The types that have a size, which members may have. */
  private final List<Integer> sized = new ArrayList<>();

  private int names;

  RandomTypes(long seed) {
    random = new SplittableRandom(seed);
    expect(builder.integer("int", 4, true), integer("int", 4, BtfType.IntEncoding.SIGNED));
    sized.add(1);
  }

  RandomTypes add(int count) {
    for (int i = 0; i < count; i++) {
      addOne();
    }
    return this;
  }

  Btf build() {
    return builder.build();
  }

  /** The types, from id 1. */
  List<BtfType> expected() {
    return expected;
  }

  private void addOne() {
    String name = name();
    int any = random.nextInt(expected.size() + 1);
    switch (random.nextInt(13)) {
      case 0 -> {
        boolean signed = random.nextBoolean();
        int bytes = 1 << random.nextInt(5);
        BtfType.IntEncoding encoding =
            signed ? BtfType.IntEncoding.SIGNED : BtfType.IntEncoding.UNSIGNED;
        sized(builder.integer(name, bytes, signed), integer(name, bytes, encoding));
      }
      case 1 -> sized(builder.pointer(any), new BtfType.Pointer(any));
      case 2 -> array();
      case 3, 4 -> composite(name);
      case 5 -> enumeration(name);
      case 6 -> expect(builder.typedef(name, any), new BtfType.Typedef(name, any));
      case 7 -> expect(builder.constant(any), new BtfType.Qualified(BtfKind.CONST, any));
      case 8 -> expect(builder.volatileOf(any), new BtfType.Qualified(BtfKind.VOLATILE, any));
      case 9 -> function(name, any);
      case 10 -> sized(builder.floating(name, 8), new BtfType.Floating(name, 8));
      case 11 -> expect(builder.forward(name, true), new BtfType.Forward(name, true));
      default -> expect(builder.typeTag("user", any), new BtfType.TypeTag("user", any));
    }
  }

  private void array() {
    int element = sized.get(random.nextInt(sized.size()));
    int count = random.nextInt(4);
    // The first array adds the type of its index before itself.
    int id = builder.array(element, count);
    if (id > expected.size() + 1) {
      expected.add(integer("__ARRAY_SIZE_TYPE__", 4, BtfType.IntEncoding.UNSIGNED));
    }
    int index = expected.indexOf(integer("__ARRAY_SIZE_TYPE__", 4, BtfType.IntEncoding.UNSIGNED));
    expect(id, new BtfType.Array(element, index + 1, count));
  }

  private void composite(String name) {
    boolean union = random.nextBoolean();
    int id = union ? builder.declareUnion(name) : builder.declareStruct(name);
    int pointer = builder.pointer(id);
    int slot = 16;
    List<Field> fields = new ArrayList<>();
    List<BtfType.Member> members = new ArrayList<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      String member = random.nextInt(6) == 0 ? "" : name();
      int offset = union ? 0 : members.size() * slot;
      int type = random.nextBoolean() ? 1 : pointer;
      int bits = random.nextInt(3) == 0 ? random.nextInt(1, 32) : 0;
      fields.add(
          bits > 0
              ? new Bitfield(member, type, offset * 8, bits)
              : new Member(member, type, offset));
      members.add(new BtfType.Member(member, type, offset * 8L, bits));
    }
    int bytes = slot * members.size() + 8;
    builder.define(id, bytes, fields);
    expect(id, new BtfType.Composite(name, union, bytes, members));
    sized(pointer, new BtfType.Pointer(id));
  }

  private void enumeration(String name) {
    boolean wide = random.nextBoolean();
    boolean signed = random.nextBoolean();
    List<Enumerator> values = new ArrayList<>();
    List<BtfType.Enumerator> read = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      int low = random.nextInt();
      long narrow = signed ? low : Integer.toUnsignedLong(low);
      long value = wide ? random.nextLong() : narrow;
      String label = name();
      values.add(new Enumerator(label, value));
      read.add(new BtfType.Enumerator(label, value));
    }
    int bytes = wide ? 8 : 4;
    sized(
        builder.enumeration(name, bytes, signed, values),
        new BtfType.Enumeration(name, bytes, signed, read));
  }

  private void function(String name, int any) {
    List<Parameter> parameters = new ArrayList<>();
    List<BtfType.Parameter> read = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      String parameter = name();
      parameters.add(new Parameter(parameter, 1));
      read.add(new BtfType.Parameter(parameter, 1));
    }
    int prototype = builder.functionPrototype(any, parameters);
    expect(prototype, new BtfType.FunctionPrototype(any, read));
    boolean global = random.nextBoolean();
    expect(
        builder.function(name, prototype, global),
        new BtfType.Function(name, prototype, global ? BtfLinkage.GLOBAL : BtfLinkage.STATIC));
  }

  private static BtfType.Int integer(String name, int bytes, BtfType.IntEncoding encoding) {
    return new BtfType.Int(name, bytes, encoding, 0, bytes * 8);
  }

  private String name() {
    return "n" + names++ + (random.nextInt(4) == 0 ? "___flavour" : "");
  }

  private void sized(int id, BtfType type) {
    expect(id, type);
    if (!sized.contains(id)) {
      sized.add(id);
    }
  }

  /** Notes what a type must be; a type that was there before is not added again. */
  private void expect(int id, BtfType type) {
    if (id > expected.size()) {
      expected.add(type);
    }
  }
}
