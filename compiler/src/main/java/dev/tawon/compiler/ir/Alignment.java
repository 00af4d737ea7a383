package dev.tawon.compiler.ir;

import java.util.HashSet;
import java.util.Set;

/**
 * Which addresses words of eight bytes may be read and written at. On the stack that is what the verifier is strict about,
 * whatever the machine ({@code check_ptr_alignment} in {@code kernel/bpf/verifier.c}); where else programs write, in maps,
 * rings and packets, the machines that eBPF is compiled for do not mind.
 */
public final class Alignment {
  private final Set<Value> seen = new HashSet<>();

  private Alignment() {}

  /** Whether an address is a multiple of eight, or in no function's stack. */
  public static boolean allowsWords(Value address) {
    return new Alignment().allows(address.resolved(), 0);
  }

  /**
   * Whether there may be words.
   *
   * @param behind by how much of eight bytes the place is behind the address; -1 if that is not known
   */
  private boolean allows(Value address, int behind) {
    return switch (address.operation()) {
      case Operation.StackSlot _ -> behind == 0;
      case Operation.Offset(int bytes) ->
          allows(
              address.input(0).resolved(),
              behind < 0 ? behind : Math.floorMod(behind + bytes, Long.BYTES));
      case Operation.PointerAdd _ -> allows(address.input(0).resolved(), -1);
      case Operation.Phi _ -> {
        if (!seen.add(address)) {
          yield true;
        }
        // One without inputs is a loop's, which is not translated to its end yet.
        boolean all = !address.inputs().isEmpty();
        for (Value input : address.inputs()) {
          all &= allows(input.resolved(), behind);
        }
        yield all;
      }
      case Operation.Null _, Operation.Global _, Operation.CallHelper _, Operation.PacketBound _ ->
          true;
      // A function is given what is a multiple of eight of its caller's, and adds the rest itself.
      case Operation.Argument _, Operation.Load _ -> behind == 0;
      default -> false;
    };
  }
}
