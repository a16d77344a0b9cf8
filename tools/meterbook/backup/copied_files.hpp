#pragma once
#include <cstdint>
#include <filesystem>

namespace meterbook {

/// How much was written, and how much needed not be.
struct Copied {
    std::uint64_t bytes = 0;
    std::uint64_t shared_bytes = 0;
};

/// Copies a file, and returns when it is on the disk. Throws filesystem_error.
void copy_durably(const std::filesystem::path& from, const std::filesystem::path& to);

/// Copies a journal into a directory that is not there yet, durably. A table that `before` (empty:
/// nothing) holds with the same bytes is linked from there: tables never change once they are
/// written. Throws filesystem_error.
Copied copy_journal(const std::filesystem::path& from, const std::filesystem::path& to,
                    const std::filesystem::path& before);

}  // namespace meterbook
