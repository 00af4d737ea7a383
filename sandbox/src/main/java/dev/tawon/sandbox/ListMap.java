package dev.tawon.sandbox;

import dev.tawon.object.MapSpec;
import java.util.ArrayDeque;
import java.util.Deque;

/** {@code BPF_MAP_TYPE_QUEUE} and {@code BPF_MAP_TYPE_STACK}. Source: {@code kernel/bpf/queue_stack_maps.c}. */
final class ListMap extends KernelMap {
  private final boolean stack;
  private final Deque<byte[]> values = new ArrayDeque<>();

  ListMap(MapSpec spec, boolean stack) {
    super(spec);
    this.stack = stack;
  }

  @Override
  int push(byte[] value, long flags) {
    if (flags != BPF_ANY && flags != BPF_EXIST) {
      return Errno.EINVAL;
    }
    if (values.size() >= spec().capacity()) {
      if (flags != BPF_EXIST) {
        return Errno.E2BIG;
      }
      values.removeFirst(); // the oldest, of both
    }
    values.addLast(value.clone());
    return 0;
  }

  @Override
  int pop(byte[] value, boolean remove) {
    byte[] found = stack ? values.peekLast() : values.peekFirst();
    if (found == null) {
      return Errno.ENOENT;
    }
    System.arraycopy(found, 0, value, 0, value.length);
    if (remove) {
      if (stack) {
        values.removeLast();
      } else {
        values.removeFirst();
      }
    }
    return 0;
  }

  @Override
  int delete(byte[] key) {
    return Errno.EINVAL;
  }
}
