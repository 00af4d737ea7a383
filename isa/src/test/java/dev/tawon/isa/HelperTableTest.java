package dev.tawon.isa;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HelperTableTest {

  @Test
  void shouldNameHelpersAsTheKernelDoes() {
    assertThat(HelperTable.name(0)).isEqualTo("bpf_unspec");
    assertThat(HelperTable.name(1)).isEqualTo("bpf_map_lookup_elem");
    assertThat(HelperTable.name(14)).isEqualTo("bpf_get_current_pid_tgid");
    assertThat(HelperTable.name(113)).isEqualTo("bpf_probe_read_kernel");
    assertThat(HelperTable.name(131)).isEqualTo("bpf_ringbuf_reserve");
    assertThat(HelperTable.name(211)).isEqualTo("bpf_cgrp_storage_delete");
  }

  @Test
  void shouldFindEveryHelperByItsName() {
    for (int number = 0; number < HelperTable.size(); number++) {
      assertThat(HelperTable.number(HelperTable.name(number))).hasValue(number);
    }
    assertThat(HelperTable.size()).isEqualTo(212);
  }

  @Test
  void shouldKnowNoOther() {
    assertThat(HelperTable.name(-1)).isNull();
    assertThat(HelperTable.name(212)).isNull();
    assertThat(HelperTable.number("bpf_no_such_thing")).isEmpty();
  }
}
