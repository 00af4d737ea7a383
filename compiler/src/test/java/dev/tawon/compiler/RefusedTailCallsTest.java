package dev.tawon.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tawon.lang.BpfModule;
import dev.tawon.lang.LogLevel;
import dev.tawon.lang.Xdp;
import dev.tawon.lang.XdpPacket;
import dev.tawon.lang.map.ProgramArray;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Tail calls that lead nowhere. */
class RefusedTailCallsTest {
  private static void assertRefused(Class<?> module, String reason) {
    assertThatThrownBy(() -> Compiler.compile(module, CompilerOptions.defaults()))
        .isInstanceOf(CompilationException.class)
        .hasMessageContaining("RefusedTailCallsTest.java:")
        .hasMessageContaining(reason);
  }

  @BpfModule
  static final class NoProgram {
    static final ProgramArray<XdpPacket> NEXT = ProgramArray.of(NoProgram::second);

    @Xdp
    static int first(XdpPacket packet) {
      NEXT.call(0);
      return 0;
    }

    static int second(XdpPacket packet) {
      return 0;
    }
  }

  @Test
  void shouldRefuseAMethodThatIsNoProgram() {
    assertRefused(
        NoProgram.class, "has in map NEXT the method second, which is no program of the module");
  }

  @BpfModule
  static final class Two {
    static final ProgramArray<XdpPacket> NEXT = ProgramArray.of(Two::first, Two::second);

    @Xdp
    static int first(XdpPacket packet) {
      NEXT.call(1);
      return 0;
    }

    @Xdp
    static int second(XdpPacket packet) {
      return 0;
    }
  }

  @Test
  void shouldLeaveThePlacesOfProgramsEmptyThatAreLeftOut() {
    CompilerOptions without =
        new CompilerOptions(Map.of(), false, Target.OLDEST, Set.of("first"), LogLevel.OFF);
    assertThat(Compiler.compile(Two.class, without).entries())
        .containsExactly(new CompiledModule.ProgramEntry("NEXT", 1, "second"));
  }

  @BpfModule
  static final class Missing {
    static final ProgramArray<XdpPacket> NEXT = ProgramArray.of(Missing::first);

    @Xdp
    static int first(XdpPacket packet) {
      NEXT.call(Missing::second);
      return 0;
    }

    @Xdp
    static int second(XdpPacket packet) {
      return 0;
    }
  }

  @Test
  void shouldRefuseAProgramThatTheArrayDoesNotHave() {
    assertRefused(Missing.class, "NEXT does not have the program second from the start");
  }

  static final class Elsewhere {
    static int second(XdpPacket packet) {
      return 1;
    }
  }

  @BpfModule
  static final class OfTheSameName {
    static final ProgramArray<XdpPacket> NEXT = ProgramArray.of(Elsewhere::second);

    @Xdp
    static int second(XdpPacket packet) {
      NEXT.call(0);
      return 0;
    }
  }

  @Test
  void shouldTellMethodsOfTheSameNameApart() {
    assertRefused(
        OfTheSameName.class,
        "has in map NEXT the method second, which is no program of the module:"
            + " dev.tawon.compiler.RefusedTailCallsTest$Elsewhere declares it");
    assertRefused(
        CallOfTheSameName.class, "NEXT does not have the program second from the start: declare");
  }

  @BpfModule
  static final class CallOfTheSameName {
    static final ProgramArray<XdpPacket> NEXT = ProgramArray.of(CallOfTheSameName::second);

    @Xdp
    static int first(XdpPacket packet) {
      NEXT.call(Elsewhere::second);
      return 0;
    }

    @Xdp
    static int second(XdpPacket packet) {
      return 0;
    }
  }

  @BpfModule
  static final class Lambda {
    static final ProgramArray<XdpPacket> NEXT = ProgramArray.of(2);

    @Xdp
    static int first(XdpPacket packet) {
      NEXT.call(other -> 1);
      return 0;
    }
  }

  @Test
  void shouldRefuseALambda() {
    assertRefused(Lambda.class, "NEXT does not have the program lambda");
  }

  @BpfModule
  static final class ByThePath {
    static final ProgramArray<XdpPacket> NEXT =
        ProgramArray.of(ByThePath::first, ByThePath::second);

    @Xdp
    static int first(XdpPacket packet) {
      ProgramArray.Program<XdpPacket> next =
          packet.rx_queue_index == 0 ? ByThePath::first : ByThePath::second;
      NEXT.call(next);
      return 0;
    }

    @Xdp
    static int second(XdpPacket packet) {
      return 0;
    }
  }

  @Test
  void shouldRefuseAReferenceThatDependsOnThePath() {
    assertRefused(ByThePath.class, "which program this is depends on the path taken");
  }
}
