package dev.tawon.compiler.back;

import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Value;
import dev.tawon.isa.AluOperator;
import dev.tawon.isa.Width;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gets values into registers and memory. */
final class Operands {
  /** Where memory is. */
  sealed interface Place {
    /** The place some bytes on. */
    Place plus(int bytes);
  }

  /** Some bytes after the address in a register. */
  record AtRegister(int base, int offset) implements Place {
    @Override
    public Place plus(int bytes) {
      return new AtRegister(base, offset + bytes);
    }
  }

  /** In a stack slot. */
  record InSlot(int slot, int offset) implements Place {
    @Override
    public Place plus(int bytes) {
      return new InSlot(slot, offset + bytes);
    }
  }

  private final Selector selector;
  private final Map<Value, Integer> registers = new HashMap<>();

  Operands(Selector selector) {
    this.selector = selector;
  }

  /** The register of a value that has one. */
  int register(Value value) {
    return registers.computeIfAbsent(value, _ -> selector.newRegister());
  }

  /** The constant that a value is, if an instruction can hold it; else null. */
  static @Nullable Integer immediate(Value value) {
    return switch (value.operation()) {
      case Operation.Null _ -> 0;
      case Operation.Constant constant ->
          constant.value() == (int) constant.value() ? (Integer) (int) constant.value() : null;
      default -> null;
    };
  }

  /** A register that holds a value. It must not be changed. */
  int use(Value value) {
    if (isMadeWhereUsed(value)) {
      int register = selector.newRegister();
      moveTo(register, value);
      return register;
    }
    return register(value);
  }

  static boolean isMadeWhereUsed(Value value) {
    return value.operation().isMadeWhereUsed() || value.operation() instanceof Operation.Offset;
  }

  /** The value whose register a value is made from: its own, unless it is made where it is used. */
  static Value base(Value value) {
    Value base = value;
    while (base.operation() instanceof Operation.Offset) {
      base = base.input(0);
    }
    return base;
  }

  /** Puts a value into a register, touching no other. */
  void moveTo(int register, Value value) {
    switch (value.operation()) {
      case Operation.Constant constant ->
          selector.emit(
              new MachineOperation.Constant(
                  register,
                  value.isWide()
                      ? constant.value()
                      : Integer.toUnsignedLong((int) constant.value())));
      case Operation.Null _ -> selector.emit(new MachineOperation.Constant(register, 0));
      case Operation.MapAddress map ->
          selector.emit(new MachineOperation.MapAddress(register, map.map()));
      case Operation.FunctionAddress function ->
          selector.emit(new MachineOperation.FunctionAddress(register, function.function()));
      case Operation.Global global ->
          selector.emit(
              new MachineOperation.GlobalAddress(register, global.map(), global.offset()));
      case Operation.StackSlot slot ->
          selector.emit(new MachineOperation.StackAddress(register, selector.slot(value, slot), 0));
      case Operation.KernelTypeId id ->
          selector.emit(new MachineOperation.TypeId(register, id.type()));
      case Operation.KernelAnswer answer ->
          selector.emit(new MachineOperation.Answer(register, answer.query()));
      case Operation.Offset offset -> {
        Value base = value.input(0);
        if (base.operation() instanceof Operation.StackSlot slot) {
          selector.emit(
              new MachineOperation.StackAddress(
                  register, selector.slot(base, slot), offset.bytes()));
        } else {
          moveTo(register, base);
          if (offset.bytes() != 0) {
            selector.emit(
                new MachineOperation.AluConstant(AluOperator.ADD, true, register, offset.bytes()));
          }
        }
      }
      default -> selector.emit(new MachineOperation.Move(register, register(value)));
    }
  }

  /** The memory some bytes after an address. */
  Place place(Value address, int offset) {
    return switch (address.operation()) {
      case Operation.StackSlot slot -> new InSlot(selector.slot(address, slot), offset);
      case Operation.Offset inner -> place(address.input(0), inner.bytes() + offset);
      default -> {
        selector.requireStackPlace(address);
        yield new AtRegister(use(address), offset);
      }
    };
  }

  void load(Width width, int register, Place place) {
    selector.emit(
        switch (place) {
          case AtRegister(int base, int offset) ->
              new MachineOperation.Load(width, register, base, offset);
          case InSlot(int slot, int offset) ->
              new MachineOperation.LoadStack(width, register, slot, offset);
        });
  }

  void store(Width width, Place place, Value value) {
    Integer constant = immediate(value);
    if (constant != null) {
      storeConstant(width, place, constant);
      return;
    }
    storeRegister(width, place, value);
  }

  /** Stores a value that must be in a register: before Linux 6.4 the context takes no constants. */
  void storeRegister(Width width, Place place, Value value) {
    storeFrom(width, place, use(value));
  }

  void storeFrom(Width width, Place place, int register) {
    selector.emit(
        switch (place) {
          case AtRegister(int base, int offset) ->
              new MachineOperation.StoreRegister(width, base, offset, register);
          case InSlot(int slot, int offset) ->
              new MachineOperation.StoreStack(width, slot, offset, register);
        });
  }

  void storeConstant(Width width, Place place, int value) {
    selector.emit(
        switch (place) {
          case AtRegister(int base, int offset) ->
              new MachineOperation.StoreConstant(width, base, offset, value);
          case InSlot(int slot, int offset) ->
              new MachineOperation.StoreStackConstant(width, slot, offset, value);
        });
  }

  /**
   * Whether a value may be a loop's counter, whose number the verifier knows in each round. Before Linux 6.4 ({@code
   * is_branch_taken}) it decides comparisons with a number that it knows only if that is on the right: elsewhere a loop up to a
   * variable never ends for it.
   */
  static boolean isCounter(Value value) {
    return switch (value.operation()) {
      case Operation.Phi _ -> true;
      case Operation.Convert _ -> isCounter(value.input(0));
      case Operation.Binary _ -> value.input(1).constant() != null && isCounter(value.input(0));
      default -> false;
    };
  }
}
