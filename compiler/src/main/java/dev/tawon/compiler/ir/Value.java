package dev.tawon.compiler.ir;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An operation applied to inputs: a node of the graph, equal to itself alone. */
public final class Value {
  private final int id;
  private final Operation operation;
  private final ValueType type;
  private final List<Value> inputs;
  private final Position position;
  private @Nullable Value replacement;

  Value(int id, Operation operation, ValueType type, List<Value> inputs, Position position) {
    this.id = id;
    this.operation = operation;
    this.type = type;
    this.inputs = new ArrayList<>(inputs);
    this.position = position;
  }

  /** A number of its own within the function. */
  public int id() {
    return id;
  }

  /** What it does. */
  public Operation operation() {
    return operation;
  }

  /** What it is. */
  public ValueType type() {
    return type;
  }

  /** Whether the value has 64 bits: a long or a reference. */
  public boolean isWide() {
    return type != ValueType.INT;
  }

  /** The inputs. A phi's are in the order of its block's predecessors. */
  public List<Value> inputs() {
    return inputs;
  }

  /** One input, as it is now. */
  public Value input(int index) {
    return inputs.get(index).resolved();
  }

  /** The place in the source that asks for it. */
  public Position position() {
    return position;
  }

  /** Makes every user of this value use another one instead. */
  public void replaceBy(Value other) {
    if (other.resolved() == this) {
      throw new IllegalStateException("value " + id + " would stand for itself");
    }
    replacement = other;
  }

  /** Whether another value stands for this one. */
  public boolean isReplaced() {
    return replacement != null;
  }

  /** The value that stands for this one: itself, unless it was replaced. */
  public Value resolved() {
    Value value = this;
    while (value.replacement != null) {
      value = value.replacement;
    }
    return value;
  }

  /** The constant that this is, or null. */
  public @Nullable Long constant() {
    return operation instanceof Operation.Constant constant ? (Long) constant.value() : null;
  }

  /** Whether this is the null reference. */
  public boolean isNull() {
    return operation instanceof Operation.Null;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    if (type != ValueType.NONE) {
      text.append('v').append(id).append(" = ");
    }
    text.append(operation);
    for (Value input : inputs) {
      text.append(" v").append(input.resolved().id);
    }
    return text.toString();
  }
}
