#ifndef CSQLITE_SHIM_H
#define CSQLITE_SHIM_H

#include <sqlite3.h>

// Macros with casts and variadic functions are invisible to Swift: one name for each.

/// The bytes stay valid and unchanged until the statement or row is done with them.
static inline sqlite3_destructor_type bnus_sqlite_static(void) { return SQLITE_STATIC; }

/// SQLite copies the bytes before the call returns.
static inline sqlite3_destructor_type bnus_sqlite_transient(void) { return SQLITE_TRANSIENT; }

/// Linux: lets the disk begin with a range of a file. glibc declares it to those who define
/// _GNU_SOURCE before its first header, which a module cannot.
int sync_file_range(int descriptor, long long offset, long long bytes, unsigned int flags);
static inline int bnus_begin_writing(int descriptor, long long offset, long long bytes) {
  return sync_file_range(descriptor, offset, bytes, 2 /* SYNC_FILE_RANGE_WRITE */);
}

/// Linux: keeps room on the disk for a range that may lie behind the end of the file.
int fallocate(int descriptor, int mode, long offset, long bytes);
static inline int bnus_reserve(int descriptor, long long offset, long long bytes) {
  return fallocate(descriptor, 1 /* FALLOC_FL_KEEP_SIZE */, offset, bytes);
}

#endif
