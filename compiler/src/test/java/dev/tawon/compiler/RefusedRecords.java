package dev.tawon.compiler;

import dev.tawon.lang.Bpf;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.RawTracepoint;
import dev.tawon.lang.Struct;
import dev.tawon.lang.map.Array;
import dev.tawon.lang.map.HashMap;
import dev.tawon.lang.map.RingBuffer;

/** Records of a ring that are misused; read as {@link RefusedPrograms} is. */
@BpfModule
final class RefusedRecords {
  private RefusedRecords() {}

  @Struct
  static final class Event {
    int number;
    long time;
  }

  @Struct
  static final class Holder {
    Event event;
    int count;
  }

  static final RingBuffer<Event> EVENTS = RingBuffer.ofBytes(4096);
  static final RingBuffer<Event> OTHERS = RingBuffer.ofBytes(4096);
  static final HashMap<Integer, Event> KEPT = HashMap.of(16);
  static final Array<Event> VALUES = Array.of(4);

  @RawTracepoint("sys_enter")
  static int forgotten(int number) {
    EVENTS.reserve();
    // error: is neither submitted nor discarded on this path
    return number;
  }

  @RawTracepoint("sys_enter")
  static int filledAndForgotten(int number) {
    Event event = EVENTS.reserve();
    if (event != null) {
      // error: is neither submitted nor discarded on this path
      event.number = number;
    }
    return 0;
  }

  @RawTracepoint("sys_enter")
  static int forgottenOnOnePath(int number) {
    Event event = EVENTS.reserve();
    if (event == null) {
      return 0;
    }
    if (number == 7) {
      // error: is neither submitted nor discarded on this path
      return 1;
    }
    EVENTS.submit(event);
    return 0;
  }

  @RawTracepoint("sys_enter")
  static int submittedIfAsked(int number) {
    Event event = EVENTS.reserve();
    if (event == null) {
      return 0;
    }
    if (number == 7) {
      // error: a record is reserved on one of the paths that meet here and not on the other
      EVENTS.submit(event);
    }
    return 0;
  }

  @RawTracepoint("sys_enter")
  static int submittedTwice(int number) {
    Event event = EVENTS.reserve();
    if (event == null) {
      return 0;
    }
    EVENTS.submit(event);
    // error: this record is not reserved here: each is submitted or discarded once
    EVENTS.submit(event);
    return 0;
  }

  @RawTracepoint("sys_enter")
  static int discardedBehindSubmit(int number) {
    Event event = EVENTS.reserve();
    if (event == null) {
      return 0;
    }
    EVENTS.submit(event);
    if (number == 7) {
      // error: this record is not reserved here: each is submitted or discarded once
      EVENTS.discard(event);
    }
    return 0;
  }

  @RawTracepoint("sys_enter")
  static int submittedAgainOnOnePath(int number) {
    Event event = EVENTS.reserve();
    if (event == null) {
      return 0;
    }
    if (number == 7) {
      // error: a record is reserved on one of the paths that meet here and not on the other
      EVENTS.submit(event);
    }
    EVENTS.submit(event);
    return 0;
  }

  @RawTracepoint("sys_enter")
  static int writtenBehindSubmit(int number) {
    Event event = EVENTS.reserve();
    if (event == null) {
      return 0;
    }
    EVENTS.submit(event);
    // error: and is used here: use it before, or copy what is needed of it
    event.number = number;
    return 0;
  }

  @RawTracepoint("sys_enter")
  static int readBehindDiscard(int number) {
    Event event = EVENTS.reserve();
    if (event == null) {
      return 0;
    }
    event.number = number;
    EVENTS.discard(event);
    // error: and is used here: use it before, or copy what is needed of it
    return event.number;
  }

  @RawTracepoint("sys_enter")
  static int passedBehindSubmit(int number) {
    Event event = EVENTS.reserve();
    if (event == null) {
      return 0;
    }
    EVENTS.submit(event);
    // error: and is used here: use it before, or copy what is needed of it
    KEPT.put(number, event);
    return 0;
  }

  @RawTracepoint("sys_enter")
  static int submittedInALoop(int number) {
    Event event = EVENTS.reserve();
    if (event == null) {
      return 0;
    }
    // error: a record is reserved on one of the paths that meet here and not on the other
    for (int i = 0; i < (number & 31); i++) {
      EVENTS.submit(event);
    }
    return 0;
  }

  @RawTracepoint("sys_enter")
  static int reservedInALoop(int number) {
    Event event = null;
    for (int i = 0; i < (number & 31); i++) {
      event = EVENTS.reserve();
    }
    if (event != null) {
      // error: this record is not reserved here: each is submitted or discarded once
      EVENTS.submit(event);
    }
    return 0;
  }

  @RawTracepoint("sys_enter")
  static int leftByBreak(int number) {
    for (int i = 0; i < (number & 31); i++) {
      Event event = EVENTS.reserve();
      if (event == null) {
        continue;
      }
      if (i == 7) {
        // error: is neither submitted nor discarded on this path
        break;
      }
      EVENTS.submit(event);
    }
    return 0;
  }

  @RawTracepoint("sys_enter")
  static int submittedInAFunctionOfTheKernels(int number) {
    Event event = EVENTS.reserve();
    if (event == null) {
      return 0;
    }
    Bpf.loop(number, i -> EVENTS.submit(event));
    // error: is neither submitted nor discarded on this path
    return 0;
  }

  @RawTracepoint("sys_enter")
  static int submittedInBoth(int number) {
    Event event = EVENTS.reserve();
    if (event == null) {
      return 0;
    }
    Bpf.loop(
        number,
        i -> {
          event.number = i;
          // error: this record is not reserved here: each is submitted or discarded once
          EVENTS.submit(event);
        });
    EVENTS.discard(event);
    return 0;
  }

  @RawTracepoint("sys_enter")
  static int usedByAFunctionBehindSubmit(int number) {
    Event event = EVENTS.reserve();
    if (event == null) {
      return 0;
    }
    EVENTS.submit(event);
    // error: and is used here: use it before, or copy what is needed of it
    Bpf.loop(number, i -> event.number += i);
    return 0;
  }

  @RawTracepoint("sys_enter")
  static int forgottenInAFunctionOfTheKernels(int number) {
    Bpf.loop(
        number,
        i -> {
          Event event = EVENTS.reserve();
          if (event != null) {
            // error: is neither submitted nor discarded on this path
            event.number = i;
          }
        });
    return 0;
  }

  @RawTracepoint("sys_enter")
  static int submittedForEach(int number) {
    Event event = EVENTS.reserve();
    if (event == null) {
      return 0;
    }
    KEPT.forEach((key, value) -> EVENTS.submit(event));
    // error: is neither submitted nor discarded on this path
    return 0;
  }

  @RawTracepoint("sys_enter")
  static int notReserved(int number) {
    Event event = new Event();
    event.number = number;
    // error: this record is not reserved here: each is submitted or discarded once
    EVENTS.submit(event);
    return 0;
  }

  @RawTracepoint("sys_enter")
  static int valueOfAMap(int number) {
    Event event = VALUES.get(1);
    if (event != null) {
      // error: this record is not reserved here: each is submitted or discarded once
      EVENTS.discard(event);
    }
    return 0;
  }

  @RawTracepoint("sys_enter")
  static int eitherReservedOrNot(int number) {
    // error: a record is reserved on one of the paths that meet here and not on the other
    Event event = number == 7 ? EVENTS.reserve() : new Event();
    if (event != null) {
      EVENTS.submit(event);
    }
    return 0;
  }

  @RawTracepoint("sys_enter")
  static int oneOfTwo(int number) {
    Event first = EVENTS.reserve();
    Event second = OTHERS.reserve();
    if (first != null) {
      EVENTS.submit(first);
    }
    // error: is neither submitted nor discarded on this path
    if (second != null && number == 7) {
      OTHERS.submit(second);
    }
    return 0;
  }

  private static void end(Event event) {
    EVENTS.submit(event);
  }

  @RawTracepoint("sys_enter")
  static int submittedByAMethodToo(int number) {
    Event event = EVENTS.reserve();
    if (event == null) {
      return 0;
    }
    end(event);
    // error: this record is not reserved here: each is submitted or discarded once
    EVENTS.submit(event);
    return 0;
  }

  @RawTracepoint("sys_enter")
  static int reassigned(int number) {
    Event event = EVENTS.reserve();
    event = EVENTS.reserve();
    // error: is neither submitted nor discarded on this path
    if (event != null) {
      EVENTS.submit(event);
    }
    return 0;
  }
}
