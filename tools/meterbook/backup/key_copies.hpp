#pragma once
#include <filesystem>

namespace meterbook {

/// The secrets beside a journal (what opens the customers' names, what operators prove themselves
/// with, what signs the log), in a folder of their own that holds what the book holds and nothing
/// else: the key of a customer who was forgotten goes from there, too. Files are for their owner
/// alone. Throws filesystem_error.
void keep_keys(const std::filesystem::path& book, const std::filesystem::path& copies);

/// The public keys alone, and which of them are retired: by them whoever has the journal verifies
/// it, and signs nothing.
void copy_public_keys(const std::filesystem::path& book, const std::filesystem::path& copy);

/// Brings them back beside a restored journal.
void bring_keys_back(const std::filesystem::path& copies, const std::filesystem::path& book);

/// The keys of this book, and those among its copies (empty: there are none), have signed what its
/// log does not hold: none of them signs anything more until the one in use has handed over. On the
/// disk when it returns.
void retire_keys(const std::filesystem::path& book, const std::filesystem::path& copies);

/// True where one lies in the other, or both are the same folder.
bool lie_together(const std::filesystem::path& one, const std::filesystem::path& other);

}  // namespace meterbook
