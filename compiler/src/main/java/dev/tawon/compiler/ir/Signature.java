package dev.tawon.compiler.ir;

import java.util.List;

/**
 * How the other functions of its program call a function.
 *
 * <p>One whose result is no long says by a negative result, in 64 bits, that it ended in a fault: an int's upper half is zero. One
 * whose result is a long sets the word that its last argument points to.
 *
 * @param parameters the types of the arguments that the method declares, which are the first
 * @param result the type of the result; {@link ValueType#NONE} if there is none
 * @param contextArgument which argument is the program's context, or -1
 * @param faultArgument which argument points to the word for faults, or -1
 * @param mayFail whether the function may end in a fault
 */
public record Signature(
    List<ValueType> parameters,
    ValueType result,
    int contextArgument,
    int faultArgument,
    boolean mayFail) {
  /** The registers that a call has for arguments. */
  public static final int MOST_ARGUMENTS = 5;

  /** Copies the list. */
  public Signature {
    parameters = List.copyOf(parameters);
  }
}
