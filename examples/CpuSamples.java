import dev.tawon.bpf.AttachTarget;
import dev.tawon.bpf.Bpf;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Counter;
import dev.tawon.lang.PerfEvent;
import dev.tawon.lang.SampleContext;
import dev.tawon.lang.map.HashMap;
import dev.tawon.lang.map.StackTraces;

/**
 * Samples a process's time on CPUs, and prints its kernel stacks: {@code examples/run CpuSamples PID [SECONDS]}.
 */
@BpfModule
public final class CpuSamples {
  private CpuSamples() {}

  public static final StackTraces STACKS = StackTraces.of(1024);
  public static final HashMap<Integer, Counter> SAMPLES = HashMap.of(1024);

  @PerfEvent
  static void onSample(SampleContext sample) {
    int id = STACKS.record(0);
    if (id < 0) {
      return;
    }
    SAMPLES.putIfAbsent(id, new Counter());
    Counter samples = SAMPLES.get(id);
    if (samples != null) {
      samples.add(1);
    }
  }

  public static void main(String[] args) throws Exception {
    try (Bpf bpf = Bpf.load(CpuSamples.class)) {
      bpf.attach("onSample", AttachTarget.cpuClock(Integer.parseInt(args[0]), 1_000_000));
      Thread.sleep(args.length > 1 ? Integer.parseInt(args[1]) * 1000L : 10_000);
      bpf.detach();
      bpf.map(SAMPLES)
          .forEach((id, samples) -> {
            System.out.println(samples.value + " samples");
            for (long address : bpf.stackTrace(STACKS, id)) {
              System.out.printf("  %x%n", address);
            }
          });
    }
  }
}
