package dev.tawon.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tawon.isa.Immediate;
import dev.tawon.isa.Instruction;
import dev.tawon.isa.JumpCondition;
import dev.tawon.isa.Register;
import dev.tawon.isa.Width;
import dev.tawon.lang.Bpf;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Fentry;
import dev.tawon.lang.Kernel;
import dev.tawon.lang.KernelType;
import dev.tawon.lang.Kprobe;
import dev.tawon.lang.RawTracepoint;
import dev.tawon.lang.Struct;
import dev.tawon.lang.map.RingBuffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How pointers of the kernel are read and asked whether they are null, and what stands behind faults. */
final class KernelReadsTest {
  private static final int PROBE_READ = 113;
  private static final int RINGBUF_DISCARD = 133;

  @KernelType("thing")
  static final class Thing {
    long first;
    long second;
    long third;
    Thing next;
  }

  @KernelType("other")
  static final class Other {}

  @BpfModule(license = "GPL")
  static final class Two {
    @Kprobe("function")
    static int run(Other other) {
      Thing thing = Kernel.cast(other, Thing.class);
      return (int) (thing.first + thing.second);
    }
  }

  @BpfModule(license = "GPL")
  static final class Three {
    @Kprobe("function")
    static int run(Other other) {
      Thing thing = Kernel.cast(other, Thing.class);
      return (int) (thing.first + thing.second + thing.third);
    }
  }

  @BpfModule(license = "GPL")
  static final class Loop {
    @Kprobe("function")
    static int run(Other other, int count) {
      Thing thing = Kernel.cast(other, Thing.class);
      int sum = 0;
      for (int i = 0; i < 1000 && i < count; i++) {
        sum += (int) thing.first;
      }
      return sum;
    }
  }

  @BpfModule(license = "GPL")
  static final class Chain {
    @Kprobe("function")
    static int run(Thing thing) {
      return (int) thing.next.next.next.first;
    }
  }

  @BpfModule(license = "GPL")
  static final class Lines {
    @Kprobe("function")
    static int run(Thing thing) {
      Thing next = thing.next;
      return (int) next.first;
    }
  }

  @BpfModule(license = "GPL")
  static final class Typed {
    @Fentry("function")
    static void run(Thing thing) {
      SINK = (int) thing.next.next.first;
    }

    static int SINK;
  }

  @BpfModule(license = "GPL")
  static final class Checked {
    @RawTracepoint("sys_enter")
    static int run(long address, int length) {
      byte[] name = new byte[64];
      if (Bpf.readKernelString(name, address) < 0) {
        return 0;
      }
      int sum = 0;
      for (int at = 0; at < length; at++) {
        sum += name[at];
      }
      return sum;
    }
  }

  @Struct
  static final class Event {
    long a;
    long b;
    long c;
    long d;
  }

  @BpfModule(license = "GPL")
  static final class Faults {
    static final RingBuffer<Event> EVENTS = RingBuffer.ofBytes(4096);

    @Kprobe("function")
    static void run(Thing thing) {
      Event event = EVENTS.reserve(Event.class);
      if (event == null) {
        return;
      }
      event.a = thing.first;
      event.b = thing.next.second;
      Thing other = thing.next.next;
      event.c = other.second;
      other = other.next;
      event.d = other.third;
      EVENTS.submit(event);
    }
  }

  private static List<Instruction> code(Class<?> module) {
    return Compiler.compile(module, new CompilerOptions(Map.of(), true, Target.of(6, 12)))
        .object()
        .programs()
        .getFirst()
        .instructions();
  }

  private static long calls(Class<?> module) {
    return code(module).stream()
        .filter(instruction -> instruction.equals(new Instruction.CallHelper(PROBE_READ)))
        .count();
  }

  private static long casts(Class<?> module) {
    return code(module).stream()
        .filter(instruction -> instruction instanceof Instruction.CallKernelFunction)
        .count();
  }

  private static long nullChecks(Class<?> module) {
    return code(module).stream()
        .filter(instruction ->
            instruction instanceof Instruction.Branch branch
                && branch.condition() == JumpCondition.EQ
                && branch.src().equals(new Immediate(0)))
        .count();
  }

  @Test
  void shouldGiveNoTypeForTwoReads() {
    assertThat(casts(Two.class)).isZero();
    assertThat(calls(Two.class)).isEqualTo(2);
  }

  @Test
  void shouldGiveATypeForMoreReadsAndForLoops() {
    assertThat(casts(Three.class)).isEqualTo(1);
    assertThat(calls(Three.class)).isZero();
    assertThat(casts(Loop.class)).isEqualTo(1);
  }

  @Test
  void shouldAskOnlyTheLastOfAChainWhetherItIsNull() {
    assertThat(nullChecks(Chain.class)).isEqualTo(1);
  }

  @Test
  void shouldAskEachWhoseFaultIsAnotherLines() {
    assertThat(nullChecks(Lines.class)).isEqualTo(2);
  }

  @Test
  void shouldAskEachOfWhichTheVerifierWantsToKnow() {
    assertThat(nullChecks(Typed.class)).isGreaterThanOrEqualTo(2);
  }

  @Test
  void shouldGiveBackInOnePlaceWithTheNumberOfTheFaultWhereTheVerifierDoesNotFollowIt() {
    List<Instruction> code = code(Faults.class);
    assertThat(code).filteredOn(new Instruction.CallHelper(RINGBUF_DISCARD)::equals).hasSize(1);
    assertThat(code)
        .filteredOn(instruction ->
            instruction instanceof Instruction.Store store
                && store.base() == Register.R10
                && store.width() == Width.BYTE
                && store.offset() % Long.BYTES != 0)
        .hasSizeGreaterThan(3);
    CompiledModule module = Compiler.compile(Faults.class, CompilerOptions.defaults());
    int counters =
        module.object().maps().stream()
                .filter(map -> map.name().equals(CompiledModule.FAULT_MAP))
                .findFirst()
                .orElseThrow()
                .valueSize()
            / Long.BYTES;
    assertThat(Integer.bitCount(counters)).isEqualTo(1);
    assertThat(counters).isGreaterThanOrEqualTo(module.faultSites().size());
  }

  @Test
  void shouldGoOnBehindTheCheckOfAnIndexThatEndsTheLoopSoon() {
    assertThat(code(Checked.class))
        .anyMatch(instruction ->
            instruction instanceof Instruction.Branch branch
                && branch.condition() == JumpCondition.GT
                && branch.src().equals(new Immediate(63)));
  }
}
