#pragma once

// What Linux and glibc have and Swift's Glibc module leaves out.

/// The words that the program was started with, as the kernel gave them. Swift reads its own from /proc, which a
/// system may lack.
int bnus_argument_count(void);
char *const *bnus_arguments(void);

/// The path by which the program was started, as the kernel resolved it; NULL where the kernel does not say.
const char *bnus_executable_path(void);

/// prctl is variadic, which Swift does not import: whether the process's memory may be dumped.
int bnus_set_dumpable(int dumpable);

/// Renames a file or directory within a directory, and fails with EEXIST where the new name is taken.
int bnus_rename_new(int directory, const char *from, const char *to);

/// Overwrites the 64 KiB of the stack below the caller.
void bnus_wipe_used_stack(void);

/// The number that Linux has for the kind of file system on which a path lies; negative, and errno, where it has none.
long bnus_file_system_kind(const char *path);

/// Lets the disk begin with a range of a file, and waits for nothing.
int bnus_begin_writing(int descriptor, long long offset, long long bytes);

/// Keeps room on the disk for a range that may lie behind the end of the file.
int bnus_reserve(int descriptor, long long offset, long long bytes);
