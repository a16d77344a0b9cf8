#pragma once
#include <filesystem>
#include <optional>
#include <string>

#include "ledger/journal/journal.hpp"
#include "tools/meterbook/scratch_folder.hpp"

namespace meterbook {

/// What a book keeps beside its log says something else than the log does.
struct Disagreement {
    ledger::Position position;  ///< none: it is about no single event
    std::string check;
    std::string detail;
};

/// Computes index, snapshot and read models again, and holds them against those that the book
/// keeps: they are answered from, so what somebody wrote into them would be believed. What is not
/// there, or is ignored by a start, is not held against anything.
std::optional<Disagreement> disagreement_beside(const std::filesystem::path& book,
                                                const ledger::Journal& journal,
                                                const ScratchFolder& scratch);

}  // namespace meterbook
