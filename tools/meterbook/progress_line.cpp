#include <fmt/core.h>
#include <unistd.h>

#include "tools/meterbook/command_line.hpp"

namespace meterbook {
namespace {

constexpr std::uint64_t every = 20'000;

}  // namespace

ProgressLine::ProgressLine(std::string what)
    : what_(std::move(what)), is_terminal_(::isatty(STDERR_FILENO) == 1) {}

ProgressLine::~ProgressLine() {
    if (shown_) fmt::print(stderr, "\n");
}

void ProgressLine::show(std::uint64_t done, std::uint64_t all) {
    if (!is_terminal_ || done < next_) return;
    next_ = done + every;
    shown_ = true;
    fmt::print(stderr, "\r{}: {} of {} events", what_, done, all);
    std::fflush(stderr);
}

}  // namespace meterbook
