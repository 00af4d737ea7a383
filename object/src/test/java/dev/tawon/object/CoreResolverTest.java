package dev.tawon.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tawon.object.CoreOutcome.Field;
import dev.tawon.object.CoreOutcome.Shape;
import dev.tawon.object.CoreRelocationException.Reason;
import dev.tawon.object.btf.Btf;
import dev.tawon.object.btf.BtfBuilder;
import dev.tawon.object.btf.BtfBuilder.Bitfield;
import dev.tawon.object.btf.BtfBuilder.Enumerator;
import dev.tawon.object.btf.BtfBuilder.Member;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CoreResolverTest {
  private final BtfBuilder local = new BtfBuilder();
  private final BtfBuilder target = new BtfBuilder();
  private final int localInt = local.integer("int", 4, true);
  private final int targetInt = target.integer("int", 4, true);

  private static int struct(BtfBuilder types, String name, int bytes, BtfBuilder.Field... fields) {
    int id = types.declareStruct(name);
    types.define(id, bytes, List.of(fields));
    return id;
  }

  private CoreOutcome outcome(CoreRelocationKind kind, int type, String access) {
    return CoreResolver.of(local.build(), target.build())
        .outcome(new CoreRelocation(0, kind, type, access));
  }

  private long resolve(CoreRelocationKind kind, int type, String access) {
    return CoreResolver.of(local.build(), target.build())
        .resolve(new CoreRelocation(0, kind, type, access));
  }

  private CoreRelocationException failure(CoreRelocationKind kind, int type, String access) {
    return catchThrowableOfType(CoreRelocationException.class, () -> resolve(kind, type, access));
  }

  @Test
  void shouldFindAMemberByNameWhereverItIs() {
    int task = struct(local, "task", 8, new Member("pid", localInt, 0), new Member("uid", 1, 4));
    int inner = struct(target, "", 8, new Member("pad", targetInt, 0), new Member("uid", 1, 4));
    struct(target, "task", 16, new Member("pid", targetInt, 0), new Member("", inner, 8));
    CoreOutcome outcome = outcome(CoreRelocationKind.FIELD_BYTE_OFFSET, task, "0:1");
    Field field = new Field(4, Shape.SIGNED);
    assertThat(outcome).isEqualTo(new CoreOutcome(4, 12, true, field, field));
  }

  @Test
  void shouldStripFlavoursOnBothSides() {
    int old = struct(local, "task___old", 4, new Member("state", localInt, 0));
    struct(target, "task___2", 8, new Member("state", targetInt, 4));
    assertThat(resolve(CoreRelocationKind.FIELD_BYTE_OFFSET, old, "0:0")).isEqualTo(4);
    assertThat(resolve(CoreRelocationKind.TYPE_SIZE, old, "0")).isEqualTo(8);
  }

  @Test
  void shouldTellSizesAndShapesOfBothSides() {
    int unsigned = local.integer("unsigned int", 4, false);
    int task = struct(local, "task", 4, new Member("flags", unsigned, 0));
    int wide = target.integer("unsigned long", 8, false);
    struct(target, "task", 16, new Member("flags", wide, 8));
    CoreOutcome outcome = outcome(CoreRelocationKind.FIELD_BYTE_OFFSET, task, "0:0");
    assertThat(outcome.local()).isEqualTo(new Field(4, Shape.UNSIGNED));
    assertThat(outcome.target()).isEqualTo(new Field(8, Shape.UNSIGNED));
    assertThat(outcome.isWidthAdjustable()).isTrue();
    assertThat(resolve(CoreRelocationKind.FIELD_BYTE_SIZE, task, "0:0")).isEqualTo(8);
    assertThat(resolve(CoreRelocationKind.FIELD_SIGNED, task, "0:0")).isZero();
    assertThat(resolve(CoreRelocationKind.FIELD_RSHIFT_U64, task, "0:0")).isZero();
  }

  @Test
  void shouldFindTheLoadOfABitField() {
    int task = struct(local, "task", 4, new Bitfield("flag", localInt, 3, 5));
    struct(
        target,
        "task",
        8,
        new Member("pid", targetInt, 0),
        new Bitfield("pad", targetInt, 32, 30),
        new Bitfield("flag", targetInt, 62, 2));
    assertThat(outcome(CoreRelocationKind.FIELD_BYTE_OFFSET, task, "0:0"))
        .isEqualTo(new CoreOutcome(0, 4, false, null, null));
    assertThat(resolve(CoreRelocationKind.FIELD_BYTE_SIZE, task, "0:0")).isEqualTo(4);
    assertThat(resolve(CoreRelocationKind.FIELD_SIGNED, task, "0:0")).isEqualTo(1);
    // The load's four bytes hold the field at bits 30 and 31.
    assertThat(resolve(CoreRelocationKind.FIELD_LSHIFT_U64, task, "0:0")).isEqualTo(32);
    assertThat(resolve(CoreRelocationKind.FIELD_RSHIFT_U64, task, "0:0")).isEqualTo(62);
  }

  @Test
  void shouldWidenTheLoadOfABitFieldThatStraddles() {
    int task = struct(local, "task", 8, new Bitfield("flag", localInt, 28, 8));
    struct(target, "task", 8, new Bitfield("flag", targetInt, 28, 8));
    assertThat(resolve(CoreRelocationKind.FIELD_BYTE_SIZE, task, "0:0")).isEqualTo(8);
    assertThat(resolve(CoreRelocationKind.FIELD_BYTE_OFFSET, task, "0:0")).isZero();
    assertThat(resolve(CoreRelocationKind.FIELD_LSHIFT_U64, task, "0:0")).isEqualTo(28);
  }

  @Test
  void shouldNotBeginTheLoadOfABitFieldInTheFieldBefore() {
    int localShort = local.integer("short", 2, true);
    int targetShort = target.integer("short", 2, true);
    int prog = struct(local, "prog", 4, new Bitfield("flag", localShort, 1, 1));
    struct(
        target,
        "prog",
        8,
        new Member("pages", targetShort, 0),
        new Bitfield("jited", targetInt, 16, 1),
        new Bitfield("flag", targetInt, 17, 1));
    assertThat(resolve(CoreRelocationKind.FIELD_BYTE_OFFSET, prog, "0:0")).isEqualTo(2);
    assertThat(resolve(CoreRelocationKind.FIELD_BYTE_SIZE, prog, "0:0")).isEqualTo(1);
    assertThat(resolve(CoreRelocationKind.FIELD_LSHIFT_U64, prog, "0:0")).isEqualTo(62);
    assertThat(resolve(CoreRelocationKind.FIELD_RSHIFT_U64, prog, "0:0")).isEqualTo(63);
  }

  @Test
  void shouldSuggestTheNearestFields() {
    int task = struct(local, "task_struct___mine", 4, new Member("state", localInt, 0));
    struct(
        target,
        "task_struct",
        12,
        new Member("__state", targetInt, 0),
        new Member("exit_state", targetInt, 4),
        new Member("pid", targetInt, 8));
    CoreRelocationException failure = failure(CoreRelocationKind.FIELD_BYTE_OFFSET, task, "0:0");
    assertThat(failure)
        .hasMessage(
            "struct task_struct___mine.state: the kernel's struct task_struct has no field state; "
                + "did you mean __state, exit_state?");
    assertThat(failure.reason()).isEqualTo(Reason.MISSING);
    assertThat(resolve(CoreRelocationKind.FIELD_EXISTS, task, "0:0")).isZero();
  }

  @Test
  void shouldSuggestTheNearestTypes() {
    int sock = struct(local, "sokc", 4, new Member("port", localInt, 0));
    struct(target, "sock", 4, new Member("port", targetInt, 0));
    assertThat(failure(CoreRelocationKind.FIELD_BYTE_OFFSET, sock, "0:0"))
        .hasMessage("struct sokc.port: the kernel has no struct sokc");
    int socket = struct(local, "sockets", 4, new Member("port", localInt, 0));
    assertThat(failure(CoreRelocationKind.FIELD_BYTE_OFFSET, socket, "0:0"))
        .hasMessage("struct sockets.port: the kernel has no struct sockets; did you mean sock?");
    assertThat(resolve(CoreRelocationKind.TYPE_EXISTS, socket, "0")).isZero();
    assertThat(resolve(CoreRelocationKind.TYPE_SIZE, socket, "0")).isZero();
    assertThat(resolve(CoreRelocationKind.TYPE_ID_TARGET, socket, "0")).isZero();
    assertThat(resolve(CoreRelocationKind.TYPE_ID_LOCAL, socket, "0")).isEqualTo(socket);
  }

  @Test
  void shouldSayWhatKindOfFieldTheKernelHas() {
    int task = struct(local, "task", 8, new Member("parent", local.pointer(0), 0));
    struct(target, "task", 4, new Member("parent", targetInt, 0));
    assertThat(failure(CoreRelocationKind.FIELD_BYTE_OFFSET, task, "0:0"))
        .hasMessage(
            "struct task.parent: the kernel's struct task has a field parent, but it is int, not a pointer");
  }

  @Test
  void shouldFollowArraysWithinTheirBounds() {
    int task = struct(local, "task", 64, new Member("comm", local.array(localInt, 16), 0));
    struct(target, "task", 40, new Member("comm", target.array(targetInt, 8), 8));
    assertThat(resolve(CoreRelocationKind.FIELD_BYTE_OFFSET, task, "0:0:7")).isEqualTo(36);
    assertThat(failure(CoreRelocationKind.FIELD_BYTE_OFFSET, task, "0:0:8"))
        .hasMessage("struct task.comm[8]: the kernel's array has 8 elements, none at 8");
    assertThat(resolve(CoreRelocationKind.FIELD_BYTE_OFFSET, task, "2:0:0")).isEqualTo(88);
  }

  @Test
  void shouldFollowAFlexibleArrayToAnyElement() {
    int event =
        struct(local, "event", 4, new Member("n", 1, 0), new Member("a", flexible(local), 4));
    struct(target, "event", 8, new Member("n", targetInt, 0), new Member("a", flexible(target), 8));
    assertThat(resolve(CoreRelocationKind.FIELD_BYTE_OFFSET, event, "0:1:100")).isEqualTo(408);
  }

  private static int flexible(BtfBuilder types) {
    return types.array(1, 0);
  }

  @Test
  void shouldRefuseTypesThatDisagree() {
    int task = struct(local, "task", 4, new Member("pid", localInt, 0));
    struct(target, "task", 4, new Member("pid", targetInt, 0));
    struct(target, "task", 8, new Member("pid", targetInt, 4));
    CoreRelocationException failure = failure(CoreRelocationKind.FIELD_BYTE_OFFSET, task, "0:0");
    assertThat(failure.reason()).isEqualTo(Reason.AMBIGUOUS);
    assertThat(failure)
        .hasMessage(
            "struct task.pid is ambiguous: struct task.pid (type 2) gives 0, "
                + "struct task.pid (type 3) gives 4");
    assertThat(resolve(CoreRelocationKind.TYPE_EXISTS, task, "0")).isEqualTo(1);
  }

  @Test
  void shouldDropCandidatesThatLackAField() {
    int task = struct(local, "task", 8, new Member("a", localInt, 0), new Member("b", 1, 4));
    struct(target, "task", 8, new Member("a", targetInt, 0), new Member("b", targetInt, 4));
    struct(target, "task", 4, new Member("b", targetInt, 0));
    CoreResolver resolver = CoreResolver.of(local.build(), target.build());
    CoreRelocationKind kind = CoreRelocationKind.FIELD_BYTE_OFFSET;
    assertThat(resolver.resolve(new CoreRelocation(0, kind, task, "0:0"))).isZero();
    assertThat(resolver.resolve(new CoreRelocation(0, kind, task, "0:1"))).isEqualTo(4);
  }

  @Test
  void shouldAskTheKernelBeforeAModule() {
    int task = struct(local, "task", 4, new Member("pid", localInt, 0));
    int here = struct(target, "task", 8, new Member("pid", targetInt, 4));
    Btf kernel = target.build();
    BtfBuilder module = new BtfBuilder();
    module.integer("int", 4, true);
    struct(module, "task", 4, new Member("pid", 1, 0));
    // A split part's names continue the base's strings, so these say nothing; its type has the same
    // members.
    Btf split = Btf.parse(module.build().toByteArray(), kernel);
    CoreResolver resolver = CoreResolver.of(local.build(), split);
    CoreRelocation relocation = new CoreRelocation(0, CoreRelocationKind.TYPE_ID_TARGET, task, "0");
    assertThat(resolver.resolve(relocation)).isEqualTo(here);
  }

  @Test
  void shouldFindEnumeratorsByName() {
    List<Enumerator> values = List.of(new Enumerator("A", 1), new Enumerator("B___old", 2));
    int states = local.enumeration("states", 4, false, values);
    target.enumeration("states", 8, true, List.of(new Enumerator("B", -7)));
    assertThat(resolve(CoreRelocationKind.ENUMVAL_VALUE, states, "1")).isEqualTo(-7);
    assertThat(resolve(CoreRelocationKind.ENUMVAL_EXISTS, states, "1")).isEqualTo(1);
    assertThat(resolve(CoreRelocationKind.ENUMVAL_EXISTS, states, "0")).isZero();
    assertThat(failure(CoreRelocationKind.ENUMVAL_VALUE, states, "0"))
        .hasMessage("the kernel's enum states has no A");
  }

  @Test
  void shouldLetAScalarOfJavaStandForAnyScalar() {
    int scalar = local.typedef(CoreRelocation.SCALAR, local.integer("long", 8, true));
    int task = struct(local, "task", 8, new Member("a", scalar, 0));
    struct(target, "task", 8, new Member("a", target.pointer(0), 0));
    CoreOutcome outcome = outcome(CoreRelocationKind.FIELD_BYTE_OFFSET, task, "0:0");
    assertThat(outcome.target()).isEqualTo(new Field(8, Shape.POINTER));
    assertThat(outcome.isWidthAdjustable()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", ":", "0:", "0:-1", "0:x", "0:9", "0:0:0", "-1:0", "0:99999999999", "1 "})
  void shouldRefuseAccessStringsThatNameNothing(String access) {
    int task = struct(local, "task", 4, new Member("pid", localInt, 0));
    struct(target, "task", 4, new Member("pid", targetInt, 0));
    CoreRelocationException failure = failure(CoreRelocationKind.FIELD_BYTE_OFFSET, task, access);
    assertThat(failure.reason()).isEqualTo(Reason.INVALID);
  }

  @Test
  void shouldRefuseRelocationsThatMakeNoSense() {
    int task = struct(local, "task", 4, new Member("pid", localInt, 0));
    int anonymous = struct(local, "", 4, new Member("pid", localInt, 0));
    assertThat(failure(CoreRelocationKind.FIELD_BYTE_OFFSET, 99, "0:0").reason())
        .isEqualTo(Reason.INVALID);
    assertThat(failure(CoreRelocationKind.TYPE_SIZE, task, "0:0").reason())
        .isEqualTo(Reason.INVALID);
    assertThat(failure(CoreRelocationKind.ENUMVAL_VALUE, task, "0").reason())
        .isEqualTo(Reason.INVALID);
    assertThat(failure(CoreRelocationKind.FIELD_BYTE_OFFSET, anonymous, "0:0").reason())
        .isEqualTo(Reason.INVALID);
  }

  @Test
  void shouldGiveUpOnTypesThatAreMadeToBeSlow() {
    int task = struct(local, "task", 4, new Member("pid", localInt, 0));
    // Forty levels of two anonymous structures each: 2^40 ways that do not lead to a pid.
    int inner = struct(target, "", 8, new Member("a", targetInt, 0), new Member("b", targetInt, 4));
    for (int level = 0; level < 40; level++) {
      int union = target.declareUnion(level == 39 ? "" : "");
      target.define(union, 8, List.of(new Member("", inner, 0), new Member("", inner, 0)));
      inner = union;
    }
    struct(target, "task", 8, new Member("", inner, 0));
    assertThat(failure(CoreRelocationKind.FIELD_BYTE_OFFSET, task, "0:0").reason())
        .isEqualTo(Reason.UNSUPPORTED);
    assertThatExceptionOfType(CoreRelocationException.class)
        .isThrownBy(() -> resolve(CoreRelocationKind.FIELD_EXISTS, task, "0:0"));
  }

  @Test
  void shouldEndAtAnonymousStructuresOfThemselves() {
    int task = struct(local, "task", 4, new Member("pid", localInt, 0));
    int loop = target.declareUnion("");
    target.define(loop, 8, List.of(new Member("", loop, 0)));
    struct(target, "task", 8, new Member("", loop, 0));
    assertThatThrownBy(() -> resolve(CoreRelocationKind.FIELD_BYTE_OFFSET, task, "0:0"))
        .hasMessage("struct task is nested more than 64 deep in the target");
  }
}
