package dev.tawon.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Traffic control by netlink, in a network namespace that goes with the process that it was made for. */
class TrafficLinkTest {
  @Test
  void shouldFilterAnInterfaceAndLeaveNothingBehind() throws Exception {
    Kernel.require();
    String path =
        System.getProperty("java.class.path", "")
            + File.pathSeparator
            + System.getProperty("jdk.module.path", "");
    Process child =
        new ProcessBuilder(
                List.of(
                    "unshare",
                    "--net",
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "--enable-native-access=ALL-UNNAMED",
                    "-Xshare:auto",
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    path,
                    TrafficLinkMain.class.getName(),
                    Files.readSymbolicLink(Path.of("/proc/self/ns/net")).toString()))
            .redirectErrorStream(true)
            .start();
    String output = read(child);
    assertThat(child.waitFor()).as(output).isZero();
    assertThat(output).contains("done");
  }

  private static String read(Process child) throws IOException {
    return new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
