package dev.tawon.compiler;

import dev.tawon.compiler.back.ObjectTypes;
import dev.tawon.object.MapSpec;
import dev.tawon.object.ProgramSpec;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Types of the sections in which static fields lie, so that bpftool and libbpf know them by name. */
final class SectionTypes {
  private final ObjectTypes types;

  /** Names of symbols in an object file. */
  private final Set<String> names = new HashSet<>();

  SectionTypes(ObjectTypes types, List<MapSpec> maps, List<ProgramSpec> programs) {
    this.types = types;
    maps.forEach(map -> names.add(map.name()));
    programs.forEach(program -> names.add(program.name()));
  }

  /** Adds a section that is not empty. */
  void add(String section, GlobalVariables variables, Consumer<MapSpec> maps) {
    if (variables.size() == 0) {
      return;
    }
    for (GlobalVariables.Variable variable : variables.variables()) {
      types.variable(
          section,
          name(variable),
          variable.element(),
          variable.type().isArray() ? variable.count() : 0,
          variable.offset());
    }
    int type = types.section(section, variables.size());
    maps.accept(MapDescriptions.spec(section, variables, type));
  }

  /** A field's name; that of its class before it where something else has the name. */
  private String name(GlobalVariables.Variable variable) {
    if (names.add(variable.name())) {
      return variable.name();
    }
    String full = variable.owner().getSimpleName() + "_" + variable.name();
    String unique = full;
    for (int i = 2; !names.add(unique); i++) {
      unique = full + i;
    }
    return unique;
  }
}
