package dev.tawon.bpf.random;

import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/** Choices that a seed makes. */
final class Dice {
  /** Where the width of a type, the sign, or the range of an immediate ends. */
  private static final long[] EDGES = {
    0,
    1,
    -1,
    2,
    -2,
    3,
    5,
    7,
    8,
    15,
    16,
    31,
    32,
    33,
    63,
    64,
    65,
    -31,
    -32,
    -33,
    127,
    128,
    -128,
    -129,
    255,
    256,
    32767,
    32768,
    -32768,
    -32769,
    65535,
    65536,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    Integer.MAX_VALUE - 1L,
    Integer.MIN_VALUE + 1L,
    0x8000_0000L,
    0x8000_0001L,
    0xffff_ffffL,
    0xffff_fffeL,
    0x1_0000_0000L,
    0x1_0000_0001L,
    -0x8000_0001L,
    -0x1_0000_0000L,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    Long.MAX_VALUE - 1,
    Long.MIN_VALUE + 1,
    0x0123_4567_89ab_cdefL,
    0xfedc_ba98_7654_3210L,
    0x5555_5555_aaaa_aaaaL
  };

  private final Random random;
  private int names;

  Dice(long seed) {
    random = Random.from(new SplittableRandom(seed));
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  /** From the first to the last. */
  int between(int first, int last) {
    return first + random.nextInt(last - first + 1);
  }

  boolean oneIn(int many) {
    return random.nextInt(many) == 0;
  }

  boolean coin() {
    return random.nextBoolean();
  }

  @SafeVarargs
  final <T> T pick(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  /** A number of any magnitude, edges above all. */
  long number() {
    return random.nextBoolean()
        ? EDGES[random.nextInt(EDGES.length)]
        : random.nextLong() >> random.nextInt(Long.SIZE);
  }

  /** A name that no other has. */
  String fresh(String prefix) {
    return prefix + names++;
  }
}
