package dev.tawon.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tawon.isa.Assembler;
import dev.tawon.isa.Instruction;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Thirty of tcpdump's filters as programs agree with libpcap on every packet of many captures. */
class FilterTest {
  private static final Pattern MATCH = Pattern.compile("\"([^\"]+)\": ?\\[([0-9, ]*)\\]");

  private static final String VERDICTS =
      """
      no: r0 = 0
      exit
      yes: r0 = 1
      exit
      """;

  /** Goes on where the packet is IPv4. */
  private static final String IP = "r0 = *(u16 *)skb[12]\nif r0 != 0x800 goto no\n";

  private static final String IP6 = "r0 = *(u16 *)skb[12]\nif r0 != 0x86dd goto no\n";

  /** Goes on where it is TCP in IPv4 and no later fragment, with the header's length in r7. */
  private static final String TCP_HEADER = IP + protocol(6) + headerLength();

  private static String headerLength() {
    return """
    r0 = *(u16 *)skb[20]
    r0 &= 0x1fff
    if r0 != 0 goto no
    r0 = *(u8 *)skb[14]
    r7 = r0
    r7 &= 15
    r7 <<= 2
    """;
  }

  private static String protocol(int number) {
    return "r0 = *(u8 *)skb[23]\nif r0 != " + number + " goto no\n";
  }

  private static String ether(int... types) {
    StringBuilder text = new StringBuilder("r0 = *(u16 *)skb[12]\n");
    for (int type : types) {
      text.append("if r0 == ").append(type).append(" goto yes\n");
    }
    return text + "goto no\n";
  }

  /** A protocol in IPv4 or IPv6, there also behind a fragment header. */
  private static String either(int protocol) {
    return """
    r0 = *(u16 *)skb[12]
    if r0 != 0x86dd goto four
    r0 = *(u8 *)skb[20]
    if r0 == P goto yes
    if r0 != 44 goto no
    r0 = *(u8 *)skb[54]
    if r0 == P goto yes
    goto no
    four: if r0 != 0x800 goto no
    r0 = *(u8 *)skb[23]
    if r0 == P goto yes
    goto no
    """
        .replace("P", Integer.toString(protocol));
  }

  private static String ip6(int protocol) {
    return IP6
        + """
        r0 = *(u8 *)skb[20]
        if r0 == P goto yes
        if r0 != 44 goto no
        r0 = *(u8 *)skb[54]
        if r0 == P goto yes
        goto no
        """
            .replace("P", Integer.toString(protocol));
  }

  /** Ports from one to another, in transport protocols, of the source alone or of both ends. */
  private static String ports(int from, int to, boolean destination, int... protocols) {
    StringBuilder six = new StringBuilder();
    StringBuilder four = new StringBuilder();
    for (int protocol : protocols) {
      six.append("if r0 == ").append(protocol).append(" goto ports6\n");
      four.append("if r0 == ").append(protocol).append(" goto ports4\n");
    }
    return "r0 = *(u16 *)skb[12]\nif r0 != 0x86dd goto four\nr0 = *(u8 *)skb[20]\n"
        + six
        + "goto no\nports6:\nr0 = *(u16 *)skb[54]\n"
        + range(from, to, "a")
        + (destination ? "r0 = *(u16 *)skb[56]\n" + range(from, to, "b") : "")
        + "goto no\nfour: if r0 != 0x800 goto no\nr0 = *(u8 *)skb[23]\n"
        + four
        + "goto no\nports4:\n"
        + headerLength()
        + "r0 = *(u16 *)skb[r7 + 14]\n"
        + range(from, to, "c")
        + (destination ? "r0 = *(u16 *)skb[r7 + 16]\n" + range(from, to, "d") : "")
        + "goto no\n";
  }

  private static String range(int from, int to, String label) {
    return "if r0 < %d goto %s\nif r0 <= %d goto yes\n%s:\n".formatted(from, label, to, label);
  }

  /** A network as source or destination of IPv4, ARP or RARP. */
  private static String net(int mask, int value) {
    StringBuilder text = new StringBuilder("r0 = *(u16 *)skb[12]\nif r0 == 0x800 goto four\n");
    text.append("if r0 == 0x806 goto arp\nif r0 == 0x8035 goto arp\ngoto no\n");
    for (String part : List.of("four 26 30", "arp 28 38")) {
      String[] words = part.split(" ");
      text.append(words[0]).append(":\n");
      for (int i = 1; i <= 2; i++) {
        text.append("r0 = *(u32 *)skb[").append(words[i]).append("]\n");
        text.append("w0 &= ").append(mask).append("\nif w0 == ");
        text.append(Integer.toUnsignedString(value)).append(" goto yes\n");
      }
      text.append("goto no\n");
    }
    return text.toString();
  }

  private static Map<String, String> filters() {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("ip", ether(0x800));
    all.put("ip6", ether(0x86dd));
    all.put("arp", ether(0x806));
    all.put("tcp", either(6));
    all.put("udp", either(17));
    all.put("icmp", IP + protocol(1) + "goto yes\n");
    all.put("icmp6", ip6(58));
    all.put("vlan", ether(0x8100, 0x88a8, 0x9100));
    all.put("ip proto 47", IP + protocol(47) + "goto yes\n");
    all.put("tcp port 80", ports(80, 80, true, 6));
    all.put("udp port 53", ports(53, 53, true, 17));
    all.put("port 443", ports(443, 443, true, 132, 6, 17));
    all.put("src port 53", ports(53, 53, false, 132, 6, 17));
    String flags = TCP_HEADER + "r0 = *(u8 *)skb[r7 + 27]\n";
    all.put("tcp[tcpflags] & tcp-syn != 0", flags + "if r0 & 2 goto yes\ngoto no\n");
    all.put(
        "tcp[tcpflags] & (tcp-syn|tcp-ack) == tcp-syn",
        flags + "r0 &= 0x12\nif r0 == 2 goto yes\ngoto no\n");
    all.put("ip[8] < 10", IP + "r0 = *(u8 *)skb[22]\nif r0 < 10 goto yes\ngoto no\n");
    all.put("greater 512", "r0 = *(u32 *)(r6 +160)\nif r0 >= 512 goto yes\ngoto no\n");
    all.put("less 64", "r0 = *(u32 *)(r6 +160)\nif r0 <= 64 goto yes\ngoto no\n");
    all.put("net 10.0.0.0/8", net(0xff000000, 0x0a000000));
    all.put("net 192.168.0.0/16", net(0xffff0000, 0xc0a80000));
    all.put(
        "src net 10.0.0.0/8 and tcp",
        IP + "r0 = *(u8 *)skb[26]\nif r0 != 10 goto no\n" + protocol(6) + "goto yes\n");
    all.put(
        "ip broadcast or ip multicast",
        IP
            + """
            r0 = *(u32 *)skb[30]
            if w0 == 0 goto yes
            if w0 == 0xffffffff goto yes
            r0 = *(u8 *)skb[30]
            if r0 >= 224 goto yes
            goto no
            """);
    all.put("ether multicast", "r0 = *(u8 *)skb[0]\nif r0 & 1 goto yes\ngoto no\n");
    all.put(
        "ip[6:2] & 0x1fff != 0", IP + "r0 = *(u16 *)skb[20]\nif r0 & 0x1fff goto yes\ngoto no\n");
    all.put(
        "ip and not tcp and not udp",
        IP + "r0 = *(u8 *)skb[23]\nif r0 == 6 goto no\nif r0 == 17 goto no\ngoto yes\n");
    all.put("ether[12:2] = 0x8847", ether(0x8847));
    all.put("portrange 1-1023", ports(1, 1023, true, 132, 6, 17));
    all.put("tcp[13] = 0x12", flags + "if r0 == 0x12 goto yes\ngoto no\n");
    all.put(
        "udp and ip[2:2] > 500",
        IP + protocol(17) + "r0 = *(u16 *)skb[16]\nif r0 > 500 goto yes\ngoto no\n");
    all.put("ip6 proto 17", ip6(17));
    return all;
  }

  @ParameterizedTest
  @EnumSource
  void shouldAgreeWithLibpcap(Engine engine) throws IOException {
    Map<String, Sandbox> programs = new LinkedHashMap<>();
    filters()
        .forEach((filter, text) -> {
          List<Instruction> program = Assembler.assemble("r6 = r1\n" + text + VERDICTS);
          programs.put(filter, Sandbox.builder(program).engine(engine).build());
        });
    int verdicts = 0;
    for (String line : Files.readAllLines(Corpora.file("pcap/filter-golden.jsonl"))) {
      String file = Corpora.string(line, "file").orElseThrow();
      Capture capture = Capture.parse(Files.readAllBytes(Corpora.file("pcap").resolve(file)));
      Matcher golden = MATCH.matcher(line);
      while (golden.find()) {
        Sandbox program = programs.get(golden.group(1));
        assertThat(program).as(golden.group(1)).isNotNull();
        List<Integer> matching = new ArrayList<>();
        for (int i = 0; i < capture.packets().size(); i++) {
          Capture.Packet packet = capture.packets().get(i);
          assertThat(packet.linkType()).isEqualTo(Capture.ETHERNET);
          if (program.run(PacketContext.socketBuffer(packet.bytes(), packet.wireLength())) != 0) {
            matching.add(i);
          }
          verdicts++;
        }
        List<Integer> expected =
            Arrays.stream(golden.group(2).split(", ?"))
                .filter(number -> !number.isEmpty())
                .map(number -> Integer.valueOf(number.strip()))
                .toList();
        assertThat(matching).as("%s of %s", golden.group(1), file).isEqualTo(expected);
      }
    }
    assertThat(verdicts).isGreaterThan(30 * 171);
  }
}
