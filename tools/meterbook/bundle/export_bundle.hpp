#pragma once
#include <filesystem>
#include <ostream>

namespace meterbook {

/// Writes the log of a book that nobody serves as a bundle, up to its newest checkpoint. Says on
/// stderr how many events are not signed yet and were left out. Throws Cannot where nothing was
/// signed.
void write_bundle(const std::filesystem::path& book, std::ostream& out);

}  // namespace meterbook
