package dev.tawon.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tawon.compiler.CompilationException;
import dev.tawon.lang.Length;
import dev.tawon.lang.Struct;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StructCodecTest {
  /** Twelve bytes: {@code a} at 0, three of padding, {@code b} at 4, {@code c} at 8, three of padding. */
  @Struct
  public static class Inner {
    public byte a;
    public int b;
    public boolean c;
  }

  /** {@code tag} at 0, padded to 8. */
  @Struct
  public static class Base {
    public long stamp;
    public char tag;
  }

  /** Begins with {@link Base}: its own fields from 16. */
  @Struct
  public static final class Everything extends Base {
    public short s; // 16
    public int i; // 20
    public long l; // 24
    public boolean z; // 32
    public byte y; // 33
    public char c; // 34
    public Inner inner; // 36

    @Length(5)
    public byte[] bytes; // 48

    @Length(3)
    public short[] shorts; // 54

    @Length(2)
    public char[] chars; // 60

    @Length(3)
    public int[] ints; // 64

    @Length(2)
    public long[] longs; // 80

    @Length(3)
    public boolean[] flags; // 96

    @Length(2)
    public Inner[] inners; // 100
  }

  private static final int SIZE = 128;

  @Struct
  static final class Hidden {
    public int field;
  }

  @Struct
  public static final class PrivateField {
    private int field;
  }

  @Struct
  public static final class FinalField {
    public final int field = 1;
  }

  @Struct
  public static final class NoConstructor {
    public int field;

    public NoConstructor(int field) {
      this.field = field;
    }
  }

  @Struct
  public static final class HoldsHidden {
    public Hidden hidden;
  }

  public static final class NoStruct {
    public int field;
  }

  @Test
  void shouldReadEveryKindOfFieldWhereCWouldPutIt() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    StructCodec<Everything> codec = StructCodec.of(Everything.class);
    assertThat(codec.size()).isEqualTo(SIZE);
    Everything reused = new Everything();
    for (int round = 0; round < 200; round++) {
      byte[] memory = struct(random);
      int offset = random.nextInt(16);
      byte[] shifted = new byte[offset + SIZE];
      System.arraycopy(memory, 0, shifted, offset, SIZE);
      MemorySegment segment = MemorySegment.ofArray(shifted);
      expect(codec.read(segment, offset), memory, seed);
      codec.read(segment, offset, reused);
      expect(reused, memory, seed);
      byte[] written = new byte[SIZE];
      Arrays.fill(written, (byte) 0x5a);
      codec.write(reused, MemorySegment.ofArray(written), 0);
      assertThat(written).as("seed %d", seed).isEqualTo(memory);
    }
  }

  /** Random bytes with zeros where padding is, and booleans of 0 or 1. */
  private static byte[] struct(Random random) {
    byte[] memory = new byte[SIZE];
    random.nextBytes(memory);
    Arrays.fill(memory, 10, 16, (byte) 0);
    Arrays.fill(memory, 18, 20, (byte) 0);
    memory[32] &= 1;
    inner(memory, 36);
    memory[53] = 0;
    Arrays.fill(memory, 76, 80, (byte) 0);
    for (int i = 96; i < 99; i++) {
      memory[i] &= 1;
    }
    memory[99] = 0;
    inner(memory, 100);
    inner(memory, 112);
    Arrays.fill(memory, 124, 128, (byte) 0);
    return memory;
  }

  private static void inner(byte[] memory, int offset) {
    Arrays.fill(memory, offset + 1, offset + 4, (byte) 0);
    memory[offset + 8] &= 1;
    Arrays.fill(memory, offset + 9, offset + 12, (byte) 0);
  }

  private static void expect(Everything read, byte[] memory, long seed) {
    ByteBuffer bytes = ByteBuffer.wrap(memory).order(ByteOrder.nativeOrder());
    String as = "seed " + seed;
    assertThat(read.stamp).as(as).isEqualTo(bytes.getLong(0));
    assertThat(read.tag).as(as).isEqualTo(bytes.getChar(8));
    assertThat(read.s).as(as).isEqualTo(bytes.getShort(16));
    assertThat(read.i).as(as).isEqualTo(bytes.getInt(20));
    assertThat(read.l).as(as).isEqualTo(bytes.getLong(24));
    assertThat(read.z).as(as).isEqualTo(memory[32] != 0);
    assertThat(read.y).as(as).isEqualTo(memory[33]);
    assertThat(read.c).as(as).isEqualTo(bytes.getChar(34));
    expect(read.inner, bytes, 36);
    assertThat(read.bytes).as(as).isEqualTo(Arrays.copyOfRange(memory, 48, 53));
    for (int i = 0; i < 3; i++) {
      assertThat(read.shorts[i]).as(as).isEqualTo(bytes.getShort(54 + 2 * i));
      assertThat(read.ints[i]).as(as).isEqualTo(bytes.getInt(64 + 4 * i));
      assertThat(read.flags[i]).as(as).isEqualTo(memory[96 + i] != 0);
    }
    for (int i = 0; i < 2; i++) {
      assertThat(read.chars[i]).as(as).isEqualTo(bytes.getChar(60 + 2 * i));
      assertThat(read.longs[i]).as(as).isEqualTo(bytes.getLong(80 + 8 * i));
      expect(read.inners[i], bytes, 100 + 12 * i);
    }
  }

  private static void expect(Inner read, ByteBuffer bytes, int offset) {
    assertThat(read.a).isEqualTo(bytes.get(offset));
    assertThat(read.b).isEqualTo(bytes.getInt(offset + 4));
    assertThat(read.c).isEqualTo(bytes.get(offset + 8) != 0);
  }

  @Test
  void shouldReuseArraysAndStructsWhenReadingInto() {
    StructCodec<Everything> codec = StructCodec.of(Everything.class);
    MemorySegment memory = Arena.ofAuto().allocate(SIZE);
    Everything into = codec.read(memory, 0);
    byte[] bytes = into.bytes;
    Inner inner = into.inner;
    Inner[] inners = into.inners;
    Inner second = into.inners[1];
    memory.set(ValueLayout.JAVA_BYTE, 48, (byte) 7);
    codec.read(memory, 0, into);
    assertThat(into.bytes).isSameAs(bytes).startsWith(7);
    assertThat(into.inner).isSameAs(inner);
    assertThat(into.inners).isSameAs(inners);
    assertThat(into.inners[1]).isSameAs(second);
  }

  @Test
  void shouldReplaceAnArrayOfAnotherLength() {
    StructCodec<Everything> codec = StructCodec.of(Everything.class);
    Everything into = new Everything();
    into.bytes = new byte[2];
    into.inners = new Inner[9];
    codec.read(Arena.ofAuto().allocate(SIZE), 0, into);
    assertThat(into.bytes).hasSize(5);
    assertThat(into.inners).hasSize(2).doesNotContainNull();
  }

  @Test
  void shouldWriteZerosForWhatIsMissing() {
    Everything value = new Everything();
    value.shorts = new short[] {1};
    value.inners = new Inner[] {null, new Inner()};
    value.inners[1].b = 3;
    byte[] memory = new byte[SIZE];
    Arrays.fill(memory, (byte) -1);
    StructCodec.of(Everything.class).write(value, MemorySegment.ofArray(memory), 0);
    ByteBuffer bytes = ByteBuffer.wrap(memory).order(ByteOrder.nativeOrder());
    assertThat(bytes.getShort(54)).isEqualTo((short) 1);
    assertThat(bytes.getInt(116)).isEqualTo(3);
    bytes.putShort(54, (short) 0).putInt(116, 0);
    assertThat(memory).containsOnly(0);
  }

  @Test
  void shouldRefuseAnArrayLongerThanItsField() {
    Everything value = new Everything();
    value.ints = new int[4];
    MemorySegment memory = Arena.ofAuto().allocate(SIZE);
    StructCodec<Everything> codec = StructCodec.of(Everything.class);
    assertThatThrownBy(() -> codec.write(value, memory, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("@Length(3)");
    value.ints = null;
    value.inners = new Inner[3];
    assertThatThrownBy(() -> codec.write(value, memory, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("@Length(2)");
  }

  @Test
  void shouldNotReadPastTheMemory() {
    StructCodec<Everything> codec = StructCodec.of(Everything.class);
    MemorySegment memory = Arena.ofAuto().allocate(SIZE);
    assertThatThrownBy(() -> codec.read(memory, 8)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> codec.read(memory, -1)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void shouldMakeACodecOnce() {
    assertThat(StructCodec.of(Inner.class)).isSameAs(StructCodec.of(Inner.class));
  }

  @Test
  void shouldReadAndWriteAStructOfAnotherClassLoader() throws Exception {
    Class<?> foreign = new SecondLoader().loadClass(Everything.class.getName());
    assertThat(foreign).isNotSameAs(Everything.class);
    roundTrip(foreign);
  }

  private static <T> void roundTrip(Class<T> type) {
    StructCodec<T> codec = StructCodec.of(type);
    byte[] bytes = new byte[codec.size()];
    new Random(1).nextBytes(bytes);
    T first = codec.read(MemorySegment.ofArray(bytes), 0);
    byte[] once = new byte[bytes.length];
    codec.write(first, MemorySegment.ofArray(once), 0);
    byte[] twice = new byte[bytes.length];
    codec.write(codec.read(MemorySegment.ofArray(once), 0), MemorySegment.ofArray(twice), 0);
    assertThat(first).isInstanceOf(type);
    assertThat(twice).isEqualTo(once).isNotEqualTo(new byte[bytes.length]);
  }

  /** Defines this test's structs again, as the launcher of single source files does for theirs. */
  private static final class SecondLoader extends ClassLoader {
    SecondLoader() {
      super(StructCodecTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith(StructCodecTest.class.getName() + "$")) {
        return super.loadClass(name, resolve);
      }
      Class<?> loaded = findLoadedClass(name);
      if (loaded != null) {
        return loaded;
      }
      try (var file = getResourceAsStream(name.replace('.', '/') + ".class")) {
        byte[] bytes = file.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }

  @Test
  void shouldSayWhatToChangeInAClassItCannotAccess() {
    assertThatThrownBy(() -> StructCodec.of(Hidden.class))
        .isInstanceOf(BpfException.class)
        .hasMessageContaining("Hidden")
        .hasMessageContaining("make it public");
    assertThatThrownBy(() -> StructCodec.of(HoldsHidden.class))
        .isInstanceOf(BpfException.class)
        .hasMessageContaining("$Hidden");
    assertThatThrownBy(() -> StructCodec.of(PrivateField.class))
        .isInstanceOf(BpfException.class)
        .hasMessageContaining("field field");
    assertThatThrownBy(() -> StructCodec.of(FinalField.class))
        .isInstanceOf(BpfException.class)
        .hasMessageContaining("not final");
    assertThatThrownBy(() -> StructCodec.of(NoConstructor.class))
        .isInstanceOf(BpfException.class)
        .hasMessageContaining("constructor");
    assertThatThrownBy(() -> StructCodec.of(NoStruct.class))
        .isInstanceOf(CompilationException.class)
        .hasMessageContaining("@Struct");
  }
}
