package dev.tawon.bpf.random;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Source text with what a reduction has to know of it: which pieces are expressions, of which type, and which are statements.
 *
 * @param role what it is
 * @param type an expression's type; empty for others
 * @param parts strings and trees, in the text's order
 */
record Tree(Role role, String type, List<Object> parts) {
  enum Role {
    TEXT,
    EXPRESSION,
    STATEMENT
  }

  Tree {
    parts = List.copyOf(parts);
  }

  static Tree text(Object... parts) {
    return new Tree(Role.TEXT, "", List.of(parts));
  }

  static Tree text(List<?> parts) {
    return new Tree(Role.TEXT, "", List.copyOf(parts));
  }

  static Tree expression(JavaType type, Object... parts) {
    return new Tree(Role.EXPRESSION, type.java(), List.of(parts));
  }

  /** A statement with its end of line. */
  static Tree statement(Object... parts) {
    List<Object> all = new ArrayList<>(List.of(parts));
    all.add("\n");
    return new Tree(Role.STATEMENT, "", all);
  }

  /** The same tree with another in one's place, which is told by identity. */
  Tree replace(Tree old, Tree replacement) {
    if (this == old) {
      return replacement;
    }
    List<Object> changed = new ArrayList<>();
    boolean any = false;
    for (Object part : parts) {
      Object now = part instanceof Tree tree ? tree.replace(old, replacement) : part;
      any |= now != part;
      changed.add(now);
    }
    return any ? new Tree(role, type, changed) : this;
  }

  /** This tree and all in it, outer ones first. */
  void walk(Consumer<Tree> visitor) {
    visitor.accept(this);
    for (Object part : parts) {
      if (part instanceof Tree tree) {
        tree.walk(visitor);
      }
    }
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }

  private void write(StringBuilder to) {
    for (Object part : parts) {
      if (part instanceof Tree tree) {
        tree.write(to);
      } else {
        to.append(part);
      }
    }
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    write(text);
    return text.toString();
  }
}
