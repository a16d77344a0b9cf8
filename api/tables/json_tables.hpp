#pragma once
#include <string>
#include <vector>

#include "api/tables/table.hpp"

namespace api {

/// The tables of a JSON object: `{"meters": [{"meter": "M1", "unit": 1}]}` is one row of a table
/// `meters`. A cell is text, a whole number, true, false or null; decimals are text, as everywhere.
/// Throws UnreadableFile with the place, also beyond a TableBudget, and Problem where it is no
/// JSON.
std::vector<Table> read_json_tables(const std::string& text);

/// What `read_json_tables` reads: numbers without a point as numbers, all others as text.
std::string write_json_tables(const std::vector<Table>& tables);

}  // namespace api
