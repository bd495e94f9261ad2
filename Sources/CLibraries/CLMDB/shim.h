#pragma once

#include <lmdb.h>

// statfs tells whether LMDB's locks hold on a file system; Swift's Glibc module leaves this header out.
#include <sys/vfs.h>
