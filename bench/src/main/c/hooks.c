// Loads object files, attaches their program in turns while the hook is passed, and prints what the kernel says of each.
// For a guest, whose processes are all its own: the programs have no scope.
//
//   hooks exec|connect|trace|udp|tcp|udp6|ping ROUNDS OPERATIONS FILE...
//
// A line a file: FILE, instructions, xlated, processed, JITed bytes, nanoseconds a run, one number a round; or FILE, instructions,
// "refused:" and the verifier's last words.
#include <arpa/inet.h>
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { FILES = 8, ROUNDS = 200, BATCH = 64 };

static void die(const char *what) {
  fprintf(stderr, "hooks: %s: %s\n", what, strerror(errno));
  exit(1);
}

static int quiet(enum libbpf_print_level level, const char *format, va_list arguments) { return 0; }

static int drop(void *context, void *data, size_t size) { return 0; }

// What is looked at.
struct subject {
  const char *file;
  struct bpf_object *object;
  struct bpf_program *program;
  struct ring_buffer *ring;
  size_t instructions;
  __u32 verdict;
  double nanos[ROUNDS];
};

static char log_text[1 << 20];

static struct bpf_prog_info info(struct subject *of) {
  struct bpf_prog_info said = {};
  __u32 size = sizeof said;
  if (bpf_obj_get_info_by_fd(bpf_program__fd(of->program), &said, &size)) die("program's information");
  return said;
}

// Whether the kernel took it.
static int load(struct subject *of) {
  of->object = bpf_object__open_file(of->file, NULL);
  if (!of->object) die(of->file);
  of->program = bpf_object__next_program(of->object, NULL);
  of->instructions = bpf_program__insn_cnt(of->program);
  if (bpf_object__load(of->object)) {
    // Once more, for the words.
    bpf_object__close(of->object);
    of->object = bpf_object__open_file(of->file, NULL);
    of->program = bpf_object__next_program(of->object, NULL);
    bpf_program__set_log_buf(of->program, log_text, sizeof log_text);
    bpf_program__set_log_level(of->program, 1);
    int error = bpf_object__load(of->object);
    char *end = strstr(log_text, "\nprocessed ");
    if (end) *end = 0;
    char *last = strrchr(log_text, '\n');
    printf("%s\t%zu\trefused: %s: %s\n", of->file, of->instructions, strerror(-error), last ? last + 1 : log_text);
    return 0;
  }
  struct bpf_map *map;
  bpf_object__for_each_map(map, of->object) {
    if (bpf_map__type(map) == BPF_MAP_TYPE_RINGBUF) {
      of->ring = ring_buffer__new(bpf_map__fd(map), drop, NULL, NULL);
      if (!of->ring) die("ring buffer");
    }
  }
  return 1;
}

// Executes this file, which does nothing then.
static void execute(void) {
  pid_t child = vfork();
  if (child < 0) die("vfork");
  if (!child) {
    execl("/proc/self/exe", "nothing", NULL);
    _exit(1);
  }
  int status;
  if (waitpid(child, &status, 0) != child || status) die("a child");
}

static int listener[2] = {-1, -1};
static struct sockaddr_storage address[2];
static socklen_t address_size[2];

static void listen_on_loopback(void) {
  struct sockaddr_in *four = (void *)&address[0];
  *four = (struct sockaddr_in){.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  struct sockaddr_in6 *six = (void *)&address[1];
  *six = (struct sockaddr_in6){.sin6_family = AF_INET6, .sin6_addr = IN6ADDR_LOOPBACK_INIT};
  address_size[0] = sizeof *four;
  address_size[1] = sizeof *six;
  for (int i = 0; i < 2; i++) {
    struct sockaddr *at = (void *)&address[i];
    listener[i] = socket(at->sa_family, SOCK_STREAM, 0);
    if (listener[i] < 0 || bind(listener[i], at, address_size[i]) || listen(listener[i], 16) ||
        getsockname(listener[i], at, &address_size[i]))
      die(i ? "a listener on ::1" : "a listener on 127.0.0.1");
  }
}

// Connects by IPv4 and by IPv6 in turn. The first end resets, so that no port stays taken.
static void connect_to_it(void) {
  static int turn;
  int i = turn++ & 1;
  struct linger now = {1, 0};
  int first = socket(address[i].ss_family, SOCK_STREAM, 0);
  if (first < 0 || setsockopt(first, SOL_SOCKET, SO_LINGER, &now, sizeof now) ||
      connect(first, (void *)&address[i], address_size[i]))
    die("connect");
  int second = accept(listener[i], NULL, NULL);
  if (second < 0) die("accept");
  close(first);
  close(second);
}

static pid_t traced[2];

// Asks for something of a process that its tracer might ask for; every second one is protected, and it is refused.
static void trace(void) {
  static int turn;
  int i = turn++ & 1;
  void *head;
  size_t size;
  long got = syscall(SYS_get_robust_list, traced[i], &head, &size);
  if (got && !(i && errno == EPERM)) die("get_robust_list");
}

static void make_traced(void) {
  for (int i = 0; i < 2; i++) {
    traced[i] = fork();
    if (traced[i] < 0) die("fork");
    if (!traced[i]) {
      prctl(PR_SET_PDEATHSIG, SIGKILL);
      for (;;) pause();
    }
  }
}

static void protect(struct subject *of) {
  struct bpf_map *map;
  bpf_object__for_each_map(map, of->object) {
    __u32 tracer = 1, target = traced[1];
    if (bpf_map__type(map) == BPF_MAP_TYPE_HASH && bpf_map_update_elem(bpf_map__fd(map), &target, &tracer, BPF_ANY))
      die("protect");
  }
}

// Packets of 96 bytes from 10.0.0.1 or fd00::1.
static unsigned char frame[96];

static void make_frame(const char *kind) {
  unsigned char *ip = frame + 14, *in = ip + 20;
  if (!strcmp(kind, "udp6")) { // to port 53, behind a hop-by-hop header
    frame[12] = 0x86, frame[13] = 0xdd;
    ip[0] = 0x60, ip[5] = 42, ip[6] = 0, ip[7] = 64, ip[8] = 0xfd, ip[23] = 1, ip[24] = 0xfd, ip[39] = 2;
    ip[40] = 17, ip[51] = 53;
    return;
  }
  frame[12] = 8;
  ip[0] = 0x45, ip[3] = 82, ip[8] = 64, ip[12] = 10, ip[15] = 1, ip[16] = 10, ip[19] = 2;
  if (!strcmp(kind, "udp")) { // a question for www.example.com
    ip[9] = 17, in[0] = 0x80, in[3] = 53, in[5] = 62, in[13] = 1;
    memcpy(in + 20, "\3www\7example\3com", 17);
  }
  if (!strcmp(kind, "tcp")) { // the first of a connection to port 80, with its segment size
    ip[9] = 6, in[0] = 0x80, in[3] = 80, in[12] = 0x60, in[13] = 2;
    memcpy(in + 20, (unsigned char[]){2, 4, 5, 0xb4}, 4);
  }
  if (!strcmp(kind, "ping")) ip[9] = 1, in[0] = 8;
  unsigned sum = 0;
  for (int i = 0; i < 20; i += 2) sum += ip[i] << 8 | ip[i + 1];
  sum = (sum & 0xffff) + (sum >> 16);
  ip[10] = ~sum >> 8, ip[11] = ~sum;
}

// A packet that a program changes is another one the next time.
static double packet(struct subject *of, int operations) {
  LIBBPF_OPTS(bpf_test_run_opts, run, .data_in = frame, .data_size_in = sizeof frame, .repeat = operations);
  if (bpf_prog_test_run_opts(bpf_program__fd(of->program), &run)) die("test run");
  of->verdict = run.retval;
  return run.duration;
}

static double attached(struct subject *of, void (*operate)(void), int operations) {
  struct bpf_link *link = bpf_program__attach(of->program);
  if (!link) die("attach");
  for (int i = 0; i < BATCH; i++) operate(); // warm
  struct bpf_prog_info before = info(of);
  for (int i = 0; i < operations; i++) {
    operate();
    if (i % BATCH == 0) ring_buffer__consume(of->ring);
  }
  struct bpf_prog_info after = info(of);
  bpf_link__destroy(link);
  ring_buffer__consume(of->ring);
  if (after.run_cnt - before.run_cnt < (unsigned)operations) die("fewer runs than operations");
  return (double)(after.run_time_ns - before.run_time_ns) / (after.run_cnt - before.run_cnt);
}

int main(int count, char **words) {
  if (count == 1) return 0; // what execute() executes
  if (count < 5 || count - 4 > FILES || atoi(words[2]) > ROUNDS) {
    fprintf(stderr, "usage: hooks exec|connect|trace|udp|tcp|udp6|ping ROUNDS OPERATIONS FILE...\n");
    return 2;
  }
  static struct subject subjects[FILES];
  int rounds = atoi(words[2]), operations = atoi(words[3]), loaded = 0;
  void (*operate)(void) = NULL;
  if (!strcmp(words[1], "exec")) operate = execute;
  if (!strcmp(words[1], "connect")) listen_on_loopback(), operate = connect_to_it;
  if (!strcmp(words[1], "trace")) make_traced(), operate = trace;
  if (!operate) make_frame(words[1]);
  libbpf_set_print(quiet);
  for (int i = 4; i < count; i++) {
    subjects[loaded].file = words[i];
    if (load(&subjects[loaded])) {
      if (operate == trace) protect(&subjects[loaded]);
      loaded++;
    }
  }
  if (operate && bpf_enable_stats(BPF_STATS_RUN_TIME) < 0) die("statistics");
  for (int round = 0; round < rounds; round++)
    for (int i = 0; i < loaded; i++) {
      struct subject *of = &subjects[round & 1 ? loaded - 1 - i : i];
      of->nanos[round] = operate ? attached(of, operate, operations) : packet(of, operations);
    }
  for (int i = 1; i < loaded; i++)
    if (subjects[i].verdict != subjects[0].verdict) {
      fprintf(stderr, "hooks: %s says %u, %s %u\n", subjects[0].file, subjects[0].verdict, subjects[i].file, subjects[i].verdict);
      return 1;
    }
  for (int i = 0; i < loaded; i++) {
    struct bpf_prog_info said = info(&subjects[i]);
    printf("%s\t%zu\t%u\t%u\t%u\t", subjects[i].file, subjects[i].instructions, said.xlated_prog_len / 8, said.verified_insns,
           said.jited_prog_len);
    for (int round = 0; round < rounds; round++) printf(" %.1f", subjects[i].nanos[round]);
    printf("\n");
  }
  for (int i = 0; i < 2; i++)
    if (traced[i] > 0) kill(traced[i], SIGKILL);
  return 0;
}
