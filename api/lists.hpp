#pragma once
#include <functional>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include "api/replies.hpp"
#include "ledger/rules/state.hpp"

namespace api {

// Pages of what stands in a map of the book's state. What a row is made of is copied while the
// writer waits, a page at most; it becomes JSON when the writer has gone on.

template <class Name>
Name cursor_in(const Request& request) {
    if constexpr (std::is_same_v<Name, ledger::Position>) {
        return {number_of(request, "cursor", 0)};
    } else {
        return Name(request.parameter("cursor").value_or(""));
    }
}

inline std::string cursor_of(ledger::Position position) { return std::to_string(position.number); }
template <class Name>
std::string cursor_of(const Name& key) {
    return key.text();
}

/// At most `limit` rows behind ?cursor=. `map_of` is the member of the state, or finds the map in
/// it; `copy` makes a row of an entry, or nothing where it is not asked for.
template <class MapOf, class Copy>
auto page_of(const Call& call, std::size_t limit, const MapOf& map_of, const Copy& copy) {
    using Map = std::remove_cvref_t<std::invoke_result_t<MapOf, const ledger::State&>>;
    using Name = typename Map::key_type;
    using Row = typename std::invoke_result_t<Copy, const ledger::State&,
                                              const typename Map::value_type&>::value_type;
    const Name after = cursor_in<Name>(call.request);
    return call.service.book.read([&](const ledger::State& state) {
        projections::Page<Row> page;
        const Map& map = std::invoke(map_of, state);
        std::optional<Name> last;
        for (auto each = map.upper_bound(after); each != map.end(); ++each) {
            auto row = copy(state, *each);
            if (!row) continue;
            if (page.rows.size() == limit) {
                page.next = cursor_of(*last);
                break;
            }
            page.rows.push_back(std::move(*row));
            last = each->first;
        }
        return page;
    });
}

/// Every entry of a map, as it is.
template <class MapOf>
auto whole_page_of(const Call& call, const MapOf& map_of) {
    using Map = std::remove_cvref_t<std::invoke_result_t<MapOf, const ledger::State&>>;
    using Row = std::pair<typename Map::key_type, typename Map::mapped_type>;
    return page_of(call, limit_of(call.request), map_of,
                   [](const ledger::State&, const auto& entry) {
                       return std::optional<Row>(std::in_place, entry.first, entry.second);
                   });
}

/// GET …?cursor=&limit=: `write_one` makes JSON of a name and its record
template <class MapOf, class Write>
Response list_of(const Call& call, const MapOf& map_of, const Write& write_one) {
    return page_response(whole_page_of(call, map_of),
                         [&](const auto& row) { return write_one(row.first, row.second); });
}

/// What a 404 says: the rule, and the words behind the name.
struct Missing {
    const char* code;
    const char* kind;   ///< "fee"; may be empty
    const char* state;  ///< "is not published"
};

/// GET …/{name}: one record of a map, copied alike
template <class MapOf, class Write>
Response one_of(const Call& call, const MapOf& map_of, const Missing& missing,
                const Write& write_one) {
    using Map = std::remove_cvref_t<std::invoke_result_t<MapOf, const ledger::State&>>;
    const auto id = name_in<typename Map::key_type>(call, 0);
    const auto found = call.service.book.read([&](const ledger::State& state) {
        const auto* known = ledger::find(std::invoke(map_of, state), id);
        return known == nullptr ? std::nullopt : std::optional(*known);
    });
    if (!found) {
        const std::string kind = *missing.kind == '\0' ? "" : std::string(missing.kind) + " ";
        throw Problem(404, missing.code, "", kind + "'" + id.text() + "' " + missing.state);
    }
    return json_response(write_one(id, *found));
}

}  // namespace api
