#include "ingest/edge/quiet_report.hpp"

#include <fmt/core.h>

namespace edge {
namespace {

constexpr std::size_t most_a_minute = 60;

}  // namespace

void QuietReport::warn(const std::string& sentence) {
    const auto now = std::chrono::steady_clock::now();
    const std::lock_guard lock(mutex_);
    if (now - minute_began_ > std::chrono::minutes(1)) {
        if (untold_ > 0)
            report_(ingest::Weight::warning,
                    fmt::format("{} more links ended that are not told one by one", untold_));
        minute_began_ = now;
        told_ = untold_ = 0;
    }
    if (told_ == most_a_minute) {
        ++untold_;
        return;
    }
    ++told_;
    report_(ingest::Weight::warning, sentence);
}

}  // namespace edge
