package dev.tawon.isa;

import org.jspecify.annotations.Nullable;

/** A place in the code of one {@link CodeBuilder}, to jump to before or after it is known where that is. */
public final class Label {
  private static final int UNBOUND = -1;

  private final CodeBuilder owner;
  private final int number;
  private final @Nullable String name;
  private int index = UNBOUND;

  Label(CodeBuilder owner, int number, @Nullable String name) {
    this.owner = owner;
    this.number = number;
    this.name = name;
  }

  boolean belongsTo(CodeBuilder builder) {
    return owner == builder;
  }

  boolean isBound() {
    return index != UNBOUND;
  }

  /** The index of the instruction that the label stands before. */
  int index() {
    return index;
  }

  void bind(int index) {
    this.index = index;
  }

  /** The name it was made with, or its number among the builder's labels. */
  @Override
  public String toString() {
    return name != null ? name : "label " + number;
  }
}
