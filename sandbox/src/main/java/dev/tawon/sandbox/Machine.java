package dev.tawon.sandbox;

import dev.tawon.isa.AtomicOperator;
import dev.tawon.object.LineInfo;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a running program has besides its registers: memory, stack frames, budget, helpers. One for a sandbox, used again
 * for each of its runs.
 *
 * <p>The methods that take {@code at}, the index of the instruction that asks, are called by the interpreter and by
 * compiled programs alike.
 */
final class Machine extends AddressSpace implements Memory {
  /** How many functions may be active: {@code MAX_CALL_FRAMES} of {@code include/linux/bpf_verifier.h}. */
  static final int MAX_FRAMES = 8;

  /** Bytes of a function's stack: {@code MAX_BPF_STACK} of {@code include/linux/filter.h}. */
  static final int FRAME_BYTES = 512;

  /** The number of {@code bpf_tail_call}. */
  static final int TAIL_CALL = 12;

  private static final long LOW = 0xffff_ffffL;
  private static final byte[] NOTHING = {};
  private static final AtomicOperator[] OPERATORS = AtomicOperator.values();
  private static final int MAX_LOOPS = 8 * 1024 * 1024;

  /** What a function that returns early leaves in {@link #loadPacket}: no packet load yields it. */
  static final long PACKET_TOO_SHORT = -1;

  private final Program program;
  private final Executable executable;
  private final @Nullable Helper[] helpers;
  private final List<LineInfo> lines;
  private final @Nullable SimulatedKernel kernel;
  private final long budgetOfRun;
  private final Region[] frames = new Region[MAX_FRAMES];
  private final Region packetRegion = new Region("the packet", NOTHING, true);
  private final Region contextRegion = new Region("the context", NOTHING, true);

  /** How many instructions may still be carried out; negative if it was overdrawn. */
  long budget;

  /** How many functions are active. */
  int depth;

  /** By frame, how often {@code may_goto} may still go on. */
  private final int[] loops = new int[MAX_FRAMES];

  /** The helper that is called. */
  private int helper;

  /** What the program that {@link #tailCall} ran returned. */
  long tailResult;

  /** The instruction that called a helper, for what the helper does wrong. */
  private int at;

  /** The context's memory. */
  byte[] context = NOTHING;

  /** The same if it may be written, else nothing. */
  byte[] writableContext = NOTHING;

  /** What legacy packet loads read. */
  private byte[] packet = NOTHING;

  private @Nullable PacketContext packetContext;

  Machine(
      Program program,
      Executable executable,
      @Nullable Helper[] helpers,
      List<LineInfo> lines,
      long budget,
      @Nullable SimulatedKernel kernel) {
    this.kernel = kernel;
    this.program = program;
    this.executable = executable;
    this.helpers = helpers;
    this.lines = lines;
    this.budgetOfRun = budget;
    for (int i = 0; i < MAX_FRAMES; i++) {
      frames[i] =
          new Region(i == 0 ? "the stack" : "the stack of call " + i, new byte[FRAME_BYTES], true);
    }
    regions[Region.FUNCTIONS] = new Region("the program's code", NOTHING, false);
  }

  /** Runs the program's first function on a context, which is none if it is empty. */
  @SuppressWarnings("ReferenceEquality") // the very array that is bound need not be bound again
  long run(byte[] memory) {
    if (packet != memory || packetContext != null) {
      bindContext(memory, true);
      packetContext = null;
      regions[Region.PACKET] = Region.NONE;
      packet = memory; // of legacy packet loads
    }
    return run();
  }

  /** Runs the program's first function on a packet. */
  long run(PacketContext on) {
    bindContext(on.context(), on.writable());
    packetContext = on;
    bindPacket(on.memory());
    return run();
  }

  private long run() {
    budget = budgetOfRun;
    while (depth > 0) { // a fault left them
      leave(true);
    }
    long address = context.length == 0 ? NULL : Region.address(Region.CONTEXT);
    try {
      return executable.start(this, address, context.length, 0, 0, 0);
    } catch (EndOfProgram end) {
      return end.result();
    }
  }

  private void bindContext(byte[] memory, boolean mayBeWritten) {
    Region region = Region.NONE;
    if (memory.length != 0) {
      region = contextRegion;
      region.set(memory, mayBeWritten);
    }
    regions[Region.CONTEXT] = region;
    context = region.readable;
    writableContext = region.writable;
  }

  private void bindPacket(byte[] bytes) {
    packetRegion.set(bytes, true);
    regions[Region.PACKET] = packetRegion;
    packet = bytes;
  }

  /** Instructions of the last run, which a fault leaves short by those since the last jump. */
  long instructions() {
    return budgetOfRun - budget;
  }

  @Override
  Region sharedRegion(long number) {
    return kernel == null ? Region.NONE : kernel.region(number);
  }

  // The budget of compiled programs, which count down from a part of it that is an int.

  private static final int MAX_CREDIT = 1 << 30;

  /** How much of the budget a compiled function may take before it settles; negative if it is overdrawn. */
  int credit() {
    return Math.clamp(budget, -MAX_CREDIT, MAX_CREDIT);
  }

  /** Takes from the budget what is not left of the {@link #credit}. */
  void settle(int left) {
    budget += left - credit();
  }

  /** The same where the credit was nothing. */
  void settleUnlooked(int left) {
    budget += left;
  }

  /** Called, settled, where the credit is used up: returns if the budget has more. */
  void refill(int at) {
    if (budget < 0) {
      throw overdrawn(at);
    }
  }

  // Stack frames.

  /** Begins a function: its frame becomes memory. Returns the frame's number. */
  int enter(int caller, boolean usesStack) {
    int frame = depth;
    if (frame == MAX_FRAMES) {
      throw fault(new Fault.CallTooDeep(caller, MAX_FRAMES));
    }
    depth = frame + 1;
    loops[frame] = MAX_LOOPS;
    if (usesStack) {
      Region region = frames[frame];
      Arrays.fill(region.bytes, (byte) 0);
      regions[Region.FIRST_FRAME + frame] = region;
    }
    return frame;
  }

  /** Ends a function: no pointer to its frame is valid any more. */
  void leave(boolean usesStack) {
    int frame = --depth;
    if (usesStack) {
      regions[Region.FIRST_FRAME + frame] = Region.NONE;
    }
  }

  byte[] frame(int number) {
    return frames[number].bytes;
  }

  /** The frame pointer of a frame: the address after its last byte. */
  static long framePointer(int frame) {
    return Region.address(Region.FIRST_FRAME + frame) + FRAME_BYTES;
  }

  /**
   * The legacy packet load: {@code bpf_load_helper_convert_offset} of {@code net/core/filter.c}.
   *
   * @return the number in host order, or {@link #PACKET_TOO_SHORT}
   */
  long loadPacket(int size, long index) {
    long offset = (int) index;
    if (offset < 0) { // SKF_LL_OFF and SKF_NET_OFF of include/uapi/linux/filter.h
      offset = offset >= -0x100000 ? offset + 0x100000 + 14 : offset + 0x200000;
    }
    byte[] bytes = packet;
    if (offset < 0 || offset + size > bytes.length) {
      return PACKET_TOO_SHORT;
    }
    int i = (int) offset;
    return switch (size) {
      case 1 -> bytes[i] & 0xff;
      case 2 -> Short.reverseBytes((short) SHORT.get(bytes, i)) & 0xffff;
      default -> Integer.reverseBytes((int) INT.get(bytes, i)) & LOW;
    };
  }

  /**
   * A read-modify-write. The machine belongs to one thread, so that nothing can come between.
   *
   * @param operator the ordinal of an {@link AtomicOperator}
   * @param expected what {@link AtomicOperator#CMPXCHG} compares with
   * @return the old value; with four bytes its upper half is zero
   */
  long atomic(int operator, boolean wide, long address, long operand, long expected, int at) {
    long old = wide ? load64(address, at) : load32(address, at);
    long value =
        switch (OPERATORS[operator]) {
          case ADD -> old + operand;
          case OR -> old | operand;
          case AND -> old & operand;
          case XOR -> old ^ operand;
          case XCHG -> operand;
          case CMPXCHG -> old == (wide ? expected : expected & LOW) ? operand : old;
        };
    if (wide) {
      store64(address, value, at);
    } else {
      store32(address, value, at);
    }
    return old;
  }

  /** Whether {@code may_goto} jumps: after {@code BPF_MAX_LOOPS} of {@code include/linux/bpf.h} in a function. */
  boolean loopsAreUsedUp() {
    return --loops[depth - 1] < 0;
  }

  // Calls.

  /** Calls a helper by number. */
  long callHelper(int number, long r1, long r2, long r3, long r4, long r5, int at) {
    Helper helper = number >= 0 && number < helpers.length ? helpers[number] : null;
    if (helper == null) {
      throw fault(new Fault.UnknownHelper(at, number));
    }
    this.at = at;
    this.helper = number;
    return helper.call(this, r1, r2, r3, r4, r5);
  }

  /**
   * {@code bpf_tail_call}: runs another program in the place of the function that calls.
   *
   * @return whether it ran; {@link #tailResult} is what it returned then
   */
  boolean tailCall(long array, long index, int at) {
    this.at = at;
    this.helper = TAIL_CALL;
    SimulatedKernel around = kernel;
    if (around == null) {
      throw fault(new Fault.UnknownHelper(at, TAIL_CALL));
    }
    if (!(around.mapAt(array) instanceof ReferenceMap programs)) {
      throw badArgument("0x%x is no program array".formatted(array));
    }
    Sandbox next = programs.program((int) index);
    if (next == null || !around.mayTailCall()) {
      return false;
    }
    around.countTailCalls(1);
    try {
      tailResult = next.machine().continueFor(this);
    } finally {
      around.countTailCalls(-1);
    }
    return true;
  }

  /** Runs this machine's program on what another's has in hand. */
  private long continueFor(Machine caller) {
    Machine callee = new Machine(program, executable, helpers, lines, budgetOfRun, kernel);
    callee.budget = caller.budget;
    if (caller.packetContext != null) {
      callee.packetContext = caller.packetContext;
      callee.bindPacket(caller.packetContext.memory());
    } else {
      callee.packet = caller.packet;
    }
    callee.bindContext(caller.context, caller.writableContext.length != 0);
    long address = callee.context.length == 0 ? NULL : Region.address(Region.CONTEXT);
    long result = executable.start(callee, address, callee.context.length, 0, 0, 0);
    caller.budget = callee.budget;
    if (caller.packetContext != null) {
      caller.bindPacket(caller.packetContext.memory());
    }
    return result;
  }

  /** What an argument that makes no sense comes to. */
  FaultException badArgument(String reason) {
    return fault(new Fault.BadArgument(at, helper, reason));
  }

  /** What a call of a function that is not there comes to. */
  FaultException unsupportedCall(String reason) {
    return fault(new Fault.Unsupported(at, reason));
  }

  /** Runs a function of the program after its run, as a timer does: with a budget of its own. */
  long callBack(long function, long r1, long r2, long r3) {
    budget = budgetOfRun;
    while (depth > 0) { // a fault left them
      leave(true);
    }
    return callFunction(function, r1, r2, r3, 0, 0);
  }

  PacketContext packetContext() {
    PacketContext on = packetContext;
    if (on == null) {
      throw badArgument("the program does not run on a packet");
    }
    return on;
  }

  /** Sees the memory of a packet that has become longer or shorter. */
  void packetChanged() {
    bindPacket(packetContext().memory());
  }

  /** Some bytes, or null where there is no such memory: for helpers that may be given any address. */
  byte @Nullable [] tryRead(long address, long size) {
    try {
      return read(address, size);
    } catch (FaultException _) {
      return null;
    }
  }

  /** Writes bytes, where there is memory that may be written; returns whether there was. */
  boolean tryWrite(long address, byte[] bytes) {
    try {
      write(address, bytes);
      return true;
    } catch (FaultException _) {
      return false;
    }
  }

  /** Calls what a register holds: a function's address or a helper's number. */
  long callRegister(long target, long r1, long r2, long r3, long r4, long r5, int at) {
    if (target >>> Region.SHIFT == Region.FUNCTIONS) {
      return executable.run(this, functionAt(target, at), r1, r2, r3, r4, r5);
    }
    if (target != (int) target) {
      throw fault(new Fault.UnknownCallTarget(at, target));
    }
    return callHelper((int) target, r1, r2, r3, r4, r5, at);
  }

  @Override
  public long callFunction(long function, long r1, long r2, long r3, long r4, long r5) {
    int caller = at;
    int called = helper;
    long result = executable.run(this, functionAt(function, caller), r1, r2, r3, r4, r5);
    at = caller;
    helper = called;
    if (budget < 0) { // a helper that loops has no jump backwards
      throw overdrawn(caller);
    }
    return result;
  }

  private int functionAt(long address, int at) {
    int function =
        address >>> Region.SHIFT == Region.FUNCTIONS
            ? program.functionAtSlot((int) address & Region.OFFSET_MASK)
            : -1;
    if (function < 0) {
      throw fault(new Fault.UnknownCallTarget(at, address));
    }
    return function;
  }

  // Faults.

  /** Called where the budget is overdrawn. */
  FaultException overdrawn(int at) {
    return fault(new Fault.BudgetExhausted(at, budgetOfRun));
  }

  FaultException unsupported(int at) {
    return fault(new Fault.Unsupported(at, program.unsupported(at)));
  }

  @Override
  FaultException fault(Fault fault) {
    LineInfo found = null;
    for (LineInfo line : lines) {
      if (line.instruction() > fault.instruction()) {
        break;
      }
      found = line;
    }
    return new FaultException(fault, found);
  }

  // Memory, for helpers.

  @Override
  public int readByte(long address) {
    return (int) load8(address, at);
  }

  @Override
  public int readInt(long address) {
    return (int) load32(address, at);
  }

  @Override
  public long readLong(long address) {
    return load64(address, at);
  }

  @Override
  public void writeByte(long address, int value) {
    store8(address, value, at);
  }

  @Override
  public void writeInt(long address, int value) {
    store32(address, value, at);
  }

  @Override
  public void writeLong(long address, long value) {
    store64(address, value, at);
  }

  @Override
  public byte[] read(long address, long size) {
    if (size == 0) {
      return NOTHING;
    }
    byte[] bytes = check(address, size, false, at).bytes;
    int offset = (int) address & Region.OFFSET_MASK;
    return Arrays.copyOfRange(bytes, offset, offset + (int) size);
  }

  @Override
  public void write(long address, byte[] bytes) {
    if (bytes.length != 0) {
      byte[] region = check(address, bytes.length, true, at).bytes;
      System.arraycopy(bytes, 0, region, (int) address & Region.OFFSET_MASK, bytes.length);
    }
  }

  @Override
  public long end(long result) {
    throw new EndOfProgram(result);
  }
}
