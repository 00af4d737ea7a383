package dev.tawon.object.elf;

import dev.tawon.object.MalformedObjectException;
import dev.tawon.object.MapSpec;
import dev.tawon.object.MapType;
import dev.tawon.object.btf.Btf;
import dev.tawon.object.btf.BtfKind;
import dev.tawon.object.btf.BtfType;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The maps of a {@code .maps} section, which are variables of a structure whose members' types say what the map is.
 *
 * <p>Source: {@code __uint}, {@code __type} and {@code __array} of libbpf's {@code bpf_helpers.h}, and {@code
 * parse_btf_map_def} of its {@code libbpf.c}.
 */
final class BtfMaps {
  /** Of maps and programs by number: {@code map_create} wants the size of a descriptor. */
  private static final int REFERENCE_BYTES = 4;

  private final Btf btf;
  private final Map<String, MapSpec> maps = new LinkedHashMap<>();
  private final Map<String, MapSpec> innerMaps = new LinkedHashMap<>();
  private final Map<String, Integer> valuesOffsets = new HashMap<>();

  private BtfMaps(Btf btf) {
    this.btf = btf;
  }

  /** The maps by name, in the order of the section. */
  Map<String, MapSpec> maps() {
    return maps;
  }

  /** What the maps in a map of maps are like, by the outer one's name. */
  Map<String, MapSpec> innerMaps() {
    return innerMaps;
  }

  /** Where in their variables maps say what they hold at first ({@code values}), in bytes. */
  Map<String, Integer> valuesOffsets() {
    return valuesOffsets;
  }

  static BtfMaps of(Btf btf) {
    BtfMaps reader = new BtfMaps(btf);
    OptionalInt section = btf.find(BtfKind.DATASEC, ".maps");
    if (section.isEmpty()) {
      return reader;
    }
    if (btf.type(section.getAsInt()) instanceof BtfType.DataSection(_, _, var variables)) {
      for (var variable : variables) {
        int type = variable.type();
        String name = btf.name(type);
        reader.maps.put(name, reader.map(name, btf.resolve(btf.target(type)), true));
      }
    }
    return reader;
  }

  private MapSpec map(String name, int definition, boolean outermost) {
    if (btf.kind(definition) != BtfKind.STRUCT) {
      throw wrong(name, "its variable is no structure");
    }
    Map<String, Integer> numbers = new HashMap<>();
    int key = 0;
    int value = 0;
    for (int i = 0; i < btf.vlen(definition); i++) {
      String member = btf.memberName(definition, i);
      int type = btf.resolve(btf.memberType(definition, i));
      if (member.equals("values")) {
        if (!outermost) {
          throw wrong(name, "a map inside of another holds maps or programs");
        }
        valuesOffsets.put(name, (int) (btf.memberBitOffset(definition, i) / Byte.SIZE));
        inner(name, type);
        continue;
      }
      if (btf.kind(type) != BtfKind.PTR) {
        throw wrong(name, "its member " + member + " is no pointer");
      }
      int target = btf.target(type);
      if (member.equals("key")) {
        key = target;
      } else if (member.equals("value")) {
        value = target;
      } else if (btf.kind(btf.resolve(target)) == BtfKind.ARRAY) {
        numbers.put(member, (int) btf.arrayLength(btf.resolve(target)));
      }
    }
    int type = numbers.getOrDefault("type", 0);
    MapType[] types = MapType.values();
    if (type <= 0 || type >= types.length) {
      throw wrong(name, "there is no kind of map " + type);
    }
    return new MapSpec(
        name,
        types[type],
        bytes(name, numbers.get("key_size"), key, types[type] == MapType.PROG_ARRAY),
        bytes(name, numbers.get("value_size"), value, valuesOffsets.containsKey(name)),
        numbers.getOrDefault("max_entries", 0),
        numbers.getOrDefault("map_flags", 0),
        key,
        value);
  }

  /** Notes what is in a map of maps; in a program array there are pointers to functions. */
  private void inner(String name, int values) {
    int element =
        btf.kind(values) == BtfKind.ARRAY ? btf.resolve(btf.arrayElement(values)) : values;
    if (btf.kind(values) != BtfKind.ARRAY || btf.kind(element) != BtfKind.PTR) {
      throw wrong(name, "its values are no array of pointers");
    }
    int target = btf.resolve(btf.target(element));
    if (btf.kind(target) == BtfKind.STRUCT) {
      innerMaps.put(name, map(name + ".inner", target, false));
    } else if (btf.kind(target) != BtfKind.FUNC_PROTO) {
      throw wrong(name, "its values are neither maps nor programs");
    }
  }

  private int bytes(String map, @Nullable Integer said, int type, boolean reference) {
    if (said != null) {
      return said;
    }
    if (type == 0) {
      return reference ? REFERENCE_BYTES : 0;
    }
    long bytes =
        btf.size(type).orElseThrow(() -> wrong(map, "its key or value has a type without size"));
    if (bytes > Integer.MAX_VALUE) {
      throw wrong(map, "its key or value has " + bytes + " bytes");
    }
    return (int) bytes;
  }

  private static MalformedObjectException wrong(String map, String reason) {
    return new MalformedObjectException(".maps", 0, "map " + map + ": " + reason);
  }
}
