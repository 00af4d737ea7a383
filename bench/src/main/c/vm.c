/*
 * The five programs as native code and under a plain interpreter: what the sandbox is held against.
 *
 *   vm PROGRAM HEX-FILE SECONDS
 *
 * prints the nanoseconds of a run of each, the least of many rounds, and r0 of both. The native functions are what the
 * listings were compiled from, as far as they tell; the interpreter is a switch over struct bpf_insn without checks.
 * Loads and stores of words go through a volatile-free memcpy; gcc is kept from vectorising, as the listings' compiler was.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef uint8_t u8;
typedef uint32_t u32;
typedef uint64_t u64;

enum { MEMORY = 16384 };

static u32 word(const u8 *at) {
  u32 value;
  memcpy(&value, at, 4);
  return value;
}

__attribute__((noinline)) static u64 sum(u8 *m, u64 size) {
  u64 x = 1;
  for (u64 i = 0; i < 10000000; i++) {
    x = ((x >> 3) ^ i) + x;
  }
  return x;
}

__attribute__((noinline)) static u64 pkt(u8 *p, u64 size) {
  if (size < 54 || p[12] != 8 || p[13] != 0 || (p[14] & 0xf0) != 0x40) {
    return 0;
  }
  u32 header = (p[14] & 15) * 4;
  if (header < 20 || header + 34 > size || p[23] != 6 || p[26] != 10) {
    return 0;
  }
  u8 *tcp = p + 14 + header;
  u32 port = tcp[2] << 8 | tcp[3];
  if (port != 443 && port != 8443) {
    return 0;
  }
  return tcp[13] & 2 ? 2 : 1;
}

__attribute__((noinline)) static u64 crc32(u8 *m, u64 size) {
  u32 crc = 0xffffffff;
  for (int i = 0; i < 4096; i++) {
    crc ^= m[i];
    for (int bit = 0; bit < 8; bit++) {
      crc = (crc >> 1) ^ (0xedb88320 & -(crc & 1));
    }
  }
  return ~crc;
}

__attribute__((noinline)) static u64 fnv(u8 *m, u64 size) {
  u64 hash = 0xcbf29ce484222325;
  for (int i = 0; i < 4096; i++) {
    hash = (hash ^ m[i]) * 0x100000001b3;
  }
  return hash;
}

__attribute__((noinline)) static u64 sort(u8 *m, u64 size) {
  u8 *a = m + 4096;
  u32 x = 12345;
  for (int i = 0; i < 256; i++) {
    x = x * 1664525 + 1013904223;
    memcpy(a + 4 * i, &x, 4);
  }
  for (u32 i = 1; i < 256; i++) {
    u32 value = word(a + 4 * i);
    u32 j = i;
    while (j > 0 && word(a + 4 * (j - 1)) > value) {
      u32 moved = word(a + 4 * (j - 1));
      memcpy(a + 4 * j, &moved, 4);
      j--;
    }
    memcpy(a + 4 * j, &value, 4);
  }
  u64 hash = 0;
  for (int i = 0; i < 256; i++) {
    hash = hash * 31 + word(a + 4 * i);
  }
  return hash;
}

struct insn {
  u8 code;
  u8 dst : 4, src : 4;
  int16_t off;
  int32_t imm;
};

/* Only what the five programs need. */
__attribute__((noinline)) static u64 interpret(const struct insn *pc, u8 *m, u64 size) {
  u64 r[11] = {0, (u64)m, size};
#define ALU(op, code64, code32)                                          \
  case code64 | 8: r[pc->dst] = r[pc->dst] op r[pc->src]; break;         \
  case code64: r[pc->dst] = r[pc->dst] op(int64_t) pc->imm; break;       \
  case code32 | 8: r[pc->dst] = (u32)((u32)r[pc->dst] op(u32) r[pc->src]); break; \
  case code32: r[pc->dst] = (u32)((u32)r[pc->dst] op(u32) pc->imm); break;
#define JUMP(op, code64, code32)                                         \
  case code64 | 8: if (r[pc->dst] op r[pc->src]) pc += pc->off; break;   \
  case code64: if (r[pc->dst] op(u64)(int64_t) pc->imm) pc += pc->off; break; \
  case code32 | 8: if ((u32)r[pc->dst] op(u32) r[pc->src]) pc += pc->off; break; \
  case code32: if ((u32)r[pc->dst] op(u32) pc->imm) pc += pc->off; break;
#define MEM(type, load, store)                                           \
  case load: { type v; memcpy(&v, (u8 *)r[pc->src] + pc->off, sizeof v); r[pc->dst] = v; break; } \
  case store: { type v = r[pc->src]; memcpy((u8 *)r[pc->dst] + pc->off, &v, sizeof v); break; }
  for (;; pc++) {
    switch (pc->code) {
      ALU(+, 0x07, 0x04) ALU(-, 0x17, 0x14) ALU(*, 0x27, 0x24) ALU(|, 0x47, 0x44)
      ALU(&, 0x57, 0x54) ALU(^, 0xa7, 0xa4)
      case 0x6f: r[pc->dst] <<= r[pc->src] & 63; break;
      case 0x67: r[pc->dst] <<= pc->imm & 63; break;
      case 0x64: r[pc->dst] = (u32)r[pc->dst] << (pc->imm & 31); break;
      case 0x7f: r[pc->dst] >>= r[pc->src] & 63; break;
      case 0x77: r[pc->dst] >>= pc->imm & 63; break;
      case 0x74: r[pc->dst] = (u32)r[pc->dst] >> (pc->imm & 31); break;
      case 0x87: r[pc->dst] = -r[pc->dst]; break;
      case 0x84: r[pc->dst] = (u32) - (u32)r[pc->dst]; break;
      case 0xbf: r[pc->dst] = r[pc->src]; break;
      case 0xb7: r[pc->dst] = (int64_t)pc->imm; break;
      case 0xbc: r[pc->dst] = (u32)r[pc->src]; break;
      case 0xb4: r[pc->dst] = (u32)pc->imm; break;
      case 0x18: r[pc->dst] = (u32)pc->imm | (u64)(u32)pc[1].imm << 32; pc++; break;
      MEM(u8, 0x71, 0x73) MEM(uint16_t, 0x69, 0x6b) MEM(u32, 0x61, 0x63) MEM(u64, 0x79, 0x7b)
      JUMP(==, 0x15, 0x16) JUMP(>, 0x25, 0x26) JUMP(>=, 0x35, 0x36) JUMP(!=, 0x55, 0x56)
      JUMP(<, 0xa5, 0xa6) JUMP(<=, 0xb5, 0xb6)
      case 0x05: pc += pc->off; break;
      case 0x95: return r[0];
      default: fprintf(stderr, "vm: opcode 0x%02x\n", pc->code); exit(1);
    }
  }
}

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1e9 + t.tv_nsec;
}

typedef u64 function(u8 *, u64);

static function *native;
static struct insn code[256];
static u8 memory[MEMORY];
static volatile u64 sink;

static u64 once(int interpreted) {
  return interpreted ? interpret(code, memory, MEMORY) : native(memory, MEMORY);
}

static double least(int interpreted, double seconds) {
  double begun = now(), best = 1e30;
  long repeat = 1;
  for (;;) {
    double before = now();
    for (long i = 0; i < repeat; i++) {
      sink = once(interpreted);
    }
    double after = now(), one = (after - before) / repeat;
    if (after - before < 1e6) {
      repeat *= 2;
      continue;
    }
    best = one < best ? one : best;
    if (after - begun > seconds * 1e9) {
      return best;
    }
  }
}

int main(int argc, char **argv) {
  static const struct { const char *name; function *function; } all[] = {
      {"sum", sum}, {"pkt", pkt}, {"crc32", crc32}, {"fnv", fnv}, {"sort", sort}};
  if (argc != 4) {
    fprintf(stderr, "usage: vm PROGRAM HEX-FILE SECONDS\n");
    return 2;
  }
  for (int i = 0; i < 5; i++) {
    if (!strcmp(argv[1], all[i].name)) {
      native = all[i].function;
    }
  }
  FILE *file = fopen(argv[2], "r");
  if (!native || !file) {
    fprintf(stderr, "vm: no program %s\n", argv[1]);
    return 1;
  }
  unsigned byte;
  for (u8 *at = (u8 *)code; at < (u8 *)(code + 256) && fscanf(file, "%2x", &byte) == 1;) {
    *at++ = byte;
  }
  u32 x = 1;
  for (int i = 0; i < 4096; i++) {
    x = x * 1664525 + 1013904223;
    memory[i] = x >> 24;
  }
  if (native == pkt) {
    memory[12] = 8, memory[13] = 0, memory[14] = 0x45, memory[23] = 6, memory[26] = 10;
    memory[36] = 1, memory[37] = 0xbb, memory[47] = 2;
  }
  u64 r0 = once(0), interpreted = once(1);
  double seconds = atof(argv[3]);
  printf("%.2f %.2f %llu %llu\n", least(0, seconds), least(1, seconds),
         (unsigned long long)r0, (unsigned long long)interpreted);
  return 0;
}
