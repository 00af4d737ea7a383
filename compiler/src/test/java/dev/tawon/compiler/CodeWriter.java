package dev.tawon.compiler;

import java.io.ByteArrayOutputStream;
import java.lang.classfile.constantpool.ConstantPoolBuilder;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;

/** Writes bytecode byte by byte, right or wrong, with a constant pool, and jumps to blocks whose places are not known yet. */
final class CodeWriter {
  /** Places of two or four bytes that hold how far a block is from an instruction. */
  private record Jump(int at, int from, int block, boolean wide) {}

  private final ConstantPoolBuilder pool;
  private final ByteArrayOutputStream code = new ByteArrayOutputStream();
  private final List<Jump> jumps = new ArrayList<>();

  CodeWriter(ConstantPoolBuilder pool) {
    this.pool = pool;
  }

  /** How many bytes there are. */
  int size() {
    return code.size();
  }

  /** An instruction, or a part of one. */
  void op(int... bytes) {
    for (int each : bytes) {
      code.write(each);
    }
  }

  void u2(int value) {
    u2(code, value);
  }

  void u4(int value) {
    u2(value >>> 16);
    u2(value);
  }

  /** How far a block is from an instruction, in two bytes or four. */
  void jump(int from, int block, boolean wide) {
    jumps.add(new Jump(code.size(), from, block, wide));
    u2(0);
    if (wide) {
      u2(0);
    }
  }

  /**
   * All that was written.
   *
   * @param target where a block is
   */
  byte[] bytes(IntUnaryOperator target) {
    byte[] bytes = code.toByteArray();
    for (Jump jump : jumps) {
      int distance = target.applyAsInt(jump.block()) - jump.from();
      for (int i = 0; i < (jump.wide() ? 4 : 2); i++) {
        bytes[jump.at() + i] = (byte) (distance >> 8 * ((jump.wide() ? 3 : 1) - i));
      }
    }
    return bytes;
  }

  ConstantPoolBuilder pool() {
    return pool;
  }

  int method(String owner, String name, String descriptor) {
    return entry(
        pool.methodRefEntry(ClassDesc.of(owner), name, MethodTypeDesc.ofDescriptor(descriptor)));
  }

  int type(String name) {
    return entry(
        pool.classEntry(name.startsWith("[") ? ClassDesc.ofDescriptor(name) : ClassDesc.of(name)));
  }

  int utf8(String text) {
    return entry(pool.utf8Entry(text));
  }

  static int entry(PoolEntry entry) {
    return entry.index();
  }

  static void u2(ByteArrayOutputStream to, int value) {
    to.write(value >>> 8);
    to.write(value);
  }
}
