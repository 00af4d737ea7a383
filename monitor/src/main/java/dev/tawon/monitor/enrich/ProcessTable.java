package dev.tawon.monitor.enrich;

import dev.tawon.monitor.event.ProcessInfo;
import org.jspecify.annotations.Nullable;

/**
 * The processes that are known, by {@link ProcessKey}. Its room is bounded in processes and in the memory that their
 * arguments take; when it is used up, the process that nobody asked for the longest goes, and is counted. One that has
 * ended stays for a while, for events that come late and as a parent.
 *
 * <p>A chained hash table whose entries also form two lists: the living, least recently used first, and the ended, in the
 * order of their end. No boxing, one object a process. One thread at a time.
 */
public final class ProcessTable {
  /** What a process takes without its strings, roughly: bytes. */
  private static final int FIXED_WEIGHT = 256;

  private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;

  private final int capacity;
  private final int endedCapacity;
  private final long maxWeight;
  private final long keepNs;
  private final @Nullable Entry[] buckets;
  private final int shift;

  /** Sentinels: {@code next} is the oldest, {@code previous} the newest. */
  private final Entry living = new Entry(0, null);

  private final Entry ended = new Entry(0, null);

  private int livingCount;
  private int endedCount;
  private long weight;
  private long evicted;

  /** The bounds of a table. */
  public record Bounds(int capacity, int endedCapacity, long maxWeight, long keepNs) {
    /** 65,536 processes, a quarter as many that have ended within ten seconds, 64 MiB of arguments and paths. */
    public static final Bounds DEFAULT = new Bounds(65_536, 16_384, 64L << 20, 10_000_000_000L);

    /** Checks. */
    public Bounds {
      if (capacity < 1 || endedCapacity < 1 || maxWeight < 1 || keepNs < 0) {
        throw new IllegalArgumentException("a bound is below 1");
      }
    }
  }

  private static final class Entry {
    final long key;
    @Nullable ProcessInfo info;
    int weight;
    boolean hasEnded;
    long endedNs;
    @Nullable Entry chain;
    Entry previous = this;
    Entry next = this;

    Entry(long key, @Nullable ProcessInfo info) {
      this.key = key;
      this.info = info;
    }

    void unlink() {
      previous.next = next;
      next.previous = previous;
    }

    void linkBefore(Entry sentinel) {
      previous = sentinel.previous;
      next = sentinel;
      previous.next = this;
      sentinel.previous = this;
    }
  }

  /** An empty table. */
  public ProcessTable(Bounds bounds) {
    capacity = bounds.capacity();
    endedCapacity = bounds.endedCapacity();
    maxWeight = bounds.maxWeight();
    keepNs = bounds.keepNs();
    int size = Integer.highestOneBit(Math.max(capacity, 8) - 1) << 1;
    buckets = new Entry[size];
    shift = Long.SIZE - Integer.numberOfTrailingZeros(size);
  }

  /** The process, or null. A living one becomes the most recently used. */
  public @Nullable ProcessInfo get(long key) {
    Entry entry = find(key);
    if (entry == null) {
      return null;
    }
    if (!entry.hasEnded) {
      entry.unlink();
      entry.linkBefore(living);
    }
    return entry.info;
  }

  /** Whether the process is known, without making it the most recently used. */
  public boolean contains(long key) {
    return find(key) != null;
  }

  /** Adds a process, or replaces what is known of it. */
  public void put(long key, ProcessInfo info) {
    Entry entry = find(key);
    if (entry == null) {
      entry = new Entry(key, info);
      int bucket = bucket(key);
      entry.chain = buckets[bucket];
      buckets[bucket] = entry;
      entry.linkBefore(living);
      livingCount++;
    } else if (!entry.hasEnded) {
      entry.unlink();
      entry.linkBefore(living);
    }
    weight -= entry.weight;
    entry.info = info;
    entry.weight = weigh(info);
    weight += entry.weight;
    while (livingCount > capacity || (weight > maxWeight && livingCount > 1)) {
      if (weight > maxWeight && endedCount > 0) {
        remove(ended.next);
      } else {
        remove(living.next);
        evicted++;
      }
    }
  }

  /** Notes that a process has ended, and forgets those that ended long before. */
  public void end(long key, long nowNs) {
    Entry entry = find(key);
    if (entry != null && !entry.hasEnded) {
      entry.unlink();
      livingCount--;
      entry.hasEnded = true;
      entry.endedNs = nowNs;
      entry.linkBefore(ended);
      endedCount++;
    }
    while (endedCount > endedCapacity || (endedCount > 0 && ended.next.endedNs < nowNs - keepNs)) {
      remove(ended.next);
    }
  }

  /** How many processes are known, those that have ended included. */
  public int size() {
    return livingCount + endedCount;
  }

  /** How many living processes went for lack of room. */
  public long evicted() {
    return evicted;
  }

  private static int weigh(ProcessInfo info) {
    int sum = FIXED_WEIGHT + length(info.executable()) + length(info.workingDirectory());
    for (String arg : info.args()) {
      sum += arg.length() + 40; // String and array headers, and the list's slot
    }
    return sum;
  }

  private static int length(@Nullable String text) {
    return text == null ? 0 : text.length();
  }

  private int bucket(long key) {
    return (int) ((key * GOLDEN) >>> shift);
  }

  private @Nullable Entry find(long key) {
    Entry entry = buckets[bucket(key)];
    while (entry != null && entry.key != key) {
      entry = entry.chain;
    }
    return entry;
  }

  private void remove(Entry gone) {
    gone.unlink();
    if (gone.hasEnded) {
      endedCount--;
    } else {
      livingCount--;
    }
    weight -= gone.weight;
    int bucket = bucket(gone.key);
    Entry entry = buckets[bucket];
    if (entry == gone) {
      buckets[bucket] = gone.chain;
      return;
    }
    while (entry != null) {
      if (entry.chain == gone) {
        entry.chain = gone.chain;
        return;
      }
      entry = entry.chain;
    }
  }
}
