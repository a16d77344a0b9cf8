#pragma once
#include <chrono>

#include "ingest/edge/certificate.hpp"

namespace edge {

inline ledger::Instant real_now() {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return {std::chrono::duration_cast<ledger::Duration>(now).count()};
}

inline Validity this_year() {
    return {real_now() - std::chrono::hours(1), real_now() + std::chrono::hours(24 * 365)};
}

inline Validity last_year() {
    return {real_now() - std::chrono::hours(24 * 365), real_now() - std::chrono::hours(1)};
}

}  // namespace edge
