package dev.tawon.compiler.opt;

import static dev.tawon.compiler.ir.HelperNumbers.PROBE_READ_KERNEL;

import dev.tawon.compiler.ir.BinaryOperator;
import dev.tawon.compiler.ir.Block;
import dev.tawon.compiler.ir.Function;
import dev.tawon.compiler.ir.KernelField;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads an element of an array in a kernel structure at once where its index is constant and the verifier knows the structure's
 * type; elsewhere it takes a helper's call, as the address is computed.
 */
public final class KernelElements {

  private final Function function;
  private final KernelPointers pointers;

  private KernelElements(Function function) {
    this.function = function;
    this.pointers = KernelPointers.of(function);
  }

  /** Changes a function in place. */
  public static void run(Function function) {
    KernelElements elements = new KernelElements(function);
    boolean any = false;
    for (Block block : function.reversePostorder()) {
      any |= elements.read(block);
    }
    if (any) {
      Simplification.run(function);
    }
  }

  private boolean read(Block block) {
    boolean any = false;
    List<Value> result = new ArrayList<>(block.values().size());
    int i = 0;
    while (i < block.values().size()) {
      Value call = block.values().get(i++);
      Value load = i < block.values().size() ? block.values().get(i) : null;
      Value read = load == null ? null : direct(call, load);
      if (read == null || load == null) {
        result.add(call);
        continue;
      }
      result.add(read);
      result.add(load); // which another stands for now
      load.replaceBy(read);
      any = true;
      i++;
    }
    if (any) {
      block.values().clear();
      block.values().addAll(result);
    }
    return any;
  }

  /** Whether an element of an array can be named by its index: of a flexible array none can. */
  private static boolean isOnTheWay(KernelField field, long index) {
    return field.path().size() == 1
        && field.root().fields().get(field.path().getFirst()).isOnTheWay(index);
  }

  private @Nullable Value direct(Value call, Value load) {
    if (!(call.operation() instanceof Operation.CallHelper helper)
        || helper.helper() != PROBE_READ_KERNEL
        || !(load.operation() instanceof Operation.Load(var width, boolean signed, int offset))
        || !(call.input(0).operation() instanceof Operation.StackSlot slot)
        || !slot.temporary()
        || load.input(0) != call.input(0)
        || offset != 0
        || call.input(1).constant() == null
        || call.input(1).constant() != width.bytes()) {
      return null;
    }
    Value address = call.input(2);
    long distance = 0;
    boolean peeled = true;
    while (peeled) {
      peeled = false;
      if (address.operation() instanceof Operation.Offset(int bytes)) {
        distance += bytes;
        address = address.input(0);
        peeled = true;
      } else if (address.operation() instanceof Operation.Binary(BinaryOperator operator)
          && operator == BinaryOperator.ADD
          && address.input(1).constant() != null) {
        distance += address.input(1).constant();
        address = address.input(0);
        peeled = true;
      }
    }
    if (!(address.operation() instanceof Operation.KernelAddress(KernelField field))
        || !pointers.isTyped(address.input(0))
        || distance < 0
        || distance % width.bytes() != 0
        || !isOnTheWay(field, distance / width.bytes())) {
      return null;
    }
    return function.newValue(
        new Operation.KernelLoad(field.element((int) (distance / width.bytes())), width, signed),
        load.type(),
        List.of(address.input(0)),
        load.position());
  }
}
