#pragma once
#include <zlib.h>

// A macro in zlib.h.
static inline int ecluse_inflateInit2(z_stream *stream, int windowBits) {
    return inflateInit2(stream, windowBits);
}

// A macro in zlib.h.
static inline int ecluse_deflateInit2(z_stream *stream, int windowBits) {
    return deflateInit2(stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, windowBits, 8, Z_DEFAULT_STRATEGY);
}
