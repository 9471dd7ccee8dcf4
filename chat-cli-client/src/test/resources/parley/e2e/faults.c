/*
 * Faults of a machine on demand, for tests: preloaded into the server's process, it makes the
 * syncs of the log's files stall, their writes fail, the accepting of connections fail, and the
 * machine's clock jump. What to do stands in a small file that the test maps too (FAULTS_ORDERS).
 * Only files whose path begins with FAULTS_IN are touched.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

/* The layout is that of Faults.java. */
struct orders {
  volatile int64_t stall;        /* syncs wait while it is not 0 */
  volatile int64_t write_error;  /* errno of every write, 0 for none */
  volatile int64_t accept_error; /* errno of every accept, 0 for none */
  volatile int64_t clock;        /* nanoseconds that the clock is off */
  volatile int64_t syncs;        /* counted here: syncs begun */
  volatile int64_t stalled;      /* counted here: syncs that wait now */
  volatile int64_t refused;      /* counted here: writes and accepts that failed */
};

static struct orders *orders;
static const char *in;

__attribute__((constructor)) static void begin(void) {
  const char *file = getenv("FAULTS_ORDERS");
  in = getenv("FAULTS_IN");
  if (!file || !in) return;
  int fd = open(file, O_RDWR | O_CLOEXEC);
  if (fd < 0) return;
  void *map = mmap(0, sizeof(struct orders), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  close(fd);
  if (map != MAP_FAILED) orders = map;
}

#define REAL(name) \
  static typeof(&name) real; \
  if (!real) real = (typeof(&name))dlsym(RTLD_NEXT, #name)

/* Whether a descriptor is one of the database's files. */
static int ours(int fd) {
  char link[32], path[4096];
  if (!orders) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t n = readlink(link, path, sizeof path - 1);
  if (n <= 0) return 0;
  path[n] = 0;
  return !strncmp(path, in, strlen(in));
}

static void stall(int fd) {
  if (!ours(fd)) return;
  __atomic_add_fetch(&orders->syncs, 1, __ATOMIC_SEQ_CST);
  if (!orders->stall) return;
  __atomic_add_fetch(&orders->stalled, 1, __ATOMIC_SEQ_CST);
  while (orders->stall) usleep(1000);
  __atomic_sub_fetch(&orders->stalled, 1, __ATOMIC_SEQ_CST);
}

int fsync(int fd) {
  REAL(fsync);
  stall(fd);
  return real(fd);
}

int fdatasync(int fd) {
  REAL(fdatasync);
  stall(fd);
  return real(fd);
}

static int fails(int fd) {
  if (!orders || !orders->write_error || !ours(fd)) return 0;
  __atomic_add_fetch(&orders->refused, 1, __ATOMIC_SEQ_CST);
  errno = (int)orders->write_error;
  return 1;
}

ssize_t pwrite64(int fd, const void *bytes, size_t n, off64_t at) {
  REAL(pwrite64);
  return fails(fd) ? -1 : real(fd, bytes, n, at);
}

ssize_t pwrite(int fd, const void *bytes, size_t n, off_t at) {
  REAL(pwrite);
  return fails(fd) ? -1 : real(fd, bytes, n, at);
}

ssize_t write(int fd, const void *bytes, size_t n) {
  REAL(write);
  return fails(fd) ? -1 : real(fd, bytes, n);
}

/* A file system that can only be read has no file to open for writing. */
static int closed(const char *path, int flags) {
  if (!orders || orders->write_error != EROFS || (flags & O_ACCMODE) == O_RDONLY) return 0;
  if (strncmp(path, in, strlen(in))) return 0;
  errno = EROFS;
  return 1;
}

#define MODE \
  va_list rest; \
  va_start(rest, flags); \
  int mode = va_arg(rest, int); \
  va_end(rest)

int open(const char *path, int flags, ...) {
  REAL(open);
  MODE;
  return closed(path, flags) ? -1 : real(path, flags, mode);
}

int open64(const char *path, int flags, ...) {
  REAL(open64);
  MODE;
  return closed(path, flags) ? -1 : real(path, flags, mode);
}

static int deaf(void) {
  if (!orders || !orders->accept_error) return 0;
  __atomic_add_fetch(&orders->refused, 1, __ATOMIC_SEQ_CST);
  errno = (int)orders->accept_error;
  return 1;
}

int accept(int fd, struct sockaddr *who, socklen_t *size) {
  REAL(accept);
  return deaf() ? -1 : real(fd, who, size);
}

int accept4(int fd, struct sockaddr *who, socklen_t *size, int flags) {
  REAL(accept4);
  return deaf() ? -1 : real(fd, who, size, flags);
}

int clock_gettime(clockid_t which, struct timespec *now) {
  REAL(clock_gettime);
  int result = real(which, now);
  if (result == 0 && orders && (which == CLOCK_REALTIME || which == CLOCK_REALTIME_COARSE)) {
    int64_t nanos = now->tv_sec * 1000000000LL + now->tv_nsec + orders->clock;
    now->tv_sec = nanos / 1000000000LL;
    now->tv_nsec = nanos % 1000000000LL;
  }
  return result;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
  struct timespec precise;
  (void)zone;
  int result = clock_gettime(CLOCK_REALTIME, &precise);
  now->tv_sec = precise.tv_sec;
  now->tv_usec = precise.tv_nsec / 1000;
  return result;
}
