package dev.tawon.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tawon.isa.Assembler;
import dev.tawon.object.MapSpec;
import dev.tawon.object.MapType;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Helpers that change packets. */
class PacketHelpersTest {
  /** An IPv4 header without options, after an Ethernet header. */
  private static byte[] packet() {
    byte[] packet = new byte[60];
    for (int i = 0; i < 12; i++) {
      packet[i] = (byte) i;
    }
    packet[12] = 8;
    packet[14] = 0x45;
    packet[17] = 46;
    packet[22] = 64;
    packet[23] = 17;
    packet[26] = 10;
    packet[29] = 1;
    packet[30] = 10;
    packet[33] = 2;
    int sum = ~sum(packet, 14, 20) & 0xffff;
    packet[24] = (byte) (sum >> 8);
    packet[25] = (byte) sum;
    return packet;
  }

  /** The Internet checksum's sum, RFC 1071: 0xffff over what has a right checksum in it. */
  private static int sum(byte[] bytes, int at, int length) {
    int sum = 0;
    for (int i = at; i < at + length; i += 2) {
      sum += (bytes[i] & 0xff) << 8 | bytes[i + 1] & 0xff;
    }
    while (sum >> 16 != 0) {
      sum = (sum & 0xffff) + (sum >> 16);
    }
    return sum;
  }

  private static long run(Engine engine, PacketContext on, String text) {
    return Sandbox.builder(Assembler.assemble("r6 = r1\n" + text + "\nexit"))
        .engine(engine)
        .kernel(SimulatedKernel.create())
        .build()
        .run(on);
  }

  @ParameterizedTest
  @EnumSource
  void shouldKeepChecksumsRight(Engine engine) {
    PacketContext on = PacketContext.socketBuffer(packet());
    assertThat(sum(on.packet(), 14, 20)).isEqualTo(0xffff);

    // Another source address: 10.0.0.1 becomes 192.168.7.9.
    String replaced =
        """
        *(u32 *)(r10 -4) = 0x0907a8c0
        r1 = r6
        r2 = 26
        r3 = r10
        r3 += -4
        r4 = 4
        r5 = 0
        call bpf_skb_store_bytes
        r1 = r6
        r2 = 24
        r3 = 0x0100000a
        r4 = 0x0907a8c0
        r5 = 4
        call bpf_l3_csum_replace
        """;
    assertThat(run(engine, on, replaced)).isZero();
    assertThat(on.packet()[26] & 0xff).isEqualTo(192);
    assertThat(sum(on.packet(), 14, 20)).isEqualTo(0xffff);

    // Another time to live, with the protocol beside it: two bytes.
    on.packet()[22] = 63;
    assertThat(
            run(engine, on, "r2 = 24\nr3 = 0x1140\nr4 = 0x113f\nr5 = 2\ncall bpf_l3_csum_replace"))
        .isZero();
    assertThat(sum(on.packet(), 14, 20)).isEqualTo(0xffff);

    assertThat(run(engine, on, "r2 = 24\nr3 = 1\nr4 = 2\nr5 = 3\ncall bpf_l3_csum_replace"))
        .as("EINVAL")
        .isEqualTo(-22);
    assertThat(run(engine, on, "r2 = 25\nr3 = 1\nr4 = 2\nr5 = 2\ncall bpf_l3_csum_replace"))
        .as("EFAULT: an odd place")
        .isEqualTo(-14);
    assertThat(run(engine, on, "r2 = 60\nr3 = 1\nr4 = 2\nr5 = 2\ncall bpf_l3_csum_replace"))
        .isEqualTo(-14);
  }

  @ParameterizedTest
  @EnumSource
  void shouldLeaveAnAbsentChecksumOfUdp(Engine engine) {
    PacketContext on = PacketContext.socketBuffer(packet());
    String text = "r2 = 40\nr3 = 1\nr4 = 2\nr5 = %d\ncall bpf_l4_csum_replace";

    assertThat(run(engine, on, text.formatted(0x24))).as("BPF_F_MARK_MANGLED_0").isZero();
    assertThat(on.packet()[40]).isZero();
    assertThat(run(engine, on, text.formatted(0x14))).isZero();
    assertThat(Arrays.copyOfRange(on.packet(), 40, 42)).isNotEqualTo(new byte[2]);
    assertThat(run(engine, on, text.formatted(0x104))).isEqualTo(-22);
  }

  @ParameterizedTest
  @EnumSource
  void shouldLoadBytesFromAHeaderOn(Engine engine) {
    PacketContext on = PacketContext.socketBuffer(packet());
    String text =
        """
        r2 = %d
        r3 = r10
        r3 += -8
        r4 = 1
        r5 = %d
        call bpf_skb_load_bytes_relative
        r1 = *(u8 *)(r10 -8)
        if r0 != 0 goto end
        r0 = r1
        end:
        """;

    assertThat(run(engine, on, text.formatted(1, 0))).as("the link's header").isEqualTo(1);
    assertThat(run(engine, on, text.formatted(0, 1))).as("the network's").isEqualTo(0x45);
    assertThat(run(engine, on, text.formatted(46, 1))).isEqualTo(-14);
    assertThat(run(engine, on, text.formatted(0, 2))).isEqualTo(-14);
  }

  @ParameterizedTest
  @EnumSource
  void shouldPushAndPopTags(Engine engine) {
    PacketContext on = PacketContext.socketBuffer(packet());
    String push = "r2 = 0x81\nr3 = %d\ncall bpf_skb_vlan_push\nr0 = *(u32 *)(r6 +24)";

    assertThat(run(engine, on, push.formatted(5))).as("the first is in the context").isEqualTo(5);
    assertThat(on.packet()).hasSize(60);
    assertThat(run(engine, on, push.formatted(6))).isEqualTo(6);
    assertThat(on.packet()).hasSize(64);
    assertThat(Arrays.copyOfRange(on.packet(), 12, 18))
        .isEqualTo(new byte[] {(byte) 0x81, 0, 0, 5, 8, 0});
    String pop =
        "call bpf_skb_vlan_pop\nr0 = *(u32 *)(r6 +20)\nr0 <<= 8\nr1 = *(u32 *)(r6 +24)\nr0 |= r1";
    assertThat(run(engine, on, pop)).isEqualTo(0x105);
    assertThat(run(engine, on, pop)).isZero();
    assertThat(on.packet()).isEqualTo(packet());
  }

  @ParameterizedTest
  @EnumSource
  void shouldMakeAndTakeRoom(Engine engine) {
    PacketContext on = PacketContext.socketBuffer(packet());
    String text = "r2 = %d\nr3 = %d\nr4 = 0\ncall bpf_skb_adjust_room";

    assertThat(run(engine, on, text.formatted(8, 1))).isZero();
    assertThat(on.packet()).hasSize(68);
    assertThat(on.packet()[14 + 8]).as("after the link's header").isEqualTo((byte) 0x45);
    assertThat(run(engine, on, text.formatted(-8, 1))).isZero();
    assertThat(on.packet()).isEqualTo(packet());
    assertThat(run(engine, on, text.formatted(4, 0))).isZero();
    assertThat(on.packet()[14]).as("after the network's").isEqualTo((byte) 0x45);
    assertThat(run(engine, on, text.formatted(0x1000, 0))).isEqualTo(-14);
    assertThat(run(engine, on, text.formatted(-40, 0))).as("ENOTSUPP").isEqualTo(-524);
    assertThat(run(engine, on, text.formatted(4, 2))).isEqualTo(-524);
    assertThat(run(engine, on, "r2 = 10\nr3 = 0\ncall bpf_skb_change_head")).isZero();
    assertThat(on.packet()).hasSize(74);
    assertThat(run(engine, on, "r2 = 20\nr3 = 0\ncall bpf_skb_change_tail\nr0 = *(u32 *)(r6 +0)"))
        .isEqualTo(20);
  }

  @ParameterizedTest
  @EnumSource
  void shouldPutMetadataBeforeAPacket(Engine engine) {
    PacketContext on = PacketContext.xdp(packet());
    String text =
        """
        r2 = -4
        call bpf_xdp_adjust_meta
        r1 = *(u32 *)(r6 +8)
        *(u32 *)(r1 +0) = 0x04030201
        r2 = *(u32 *)(r6 +0)
        r0 = *(u8 *)(r2 +13)
        r3 = *(u8 *)(r2 +12)
        r0 += r3
        r2 -= r1
        r0 += r2
        """;

    assertThat(run(engine, on, text)).isEqualTo(8 + 4);
    assertThat(on.metadata()).isEqualTo(new byte[] {1, 2, 3, 4});
    assertThat(on.packet()).isEqualTo(packet());
    assertThat(run(engine, on, "r2 = -3\ncall bpf_xdp_adjust_meta")).as("EACCES").isEqualTo(-13);
    assertThat(run(engine, on, "r2 = 8\ncall bpf_xdp_adjust_meta")).isEqualTo(-22);
    assertThat(run(engine, on, "r2 = 4\ncall bpf_xdp_adjust_head")).isZero();
    assertThat(on.metadata()).as("moves with the packet").isEqualTo(new byte[] {1, 2, 3, 4});
    assertThat(on.packet()).isEqualTo(Arrays.copyOfRange(packet(), 4, 60));
    assertThat(run(engine, on, "r2 = -300\ncall bpf_xdp_adjust_head")).isEqualTo(-22);
  }

  @ParameterizedTest
  @EnumSource
  void shouldLoadAndStoreBytesOfAnXdpPacket(Engine engine) {
    PacketContext on = PacketContext.xdp(packet());
    String text =
        """
        *(u64 *)(r10 -8) = 99
        r2 = %d
        r3 = r10
        r3 += -8
        r4 = 1
        call bpf_xdp_%s_bytes
        if r0 != 0 goto end
        r0 = *(u8 *)(r10 -8)
        end:
        """;

    assertThat(run(engine, on, text.formatted(14, "load"))).isEqualTo(0x45);
    assertThat(run(engine, on, text.formatted(59, "store"))).isEqualTo(99);
    assertThat(on.packet()[59]).isEqualTo((byte) 99);
    assertThat(run(engine, on, text.formatted(60, "store"))).as("EINVAL").isEqualTo(-22);
    assertThat(run(engine, on, text.formatted(0x10000, "load"))).as("EFAULT").isEqualTo(-14);
  }

  @ParameterizedTest
  @EnumSource
  void shouldRedirectToWhatIsInAMap(Engine engine) {
    for (MapType type : new MapType[] {MapType.DEVMAP, MapType.CPUMAP, MapType.XSKMAP}) {
      SimulatedKernel kernel = SimulatedKernel.create();
      SimulatedMap map = kernel.createMap(new MapSpec("m", type, 4, 4, 4, 0, 0, 0));
      Sandbox sandbox =
          NamedProgram.of("r1 = map[fd:0]\nr2 = 1\nr3 = 2\ncall bpf_redirect_map\nexit", "m")
              .sandbox(kernel, engine);

      assertThat(sandbox.run(PacketContext.xdp(packet()))).as("XDP_PASS").isEqualTo(2);
      assertThat(map.put(new byte[] {1, 0, 0, 0}, new byte[4])).isZero();
      assertThat(sandbox.run(PacketContext.xdp(packet()))).as("XDP_REDIRECT").isEqualTo(4);
      assertThat(map.put(new byte[] {4, 0, 0, 0}, new byte[4])).as("E2BIG").isEqualTo(-7);
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldSendThePacketWithAnEvent(Engine engine) {
    SimulatedKernel kernel = SimulatedKernel.create();
    SimulatedMap events =
        kernel.createMap(new MapSpec("e", MapType.PERF_EVENT_ARRAY, 4, 4, 1, 0, 0, 0));
    String text =
        """
        *(u64 *)(r10 -8) = 7
        r2 = map[fd:0]
        r3 = %s ll
        r4 = r10
        r4 += -8
        r5 = 8
        call bpf_perf_event_output
        exit
        """;
    PacketContext on = PacketContext.xdp(packet());

    assertThat(NamedProgram.of(text.formatted("0x2ffffffff"), "e").sandbox(kernel, engine).run(on))
        .isZero();
    assertThat(events.drain()).containsExactly(new byte[] {7, 0, 0, 0, 0, 0, 0, 0, 0, 1});
    assertThat(NamedProgram.of(text.formatted("0x3dffffffff"), "e").sandbox(kernel, engine).run(on))
        .as("EFAULT: the packet has 60")
        .isEqualTo(-14);
    assertThat(NamedProgram.of(text.formatted("1"), "e").sandbox(kernel, engine).run(on))
        .as("E2BIG: processor 1 of 1")
        .isEqualTo(-7);
  }

  @ParameterizedTest
  @EnumSource
  void shouldSeeAPacketThroughADynamicPointer(Engine engine) {
    PacketContext on = PacketContext.xdp(packet());
    String text =
        """
        r2 = 0
        r3 = r10
        r3 += -16
        call kernel-function#0
        r1 = r10
        r1 += -16
        r2 = 14
        r3 = 20
        call kernel-function#1
        r1 = r10
        r1 += -16
        r2 = %d
        r3 = 0
        r4 = 4
        call kernel-function#2
        if r0 == 0 goto end
        r0 = *(u8 *)(r0 +0)
        end:
        exit
        """;
    String[] names = {"bpf_dynptr_from_xdp", "bpf_dynptr_adjust", "bpf_dynptr_slice"};

    assertThat(
            NamedProgram.of(text.formatted(0), names)
                .sandbox(SimulatedKernel.create(), engine)
                .run(on))
        .isEqualTo(0x45);
    assertThat(
            NamedProgram.of(text.formatted(3), names)
                .sandbox(SimulatedKernel.create(), engine)
                .run(on))
        .as("past the end of six bytes")
        .isZero();
  }
}
