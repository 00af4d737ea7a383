package dev.tawon.compiler.back;

import static dev.tawon.compiler.ir.HelperNumbers.PROBE_READ_KERNEL;

import dev.tawon.compiler.ir.KernelField;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Value;
import dev.tawon.compiler.opt.KernelPointers;
import dev.tawon.isa.Width;
import org.jspecify.annotations.Nullable;

/** Chooses the operations that read the kernel's structures: loads where the verifier has a type for the address, else calls. */
final class KernelAccess {
  private final Selector selector;
  private final Operands operands;
  private final Loads loads;
  private final KernelPointers pointers;

  KernelAccess(Selector selector, Operands operands, Loads loads, KernelPointers pointers) {
    this.selector = selector;
    this.operands = operands;
    this.loads = loads;
    this.pointers = pointers;
  }

  /** A member of the structure at an address. */
  void load(Value value, Operation.KernelLoad load) {
    int result = operands.register(value);
    Value base = value.input(0);
    if (pointers.isTyped(base)) {
      selector.emit(
          new MachineOperation.LoadField(load.width(), result, operands.use(base), load.field()));
    } else {
      read(load.width(), result, base, load.field());
    }
    loads.extendSign(value, load.width(), load.signed());
  }

  /** What is at an address. */
  void word(Value value, Width width) {
    int result = operands.register(value);
    Value address = value.input(0);
    if (pointers.isTyped(address)) {
      selector.emit(new MachineOperation.Load(width, result, operands.use(address), 0));
    } else {
      read(width, result, address, null);
    }
  }

  private void read(Width width, int result, Value address, @Nullable KernelField field) {
    int slot = selector.temporary(MachineProgram.KERNEL_READ);
    selector.emit(new MachineOperation.StackAddress(Registers.FIRST_ARGUMENT, slot, 0));
    selector.emit(new MachineOperation.Constant(Registers.FIRST_ARGUMENT + 1, width.bytes()));
    operands.moveTo(Registers.FIRST_ARGUMENT + 2, address);
    if (field != null) {
      selector.emit(
          new MachineOperation.AddFieldOffset(Registers.FIRST_ARGUMENT + 2, field, false));
    }
    selector.emit(new MachineOperation.CallHelper(PROBE_READ_KERNEL, 3));
    selector.emit(new MachineOperation.LoadStack(width, result, slot, 0));
  }

  /** The address of a member, or of the structure around one. */
  void move(Value value, KernelField field, boolean back) {
    int result = operands.register(value);
    operands.moveTo(result, value.input(0));
    selector.emit(new MachineOperation.AddFieldOffset(result, field, back));
  }
}
