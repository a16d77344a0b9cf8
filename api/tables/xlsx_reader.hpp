#pragma once
#include <string_view>
#include <vector>

#include "api/tables/table.hpp"

namespace api {

/// True for an archive that holds a workbook.
bool is_workbook(std::string_view bytes);

/// The sheets of an .xlsx workbook (ECMA-376), read as a stream. The header is the first row that
/// is no note; a row's number is the spreadsheet's own. Sheets whose name begins with `#` are
/// notes.
///
/// Numbers are what the spreadsheet shows (exact_decimal), dates are moments, a formula is its last
/// result. What has no exact value is an unreadable cell. Throws UnreadableFile, with the cell, for
/// merged cells, for what is no workbook or damaged, and beyond a TableBudget, and beyond 200
/// columns.
std::vector<Table> read_workbook(std::string_view bytes);

}  // namespace api
