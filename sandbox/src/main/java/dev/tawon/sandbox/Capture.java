package dev.tawon.sandbox;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A file of captured packets: pcap or pcapng, in either byte order.
 *
 * <p>Source: the Internet drafts "PCAP Capture File Format" and "PCAP Now Generic (pcapng) Capture File Format". A last packet
 * that the file does not hold whole is left out, as after a capture that was cut off; everything else that is wrong is
 * refused.
 *
 * @param packets in the order of the file
 * @param cut whether the file ends within a packet, which is left out
 */
public record Capture(List<Packet> packets, boolean cut) {
  /** {@code LINKTYPE_ETHERNET}. */
  public static final int ETHERNET = 1;

  private static final int PCAP = 0xa1b2c3d4;
  private static final int PCAP_NANOSECONDS = 0xa1b23c4d;
  private static final int SECTION_HEADER = 0x0a0d0d0a;
  private static final int BYTE_ORDER = 0x1a2b3c4d;
  private static final int HEADER_BYTES = 24;
  private static final int MAX_PACKET = 1 << 24;

  /**
   * A packet.
   *
   * @param linkType what it begins with: {@code LINKTYPE_*}
   * @param time when it was captured, in nanoseconds since 1970; 0 if that is not known
   * @param wireLength how long it was on the wire
   * @param bytes what was captured of it. Not copied
   */
  @SuppressWarnings("ArrayRecordComponent") // packets are not compared
  public record Packet(int linkType, long time, int wireLength, byte[] bytes) {}

  /** Copies the list. */
  public Capture {
    packets = List.copyOf(packets);
  }

  /** Packets that are whole. */
  public Capture(List<Packet> packets) {
    this(packets, false);
  }

  /**
   * Reads a file's bytes.
   *
   * @throws IllegalArgumentException if they are not a capture, with the byte that is wrong
   */
  public static Capture parse(byte[] file) {
    Reader reader = new Reader(file);
    return new Capture(reader.read(), reader.cut);
  }

  /**
   * The bytes of a pcap file with these packets, in nanoseconds and little-endian.
   *
   * @throws IllegalStateException if they are of several link types, of which pcap has one
   */
  public byte[] toPcap() {
    if (packets.stream().map(Packet::linkType).distinct().count() > 1) {
      throw new IllegalStateException("the packets are of several link types; pcap has one a file");
    }
    int size = HEADER_BYTES;
    for (Packet packet : packets) {
      size = Math.addExact(size, 16 + packet.bytes().length);
    }
    ByteBuffer out = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    int linkType = packets.isEmpty() ? ETHERNET : packets.getFirst().linkType();
    out.putInt(PCAP_NANOSECONDS).putShort((short) 2).putShort((short) 4);
    out.putLong(0).putInt(1 << 18).putInt(linkType);
    for (Packet packet : packets) {
      out.putInt((int) (packet.time() / 1_000_000_000))
          .putInt((int) (packet.time() % 1_000_000_000));
      out.putInt(packet.bytes().length).putInt(packet.wireLength()).put(packet.bytes());
    }
    return out.array();
  }

  private static final class Reader {
    private final byte[] file;
    private final ByteBuffer in;
    private final List<Packet> packets = new ArrayList<>();
    private boolean cut;

    /** Of pcapng: the link type and the length of a clock tick of each interface. */
    private final List<Interface> interfaces = new ArrayList<>();

    private record Interface(int linkType, long ticksPerSecond) {}

    Reader(byte[] file) {
      this.file = file;
      this.in = ByteBuffer.wrap(file);
    }

    List<Packet> read() {
      if (file.length < HEADER_BYTES) {
        throw wrong(
            0, "a capture has %d bytes at least, not %d".formatted(HEADER_BYTES, file.length));
      }
      int magic = in.getInt(0);
      if (magic == SECTION_HEADER) {
        readBlocks();
        return packets;
      }
      for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
        int value = in.order(order).getInt(0);
        if (value == PCAP || value == PCAP_NANOSECONDS) {
          readRecords(value == PCAP ? 1000 : 1);
          return packets;
        }
      }
      throw wrong(0, "it begins neither like pcap nor like pcapng");
    }

    private void readRecords(int nanoseconds) {
      int linkType = in.getInt(20) & 0xffff; // above it is the length of a frame check sequence
      int at = HEADER_BYTES;
      while (file.length - at >= 16) {
        int captured = in.getInt(at + 8);
        if (captured < 0 || captured > MAX_PACKET) {
          throw wrong(at + 8, "a packet has " + Integer.toUnsignedString(captured) + " bytes");
        }
        if (captured > file.length - at - 16) {
          cut = true;
          return;
        }
        long time =
            Integer.toUnsignedLong(in.getInt(at)) * 1_000_000_000
                + Integer.toUnsignedLong(in.getInt(at + 4)) * nanoseconds;
        add(linkType, time, in.getInt(at + 12), at + 16, captured);
        at += 16 + captured;
      }
      cut = at < file.length;
    }

    private void add(int linkType, long time, int wireLength, int at, int captured) {
      packets.add(
          new Packet(linkType, time, wireLength, Arrays.copyOfRange(file, at, at + captured)));
    }

    private void readBlocks() {
      int at = 0;
      while (file.length - at >= 12) {
        if (in.getInt(at) == SECTION_HEADER) { // the same in both orders
          beginSection(at);
        }
        long size = Integer.toUnsignedLong(in.getInt(at + 4));
        if (size < 12 || size % 4 != 0) {
          throw wrong(at + 4, "a block has " + size + " bytes");
        }
        if (size > file.length - at) {
          cut = true;
          return;
        }
        readBlock(in.getInt(at), at + 8, (int) size - 12);
        at += (int) size;
      }
      cut = at < file.length;
    }

    private void beginSection(int at) {
      interfaces.clear();
      in.order(ByteOrder.LITTLE_ENDIAN);
      if (in.getInt(at + 8) != BYTE_ORDER) {
        in.order(ByteOrder.BIG_ENDIAN);
        if (in.getInt(at + 8) != BYTE_ORDER) {
          throw wrong(at + 8, "a section is in no byte order");
        }
      }
    }

    private void readBlock(int type, int at, int size) {
      switch (type) {
        case 1 -> { // interface description
          require(at, size, 8);
          interfaces.add(
              new Interface(Short.toUnsignedInt(in.getShort(at)), ticks(at + 8, at + size)));
        }
        case 2 -> // packet, obsolete
            readPacket(at, size, size < 2 ? 0 : Short.toUnsignedInt(in.getShort(at)));
        case 3 -> { // simple packet
          require(at, size, 4);
          int length = in.getInt(at);
          int captured = Math.min(length, size - 4);
          if (captured < 0) {
            throw wrong(at, "a packet has " + Integer.toUnsignedString(length) + " bytes");
          }
          add(of(at, 0).linkType(), 0, length, at + 4, captured);
        }
        case 6 -> readPacket(at, size, size < 4 ? 0 : in.getInt(at)); // enhanced packet
        default -> {} // names, statistics and what is to come
      }
    }

    private void readPacket(int at, int size, int interfaceNumber) {
      require(at, size, 20);
      Interface of = of(at, interfaceNumber);
      int captured = in.getInt(at + 12);
      if (captured < 0 || captured > size - 20) {
        throw wrong(at + 12, "a packet has " + Integer.toUnsignedString(captured) + " bytes");
      }
      long ticks = (long) in.getInt(at + 4) << 32 | Integer.toUnsignedLong(in.getInt(at + 8));
      long seconds = Long.divideUnsigned(ticks, of.ticksPerSecond());
      double rest = (double) Long.remainderUnsigned(ticks, of.ticksPerSecond());
      long time = seconds * 1_000_000_000 + Math.round(rest / of.ticksPerSecond() * 1e9);
      add(of.linkType(), time, in.getInt(at + 16), at + 20, captured);
    }

    private Interface of(int at, int number) {
      if (number < 0 || number >= interfaces.size()) {
        throw wrong(at, "a packet is of interface " + number + ", of " + interfaces.size());
      }
      return interfaces.get(number);
    }

    /** {@code if_tsresol} among an interface's options: microseconds if it is not there. */
    private long ticks(int begin, int end) {
      for (int at = begin; end - at >= 4; ) {
        int code = Short.toUnsignedInt(in.getShort(at));
        int length = Short.toUnsignedInt(in.getShort(at + 2));
        if (code == 0) {
          break;
        }
        if (code == 9 && length == 1 && end - at >= 5) {
          int resolution = file[at + 4];
          int power = resolution & 0x7f;
          if (resolution < 0 ? power > 62 : power > 18) {
            throw wrong(at + 4, "a clock ticks " + power + " powers of a second");
          }
          return resolution < 0 ? 1L << power : Math.powExact(10L, power);
        }
        at += 4 + (length + 3) / 4 * 4;
      }
      return 1_000_000;
    }

    private static void require(int at, int size, int least) {
      if (size < least) {
        throw wrong(at, "a block's body has " + size + " bytes: " + least + " are the least");
      }
    }

    private static IllegalArgumentException wrong(int at, String reason) {
      return new IllegalArgumentException("byte " + at + ": " + reason);
    }
  }
}
