#pragma once
#include <filesystem>

#include "tools/meterbook/backup/backup_record.hpp"
#include "tools/meterbook/backup/frozen_book.hpp"

namespace meterbook {

/// Hashes every event of a copied journal again, up to the root and the chain of its head, and
/// holds its oldest and its newest checkpoint against it: their roots, and their signatures by the
/// keys that the log names and the one that lies beside it. Says what it holds. Throws Cannot where
/// a byte is another one.
BackupRecord proven(const std::filesystem::path& journal);

/// The same, and what was frozen has to be in it.
BackupRecord proven(const std::filesystem::path& journal, const FrozenBook& frozen);

}  // namespace meterbook
