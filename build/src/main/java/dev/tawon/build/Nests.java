package dev.tawon.build;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.attribute.NestMembersAttribute;
import java.lang.constant.ClassDesc;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;

/** Nests: classes of one source class, which see each other's private members. */
final class Nests {
  private Nests() {}

  /** The class that a class's nest is named for. */
  static String host(ClassModel model) {
    return model
        .findAttribute(Attributes.nestHost())
        .map(attribute -> attribute.nestHost().asInternalName())
        .orElseGet(() -> model.thisClass().asInternalName());
  }

  /** A host's class file, with more members. */
  static byte[] add(ClassFile format, byte[] host, List<String> members) {
    ClassModel model = format.parse(host);
    SequencedSet<ClassDesc> all = new LinkedHashSet<>();
    model
        .findAttribute(Attributes.nestMembers())
        .ifPresent(known -> known.nestMembers().forEach(member -> all.add(member.asSymbol())));
    members.forEach(member -> all.add(ClassDesc.ofInternalName(member)));
    return format.transformClass(
        model,
        ClassTransform.dropping(element -> element instanceof NestMembersAttribute)
            .andThen(
                ClassTransform.endHandler(
                    builder -> builder.with(NestMembersAttribute.ofSymbols(List.copyOf(all))))));
  }
}
