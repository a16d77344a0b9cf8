#include "ledger/values/ensure.hpp"

#include <cstdio>
#include <cstdlib>
#include <string>

#include <fmt/core.h>

#include "ledger/values/judging.hpp"

namespace ledger {
namespace {

thread_local unsigned judging = 0;  // how many live on this thread

}  // namespace

void broken_promise(std::string_view promise, const std::source_location& where) {
    if (judging > 0) throw Impossible(std::string(promise));
    fmt::print(stderr, "meterbook stops: {} does not hold ({}:{} in {})\n", promise,
               where.file_name(), where.line(), where.function_name());
    std::fflush(stderr);
    std::abort();
}

Judging::Judging() { ++judging; }
Judging::~Judging() { --judging; }

}  // namespace ledger
