package dev.tawon.compiler.ir;

import dev.tawon.isa.AtomicOperator;
import dev.tawon.isa.Width;
import dev.tawon.lang.map.BpfMap;
import java.util.List;

/** What a {@link Value} does with its inputs. */
public sealed interface Operation {

  /** Whether the value may be left out when nobody uses it, and shared with an equal one. */
  default boolean isPure() {
    return switch (this) {
      case Constant _,
          Null _,
          Literal _,
          Boxed _,
          SwitchIndex _,
          Lambda _,
          Concatenation _,
          TextNumber _,
          Iteration _,
          Argument _,
          FunctionAddress _,
          Parameter _,
          Context _,
          Binary _,
          Negate _,
          Convert _,
          Compare _,
          MapAddress _,
          Global _,
          Offset _,
          PointerAdd _,
          KernelAddress _,
          KernelContainer _,
          KernelNumber _,
          KernelTypeId _,
          KernelAnswer _ ->
          true;
      case Phi _,
          NullCheck _,
          BoundsCheck _,
          Fault _,
          Abort _,
          StackSlot _,
          Zero _,
          Load _,
          LoadIfPresent _,
          PacketBound _,
          Store _,
          VolatileLoad _,
          VolatileStore _,
          AtomicAdd _,
          AtomicFetch _,
          KernelLoad _,
          KernelWord _,
          KernelCast _,
          IteratorNew _,
          IteratorNext _,
          IteratorDestroy _,
          CallFunction _,
          CallSubprogram _,
          CalleeCheck _,
          CallHelper _ ->
          false;
    };
  }

  /** Whether the function may end here in a fault. */
  default boolean mayFail() {
    return switch (this) {
      case NullCheck _, BoundsCheck _, Fault _, Abort _, CalleeCheck _ -> true;
      default -> false;
    };
  }

  /** Whether the value takes no register, but is made wherever it is used, so that it matters to none in which block it is. */
  default boolean isMadeWhereUsed() {
    return switch (this) {
      case Constant _,
          Null _,
          MapAddress _,
          Global _,
          FunctionAddress _,
          StackSlot _,
          KernelTypeId _,
          KernelAnswer _ ->
          true;
      default -> false;
    };
  }

  /** Whether the value must stay although nobody uses it. */
  default boolean hasEffect() {
    return switch (this) {
      case NullCheck _,
          BoundsCheck _,
          Fault _,
          Abort _,
          Zero _,
          Store _,
          VolatileLoad _,
          VolatileStore _,
          AtomicAdd _,
          AtomicFetch _,
          IteratorNew _,
          IteratorNext _,
          IteratorDestroy _,
          CallFunction _,
          CallSubprogram _,
          CalleeCheck _ ->
          true;
      case CallHelper call -> call.effect();
      case Constant _,
          Null _,
          Literal _,
          Boxed _,
          SwitchIndex _,
          Lambda _,
          Concatenation _,
          TextNumber _,
          Iteration _,
          Argument _,
          FunctionAddress _,
          Parameter _,
          Context _,
          Phi _,
          Binary _,
          Negate _,
          Convert _,
          Compare _,
          MapAddress _,
          Global _,
          StackSlot _,
          Load _,
          LoadIfPresent _,
          PacketBound _,
          Offset _,
          PointerAdd _,
          KernelLoad _,
          KernelWord _,
          KernelAddress _,
          KernelContainer _,
          KernelCast _,
          KernelNumber _,
          KernelTypeId _,
          KernelAnswer _ ->
          false;
    };
  }

  /**
   * An integer.
   *
   * @param value sign-extended if the type is {@link ValueType#INT}
   */
  record Constant(long value) implements Operation {}

  /** The null reference. */
  record Null() implements Operation {}

  /**
   * A string or class of the class file, which only the compiler sees: an argument of calls that take such constants.
   *
   * @param constant the {@code String} or {@code Class}
   */
  record Literal(Object constant) implements Operation {}

  /** A number as an object, which only the compiler sees: a key or value of a map, before it is stored for the call. */
  record Boxed() implements Operation {}

  /**
   * The number that a class gives to the enum constant whose ordinal is the input, which only a switch of the front end
   * sees.
   *
   * @param numbers by ordinal
   */
  record SwitchIndex(List<Integer> numbers) implements Operation {
    /** Copies the list. */
    public SwitchIndex {
      numbers = List.copyOf(numbers);
    }
  }

  /**
   * A parameter of the hook.
   *
   * @param index from 0
   * @param typed whether the verifier knows what it points to
   */
  record Parameter(int index, boolean typed) implements Operation {}

  /** The address of what the kernel hands to the program. */
  record Context() implements Operation {}

  /**
   * The address where the packet begins or ends, read from the context, the input. It is another one after a call that
   * moves the packet.
   *
   * @param offset where the context has it
   * @param width how many bytes the context has for it
   */
  record PacketBound(int offset, Width width) implements Operation {}

  /** One of the inputs, by the edge through which the block is entered: in the order of the block's predecessors. */
  record Phi() implements Operation {}

  /**
   * An operation on two integers.
   *
   * @param operator which
   */
  record Binary(BinaryOperator operator) implements Operation {}

  /** The negative of an integer. */
  record Negate() implements Operation {}

  /**
   * A change of an integer's width.
   *
   * @param conversion which
   */
  record Convert(Conversion conversion) implements Operation {}

  /**
   * Less than, equal to or greater than zero, as the first input is to the second. Branches on it compare the inputs
   * themselves; there is no code for the number.
   *
   * @param unsigned whether the inputs are seen as unsigned
   */
  record Compare(boolean unsigned) implements Operation {}

  /** A fault unless the input is not null. */
  record NullCheck() implements Operation {}

  /**
   * A fault unless the input, an int seen as unsigned, is at most the limit.
   *
   * @param limit the largest value that passes, not negative
   */
  record BoundsCheck(int limit) implements Operation {}

  /**
   * A fault always: what follows is not reached.
   *
   * @param reason what it is
   */
  record Fault(String reason) implements Operation {
    /** A program's result that its hook does not take. */
    public static final String WRONG_RESULT = "a result that the hook does not take";
  }

  /** The end of the function where one that it called ended in a fault, which is counted: what follows is not reached. */
  record Abort() implements Operation {}

  /**
   * A lambda or a method reference, with what it captures as inputs, which only the compiler sees: an argument of calls that
   * take one.
   *
   * @param target the method
   */
  record Lambda(Object target) implements Operation {}

  /**
   * A text that is put together of the inputs, which only the compiler sees: an argument of calls that send its parts.
   *
   * @param recipe what stands between them, and how they are written
   */
  record Concatenation(Object recipe) implements Operation {}

  /** The number that stands for a string, one of several constants; see {@link dev.tawon.compiler.opt.TextNumbers}. */
  record TextNumber() implements Operation {}

  /**
   * What an iterator of the kernel goes through, with what tells it where as inputs, which only the compiler sees: for a {@code
   * for} loop.
   *
   * @param source the iterator
   */
  record Iteration(Object source) implements Operation {}

  /**
   * Begins an iteration: the first input is its state, on the stack, the others say of what. It is ended by {@link
   * IteratorDestroy} on every way, which {@link dev.tawon.compiler.opt.IteratorEnds} puts there.
   *
   * @param kind the name of the state's structure, {@code bpf_iter_num}
   * @param since the kernel that has it first, {@code 6.4}
   */
  record IteratorNew(String kind, String since) implements Operation {}

  /**
   * The address of the next element of an iteration, whose state is the input, or null behind the last.
   *
   * @param kind the name of the state's structure
   */
  record IteratorNext(String kind) implements Operation {}

  /**
   * Ends an iteration, whose state is the input.
   *
   * @param kind the name of the state's structure
   */
  record IteratorDestroy(String kind) implements Operation {}

  /**
   * A parameter of a function that is called.
   *
   * @param index from 0
   * @param typed whether the verifier knows what it points to, if it is an address
   * @param notNull whether it is never null
   */
  record Argument(int index, boolean typed, boolean notNull) implements Operation {
    /** A parameter of a function that the kernel calls back. */
    public Argument(int index) {
      this(index, true, true);
    }
  }

  /**
   * The address of a function of the same program.
   *
   * @param function the function
   */
  record FunctionAddress(Function function) implements Operation {}

  /**
   * The address of bytes on the stack.
   *
   * @param bytes how many
   * @param purpose what they hold, for messages
   * @param temporary whether they are written, used and done with before another temporary slot of the same purpose is, so
   *     that the two may be one
   */
  record StackSlot(int bytes, String purpose, boolean temporary) implements Operation {}

  /**
   * Sets the bytes of a {@link StackSlot} to zero.
   *
   * @param bytes how many
   */
  record Zero(int bytes) implements Operation {}

  /**
   * The address of a map.
   *
   * @param map the handle
   */
  record MapAddress(BpfMap map) implements Operation {}

  /**
   * The address of a static field.
   *
   * @param map the map that it lies in
   * @param offset from the begin of the map's value that holds all of them
   */
  record Global(String map, int offset) implements Operation {}

  /**
   * A read of memory of the program's own: stack, map value, ring record.
   *
   * @param width how many bytes
   * @param signed whether a byte or short has a sign
   * @param offset from the input
   */
  record Load(Width width, boolean signed, int offset) implements Operation {}

  /**
   * A read of memory of the program's own if the input is not null; else 0. Only the front end makes it, and the first pass
   * of the optimiser makes a {@link Load} of it.
   *
   * @param width how many bytes
   * @param signed whether a byte or short has a sign
   */
  record LoadIfPresent(Width width, boolean signed) implements Operation {}

  /**
   * A write of the second input to memory of the program's own, at the first.
   *
   * @param width how many bytes
   * @param offset from the first input
   */
  record Store(Width width, int offset) implements Operation {}

  /**
   * A read of a volatile field, as {@link Load}: there is one for each that the source has, and no access of memory moves past
   * it.
   *
   * @param width how many bytes
   * @param signed whether a byte or short has a sign
   * @param offset from the input
   */
  record VolatileLoad(Width width, boolean signed, int offset) implements Operation {}

  /**
   * A write of a volatile field, as {@link Store}: there is one for each that the source has, and no access of memory moves
   * past it.
   *
   * @param width how many bytes
   * @param offset from the first input
   */
  record VolatileStore(Width width, int offset) implements Operation {}

  /**
   * Adds the second input to memory at the first, atomically.
   *
   * @param width four or eight bytes
   * @param offset from the first input
   */
  record AtomicAdd(Width width, int offset) implements Operation {}

  /**
   * Changes memory at the first input, atomically, and is what was there before. The second input is the operand; of {@link
   * AtomicOperator#CMPXCHG} the third is what memory is compared with.
   *
   * @param operator which
   * @param width four or eight bytes
   * @param offset from the first input
   */
  record AtomicFetch(AtomicOperator operator, Width width, int offset) implements Operation {}

  /**
   * The address that lies after the input.
   *
   * @param bytes how far
   */
  record Offset(int bytes) implements Operation {}

  /** The address that lies after the first input by the second, a long. */
  record PointerAdd() implements Operation {}

  /**
   * A read of a member of the kernel structure at the input.
   *
   * @param field the member
   * @param width how many bytes
   * @param signed whether a byte or short has a sign
   */
  record KernelLoad(KernelField field, Width width, boolean signed) implements Operation {}

  /**
   * A read of the kernel's memory at the input, an address, as a long without a sign.
   *
   * @param width how many bytes
   */
  record KernelWord(Width width) implements Operation {}

  /**
   * The address of a member of the kernel structure at the input.
   *
   * @param field the member
   */
  record KernelAddress(KernelField field) implements Operation {}

  /**
   * The address of the kernel structure whose member is at the input.
   *
   * @param field the member
   */
  record KernelContainer(KernelField field) implements Operation {}

  /** The input, a long, as the address of a kernel structure. */
  record KernelNumber() implements Operation {}

  /**
   * The input, as a pointer that the verifier lets the program read through. The second input is the {@link
   * KernelTypeId}.
   *
   * @param type what it points to
   */
  record KernelCast(KernelStruct type) implements Operation {}

  /**
   * The number that the target kernel's BTF gives to a structure.
   *
   * @param type the structure
   */
  record KernelTypeId(KernelStruct type) implements Operation {}

  /**
   * A number that the target kernel's BTF gives.
   *
   * @param query what is asked
   */
  record KernelAnswer(KernelQuery query) implements Operation {}

  /**
   * A call of a kernel helper with the inputs as its arguments.
   *
   * @param helper its number in {@code enum bpf_func_id}
   * @param name its name, for messages
   * @param effect whether the call must stay although its result is not used
   */
  record CallHelper(int helper, String name, boolean effect) implements Operation {}

  /**
   * A call of a function of the kernel with the inputs as its arguments.
   *
   * @param function its name
   * @param release the function that releases the result; empty if nothing is acquired
   * @param releases whether the first input is released
   */
  record CallFunction(String function, String release, boolean releases) implements Operation {}

  /**
   * A call of a function of the same program with the inputs as its arguments. The result of one that has none is an int.
   *
   * @param function the function
   */
  record CallSubprogram(Function function) implements Operation {}

  /** A fault, which is counted already, if the function whose result is the input ended in one. */
  record CalleeCheck() implements Operation {}
}
