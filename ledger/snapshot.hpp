#pragma once
#include <filesystem>
#include <optional>

#include "ledger/rules/state.hpp"
#include "ledger/values/bytes.hpp"

namespace ledger {

/// The state in a file, bound to the log it was folded from by the chain hash of the frame that
/// ends at its last event. It is a cache: missing, damaged or of another log, it is ignored.
struct Snapshot {
    State state;
    Hash chain;
};

/// Replaces the snapshot in this file, whole or not at all. `state` is an encoded State. Throws
/// std::runtime_error when the disk refuses.
void write_snapshot(const std::filesystem::path& file, BytesView state, const Hash& chain);

/// Frees the room of what a write that failed has left beside this file.
void remove_unfinished_snapshot(const std::filesystem::path& file);

/// The snapshot in this file; nothing when there is none that can be trusted.
std::optional<Snapshot> read_snapshot(const std::filesystem::path& file);

}  // namespace ledger
