/* Stands between a program and the C library (LD_PRELOAD) for what touches files below one directory.
 *
 * CAMPAIGN_ROOT   the directory; calls on other files pass unseen
 * CAMPAIGN_TRACE  a file that receives a record of every call, and of what is written to stdout and stderr
 * CAMPAIGN_DATA   1: records hold the bytes that were written
 * CAMPAIGN_ACT    kill:N        the N-th call is not made: the process is killed
 *                 tear:N        the same, after half of what it writes
 *                 fail:N:ERRNO  the N-th call fails
 *                 short:N       the N-th call writes half and says so
 * CAMPAIGN_CALLS  letters of the kinds that CAMPAIGN_ACT counts; all when absent
 *
 * Kinds: o open, w write, s sync, t truncate, r rename, l link, u unlink, m mkdir, d rmdir, p mmap, i read.
 * Two more are recorded and never counted: y what is printed on stdout and stderr, x the exit.
 *
 * A record (little-endian): kind u8, flags u8, errno u16, bytes of the path u32, inode u64, offset or size i64,
 * bytes of the second path u32, bytes of data u32; then path, second path, data.
 * Flags: 1 the file was made, 2 it was emptied, 4 the write is durable on return, 8 it has no name.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define FILES 4096
enum { MADE = 1, EMPTIED = 2, DURABLE = 4, NAMELESS = 8 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char root[4096];
static size_t root_length;
static int trace = -1;
static int with_data;
static char act[8];
static long act_at;
static int act_errno;
static char act_calls[32];
static long counted;
static int is_active;
/* Of each descriptor: 0 not ours, 1 ours, 2 ours and durable at each write. */
static unsigned char files[FILES];

#define REAL(name) ((__typeof__(&name))real(#name))

static void *real(const char *name) {
  void *found = dlsym(RTLD_NEXT, name);
  if (!found) _exit(99);
  return found;
}

__attribute__((constructor)) static void begin(void) {
  const char *directory = getenv("CAMPAIGN_ROOT");
  if (!directory || !strcmp(program_invocation_short_name, "env")) return;
  strncpy(root, directory, sizeof root - 1);
  root_length = strlen(root);
  const char *path = getenv("CAMPAIGN_TRACE");
  if (path) {
    int low = syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0600);
    trace = syscall(SYS_fcntl, low, F_DUPFD_CLOEXEC, 900);
    syscall(SYS_close, low);
    if (trace < 0) _exit(98);
  }
  with_data = getenv("CAMPAIGN_DATA") != NULL;
  const char *calls = getenv("CAMPAIGN_CALLS");
  strncpy(act_calls, calls ? calls : "owstrlumdp", sizeof act_calls - 1);
  const char *words = getenv("CAMPAIGN_ACT");
  if (words) sscanf(words, "%7[a-z]:%ld:%d", act, &act_at, &act_errno);
  unsetenv("LD_PRELOAD"); /* what it starts is left alone */
  is_active = 1;
}

static int is_below(const char *path) {
  return !strncmp(path, root, root_length) && (path[root_length] == '/' || !path[root_length]);
}

/* The path made absolute; empty where it is not below the root. */
static void absolute(int directory, const char *path, char *result) {
  char base[4096] = "";
  if (path[0] != '/') {
    if (directory == AT_FDCWD) {
      if (syscall(SYS_getcwd, base, sizeof base) < 0) base[0] = 0;
    } else {
      char link[64];
      snprintf(link, sizeof link, "/proc/self/fd/%d", directory);
      ssize_t count = syscall(SYS_readlink, link, base, sizeof base - 1);
      base[count < 0 ? 0 : count] = 0;
    }
    while (!strncmp(path, "./", 2)) path += 2;
    if (!strcmp(path, ".")) path = "";
  }
  snprintf(result, 4096, "%s%s%s", base, base[0] && path[0] ? "/" : "", path);
  size_t length = strlen(result);
  while (length > 1 && result[length - 1] == '/') result[--length] = 0;
  if (!is_below(result)) result[0] = 0;
}

static void path_of(int fd, char *result) {
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t count = syscall(SYS_readlink, link, result, 4095);
  result[count < 0 ? 0 : count] = 0;
}

static uint64_t inode_of(int fd) {
  struct stat state;
  return syscall(SYS_fstat, fd, &state) == 0 ? state.st_ino : 0;
}

static int is_ours(int fd) { return is_active && fd >= 0 && fd < FILES && files[fd]; }

static void record(char kind, int flags, int error, uint64_t inode, int64_t offset, const char *path,
                   const char *second, const struct iovec *data, int pieces, size_t bytes) {
  if (trace < 0) return;
  int saved = errno;
  unsigned char head[32] = {kind, flags};
  uint16_t error16 = error;
  uint32_t first_length = path ? strlen(path) : 0, second_length = second ? strlen(second) : 0;
  uint32_t data_length = with_data || kind == 'y' ? bytes : 0;
  memcpy(head + 2, &error16, 2);
  memcpy(head + 4, &first_length, 4);
  memcpy(head + 8, &inode, 8);
  memcpy(head + 16, &offset, 8);
  memcpy(head + 24, &second_length, 4);
  memcpy(head + 28, &data_length, 4);
  char *all = malloc(32 + first_length + second_length + data_length), *end = all + 32;
  memcpy(all, head, 32);
  end = (char *)memcpy(end, path ? path : "", first_length) + first_length;
  end = (char *)memcpy(end, second ? second : "", second_length) + second_length;
  for (int piece = 0; piece < pieces && data_length; piece++) {
    size_t count = data[piece].iov_len < data_length ? data[piece].iov_len : data_length;
    memcpy(end, data[piece].iov_base, count);
    end += count;
    data_length -= count;
  }
  syscall(SYS_write, trace, all, end - all);
  free(all);
  errno = saved;
}

enum verdict { PASS, FAIL, SHORTEN, TEAR };

/* Counts a call that is about to be made, and says what becomes of it. */
static enum verdict judge(char kind) {
  if (!act[0] || !strchr(act_calls, kind)) return PASS;
  if (++counted != act_at) return PASS;
  if (!strcmp(act, "kill")) {
    kill(getpid(), SIGKILL);
    for (;;) pause();
  }
  if (!strcmp(act, "fail")) {
    errno = act_errno;
    return FAIL;
  }
  return !strcmp(act, "tear") ? TEAR : SHORTEN;
}

#define ENTER pthread_mutex_lock(&lock)
#define LEAVE pthread_mutex_unlock(&lock)

/* Opening. */

static int opened(int directory, const char *path, int flags, mode_t mode) {
  if (!is_active || !path) return syscall(SYS_openat, directory, path, flags, mode);
  char full[4096];
  absolute(directory, path, full);
  if (!full[0]) {
    int fd = syscall(SYS_openat, directory, path, flags, mode);
    if (fd >= 0 && fd < FILES) files[fd] = 0;
    return fd;
  }
  ENTER;
  int fd = -1;
  if (judge('o') == PASS) {
    struct stat before;
    int was_there = syscall(SYS_newfstatat, directory, path, &before, 0) == 0;
    fd = syscall(SYS_openat, directory, path, flags, mode);
    if (fd >= 0 && fd < FILES) files[fd] = flags & (O_SYNC | O_DSYNC) ? 2 : 1;
    int is_nameless = (flags & O_TMPFILE) == O_TMPFILE;
    int marks = fd < 0 ? 0
                : is_nameless ? MADE | NAMELESS
                              : (was_there || !(flags & O_CREAT) ? 0 : MADE) | (was_there && flags & O_TRUNC ? EMPTIED : 0);
    record('o', marks, fd < 0 ? errno : 0, fd < 0 ? 0 : inode_of(fd), 0, full, NULL, NULL, 0, 0);
  } else {
    record('o', 0, errno, 0, 0, full, NULL, NULL, 0, 0);
  }
  LEAVE;
  return fd;
}

#define MODE_OF(flags)                                       \
  mode_t mode = 0;                                           \
  if ((flags) & (O_CREAT | O_TMPFILE)) {                     \
    va_list more;                                            \
    va_start(more, flags);                                   \
    mode = va_arg(more, mode_t);                             \
    va_end(more);                                            \
  }

int open(const char *path, int flags, ...) { MODE_OF(flags) return opened(AT_FDCWD, path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE_OF(flags) return opened(AT_FDCWD, path, flags, mode); }
int openat(int at, const char *path, int flags, ...) { MODE_OF(flags) return opened(at, path, flags, mode); }
int openat64(int at, const char *path, int flags, ...) { MODE_OF(flags) return opened(at, path, flags, mode); }
int __open_2(const char *path, int flags) { return opened(AT_FDCWD, path, flags, 0); }
int __open64_2(const char *path, int flags) { return opened(AT_FDCWD, path, flags, 0); }
int creat(const char *path, mode_t mode) { return opened(AT_FDCWD, path, O_WRONLY | O_CREAT | O_TRUNC, mode); }

int close(int fd) {
  if (is_active && fd >= 0 && fd < FILES) files[fd] = 0;
  if (is_active && fd == trace) return 0;
  return syscall(SYS_close, fd);
}

static int copied(int fd, int copy) {
  if (copy >= 0 && copy < FILES) files[copy] = fd >= 0 && fd < FILES ? files[fd] : 0;
  return copy;
}

int dup(int fd) { return copied(fd, syscall(SYS_dup, fd)); }
int dup2(int fd, int copy) { return copied(fd, REAL(dup2)(fd, copy)); }

/* Writing. `offset` is -1 for the descriptor's own position. */

static ssize_t written(int fd, const struct iovec *pieces, int count, off_t offset) {
  size_t bytes = 0;
  for (int piece = 0; piece < count; piece++) bytes += pieces[piece].iov_len;
  if (is_active && (fd == 1 || fd == 2)) {
    ENTER;
    ssize_t result = syscall(SYS_writev, fd, pieces, count);
    if (result >= 0) record('y', fd, 0, 0, 0, NULL, NULL, pieces, count, result);
    LEAVE;
    return result;
  }
  if (!is_ours(fd))
    return offset < 0 ? syscall(SYS_writev, fd, pieces, count) : syscall(SYS_pwritev, fd, pieces, count, offset, 0);
  ENTER;
  ssize_t result = -1;
  enum verdict verdict = judge('w');
  if (verdict != FAIL) {
    struct iovec half = pieces[0];
    if (verdict != PASS) {
      half.iov_len = (half.iov_len + 1) / 2;
      pieces = &half;
      count = 1;
    }
    result = offset < 0 ? syscall(SYS_writev, fd, pieces, count) : syscall(SYS_pwritev, fd, pieces, count, offset, 0);
    if (verdict == TEAR) {
      kill(getpid(), SIGKILL);
      for (;;) pause();
    }
  }
  int saved = errno;
  off_t place = offset >= 0 ? offset : syscall(SYS_lseek, fd, 0, SEEK_CUR) - (result > 0 ? result : 0);
  record('w', files[fd] == 2 ? DURABLE : 0, result < 0 ? saved : 0, inode_of(fd), place, NULL, NULL, pieces, count,
         result < 0 ? 0 : result);
  errno = saved;
  LEAVE;
  return result;
}

ssize_t write(int fd, const void *bytes, size_t count) {
  struct iovec piece = {(void *)bytes, count};
  return written(fd, &piece, 1, -1);
}
ssize_t pwrite(int fd, const void *bytes, size_t count, off_t offset) {
  struct iovec piece = {(void *)bytes, count};
  return written(fd, &piece, 1, offset);
}
ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t offset) { return pwrite(fd, bytes, count, offset); }
ssize_t writev(int fd, const struct iovec *pieces, int count) { return written(fd, pieces, count, -1); }
ssize_t pwritev(int fd, const struct iovec *pieces, int count, off_t offset) {
  return written(fd, pieces, count, offset);
}
ssize_t pwritev64(int fd, const struct iovec *pieces, int count, off64_t offset) {
  return written(fd, pieces, count, offset);
}

/* Syncing and cutting. */

static int on_descriptor(char kind, int fd, off_t size) {
  ENTER;
  int result = -1;
  char path[4096] = "";
  uint64_t inode = inode_of(fd);
  path_of(fd, path);
  if (judge(kind) == PASS) result = kind == 's' ? syscall(SYS_fsync, fd) : syscall(SYS_ftruncate, fd, size);
  record(kind, 0, result < 0 ? errno : 0, inode, size, path, NULL, NULL, 0, 0);
  LEAVE;
  return result;
}

int fsync(int fd) { return is_ours(fd) ? on_descriptor('s', fd, 0) : syscall(SYS_fsync, fd); }
int fdatasync(int fd) { return is_ours(fd) ? on_descriptor('s', fd, 0) : syscall(SYS_fdatasync, fd); }
int ftruncate(int fd, off_t size) {
  return is_ours(fd) ? on_descriptor('t', fd, size) : syscall(SYS_ftruncate, fd, size);
}
int ftruncate64(int fd, off64_t size) { return ftruncate(fd, size); }

/* Names. */

static int named(char kind, int directory, const char *path, int second_directory, const char *second, int flags) {
  long number = kind == 'r' ? SYS_renameat2 : kind == 'l' ? SYS_linkat : kind == 'm' ? SYS_mkdirat : SYS_unlinkat;
  char full[4096], other[4096] = "";
  absolute(directory, path, full);
  if (second) absolute(second_directory, second, other);
  int seen = is_active && (full[0] || other[0]);
  if (seen) ENTER;
  int result = -1;
  uint64_t inode = 0;
  if (!seen || judge(kind) == PASS) {
    struct stat state;
    if (seen && kind == 'l'
        && !syscall(SYS_newfstatat, directory, path, &state, flags & AT_SYMLINK_FOLLOW ? 0 : AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW))
      inode = state.st_ino;
    result = second ? syscall(number, directory, path, second_directory, second, flags)
                    : syscall(number, directory, path, flags);
    if (seen && kind == 'm' && !result && !syscall(SYS_newfstatat, directory, path, &state, 0)) inode = state.st_ino;
  }
  if (seen) {
    record(kind, 0, result < 0 ? errno : 0, inode, 0, full, other, NULL, 0, 0);
    LEAVE;
  }
  return result;
}

int rename(const char *old, const char *new) { return named('r', AT_FDCWD, old, AT_FDCWD, new, 0); }
int renameat(int at, const char *old, int to, const char *new) { return named('r', at, old, to, new, 0); }
int renameat2(int at, const char *old, int to, const char *new, unsigned flags) {
  return named('r', at, old, to, new, flags);
}
int link(const char *old, const char *new) { return named('l', AT_FDCWD, old, AT_FDCWD, new, 0); }
int linkat(int at, const char *old, int to, const char *new, int flags) { return named('l', at, old, to, new, flags); }
int unlink(const char *path) { return named('u', AT_FDCWD, path, 0, NULL, 0); }
int unlinkat(int at, const char *path, int flags) {
  return named(flags & AT_REMOVEDIR ? 'd' : 'u', at, path, 0, NULL, flags);
}
int rmdir(const char *path) { return named('d', AT_FDCWD, path, 0, NULL, AT_REMOVEDIR); }
int mkdir(const char *path, mode_t mode) { return named('m', AT_FDCWD, path, 0, NULL, mode); }
int mkdirat(int at, const char *path, mode_t mode) { return named('m', at, path, 0, NULL, mode); }

/* Mapping and reading: nothing that lasts, and able to fail. */

void *mmap(void *address, size_t length, int protection, int flags, int fd, off_t offset) {
  if (!is_ours(fd) || flags & MAP_ANONYMOUS) return (void *)syscall(SYS_mmap, address, length, protection, flags, fd, offset);
  ENTER;
  void *result = MAP_FAILED;
  if (judge('p') == PASS) result = (void *)syscall(SYS_mmap, address, length, protection, flags, fd, offset);
  record('p', 0, result == MAP_FAILED ? errno : 0, inode_of(fd), offset, NULL, NULL, NULL, 0, 0);
  LEAVE;
  return result;
}
void *mmap64(void *address, size_t length, int protection, int flags, int fd, off64_t offset) {
  return mmap(address, length, protection, flags, fd, offset);
}

static ssize_t taken(int fd, void *bytes, size_t count, off_t offset) {
  int seen = is_ours(fd);
  if (seen) ENTER;
  ssize_t result = -1;
  if (!seen || judge('i') == PASS)
    result = offset < 0 ? syscall(SYS_read, fd, bytes, count) : syscall(SYS_pread64, fd, bytes, count, offset);
  if (seen) {
    record('i', 0, result < 0 ? errno : 0, inode_of(fd), offset, NULL, NULL, NULL, 0, 0);
    LEAVE;
  }
  return result;
}

ssize_t read(int fd, void *bytes, size_t count) { return taken(fd, bytes, count, -1); }
ssize_t pread(int fd, void *bytes, size_t count, off_t offset) { return taken(fd, bytes, count, offset); }
ssize_t pread64(int fd, void *bytes, size_t count, off64_t offset) { return taken(fd, bytes, count, offset); }

/* The end: only what was printed before it counts as printed. */

__attribute__((destructor)) static void end(void) {
  if (is_active) record('x', 0, 0, 0, 0, NULL, NULL, NULL, 0, 0);
}
void _exit(int status) {
  if (is_active) record('x', 0, 0, 0, status, NULL, NULL, NULL, 0, 0);
  syscall(SYS_exit_group, status);
  __builtin_unreachable();
}
