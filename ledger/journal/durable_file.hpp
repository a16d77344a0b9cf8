#pragma once
#include <filesystem>

#include "ledger/values/bytes.hpp"

namespace ledger {

/// Creates or replaces the content of a file; returns when it is on the disk. A new file has these
/// access rights, less the umask. Throws std::runtime_error with one sentence.
void write_durably(const std::filesystem::path& file, BytesView bytes, unsigned rights);

/// Names that were made or removed in a folder are so on the disk, too. Throws as above.
void sync_directory(const std::filesystem::path& directory);

}  // namespace ledger
