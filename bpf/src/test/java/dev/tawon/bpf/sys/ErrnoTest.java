package dev.tawon.bpf.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ErrnoTest {
  @Test
  void shouldDescribeANumber() {
    assertThat(Errno.describe(1)).isEqualTo("EPERM (1): operation not permitted");
    assertThat(Errno.describe(11)).startsWith("EAGAIN (11)");
    assertThat(Errno.describe(95)).startsWith("EOPNOTSUPP (95)");
    assertThat(Errno.describe(524)).startsWith("ENOTSUPP (524)");
  }

  @Test
  void shouldShowAnUnknownNumberAsItIs() {
    assertThat(Errno.describe(4095)).isEqualTo("errno 4095");
  }

  @Test
  void shouldKnowTheMachinesItHasNumbersFor() {
    assertThat(Architecture.of("Linux", "amd64").bpf()).isEqualTo(321);
    assertThat(Architecture.of("Linux", "aarch64").bpf()).isEqualTo(280);
    assertThat(Architecture.of("Linux", "aarch64").perfEventOpen()).isEqualTo(241);
    assertThatThrownBy(() -> Architecture.of("Linux", "s390x"))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("s390x");
    assertThatThrownBy(() -> Architecture.of("Mac OS X", "aarch64"))
        .hasMessageContaining("Mac OS X");
  }

  @Test
  void shouldKeepWhatTheKernelTakesOfAName() {
    assertThat(ObjectName.of("onExec")).isEqualTo("onExec");
    assertThat(ObjectName.of("lambda$on-exit€")).isEqualTo("lambda_on_exit_");
    assertThat(ObjectName.of("a_very_long_name_indeed")).isEqualTo("a_very_long_nam");
  }
}
