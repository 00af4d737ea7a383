package dev.tawon.compiler.ir;

/** The helpers that the compiler itself calls or knows something of, by their numbers in {@code enum bpf_func_id} of linux/bpf.h. */
public final class HelperNumbers {
  public static final int MAP_LOOKUP_ELEM = 1;
  public static final int MAP_UPDATE_ELEM = 2;
  public static final int MAP_DELETE_ELEM = 3;
  public static final int KTIME_GET_NS = 5;
  public static final int TAIL_CALL = 12;
  public static final int GET_CURRENT_COMM = 16;
  public static final int PERF_EVENT_OUTPUT = 25;
  public static final int GET_STACKID = 27;
  public static final int GET_CURRENT_TASK = 35;
  public static final int REDIRECT_MAP = 51;
  public static final int SKB_LOAD_BYTES = 26;
  public static final int SK_RELEASE = 86;
  public static final int MAP_PUSH_ELEM = 87;
  public static final int MAP_POP_ELEM = 88;
  public static final int MAP_PEEK_ELEM = 89;
  public static final int SPIN_LOCK = 93;
  public static final int SPIN_UNLOCK = 94;
  public static final int PROBE_READ_USER = 112;
  public static final int PROBE_READ_KERNEL = 113;
  public static final int PROBE_READ_USER_STR = 114;
  public static final int PROBE_READ_KERNEL_STR = 115;
  public static final int RINGBUF_OUTPUT = 130;
  public static final int RINGBUF_RESERVE = 131;
  public static final int RINGBUF_SUBMIT = 132;
  public static final int RINGBUF_DISCARD = 133;
  public static final int GET_CURRENT_TASK_BTF = 158;
  public static final int FOR_EACH_MAP_ELEM = 164;
  public static final int TIMER_INIT = 169;
  public static final int TIMER_SET_CALLBACK = 170;
  public static final int TIMER_START = 171;
  public static final int TIMER_CANCEL = 172;
  public static final int TASK_PT_REGS = 175;
  public static final int FIND_VMA = 180;
  public static final int LOOP = 181;
  public static final int GET_FUNC_RET = 184;
  public static final int RINGBUF_DISCARD_DYNPTR = 200;
  public static final int DYNPTR_READ = 201;
  public static final int USER_RINGBUF_DRAIN = 209;

  private HelperNumbers() {}
}
