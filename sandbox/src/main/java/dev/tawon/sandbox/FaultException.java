package dev.tawon.sandbox;

import dev.tawon.object.LineInfo;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A program was stopped because it did what it must not. */
public final class FaultException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final transient Fault fault;
  private final transient @Nullable LineInfo line;

  FaultException(Fault fault, @Nullable LineInfo line) {
    super(fault.describe(line == null ? null : line.file() + ":" + line.line()));
    this.fault = fault;
    this.line = line;
  }

  /** What it did. */
  public Fault fault() {
    return fault;
  }

  /** The source line of the instruction, if the program came with line information. */
  public Optional<LineInfo> line() {
    return Optional.ofNullable(line);
  }
}
