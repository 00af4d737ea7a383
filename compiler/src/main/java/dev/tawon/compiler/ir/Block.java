package dev.tawon.compiler.ir;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A run of values that control enters at the top and leaves at the end. */
public final class Block {
  private final int id;
  private final List<Value> phis = new ArrayList<>();
  private final List<Value> values = new ArrayList<>();
  private final List<Block> predecessors = new ArrayList<>();
  private @Nullable Terminator terminator;
  private Position end = new Position("", 0);

  Block(int id) {
    this.id = id;
  }

  /** A number of its own within the function. */
  public int id() {
    return id;
  }

  /** The values that depend on the edge through which the block is entered. */
  public List<Value> phis() {
    return phis;
  }

  /** The values, in the order of their effects. */
  public List<Value> values() {
    return values;
  }

  /** The blocks from which control comes, once for each edge. */
  public List<Block> predecessors() {
    return predecessors;
  }

  /** How control leaves. */
  public Terminator terminator() {
    if (terminator == null) {
      throw new IllegalStateException("block " + id + " has no end");
    }
    return terminator;
  }

  /** Whether the block has its end. */
  public boolean isTerminated() {
    return terminator != null;
  }

  /** The place in the source where control leaves. */
  public Position end() {
    return end;
  }

  /**
   * Ends the block, and makes it a predecessor of its successors.
   *
   * @param how the end
   * @param position the place in the source
   */
  public void terminate(Terminator how, Position position) {
    if (terminator != null) {
      throw new IllegalStateException("block " + id + " has an end already");
    }
    terminator = how;
    end = position;
    how.successors().forEach(successor -> successor.predecessors.add(this));
  }

  /**
   * Moves the values from an index on, and the end, to a block without any. This one has no end then.
   *
   * @param from the index of the first value that moves
   * @param rest the block that receives them
   */
  public void moveEnd(int from, Block rest) {
    List<Value> moved = values.subList(from, values.size());
    rest.values.addAll(moved);
    moved.clear();
    for (Block successor : terminator().successors()) {
      successor.predecessors.replaceAll(block -> block == this ? rest : block);
    }
    rest.terminator = terminator;
    rest.end = end;
    terminator = null;
  }

  /** Gives the block another end with the same successors, so that no predecessor changes. */
  public void retarget(Terminator how) {
    terminator = how;
  }

  @Override
  public String toString() {
    return "b" + id;
  }
}
