#pragma once
#include <errno.h>
#include <seccomp.h>

/* Macros with arguments or casts, which Swift does not import. */
static inline uint32_t ecluse_seccomp_errno(int number) { return SCMP_ACT_ERRNO((uint32_t)number); }
static inline uint32_t ecluse_seccomp_kill(void) { return SCMP_ACT_KILL_PROCESS; }
static inline uint32_t ecluse_seccomp_allow(void) { return SCMP_ACT_ALLOW; }
