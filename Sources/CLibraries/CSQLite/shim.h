#ifndef CSQLITE_SHIM_H
#define CSQLITE_SHIM_H

#include <sqlite3.h>

// Macros with casts and variadic functions are invisible to Swift: one name for each.

/// The bytes stay valid and unchanged until the statement or row is done with them.
static inline sqlite3_destructor_type bnus_sqlite_static(void) { return SQLITE_STATIC; }

/// SQLite copies the bytes before the call returns.
static inline sqlite3_destructor_type bnus_sqlite_transient(void) { return SQLITE_TRANSIENT; }

#endif
