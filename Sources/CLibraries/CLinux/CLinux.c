#define _GNU_SOURCE
#include "CLinux.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/prctl.h>
#include <sys/vfs.h>

static int count;
static char **words;

/// glibc gives constructors what it gives main.
__attribute__((constructor)) static void keep_arguments(int argc, char **argv, char **environment) {
  (void)environment;
  count = argc;
  words = argv;
}

int bnus_argument_count(void) { return count; }

char *const *bnus_arguments(void) { return words; }

const char *bnus_executable_path(void) { return (const char *)getauxval(AT_EXECFN); }

int bnus_set_dumpable(int dumpable) { return prctl(PR_SET_DUMPABLE, dumpable, 0, 0, 0); }

int bnus_rename_new(int directory, const char *from, const char *to) {
  return renameat2(directory, from, directory, to, RENAME_NOREPLACE);
}

__attribute__((noinline)) void bnus_wipe_used_stack(void) {
  char used[64 * 1024];
  explicit_bzero(used, sizeof used);
}

long bnus_file_system_kind(const char *path) {
  struct statfs status;
  return statfs(path, &status) == 0 ? (long)(unsigned int)status.f_type : -1;
}

int bnus_begin_writing(int descriptor, long long offset, long long bytes) {
  return sync_file_range(descriptor, offset, bytes, SYNC_FILE_RANGE_WRITE);
}

int bnus_reserve(int descriptor, long long offset, long long bytes) {
  return fallocate(descriptor, FALLOC_FL_KEEP_SIZE, offset, bytes);
}
