#pragma once
#include <chrono>
#include <mutex>
#include <string>

#include "ingest/field.hpp"

namespace edge {

/// Warnings that strangers can cause: so many a minute are told, and then how many were not. Any
/// thread.
class QuietReport {
public:
    explicit QuietReport(const ingest::Report& report) : report_(report) {}
    void warn(const std::string& sentence);

private:
    const ingest::Report& report_;
    std::mutex mutex_;
    std::chrono::steady_clock::time_point minute_began_{};
    std::size_t told_ = 0;
    std::size_t untold_ = 0;
};

}  // namespace edge
