package dev.tawon.compiler.back;

import dev.tawon.compiler.ir.Block;
import dev.tawon.compiler.ir.Position;
import java.util.ArrayList;
import java.util.List;

/**
 * A block of machine operations.
 *
 * @param source the block it was made from
 * @param loopDepth how many loops it is in
 * @param code its operations, the last of which leave it
 */
record MachineBlock(Block source, int loopDepth, List<Step> code) {
  /**
   * One operation, and the place in the source that asks for it.
   *
   * @param operation the operation
   * @param position the place
   */
  record Step(MachineOperation operation, Position position) {}

  MachineBlock(Block source, int loopDepth) {
    this(source, loopDepth, new ArrayList<>());
  }

  void add(MachineOperation operation, Position position) {
    code.add(new Step(operation, position));
  }
}
