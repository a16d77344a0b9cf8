#pragma once
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace api {

/// The OpenAPI document of this version, which api/openapi puts together when it is built.
std::string_view openapi_text();

/// The query parameters that a read takes, as the document describes it.
/// @param pattern of its route, which the document has: "/v1/meters/{meter}"
const std::set<std::string>& parameters_of_read(const std::string& pattern);

/// A field of a list's items, as a column of a table.
struct ListColumn {
    std::string name;  ///< of the field, with those it stands in: "place.building"
    std::string kind;  ///< money, energy, count, time, date or text
};

/// Of what the document describes as a page of a list; of any other read none.
const std::vector<ListColumn>& columns_of_list(const std::string& pattern);

}  // namespace api
