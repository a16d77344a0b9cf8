#include "ingest/profile_texts.hpp"

#include <fstream>
#include <iterator>

#include <fmt/core.h>

#include "ingest/built_in_profiles.hpp"
#include "ingest/profile.hpp"

namespace ingest {

std::map<ledger::ProfileId, std::string> profile_texts(const std::filesystem::path& directory) {
    std::map<ledger::ProfileId, std::string> texts;
    for (const auto& [name, json] : built_in_profile_texts())
        texts.insert_or_assign(read_profile(json, name).id, json);
    if (directory.empty()) return texts;
    if (!std::filesystem::is_directory(directory))
        throw BadProfile(
            fmt::format("{} is no directory of profiles: give one", directory.string()));
    for (const auto& entry : std::filesystem::directory_iterator(directory)) {
        if (entry.path().extension() != ".json") continue;
        std::ifstream in(entry.path(), std::ios::binary);
        if (!in)
            throw BadProfile(fmt::format("cannot read {}: give a profile that this user may read",
                                         entry.path().string()));
        const std::string json{std::istreambuf_iterator<char>(in), {}};
        texts.insert_or_assign(read_profile(json, entry.path().string()).id, json);
    }
    return texts;
}

}  // namespace ingest
