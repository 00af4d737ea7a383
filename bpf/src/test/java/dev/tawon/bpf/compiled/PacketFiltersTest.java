package dev.tawon.bpf.compiled;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.tawon.bpf.Bpf;
import dev.tawon.bpf.TestRun;
import dev.tawon.compiler.CompiledModule;
import dev.tawon.compiler.Compiler;
import dev.tawon.compiler.CompilerOptions;
import dev.tawon.compiler.Target;
import dev.tawon.object.ProgramSpec;
import dev.tawon.sandbox.Capture;
import dev.tawon.sandbox.Engine;
import dev.tawon.sandbox.PacketContext;
import dev.tawon.sandbox.Sandbox;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Thirty of tcpdump's filters, written in Java, agree with libpcap on every packet of many captures; nothing is attached. */
class PacketFiltersTest {
  private static final Pattern LINE =
      Pattern.compile("\"file\": ?\"([^\"]+)\"|\"([^\"]+)\": ?\\[([0-9, ]*)\\]");

  /** What {@code BPF_PROG_TEST_RUN} takes: an Ethernet header at least, and one page with room before and behind it. */
  private static final int SMALLEST = 14;

  private static final int LARGEST = 2048;

  /** {@code GSO_LEGACY_MAX_SIZE}. */
  private static final int LARGEST_ON_THE_WIRE = 65536;

  /** Filters as tcpdump writes them, and the programs that are the same. */
  private static final Map<String, List<String>> FILTERS = filters();

  private static Map<String, List<String>> filters() {
    Map<String, List<String>> all = new LinkedHashMap<>();
    all.put("ip", List.of("ip"));
    all.put("ip6", List.of("ip6"));
    all.put("arp", List.of("arp"));
    all.put("tcp", List.of("tcp"));
    all.put("udp", List.of("udp"));
    all.put("icmp", List.of("icmp"));
    all.put("icmp6", List.of("icmp6"));
    all.put("vlan", List.of("vlan"));
    all.put("ip proto 47", List.of("gre"));
    all.put("tcp port 80", List.of("tcpPort80"));
    all.put("udp port 53", List.of("udpPort53"));
    all.put("port 443", List.of("port443"));
    all.put("src port 53", List.of("sourcePort53"));
    all.put("tcp[tcpflags] & tcp-syn != 0", List.of("synchronize"));
    all.put("tcp[tcpflags] & (tcp-syn|tcp-ack) == tcp-syn", List.of("synchronizeAlone"));
    all.put("ip[8] < 10", List.of("fewHops"));
    all.put("greater 512", List.of("greater512"));
    all.put("less 64", List.of("less64"));
    all.put("net 10.0.0.0/8", List.of("net10", "net10ByHeaders"));
    all.put("net 192.168.0.0/16", List.of("net192"));
    all.put("src net 10.0.0.0/8 and tcp", List.of("sourceNet10AndTcp"));
    all.put("ip broadcast or ip multicast", List.of("ipBroadcastOrMulticast"));
    all.put("ether multicast", List.of("etherMulticast", "etherMulticastByHeaders"));
    all.put("ip[6:2] & 0x1fff != 0", List.of("laterFragment", "laterFragmentByHeaders"));
    all.put("ip and not tcp and not udp", List.of("neitherTcpNorUdp"));
    all.put("ether[12:2] = 0x8847", List.of("mpls"));
    all.put("portrange 1-1023", List.of("lowPort"));
    all.put("tcp[13] = 0x12", List.of("synchronizeAndAcknowledge"));
    all.put("udp and ip[2:2] > 500", List.of("largeUdp"));
    all.put("ip6 proto 17", List.of("ip6Udp", "ip6UdpByHeaders"));
    return all;
  }

  private static Path corpora() {
    for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      Path corpora = folder.resolve("shared/corpora/pcap");
      if (Files.isDirectory(corpora)) {
        return corpora;
      }
    }
    String message = "no folder shared/corpora beside the project: filters cannot be tried";
    return "true".equals(System.getenv("CI")) ? fail(message) : abort(message);
  }

  /** Gives every packet to every program, and returns how many verdicts there were. */
  private static int compare(Map<String, ToIntFunction<Capture.Packet>> programs, int smallest)
      throws IOException {
    int verdicts = 0;
    for (String line : Files.readAllLines(corpora().resolve("filter-golden.jsonl"))) {
      Matcher golden = LINE.matcher(line);
      assertThat(golden.find()).isTrue();
      String file = golden.group(1);
      List<Capture.Packet> packets =
          Capture.parse(Files.readAllBytes(corpora().resolve(file))).packets();
      while (golden.find()) {
        String filter = golden.group(2);
        assertThat(FILTERS).containsKey(filter);
        List<Integer> expected =
            Arrays.stream(golden.group(3).split(", ?"))
                .filter(number -> !number.isEmpty())
                .map(number -> Integer.valueOf(number.strip()))
                .filter(number -> packets.get(number).bytes().length >= smallest)
                .toList();
        for (String name : FILTERS.get(filter)) {
          ToIntFunction<Capture.Packet> program = programs.get(name);
          assertThat(program).as(name).isNotNull();
          List<Integer> matching = new ArrayList<>();
          for (int i = 0; i < packets.size(); i++) {
            if (packets.get(i).bytes().length >= smallest) {
              verdicts++;
              if (program.applyAsInt(packets.get(i)) != 0) {
                matching.add(i);
              }
            }
          }
          assertThat(matching).as("%s (%s) of %s", filter, name, file).isEqualTo(expected);
        }
      }
    }
    return verdicts;
  }

  @ParameterizedTest
  @EnumSource
  void shouldAgreeWithLibpcapInTheSandbox(Engine engine) throws IOException {
    CompiledModule module =
        Compiler.compile(
            PacketFilters.class, new CompilerOptions(Map.of(), false, Target.of(6, 12)));
    Map<String, ToIntFunction<Capture.Packet>> programs = new LinkedHashMap<>();
    for (ProgramSpec spec : module.object().programs()) {
      Sandbox sandbox = Sandbox.builder(spec).engine(engine).build();
      programs.put(
          spec.name(),
          packet ->
              (int) sandbox.run(PacketContext.socketBuffer(packet.bytes(), packet.wireLength())));
    }
    assertThat(compare(programs, 0)).isGreaterThan(30 * 1700);
  }

  /** The kernel's run of a test has no room for the longest packets, whose ends no filter looks at. */
  private static int inKernel(Bpf bpf, String name, Capture.Packet packet) {
    byte[] bytes = packet.bytes();
    byte[] frame = bytes.length > LARGEST ? Arrays.copyOf(bytes, LARGEST) : bytes;
    int wireLength = Math.clamp(packet.wireLength(), frame.length, LARGEST_ON_THE_WIRE);
    ByteBuffer context = ByteBuffer.allocate(192).order(ByteOrder.nativeOrder());
    context.putInt(160, wireLength);
    return TestRun.ofPacket(bpf.object().program(name), frame, context.array()).result();
  }

  @Test
  void shouldAgreeWithLibpcapInTheKernel() throws IOException {
    Differential.requireKernel();
    try (Bpf bpf = Bpf.load(PacketFilters.class)) {
      Map<String, ToIntFunction<Capture.Packet>> programs = new LinkedHashMap<>();
      FILTERS
          .values()
          .forEach(names ->
              names.forEach(name -> programs.put(name, packet -> inKernel(bpf, name, packet))));
      assertThat(compare(programs, SMALLEST)).isGreaterThan(30 * 1700);
      assertThat(bpf.faults()).isEmpty();
    }
  }
}
