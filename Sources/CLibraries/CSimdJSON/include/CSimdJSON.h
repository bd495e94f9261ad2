#ifndef CSIMDJSON_H
#define CSIMDJSON_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// Stage 1 of simdjson behind a plain C header: UTF-8 validation and the offsets of
// the structural characters. What they mean is decided in Swift.
typedef struct csimdjson_parser csimdjson_parser;

// A parser for documents of at most `capacity` bytes, or NULL if memory ran out.
csimdjson_parser *csimdjson_create(size_t capacity);

// Indexes `length` bytes. On 0 `*indexes` holds `*count` ascending offsets, then one entry
// that is `length`; both live until the next call with this parser. Any other code is an
// error, see csimdjson_error_text.
int csimdjson_index(csimdjson_parser *parser, const uint8_t *bytes, size_t length,
                    const uint32_t **indexes, size_t *count);

void csimdjson_destroy(csimdjson_parser *parser);

const char *csimdjson_error_text(int code);

#ifdef __cplusplus
}
#endif

#endif
