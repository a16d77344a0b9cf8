#pragma once
#include <algorithm>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/rules/laws.hpp"

namespace ledger {

/// A law that an event breaks, or nothing.
using Finding = std::optional<Breach>;

inline Finding first_of(std::initializer_list<Finding> findings) {
    const auto* found = std::find_if(findings.begin(), findings.end(),
                                     [](const Finding& each) { return each.has_value(); });
    return found == findings.end() ? std::nullopt : *found;
}

inline Finding hold(bool holds, Law law, std::string_view detail) {
    return holds ? std::nullopt : Finding(Breach{law, std::string(detail)});
}

template <class Map>
Finding know(const Map& map, const typename Map::key_type& key, std::string_view what) {
    return hold(map.contains(key), Law::event_speaks_of_known_things, what);
}

}  // namespace ledger
