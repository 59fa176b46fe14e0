#pragma once
#include <rnp/rnp.h>
#include <rnp/rnp_err.h>
#include <stdio.h>
#include <stdlib.h>

/* The GNU manual allows it: "stderr" is a variable (libc manual, "Standard Streams"). */
static inline void crnp_set_stderr(FILE *stream) { stderr = stream; }

/* fopencookie(3), whose declaration depends on a macro of the including file. */
typedef ssize_t (*crnp_write_function)(void *cookie, const char *bytes, size_t count);
struct crnp_cookie_functions {
    void *read;
    crnp_write_function write;
    void *seek;
    void *close;
};
extern FILE *crnp_open(void *cookie, const char *mode, struct crnp_cookie_functions functions) __asm__("fopencookie");
static inline FILE *crnp_open_writer(crnp_write_function write) {
    struct crnp_cookie_functions functions = {NULL, write, NULL, NULL};
    FILE *stream = crnp_open(NULL, "w", functions);
    if (stream == NULL) return NULL;
    setvbuf(stream, NULL, _IONBF, 0);
    /* For those who ask fileno(3) where "stderr" goes; the stream itself does not look at it. */
    stream->_fileno = 2;
    return stream;
}
