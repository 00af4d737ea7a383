package dev.tawon.object.elf;

import dev.tawon.object.MapSpec;
import dev.tawon.object.btf.BtfBuilder;
import dev.tawon.object.btf.BtfBuilder.Member;
import dev.tawon.object.btf.BtfBuilder.SectionVariable;
import dev.tawon.object.btf.BtfLinkage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Adds the variables of {@code .maps} to an object's types: what {@link BtfMaps} reads. */
final class BtfMapDefinitions {
  private static final int POINTER_BYTES = 8;

  private final BtfBuilder types;
  private final List<SectionVariable> variables = new ArrayList<>();
  private int bytes;

  BtfMapDefinitions(BtfBuilder types) {
    this.types = types;
  }

  /**
   * Adds a map.
   *
   * @param inner what the maps in it are like, or null if it is no map of maps
   * @param programs how many programs it has places for at the begin, if it is an array of programs
   * @return how many bytes its variable has; it follows those before
   */
  int add(MapSpec map, @Nullable MapSpec inner, int programs) {
    List<Member> members = members(map);
    int size = members.size() * POINTER_BYTES;
    if (inner
        != null) { // __array(values, …), which has to be the last and of which no element is there
      int values = types.array(types.pointer(structure(members(inner))), 0);
      members.add(new Member("values", values, size));
    }
    if (programs > 0) { // int (*values[])(void *)
      int number = types.integer("int", Integer.BYTES, true);
      int program =
          types.functionPrototype(
              number, List.of(new BtfBuilder.Parameter("context", types.pointer(0))));
      members.add(new Member("values", types.array(types.pointer(program), 0), size));
    }
    int definition = types.declareStruct("");
    types.define(definition, size, members);
    int bytesOfAll = size + programs * POINTER_BYTES;
    int variable = types.variable(map.name(), definition, BtfLinkage.GLOBAL);
    variables.add(new SectionVariable(variable, bytes, bytesOfAll));
    bytes += bytesOfAll;
    return bytesOfAll;
  }

  private int structure(List<Member> members) {
    int definition = types.declareStruct("");
    types.define(definition, members.size() * POINTER_BYTES, members);
    return definition;
  }

  private List<Member> members(MapSpec map) {
    List<Member> members = new ArrayList<>();
    number(members, "type", map.type().number());
    if (map.capacity() != 0) {
      number(members, "max_entries", map.capacity());
    }
    if (map.flags() != 0) {
      number(members, "map_flags", map.flags());
    }
    if (map.keyTypeId() != 0) {
      member(members, "key", map.keyTypeId());
    } else if (map.keySize() != 0) {
      number(members, "key_size", map.keySize());
    }
    if (map.valueTypeId() != 0) {
      member(members, "value", map.valueTypeId());
    } else if (map.valueSize() != 0) {
      number(members, "value_size", map.valueSize());
    }
    return members;
  }

  /** Adds the section, after all maps. */
  void finish() {
    if (!variables.isEmpty()) {
      types.dataSection(".maps", bytes, variables);
    }
  }

  /** {@code int (*name)[number]}. */
  private void number(List<Member> members, String name, int number) {
    int array = types.array(types.integer("int", Integer.BYTES, true), number);
    member(members, name, array);
  }

  private void member(List<Member> members, String name, int type) {
    members.add(new Member(name, types.pointer(type), members.size() * POINTER_BYTES));
  }
}
