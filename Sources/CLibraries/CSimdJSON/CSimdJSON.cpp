#include "CSimdJSON.h"

#include <memory>
#include <new>
#include <string>

#include <simdjson.h>

struct csimdjson_parser {
    std::unique_ptr<simdjson::internal::dom_parser_implementation> implementation;
};

csimdjson_parser *csimdjson_create(size_t capacity) {
    auto *parser = new (std::nothrow) csimdjson_parser;
    if (parser == nullptr) { return nullptr; }
    // Depth 1: stage 2, which alone needs a stack of containers, is never run.
    auto code = simdjson::get_active_implementation()->create_dom_parser_implementation(
        capacity, 1, parser->implementation);
    if (code != simdjson::SUCCESS) {
        delete parser;
        return nullptr;
    }
    return parser;
}

int csimdjson_index(csimdjson_parser *parser, const uint8_t *bytes, size_t length,
                    const uint32_t **indexes, size_t *count) {
    auto &implementation = *parser->implementation;
    auto code = implementation.stage1(bytes, length, simdjson::stage1_mode::regular);
    *indexes = implementation.structural_indexes.get();
    *count = implementation.n_structural_indexes;
    return code;
}

void csimdjson_destroy(csimdjson_parser *parser) { delete parser; }

const char *csimdjson_error_text(int code) {
    return simdjson::error_message(static_cast<simdjson::error_code>(code));
}
