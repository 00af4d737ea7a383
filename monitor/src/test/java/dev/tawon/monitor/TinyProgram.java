package dev.tawon.monitor;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A static ELF executable that makes a few system calls, whatever they return, and exits with 0: just the calls that a test
 * is about, without a C library. Each call is made by the 64-bit interface ({@code syscall}) or by the 32-bit one
 * ({@code int 0x80}, also from a 64-bit program).
 *
 * <p>Formats: {@code elf(5)}; the psABI of x86-64 and i386; opcodes: Intel's SDM, volume 2.
 */
final class TinyProgram {
  private static final int BASE = 0x40_0000;
  private static final int[] REGISTERS_64 = {7, 6, 2, 10, 8, 9}; // rdi rsi rdx r10 r8 r9
  private static final int[] REGISTERS_32 = {3, 1, 2, 6, 7, 5}; // ebx ecx edx esi edi ebp
  private static final int FIRST_SAVED = 12; // r12 to r15 outlive a system call

  private final boolean wide;
  private final int headerBytes;
  private final ByteArrayOutputStream data = new ByteArrayOutputStream();
  private final ByteArrayOutputStream code = new ByteArrayOutputStream();
  private int saved = FIRST_SAVED;

  /** What a call returned, as another's argument. */
  record Result(int register) {}

  private TinyProgram(boolean wide) {
    this.wide = wide;
    headerBytes = wide ? 64 + 56 : 52 + 32;
  }

  /** A program of x86-64. */
  static TinyProgram of64Bit() {
    return new TinyProgram(true);
  }

  /** A program of i386. */
  static TinyProgram of32Bit() {
    return new TinyProgram(false);
  }

  /** Lays bytes into the program; the result is their address. */
  long data(byte[] bytes) {
    long address = BASE + headerBytes + data.size();
    data.writeBytes(bytes);
    return address;
  }

  /** Lays a string with a closing zero into the program; the result is its address. */
  long string(Object text) {
    return data((text + "\0").getBytes(StandardCharsets.UTF_8));
  }

  /** A call by the interface of 64-bit programs. */
  TinyProgram call(int number, Object... arguments) {
    for (int i = 0; i < arguments.length; i++) {
      load64(REGISTERS_64[i], arguments[i]);
    }
    load64(0, number);
    emit(0x0f, 0x05);
    return this;
  }

  /** The same, and its result is kept. At most four are. */
  Result keep(int number, Object... arguments) {
    call(number, arguments);
    emit(0x49, 0x89, 0xc0 | (saved - 8)); // mov saved, rax
    return new Result(saved++);
  }

  /** A call by the interface of 32-bit programs. */
  TinyProgram call32(int number, long... arguments) {
    for (int i = 0; i < arguments.length; i++) {
      load32(REGISTERS_32[i], (int) arguments[i]);
    }
    load32(0, number);
    emit(0xcd, 0x80);
    return this;
  }

  private void load64(int register, Object value) {
    if (value instanceof Result(int from)) {
      emit(0x4c | (register >> 3), 0x89, 0xc0 | ((from & 7) << 3) | (register & 7));
    } else {
      emit(0x48 | (register >> 3), 0xb8 | (register & 7));
      code.writeBytes(little(8).putLong(((Number) value).longValue()).array());
    }
  }

  private void load32(int register, int value) {
    emit(0xb8 | register);
    code.writeBytes(little(4).putInt(value).array());
  }

  private void emit(int... bytes) {
    for (int each : bytes) {
      code.write(each);
    }
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Writes the program, which then ends, and makes it executable. */
  Path write(Path file) throws IOException {
    if (wide) {
      call(60, 0); // exit
    } else {
      call32(1, 0);
    }
    int entry = BASE + headerBytes + data.size();
    long size = headerBytes + data.size() + code.size();
    ByteBuffer header = little(headerBytes);
    header.putInt(0x464c457f).put((byte) (wide ? 2 : 1)).put((byte) 1).put((byte) 1).position(16);
    header.putShort((short) 2).putShort((short) (wide ? 62 : 3)).putInt(1);
    if (wide) {
      header.putLong(entry).putLong(64).putLong(0).putInt(0);
      header.putShort((short) 64).putShort((short) 56).putShort((short) 1).position(64);
      header.putInt(1).putInt(7).putLong(0).putLong(BASE).putLong(BASE);
      header.putLong(size).putLong(size).putLong(0x1000);
    } else {
      header.putInt(entry).putInt(52).putInt(0).putInt(0);
      header.putShort((short) 52).putShort((short) 32).putShort((short) 1).position(52);
      header.putInt(1).putInt(0).putInt(BASE).putInt(BASE);
      header.putInt((int) size).putInt((int) size).putInt(7).putInt(0x1000);
    }
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.writeBytes(header.array());
    data.writeTo(whole);
    code.writeTo(whole);
    Files.write(file, whole.toByteArray());
    if (!file.toFile().setExecutable(true)) {
      throw new IOException(file + " cannot be made executable");
    }
    return file;
  }
}
