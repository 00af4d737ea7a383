package dev.tawon.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import org.junit.jupiter.api.Test;

class PeerTest {
  @Test
  void shouldFindTheMeanOfEachProgramThatRan() {
    assertThat(
            Peer.parse(
                """
                stat tp_open cnt 213 avg_ns 207.6
                stat tp_conn cnt 0 avg_ns 0.0
                stat tp_exec cnt 4519 avg_ns 867.5
                exec 4509 open 2 conn 0 drops 0 cpu_s 0.109 maxrss_kB 13316
                """))
        .containsExactly(entry("tp_open", 207.6), entry("tp_exec", 867.5));
  }
}
