package dev.tawon.object.btf;

import java.util.List;

/**
 * One type, copied out of a {@link Btf}. Ids are those of the BTF it came from.
 *
 * <p>The records follow the kinds of {@code include/uapi/linux/btf.h}. {@link Btf}'s own accessors answer single questions
 * without making any of these.
 */
public sealed interface BtfType {

  /** {@code void}, which is type 0. */
  record Nothing() implements BtfType {}

  /**
   * {@code BTF_KIND_INT}.
   *
   * @param name its C name
   * @param bytes its size
   * @param encoding how its bits are read
   * @param bitOffset where the number begins in it; 0 in all BTF made since Linux 5.0
   * @param bits how many bits the number has
   */
  record Int(String name, long bytes, IntEncoding encoding, int bitOffset, int bits)
      implements BtfType {}

  /** How an integer's bits are read: {@code BTF_INT_*}. */
  enum IntEncoding {
    UNSIGNED,
    SIGNED,
    CHAR,
    BOOL,
    /** A combination of the encodings, which no compiler makes. */
    MIXED
  }

  /**
   * {@code BTF_KIND_PTR}.
   *
   * @param target the type pointed to; 0 for void
   */
  record Pointer(int target) implements BtfType {}

  /**
   * {@code BTF_KIND_ARRAY}.
   *
   * @param element the elements' type
   * @param index the type of an index
   * @param length the number of elements, unsigned; 0 for a flexible array
   */
  record Array(int element, int index, long length) implements BtfType {}

  /**
   * {@code BTF_KIND_STRUCT} or {@code BTF_KIND_UNION}.
   *
   * @param name its tag; empty for an anonymous one
   * @param union whether it is a union
   * @param bytes its size
   * @param members its members, in order
   */
  record Composite(String name, boolean union, long bytes, List<Member> members)
      implements BtfType {}

  /**
   * A member of a structure or union.
   *
   * @param name its name; empty for an anonymous structure or union
   * @param type its type
   * @param bitOffset where it begins
   * @param bitfieldBits how many bits it has, or 0 if it is no bit field
   */
  record Member(String name, int type, long bitOffset, int bitfieldBits) {}

  /**
   * {@code BTF_KIND_ENUM} or {@code BTF_KIND_ENUM64}.
   *
   * @param name its tag; empty for an anonymous one
   * @param bytes its size
   * @param signed whether its values are signed
   * @param enumerators its names and values, in order
   */
  record Enumeration(String name, long bytes, boolean signed, List<Enumerator> enumerators)
      implements BtfType {}

  /**
   * A name of an enumeration.
   *
   * @param name the name
   * @param value the value; unsigned 64-bit values wrap into a long
   */
  record Enumerator(String name, long value) {}

  /**
   * {@code BTF_KIND_FWD}.
   *
   * @param name the tag declared
   * @param union whether it is a union's
   */
  record Forward(String name, boolean union) implements BtfType {}

  /**
   * {@code BTF_KIND_TYPEDEF}.
   *
   * @param name the new name
   * @param target the type it names
   */
  record Typedef(String name, int target) implements BtfType {}

  /**
   * {@code BTF_KIND_CONST}, {@code BTF_KIND_VOLATILE}, {@code BTF_KIND_RESTRICT}.
   *
   * @param qualifier which of the three
   * @param target the type qualified
   */
  record Qualified(BtfKind qualifier, int target) implements BtfType {}

  /**
   * {@code BTF_KIND_FUNC}.
   *
   * @param name its name
   * @param prototype its {@link FunctionPrototype}
   * @param linkage how it is linked
   */
  record Function(String name, int prototype, BtfLinkage linkage) implements BtfType {}

  /**
   * {@code BTF_KIND_FUNC_PROTO}.
   *
   * @param result what it returns; 0 for void
   * @param parameters its parameters, in order; the last has no name and type 0 if more may follow ({@code ...})
   */
  record FunctionPrototype(int result, List<Parameter> parameters) implements BtfType {}

  /**
   * A parameter of a function.
   *
   * @param name its name, which may be empty
   * @param type its type
   */
  record Parameter(String name, int type) {}

  /**
   * {@code BTF_KIND_VAR}.
   *
   * @param name its name
   * @param type its type
   * @param linkage how it is linked
   */
  record Variable(String name, int type, BtfLinkage linkage) implements BtfType {}

  /**
   * {@code BTF_KIND_DATASEC}.
   *
   * @param name the section's name
   * @param bytes its size; 0 until a loader sets it
   * @param variables its variables, by offset
   */
  record DataSection(String name, long bytes, List<SectionVariable> variables) implements BtfType {}

  /**
   * A variable's place in a section.
   *
   * @param type its {@link Variable}
   * @param offset where it begins
   * @param bytes its size
   */
  record SectionVariable(int type, long offset, long bytes) {}

  /**
   * {@code BTF_KIND_FLOAT}.
   *
   * @param name its C name
   * @param bytes its size
   */
  record Floating(String name, long bytes) implements BtfType {}

  /**
   * {@code BTF_KIND_DECL_TAG}: an attribute of a declaration.
   *
   * @param value the attribute's text
   * @param target the type declared
   * @param component the member or parameter that has the attribute; -1 for the whole type
   */
  record DeclarationTag(String value, int target, int component) implements BtfType {}

  /**
   * {@code BTF_KIND_TYPE_TAG}: an attribute of a type.
   *
   * @param value the attribute's text, such as {@code rcu} or {@code user}
   * @param target the type that has it
   */
  record TypeTag(String value, int target) implements BtfType {}

  /** A type of a kind that this library does not know. */
  record Unknown() implements BtfType {}
}
