#pragma once
#include <filesystem>
#include <optional>

#include "ledger/values/id.hpp"
#include "ledger/values/instant.hpp"

namespace hooks {

/// How far one webhook has come.
struct Progress {
    ledger::Position done;                           ///< taken, or not wanted; none: nothing yet
    std::optional<ledger::Instant> failing_since{};  ///< of the event behind it; none: all is well
    bool is_dead = false;                            ///< given up, until a person resumes it

    friend bool operator==(const Progress&, const Progress&) = default;
};

/// Progress on disk: whole, or as it was before. One process and one thread.
class ProgressFile {
public:
    explicit ProgressFile(std::filesystem::path file) : file_(std::move(file)) {}

    /// Nothing where there is no such file. Throws std::runtime_error with one sentence where it
    /// cannot be read.
    std::optional<Progress> read() const;

    /// On the disk when it returns. Throws std::runtime_error.
    void write(const Progress& progress) const;

private:
    std::filesystem::path file_;
};

}  // namespace hooks
