/*
 * Loaded into a server before libc: writes down what the server does to its log's files, in the
 * order in which it does it, and fails as disks do.
 *
 *   DISK_DATA   the data folder, absolute and without links: it and its files log.db* are watched,
 *               but for the -shm, which is memory and no more than that
 *   DISK_TRACE  the file to which every operation is appended: a struct record, the file's name
 *               (empty: the folder itself), and for a write the bytes
 *   DISK_FAULT  while this file exists, "KIND NTH once|on EIO|ENOSPC|EMFILE|SHORT" in it says what
 *               fails: KIND is write, sync, truncate, open or unlink; NTH is counted from 1, from
 *               when the file, or its text, is new. SHORT writes half.
 *
 * A sync that fails doesn't reach the disk. Trace.java reads the trace.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum kind { START, OPEN, CREATE, WRITE, SYNC, TRUNCATE, UNLINK };

static const char *const FAULT_KINDS[] = {"", "open", "open", "write", "sync", "truncate", "unlink"};

struct record {
  int32_t kind;
  int32_t error;  /* errno of an operation that failed, or 0 */
  int64_t offset; /* of a write; the new length of a truncation */
  int32_t length; /* bytes that were written, which follow the name */
  int32_t name;   /* bytes of the name, which follow this */
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int trace = -1;

#define NEXT(function) \
  static __typeof__(&function) next; \
  if (next == NULL) next = (__typeof__(&function))dlsym(RTLD_NEXT, #function)

/* ---- which files ------------------------------------------------------------------------------ */

/* The name below the data folder of a file that is watched, "" for the folder; NULL for others. */
static const char *watched_path(const char *path) {
  const char *data = getenv("DISK_DATA");
  size_t length = data == NULL ? 0 : strlen(data);
  if (length == 0 || strncmp(path, data, length) != 0) {
    return NULL;
  }
  if (path[length] == '\0') {
    return "";
  }
  const char *name = path + length + 1;
  size_t rest = strlen(name);
  if (path[length] != '/' || strncmp(name, "log.db", 6) != 0) {
    return NULL;
  }
  return rest > 4 && strcmp(name + rest - 4, "-shm") == 0 ? NULL : name;
}

static const char *watched(int fd, char path[PATH_MAX]) {
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, PATH_MAX - 1);
  if (length < 0) {
    return NULL;
  }
  path[length] = '\0';
  return watched_path(path);
}

/* ---- the trace -------------------------------------------------------------------------------- */

static void note(enum kind kind, const char *name, int error, off64_t offset, const void *bytes, size_t length) {
  struct record record = {kind, error, offset, (int32_t)length, (int32_t)strlen(name)};
  struct iovec parts[] = {{&record, sizeof record}, {(void *)name, strlen(name)}, {(void *)bytes, length}};
  size_t all = parts[0].iov_len + parts[1].iov_len + parts[2].iov_len;
  if (trace >= 0 && syscall(SYS_writev, trace, parts, 3) != (long)all) {
    abort();
  }
}

__attribute__((constructor)) static void start(void) {
  const char *path = getenv("DISK_TRACE");
  if (path != NULL) {
    trace = (int)syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (trace < 0) {
      abort();
    }
    note(START, "", 0, 0, NULL, 0);
  }
}

/* ---- faults ----------------------------------------------------------------------------------- */

enum { SHORT = 1 << 20 };

/* The error with which this operation is to fail, SHORT, or 0. Under the lock. */
static int fault(enum kind kind) {
  static char known[128];
  static long seen;
  const char *path = getenv("DISK_FAULT");
  int fd = path == NULL ? -1 : (int)syscall(SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) {
    known[0] = '\0';
    return 0;
  }
  char text[sizeof known] = "", what[16], how[8], error[8];
  long nth;
  ssize_t length = read(fd, text, sizeof text - 1);
  syscall(SYS_close, fd);
  if (length < 0 || sscanf(text, "%15s %ld %7s %7s", what, &nth, how, error) != 4) {
    abort();
  }
  if (strcmp(text, known) != 0) {
    strcpy(known, text);
    seen = 0;
  }
  if (strcmp(what, FAULT_KINDS[kind]) != 0) {
    return 0;
  }
  seen++;
  if (seen < nth || (seen > nth && strcmp(how, "once") == 0)) {
    return 0;
  }
  return strcmp(error, "EIO") == 0      ? EIO
         : strcmp(error, "ENOSPC") == 0 ? ENOSPC
         : strcmp(error, "EMFILE") == 0 ? EMFILE
                                        : SHORT;
}

/* ---- the operations --------------------------------------------------------------------------- */

static int sync_with(int (*next)(int), int fd) {
  char path[PATH_MAX];
  const char *name = watched(fd, path);
  if (name == NULL) {
    return next(fd);
  }
  pthread_mutex_lock(&lock);
  int error = fault(SYNC);
  if (error == 0 && next(fd) != 0) {
    error = errno;
  }
  note(SYNC, name, error, 0, NULL, 0);
  pthread_mutex_unlock(&lock);
  errno = error;
  return error == 0 ? 0 : -1;
}

int fsync(int fd) {
  NEXT(fsync);
  return sync_with(next, fd);
}

int fdatasync(int fd) {
  NEXT(fdatasync);
  return sync_with(next, fd);
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t at) {
  NEXT(pwrite64);
  char path[PATH_MAX];
  const char *name = watched(fd, path);
  if (name == NULL) {
    return next(fd, bytes, length, at);
  }
  pthread_mutex_lock(&lock);
  int error = fault(WRITE);
  ssize_t written = -1;
  if (error == 0 || error == SHORT) {
    written = next(fd, bytes, error == SHORT ? length / 2 : length, at);
    error = written < 0 ? errno : 0;
  }
  note(WRITE, name, error, at, bytes, written < 0 ? 0 : (size_t)written);
  pthread_mutex_unlock(&lock);
  errno = error;
  return written;
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t at) {
  return pwrite64(fd, bytes, length, at);
}

int ftruncate64(int fd, off64_t to) {
  NEXT(ftruncate64);
  char path[PATH_MAX];
  const char *name = watched(fd, path);
  if (name == NULL) {
    return next(fd, to);
  }
  pthread_mutex_lock(&lock);
  int error = fault(TRUNCATE);
  if (error == 0 && next(fd, to) != 0) {
    error = errno;
  }
  note(TRUNCATE, name, error, to, NULL, 0);
  pthread_mutex_unlock(&lock);
  errno = error;
  return error == 0 ? 0 : -1;
}

int ftruncate(int fd, off_t to) {
  return ftruncate64(fd, to);
}

int open64(const char *path, int flags, ...) {
  NEXT(open64);
  mode_t mode = 0;
  if (flags & (O_CREAT | O_TMPFILE)) {
    va_list rest;
    va_start(rest, flags);
    mode = va_arg(rest, mode_t);
    va_end(rest);
  }
  const char *name = watched_path(path);
  if (name == NULL) {
    return next(path, flags, mode);
  }
  pthread_mutex_lock(&lock);
  enum kind kind = (flags & O_CREAT) && access(path, F_OK) != 0 ? CREATE : OPEN;
  int error = fault(kind);
  int fd = -1;
  if (error == 0) {
    fd = next(path, flags, mode);
    error = fd < 0 ? errno : 0;
  }
  note(kind, name, error, 0, NULL, 0);
  if (fd >= 0 && (flags & O_TRUNC)) {
    note(TRUNCATE, name, 0, 0, NULL, 0);
  }
  pthread_mutex_unlock(&lock);
  errno = error;
  return fd;
}

int open(const char *path, int flags, ...) {
  mode_t mode = 0;
  if (flags & (O_CREAT | O_TMPFILE)) {
    va_list rest;
    va_start(rest, flags);
    mode = va_arg(rest, mode_t);
    va_end(rest);
  }
  return open64(path, flags, mode);
}

int unlink(const char *path) {
  NEXT(unlink);
  const char *name = watched_path(path);
  if (name == NULL) {
    return next(path);
  }
  pthread_mutex_lock(&lock);
  int error = fault(UNLINK);
  if (error == 0 && next(path) != 0) {
    error = errno;
  }
  note(UNLINK, name, error, 0, NULL, 0);
  pthread_mutex_unlock(&lock);
  errno = error;
  return error == 0 ? 0 : -1;
}
