package dev.tawon.object.btf;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** Takes the words of a type apart. */
final class BtfTypes {
  private BtfTypes() {}

  /** {@code BTF_INFO_KIND}: seven bits since Linux 7.1; before, the upper two of them had to be zero. */
  static int rawKind(int info) {
    return info >>> 24 & 0x7f;
  }

  /** {@code BTF_INFO_VLEN}: 24 bits since Linux 7.1; before, the upper eight of them had to be zero. */
  static int vlen(int info) {
    return info & 0xff_ffff;
  }

  /** {@code BTF_INT_ENCODING}. */
  static BtfType.IntEncoding encoding(int word) {
    return switch (word >>> 24 & 0xf) {
      case 0 -> BtfType.IntEncoding.UNSIGNED;
      case 1 -> BtfType.IntEncoding.SIGNED;
      case 2 -> BtfType.IntEncoding.CHAR;
      case 4 -> BtfType.IntEncoding.BOOL;
      default -> BtfType.IntEncoding.MIXED;
    };
  }

  /** {@code BTF_INT_OFFSET}. */
  static int intOffset(int word) {
    return word >>> 16 & 0xff;
  }

  /** {@code BTF_INT_BITS}. */
  static int intBits(int word) {
    return word & 0xff;
  }

  static BtfType read(Btf btf, int id) {
    BtfKind kind = btf.kind(id);
    return switch (kind) {
      case VOID -> new BtfType.Nothing();
      case INT -> {
        int word = btf.word(id, 3);
        yield new BtfType.Int(
            btf.name(id), bytes(btf, id), encoding(word), intOffset(word), intBits(word));
      }
      case PTR -> new BtfType.Pointer(btf.target(id));
      case ARRAY ->
          new BtfType.Array(btf.arrayElement(id), btf.arrayIndex(id), btf.arrayLength(id));
      case STRUCT, UNION ->
          new BtfType.Composite(
              btf.name(id),
              kind == BtfKind.UNION,
              bytes(btf, id),
              list(btf, id, i -> member(btf, id, i)));
      case ENUM, ENUM64 ->
          new BtfType.Enumeration(
              btf.name(id),
              bytes(btf, id),
              btf.flag(id),
              list(
                  btf,
                  id,
                  i ->
                      new BtfType.Enumerator(
                          btf.enumeratorName(id, i), btf.enumeratorValue(id, i))));
      case FWD -> new BtfType.Forward(btf.name(id), btf.flag(id));
      case TYPEDEF -> new BtfType.Typedef(btf.name(id), btf.target(id));
      case VOLATILE, CONST, RESTRICT -> new BtfType.Qualified(kind, btf.target(id));
      case FUNC -> new BtfType.Function(btf.name(id), btf.target(id), BtfLinkage.of(btf.vlen(id)));
      case FUNC_PROTO ->
          new BtfType.FunctionPrototype(
              btf.target(id),
              list(
                  btf,
                  id,
                  i -> new BtfType.Parameter(btf.parameterName(id, i), btf.parameterType(id, i))));
      case VAR ->
          new BtfType.Variable(btf.name(id), btf.target(id), BtfLinkage.of(btf.word(id, 3)));
      case DATASEC ->
          new BtfType.DataSection(
              btf.name(id), bytes(btf, id), list(btf, id, i -> sectionVariable(btf, id, i)));
      case FLOAT -> new BtfType.Floating(btf.name(id), bytes(btf, id));
      case DECL_TAG -> new BtfType.DeclarationTag(btf.name(id), btf.target(id), btf.word(id, 3));
      case TYPE_TAG -> new BtfType.TypeTag(btf.name(id), btf.target(id));
      case UNKNOWN -> new BtfType.Unknown();
    };
  }

  private static BtfType.Member member(Btf btf, int id, int index) {
    return new BtfType.Member(
        btf.memberName(id, index),
        btf.memberType(id, index),
        btf.memberBitOffset(id, index),
        btf.memberBitfieldBits(id, index));
  }

  private static BtfType.SectionVariable sectionVariable(Btf btf, int id, int index) {
    return new BtfType.SectionVariable(
        btf.element(id, index, 3, 0),
        Integer.toUnsignedLong(btf.element(id, index, 3, 1)),
        Integer.toUnsignedLong(btf.element(id, index, 3, 2)));
  }

  private static long bytes(Btf btf, int id) {
    return Integer.toUnsignedLong(btf.word(id, 2));
  }

  private static <T> List<T> list(Btf btf, int id, IntFunction<T> element) {
    int count = btf.vlen(id);
    List<T> list = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      list.add(element.apply(i));
    }
    return List.copyOf(list);
  }
}
