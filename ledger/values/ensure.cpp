#include "ledger/values/ensure.hpp"

#include <cstdio>
#include <cstdlib>

#include <fmt/core.h>

namespace ledger {

void broken_promise(std::string_view promise, const std::source_location& where) {
    fmt::print(stderr, "meterbook stops: {} does not hold ({}:{} in {})\n", promise,
               where.file_name(), where.line(), where.function_name());
    std::fflush(stderr);
    std::abort();
}

}  // namespace ledger
