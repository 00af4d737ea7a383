package dev.tawon.compiler;

import dev.tawon.lang.BpfModule;
import dev.tawon.lang.KernelType;
import dev.tawon.lang.Length;
import dev.tawon.lang.Log;
import dev.tawon.lang.LogLevel;
import dev.tawon.lang.RawTracepoint;
import dev.tawon.lang.Struct;
import dev.tawon.lang.Text;
import dev.tawon.lang.map.Array;

/** Lines that cannot be logged. Above each stands what the compiler says. */
@BpfModule(license = "Proprietary")
final class RefusedLogs {
  @Struct
  static final class Record {
    long number;

    @Length(3)
    int[] numbers;

    @Length(600)
    byte[] large;
  }

  @KernelType("task_struct")
  static final class Task {
    int tgid;
  }

  static final Array<Record> RECORDS = Array.of(1);

  private RefusedLogs() {}

  @RawTracepoint("sys_enter")
  static void structs(long a) {
    Record record = RECORDS.get(0);
    if (record != null) {
      // error: a Record has no text: log its fields
      Log.info("record " + record);
    }
  }

  @RawTracepoint("sys_enter")
  static void arraysOfNumbers(long a) {
    Record record = RECORDS.get(0);
    if (record != null) {
      // error: an array is logged if it is one of bytes
      Log.info("numbers " + record.numbers);
    }
  }

  @RawTracepoint("sys_enter")
  static void whatIsUnderWay(long a) {
    byte[] text = new byte[8];
    String line = "text " + Text.toString(text);
    text[0] = (byte) a;
    // error: the array may have changed since the line was put together
    Log.info(line);
  }

  @RawTracepoint("sys_enter")
  static void textOfSomePaths(long a) {
    String line = a > 0 ? "a=" + a : "none";
    // error: which string this is depends on the path taken
    Log.info(line);
  }

  @RawTracepoint("sys_enter")
  static int textElsewhere(long a) {
    // error: a string that is put together, except as the line of a Log
    return ("a" + a).hashCode();
  }

  @RawTracepoint("sys_enter")
  static void levelsThatAreChosen(long a) {
    LogLevel level = a > 0 ? LogLevel.INFO : LogLevel.WARN;
    // error: level is a constant
    if (Log.isEnabled(level)) {
      Log.error("a=" + a);
    }
  }

  @RawTracepoint("sys_enter")
  static void largeArrays(long a) {
    Record record = RECORDS.get(0);
    if (record != null) {
      // error: bpf_probe_read_kernel is for programs with a licence compatible with the GPL
      Log.info("large " + record.large);
    }
  }
}
