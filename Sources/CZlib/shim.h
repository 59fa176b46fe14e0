#pragma once
#include <zlib.h>

// A macro in zlib.h.
static inline int ecluse_inflateInit2(z_stream *stream, int windowBits) {
    return inflateInit2(stream, windowBits);
}
