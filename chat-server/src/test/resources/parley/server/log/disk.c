/*
 * Loaded into a JVM before libc: counts the syncs of the write-ahead log, and fails as a disk does.
 *
 *   DISK_COUNT  a file that gets one byte for every fsync or fdatasync of a file that ends in -wal
 *   DISK_BAD    while this file exists, those syncs fail with EIO
 *   DISK_FULL   while this file exists, writes to such a file fail with ENOSPC
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static int is_wal(int fd) {
  char link[64], path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path);
  return length > 4 && memcmp(path + length - 4, "-wal", 4) == 0;
}

static int asked(const char *name) {
  const char *path = getenv(name);
  return path != NULL && access(path, F_OK) == 0;
}

static int count_or_fail(void) {
  if (asked("DISK_BAD")) {
    errno = EIO;
    return -1;
  }
  const char *path = getenv("DISK_COUNT");
  int count = path == NULL ? -1 : open(path, O_WRONLY | O_CREAT | O_APPEND, 0600);
  if (count >= 0) {
    if (write(count, "x", 1) != 1) {
      abort();
    }
    close(count);
  }
  return 0;
}

int fsync(int fd) {
  static int (*next)(int);
  if (next == NULL) next = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
  return is_wal(fd) && count_or_fail() != 0 ? -1 : next(fd);
}

int fdatasync(int fd) {
  static int (*next)(int);
  if (next == NULL) next = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
  return is_wal(fd) && count_or_fail() != 0 ? -1 : next(fd);
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t at) {
  static ssize_t (*next)(int, const void *, size_t, off64_t);
  if (next == NULL) next = (ssize_t(*)(int, const void *, size_t, off64_t))dlsym(RTLD_NEXT, "pwrite64");
  if (asked("DISK_FULL") && is_wal(fd)) {
    errno = ENOSPC;
    return -1;
  }
  return next(fd, bytes, length, at);
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t at) {
  return pwrite64(fd, bytes, length, at);
}
