package dev.tawon.object;

import dev.tawon.object.btf.Btf;
import dev.tawon.object.btf.BtfBuilder;
import dev.tawon.object.btf.BtfBuilder.Enumerator;
import dev.tawon.object.btf.BtfBuilder.Parameter;
import dev.tawon.object.btf.BtfKind;
import dev.tawon.object.btf.BtfLinkage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Declares functions as a kernel does. libbpf compares what an object says of a function of the kernel with the kernel's own
 * declaration: the number of parameters, which of them are pointers, to structures or to nothing, and which are enumerations. Java
 * says none of that.
 *
 * <p>Source: {@code bpf_core_types_are_compat} of libbpf's {@code relo_core.c}, which looks at no structure's members.
 */
final class KernelPrototypes {
  /** How deep a declaration of C is; a deeper one is cut off, and libbpf refuses it. */
  private static final int MAXIMUM_DEPTH = 8;

  private final Btf local;
  private final Btf kernel;
  private final BtfBuilder types;
  private final Map<Integer, Integer> structures = new HashMap<>();

  KernelPrototypes(Btf local, Btf kernel, BtfBuilder types) {
    this.local = local;
    this.kernel = kernel;
    this.types = types;
  }

  /** Declares a function, if the kernel has it. */
  void declare(String function) {
    OptionalInt found = kernel.find(BtfKind.FUNC, function);
    if (found.isEmpty()) {
      return;
    }
    int prototype = copy(kernel.target(found.getAsInt()), 0);
    OptionalInt declared = local.find(BtfKind.FUNC, function);
    if (declared.isPresent()) {
      types.retypeFunction(declared.getAsInt(), prototype, BtfLinkage.STATIC);
    } else {
      types.function(function, prototype, BtfLinkage.STATIC);
    }
  }

  private int copy(int kernelType, int depth) {
    int type = kernel.resolve(kernelType);
    if (type == 0 || depth > MAXIMUM_DEPTH) {
      return 0;
    }
    BtfKind kind = kernel.kind(type);
    return switch (kind) {
      case PTR -> types.pointer(copy(kernel.target(type), depth + 1));
      case STRUCT, UNION -> structures.computeIfAbsent(type, _ -> structure(type));
      case FWD -> types.forward(kernel.name(type), false);
      case ENUM, ENUM64 ->
          types.enumeration("", bytes(type), false, List.of(new Enumerator("tawon_enumerator", 0)));
      case ARRAY -> types.array(copy(kernel.arrayElement(type), depth + 1), 1);
      case FUNC_PROTO -> prototype(type, depth + 1);
      case INT -> types.integer(kernel.name(type), bytes(type), false);
      case FLOAT -> types.floating(kernel.name(type), bytes(type));
      case VOID,
          UNKNOWN,
          TYPEDEF,
          VOLATILE,
          CONST,
          RESTRICT,
          FUNC,
          VAR,
          DATASEC,
          DECL_TAG,
          TYPE_TAG ->
          0;
    };
  }

  private int structure(int type) {
    int made =
        kernel.kind(type) == BtfKind.UNION
            ? types.declareUnion(kernel.name(type))
            : types.declareStruct(kernel.name(type));
    types.define(made, 0, List.of());
    return made;
  }

  private int prototype(int type, int depth) {
    List<Parameter> parameters = new ArrayList<>();
    for (int i = 0; i < kernel.vlen(type); i++) {
      parameters.add(new Parameter("argument" + i, copy(kernel.parameterType(type, i), depth)));
    }
    return types.functionPrototype(copy(kernel.target(type), depth), parameters);
  }

  private int bytes(int type) {
    return (int) kernel.size(type).orElse(Integer.BYTES);
  }
}
