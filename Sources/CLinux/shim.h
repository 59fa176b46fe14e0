#pragma once
/* Variadic calls and flags that Swift's Glibc module cannot import. */
#include <errno.h>
#include <fcntl.h>
#include <linux/stat.h>
#include <malloc.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/inotify.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

/* Landlock (linux/landlock.h): glibc has no functions for it. */
static inline int ecluse_landlock_create(const uint64_t *attributes, size_t size, uint32_t flags) {
    return (int)syscall(SYS_landlock_create_ruleset, attributes, size, flags);
}
static inline int ecluse_landlock_allow_beneath(int ruleset, int directory, uint64_t access) {
    struct __attribute__((packed)) { uint64_t access; int32_t directory; } rule = {access, directory};
    return (int)syscall(SYS_landlock_add_rule, ruleset, 1, &rule, 0u);
}
static inline int ecluse_landlock_restrict(int ruleset) { return (int)syscall(SYS_landlock_restrict_self, ruleset, 0u); }

static inline int ecluse_openat(int directory, const char *name, int flags, unsigned mode) {
    return openat(directory, name, flags, mode);
}
static inline int ecluse_prctl(int option, unsigned long argument) { return prctl(option, argument, 0, 0, 0); }
static inline int ecluse_fcntl(int descriptor, int command, long argument) {
    return fcntl(descriptor, command, argument);
}
/* Microseconds since 1970 at which an open file was made; -1 where the file system does not say. */
static inline int64_t ecluse_birth(int descriptor) {
    struct statx status;
    if (syscall(SYS_statx, descriptor, "", 0x1000 /* AT_EMPTY_PATH */, STATX_BTIME, &status) != 0) return -1;
    if (!(status.stx_mask & STATX_BTIME)) return -1;
    return (int64_t)status.stx_btime.tv_sec * 1000000 + status.stx_btime.tv_nsec / 1000;
}
/* renameat2 with RENAME_NOREPLACE: fails with EEXIST instead of replacing. */
static inline int ecluse_rename_noreplace(int from, const char *old_name, int to, const char *new_name) {
    return (int)syscall(SYS_renameat2, from, old_name, to, new_name, 1u);
}
/* Glibc names sync_file_range only where _GNU_SOURCE is defined; 2 is SYNC_FILE_RANGE_WRITE. */
static inline int ecluse_start_sync(int fd) { return (int)syscall(SYS_sync_file_range, fd, 0, 0, 2); }
/* Whether a place of a file is in the page cache. */
static inline int ecluse_is_cached(int fd, int64_t at) {
    char byte;
    struct iovec place = {&byte, 1};
    /* The system call, since glibc names preadv2 only where _GNU_SOURCE is defined; 8 is RWF_NOWAIT. */
    return syscall(SYS_preadv2, fd, &place, 1, at, 0, 8) >= 0;
}
/* Glibc names O_DIRECT only where _GNU_SOURCE is defined. */
enum { ecluse_o_direct = __O_DIRECT };
/* A number that several processes share. */
static inline uint64_t ecluse_load(const uint64_t *cell) { return __atomic_load_n(cell, __ATOMIC_SEQ_CST); }
/* Sets the cell if it holds what is expected; says what it holds otherwise. */
static inline int ecluse_exchange(uint64_t *cell, uint64_t *expected, uint64_t desired) {
    return __atomic_compare_exchange_n(cell, expected, desired, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
}
