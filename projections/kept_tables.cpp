#include "projections/kept_tables.hpp"

#include <charconv>

#include <fmt/core.h>

namespace projections {
namespace {

/// 0 where it is none.
unsigned number_in(const std::string& text) {
    unsigned number = 0;
    const char* end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, number);
    return read.ptr == end ? number : 0;
}

std::string beginning_of(const Projection& projection) {
    return fmt::format("{}-v{}-", projection.name(), projection.version());
}

}  // namespace

std::filesystem::path table_path(const std::filesystem::path& directory,
                                 const Projection& projection, unsigned generation) {
    return directory / (beginning_of(projection) + std::to_string(generation));
}

std::map<unsigned, std::filesystem::path> kept_tables(const std::filesystem::path& directory,
                                                      const Projection& projection) {
    std::map<unsigned, std::filesystem::path> tables;
    if (!std::filesystem::is_directory(directory)) return tables;
    const std::string begin = beginning_of(projection);
    for (const auto& entry : std::filesystem::directory_iterator(directory)) {
        const std::string name = entry.path().filename().string();
        if (!name.starts_with(begin) || !Table::is_kept(entry.path())) continue;
        const unsigned generation = number_in(name.substr(begin.size()));
        if (generation > 0) tables.emplace(generation, entry.path());
    }
    return tables;
}

}  // namespace projections
