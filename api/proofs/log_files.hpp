#pragma once
#include <cstdint>
#include <string>

#include "api/routes.hpp"

namespace api {

/// Which tile, as its path says: "0/x001/067.p/112", "entries/000".
struct TilePath {
    bool is_entries = false;
    std::uint64_t level = 0;
    std::uint64_t index = 0;
    std::uint64_t width = 256;  ///< 1 to 256 hashes

    std::string text() const;
};

/// How many events the newest checkpoint is of: what proofs can be asked about.
std::uint64_t signed_size(const Call& call);

}  // namespace api
