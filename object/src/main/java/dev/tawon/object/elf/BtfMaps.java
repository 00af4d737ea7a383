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

/**
 * The maps of a {@code .maps} section, which are variables of a structure whose members' types say what the map is.
 *
 * <p>Source: {@code __uint}, {@code __type} and {@code __array} of libbpf's {@code bpf_helpers.h}, and {@code
 * parse_btf_map_def} of its {@code libbpf.c}.
 */
final class BtfMaps {
  private final Btf btf;

  private BtfMaps(Btf btf) {
    this.btf = btf;
  }

  /** The maps by name, those inside of others ({@code values}) too, in the order of the section. */
  static Map<String, MapSpec> of(Btf btf) {
    Map<String, MapSpec> maps = new LinkedHashMap<>();
    OptionalInt section = btf.find(BtfKind.DATASEC, ".maps");
    if (section.isEmpty()) {
      return maps;
    }
    BtfMaps reader = new BtfMaps(btf);
    if (btf.type(section.getAsInt()) instanceof BtfType.DataSection(_, _, var variables)) {
      for (var variable : variables) {
        int type = variable.type();
        String name = btf.name(type);
        maps.put(name, reader.map(name, btf.resolve(btf.target(type))));
      }
    }
    return maps;
  }

  private MapSpec map(String name, int definition) {
    if (btf.kind(definition) != BtfKind.STRUCT) {
      throw wrong(name, "its variable is no structure");
    }
    Map<String, Integer> numbers = new HashMap<>();
    int key = 0;
    int value = 0;
    for (int i = 0; i < btf.vlen(definition); i++) {
      String member = btf.memberName(definition, i);
      int type = btf.resolve(btf.memberType(definition, i));
      if (btf.kind(type) != BtfKind.PTR) {
        continue; // values of a map of maps
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
        numbers.containsKey("key_size") ? numbers.get("key_size") : size(name, key),
        numbers.containsKey("value_size") ? numbers.get("value_size") : size(name, value),
        numbers.getOrDefault("max_entries", 0),
        numbers.getOrDefault("map_flags", 0),
        key,
        value);
  }

  private int size(String map, int type) {
    if (type == 0) {
      return 0;
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
