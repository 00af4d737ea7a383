package dev.tawon.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which processes are taken into a tree when the monitor starts. */
final class DescendantsTest {
  @TempDir Path proc;

  private void process(int pid, String name, int parent, long start) throws IOException {
    String stat = "%d (%s) S %d %s%d 0\n".formatted(pid, name, parent, "0 ".repeat(17), start);
    Files.writeString(Files.createDirectories(proc.resolve("" + pid)).resolve("stat"), stat);
  }

  private Set<Integer> tree(int root) {
    Set<Integer> members = new TreeSet<>(Set.of(root));
    new Descendants(proc, root).forEachUntilStable(members::add, members::remove);
    return members;
  }

  @Test
  void shouldFindChildrenOfChildren() throws IOException {
    process(1, "init", 0, 1);
    process(10, "root", 1, 2);
    process(11, "child", 10, 3);
    process(9, "grandchild", 11, 4);
    process(12, "other", 1, 5);
    assertThat(tree(10)).containsExactly(9, 10, 11);
  }

  @Test
  void shouldNotBeMisledByTheNameOfAProcess() throws IOException {
    process(1, "init", 0, 1);
    process(10, "root", 1, 2);
    process(11, ") S 10 0 0", 1, 3);
    process(12, "a b) (c", 10, 3);
    assertThat(tree(10)).containsExactly(10, 12);
  }

  @Test
  void shouldForgetARootThatHasEnded() throws IOException {
    process(1, "init", 0, 1);
    assertThat(tree(10)).isEmpty();
  }
}
