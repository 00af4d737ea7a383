package dev.tawon.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tawon.object.CoreRelocation;
import dev.tawon.object.CoreRelocationKind;
import dev.tawon.object.btf.BtfBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What programs name of the kernel's: functions, variables, types. */
class KernelFunctionsTest {
  private static final String SUM =
      """
      r6 = 0
      r1 = r10
      r1 += -8
      r2 = %d
      r3 = %d
      call kernel-function#0
      r7 = r0
      next:
      r1 = r10
      r1 += -8
      call kernel-function#1
      if r0 == 0 goto end
      r1 = *(s32 *)(r0 +0)
      r6 += r1
      goto next
      end:
      r1 = r10
      r1 += -8
      call kernel-function#2
      r0 = r6
      if r7 == 0 goto done
      r0 = r7
      done:
      exit
      """;

  @ParameterizedTest
  @EnumSource
  void shouldIterateOverNumbers(Engine engine) {
    assertThat(sum(engine, 1, 5)).isEqualTo(10);
    assertThat(sum(engine, -3, 1)).isEqualTo(-6);
    assertThat(sum(engine, 5, 5)).isZero();
    assertThat(sum(engine, 6, 5)).as("EINVAL").isEqualTo(-22);
    assertThat(sum(engine, 0, (1 << 23) + 1)).as("E2BIG").isEqualTo(-7);
  }

  private static long sum(Engine engine, int start, int end) {
    return NamedProgram.of(
            SUM.formatted(start, end),
            "bpf_iter_num_new",
            "bpf_iter_num_next",
            "bpf_iter_num_destroy")
        .run(SimulatedKernel.create(), engine);
  }

  @ParameterizedTest
  @EnumSource
  void shouldIterateOverBits(Engine engine) {
    String text =
        SUM.replace("-8", "-16")
            .replace(
                "r2 = %d\nr3 = %d",
                "r1 = 0x8000000000000005 ll\n*(u64 *)(r10 -24) = r1\n"
                    + "r1 = r10\nr1 += -16\nr2 = r10\nr2 += -24\nr3 = %d");
    String[] names = {"bpf_iter_bits_new", "bpf_iter_bits_next", "bpf_iter_bits_destroy"};

    assertThat(NamedProgram.of(text.formatted(1), names).run(SimulatedKernel.create(), engine))
        .isEqualTo(0 + 2 + 63);
    assertThat(NamedProgram.of(text.formatted(0), names).run(SimulatedKernel.create(), engine))
        .isEqualTo(-22);
    assertThat(NamedProgram.of(text.formatted(512), names).run(SimulatedKernel.create(), engine))
        .isEqualTo(-7);
    assertThat(NamedProgram.of(text.formatted(511), names).run(SimulatedKernel.create(), engine))
        .as("EFAULT")
        .isEqualTo(-14);
  }

  @ParameterizedTest
  @EnumSource
  void shouldHaveNothingToDoForLocksAndCasts(Engine engine) {
    assertThat(
            NamedProgram.of(
                    """
                    call kernel-function#0
                    r1 = 77
                    r2 = 5
                    call kernel-function#1
                    r6 = r0
                    call kernel-function#2
                    r0 = r6
                    exit
                    """,
                    "bpf_rcu_read_lock",
                    "bpf_rdonly_cast",
                    "bpf_rcu_read_unlock")
                .run(SimulatedKernel.create(), engine))
        .isEqualTo(77);
  }

  @ParameterizedTest
  @EnumSource
  void shouldCallWhatTheHostGives(Engine engine) {
    NamedProgram program =
        NamedProgram.of("r1 = 20\nr2 = 1\ncall kernel-function#0\nexit", "bpf_own");
    Helper sum = (_, r1, r2, _, _, _) -> r1 + r2;

    assertThat(
            Sandbox.builder(program.spec())
                .engine(engine)
                .kernelFunction("bpf_own", sum)
                .build()
                .run())
        .isEqualTo(21);
    assertThat(program.run(SimulatedKernel.create().setKernelFunction("bpf_own", sum), engine))
        .isEqualTo(21);
  }

  @ParameterizedTest
  @EnumSource
  void shouldRefuseAFunctionThatIsNotThereByItsName(Engine engine) {
    assertThatThrownBy(() ->
            NamedProgram.of("r0 = 0\ncall kernel-function#0\nexit", "bpf_missing")
                .sandbox(SimulatedKernel.create(), engine))
        .isInstanceOf(InvalidProgramException.class)
        .hasMessage(
            "instruction 1: the kernel function bpf_missing is not simulated: Builder.kernelFunction gives one");

    Sandbox optional =
        NamedProgram.of(
                "r0 = btf[id:0]\nif r0 == 0 goto end\ncall kernel-function#0\nend:\nexit",
                "?bpf_missing")
            .sandbox(SimulatedKernel.create(), engine);
    assertThat(optional.run()).as("the program asks first").isZero();

    Sandbox careless =
        NamedProgram.of("call kernel-function#0\nexit", "?bpf_missing")
            .sandbox(SimulatedKernel.create(), engine);
    assertThat(catchThrowableOfType(FaultException.class, careless::run).fault())
        .isEqualTo(new Fault.Unsupported(0, "the kernel function bpf_missing is not simulated"));
  }

  @ParameterizedTest
  @EnumSource
  void shouldFindTheKernelsVariables(Engine engine) {
    NamedProgram program =
        NamedProgram.of("r1 = btf[id:0]\nr0 = *(u32 *)(r1 +4)\nexit", "a_variable");
    SimulatedKernel kernel =
        SimulatedKernel.create().setVariable("a_variable", new byte[] {0, 0, 0, 0, 7, 0, 0, 0});

    assertThat(program.run(kernel, engine)).isEqualTo(7);
    assertThatThrownBy(() -> program.sandbox(SimulatedKernel.create(), engine))
        .isInstanceOf(InvalidProgramException.class)
        .hasMessageContaining("there is no kernel variable a_variable");
    assertThat(
            NamedProgram.of("r0 = btf[id:0]\nexit", "?a_variable")
                .run(SimulatedKernel.create(), engine))
        .isZero();
    assertThat(
            NamedProgram.of("r0 = btf[id:0]\nexit", "bpf_iter_num_new")
                .run(SimulatedKernel.create(), engine))
        .as("a function that is there")
        .isNotZero();
  }

  @Test
  void shouldRefuseAProgramThatDependsOnTypesIfThereAreNone() {
    var spec =
        NamedProgram.of("r0 = 0\nexit")
            .spec(new CoreRelocation(0, CoreRelocationKind.TYPE_EXISTS, 1, "0"));

    assertThatThrownBy(() -> Sandbox.builder(spec).build())
        .isInstanceOf(InvalidProgramException.class)
        .hasMessageContaining("it depends on the kernel's types (CO-RE), of which none are given");
    var own = new BtfBuilder().build();
    assertThat(Sandbox.builder(spec).types(own, own).build().run()).as("as compiled").isZero();
  }
}
