package dev.tawon.compiler.front;

import static dev.tawon.compiler.ir.HelperNumbers.MAP_LOOKUP_ELEM;

import dev.tawon.compiler.Rule;
import dev.tawon.compiler.StructLayout;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Value;
import dev.tawon.compiler.ir.ValueType;
import dev.tawon.compiler.marks.Marks;
import dev.tawon.isa.Width;
import dev.tawon.lang.Scratch;
import dev.tawon.lang.Struct;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import org.jspecify.annotations.Nullable;

/** Uses of {@link Scratch} fields: the program's entry of their map is looked up once, before all else. */
final class ScratchAccess {

  private final GraphBuilder graph;
  private final Memory memory;
  private final ModuleClasses module;
  private @Nullable Value base;

  ScratchAccess(GraphBuilder graph, Memory memory, ModuleClasses module) {
    this.graph = graph;
    this.memory = memory;
    this.module = module;
  }

  /** What lies in a field's place; null if it is no scratch. */
  @Nullable Value read(Class<?> owner, String name) {
    Field field = ModuleClasses.staticField(owner, name);
    if (field == null || !Marks.has(field, Scratch.class)) {
      return null;
    }
    Class<?> type = field.getType();
    boolean isStruct = Marks.has(type, Struct.class);
    Object initial = ModuleClasses.read(field);
    Class<?> element = type.isArray() ? type.getComponentType() : type;
    boolean isArray =
        type.isArray()
            && element.isPrimitive()
            && element != float.class
            && element != double.class
            && initial != null
            && Array.getLength(initial) > 0;
    if (!Modifier.isFinal(field.getModifiers()) || !(isStruct || isArray)) {
      throw new SourceError(
          graph.position(),
          Rule.SCRATCH_FIELD,
          "@Scratch field "
              + name
              + " is a static final @Struct or array of integers, with its object:"
              + " @Scratch static final byte[] PATH = new byte[4096]");
    }
    StructLayout layout = isStruct ? memory.layout(type) : null;
    int bytes =
        layout != null
            ? layout.size()
            : Array.getLength(initial) * new StructLayout.Primitive(element).size();
    ScratchFields fields = module.scratch();
    int offset = fields.offset(field, bytes);
    if (fields.size() > ScratchFields.LIMIT) {
      throw new SourceError(
          graph.position(),
          Rule.SCRATCH_FIELD,
          "the @Scratch fields of the module have "
              + fields.size()
              + " bytes with "
              + name
              + ", and there are "
              + ScratchFields.LIMIT
              + " on each CPU: keep it in an Array map");
    }
    Value place = memory.offset(base(), offset);
    if (layout != null) {
      memory.know(place, type);
    } else {
      memory.seeArray(place, new ArrayView(element, Array.getLength(initial)));
    }
    return place;
  }

  private Value base() {
    if (base == null) {
      int entry = module.scratch().entry(graph.function().program());
      Value key =
          graph.addAtEntry(
              new Operation.StackSlot(Long.BYTES, "the key of @Scratch", true),
              ValueType.REFERENCE);
      Value number = graph.addAtEntry(new Operation.Constant(entry), ValueType.INT);
      graph.addAtEntry(new Operation.Store(Width.WORD, 0), ValueType.NONE, key, number);
      base =
          graph.addAtEntry(
              new Operation.CallHelper(MAP_LOOKUP_ELEM, "bpf_map_lookup_elem", false),
              ValueType.REFERENCE,
              graph.addAtEntry(
                  new Operation.MapAddress(module.scratch().map()), ValueType.REFERENCE),
              key);
      // There is an entry always, which the verifier does not know.
      graph.addAtEntry(new Operation.NullCheck(), ValueType.NONE, base);
    }
    return base;
  }
}
