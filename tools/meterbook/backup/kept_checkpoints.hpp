#pragma once
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>

namespace meterbook {

/// The signed checkpoints that a closed journal holds, by their size.
std::map<std::uint64_t, std::string> checkpoints_in(const std::filesystem::path& journal);

/// Puts them into another closed journal.
void put_checkpoints(const std::map<std::uint64_t, std::string>& notes,
                     const std::filesystem::path& journal);

}  // namespace meterbook
