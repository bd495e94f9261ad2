#pragma once

#include <sys/prctl.h>

/* prctl is variadic, which Swift does not import. */
static inline int bnus_set_dumpable(int dumpable) {
    return prctl(PR_SET_DUMPABLE, dumpable, 0, 0, 0);
}
