package dev.tawon.object.btf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tawon.object.CoreRelocation;
import dev.tawon.object.CoreRelocationException;
import dev.tawon.object.CoreRelocationKind;
import dev.tawon.object.CoreResolver;
import dev.tawon.object.MalformedObjectException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What holds for all BTF, made at random, cut off or damaged. */
class BtfPropertyTest {
  private static final Path VMLINUX = Path.of("/sys/kernel/btf/vmlinux");
  private static final long SEED = Long.getLong("tawon.seed", 20_261_124);

  @Test
  void shouldReadBackWhatTheBuilderMade() {
    for (long seed = SEED; seed < SEED + 300; seed++) {
      RandomTypes types = new RandomTypes(seed).add(60);
      Btf built = types.build();
      Btf read = Btf.parse(built.toByteArray());
      assertThat(read.typeCount()).as("seed %d", seed).isEqualTo(types.expected().size() + 1);
      for (int id = 1; id < read.typeCount(); id++) {
        BtfType type = read.type(id);
        assertThat(type).as("seed %d, type %d", seed, id).isEqualTo(types.expected().get(id - 1));
        assertThat(read.find(read.kind(id), read.name(id)).isPresent())
            .as("seed %d, type %d", seed, id)
            .isEqualTo(!read.name(id).isEmpty());
      }
      assertThat(read.toByteArray()).as("seed %d", seed).isEqualTo(built.toByteArray());
    }
  }

  @Test
  void shouldRefuseEveryTruncation() {
    byte[] whole = new RandomTypes(SEED).add(60).build().toByteArray();
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThat(parses(cut, "cut to " + length)).as("cut to %d", length).isFalse();
    }
  }

  @Test
  void shouldRefuseOrSurviveDamage() {
    SplittableRandom random = new SplittableRandom(SEED);
    byte[] whole = new RandomTypes(SEED).add(60).build().toByteArray();
    int survived = 0;
    for (int round = 0; round < 3_000; round++) {
      byte[] damaged = whole.clone();
      String what = "seed " + SEED + ", round " + round;
      for (int i = random.nextInt(1, 5); i > 0; i--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      survived += parses(damaged, what) ? 1 : 0;
    }
    assertThat(survived).isBetween(1, 2_999);
  }

  @Test
  void shouldRefuseOrSurviveDamageToTheTypesOfThisKernel() throws IOException {
    assumeTrue(Files.isReadable(VMLINUX), "this machine shows no BTF");
    SplittableRandom random = new SplittableRandom(SEED);
    byte[] whole = Files.readAllBytes(VMLINUX);
    for (int round = 0; round < 30; round++) {
      byte[] damaged = round % 10 == 9 ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole;
      int at = random.nextInt(damaged.length);
      byte before = damaged[at];
      damaged[at] ^= (byte) (1 << random.nextInt(8));
      parses(damaged, "seed " + SEED + ", byte " + at);
      damaged[at] = before;
    }
  }

  @Test
  void shouldReadEveryTypeOfThisKernel() {
    assumeTrue(Files.isReadable(VMLINUX), "this machine shows no BTF");
    Btf btf = Btf.open(VMLINUX);
    visit(btf);
    int task = btf.find(BtfKind.STRUCT, "task_struct").orElseThrow();
    assertThat(btf.size(task).orElseThrow()).isBetween(1_000L, 100_000L);
    assertThat(btf.find(BtfKind.FUNC, "tcp_connect")).isPresent();
    assertThat(btf.flavours("task_struct")).contains(task);
    assertThat(btf.name(task)).isEqualTo("task_struct");
  }

  /** Whether bytes are read; if they are, every type must be visited without another error than this one. */
  private static boolean parses(byte[] bytes, String what) {
    try {
      visit(Btf.parse(bytes));
      return true;
    } catch (MalformedObjectException _) {
      return false;
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      return fail(what, e);
    }
  }

  private static void visit(Btf btf) {
    AtomicInteger sound = new AtomicInteger();
    int step = Math.max(1, btf.typeCount() / 4);
    for (int id = 0; id < btf.typeCount(); id++) {
      BtfType type = btf.type(id);
      assertThat(type).isNotNull();
      int at = id;
      unlessMalformed(() -> sound.addAndGet(btf.resolve(at)));
      unlessMalformed(() -> sound.addAndGet((int) btf.size(at).orElse(0)));
      if (id % step == 0) {
        String name = btf.name(id);
        // What is not UTF-8 is read with replacement characters, and so not found again.
        assertThat(btf.find(btf.kind(id), name).isPresent() || name.contains("\ufffd"))
            .isEqualTo(!name.isEmpty());
        relocate(btf, id);
      }
    }
  }

  private static void relocate(Btf btf, int id) {
    CoreResolver resolver = CoreResolver.of(btf, btf);
    for (CoreRelocationKind kind : CoreRelocationKind.values()) {
      String access = kind.name().startsWith("FIELD") ? "0:" + id % 3 : "0";
      try {
        unlessMalformed(() -> resolver.resolve(new CoreRelocation(0, kind, id, access)));
      } catch (CoreRelocationException e) {
        assertThat(e).hasMessageNotContaining("null");
      }
    }
  }

  private static void unlessMalformed(Runnable question) {
    try {
      question.run();
    } catch (MalformedObjectException e) {
      assertThat(e.section()).isEqualTo(".BTF");
    }
  }
}
