#pragma once
#include <string>
#include <string_view>

#include "api/tables/table.hpp"

namespace api {

/// A table as spreadsheets save it (RFC 4180), in UTF-8 or GB18030, with commas, semicolons or tabs
/// between its cells, whichever the first line has. Every cell is text; a row's number is that of
/// the line where it begins. Empty lines, and lines whose first cell begins with `#`, are no rows.
/// Throws UnreadableFile with the line, also beyond the budget.
Table read_csv(std::string_view bytes, TableBudget& budget);

/// One that is the whole file.
Table read_csv(std::string_view bytes);

/// A mark by which a spreadsheet knows UTF-8.
constexpr const char* csv_mark = "\xEF\xBB\xBF";

/// One row as `write_csv` writes it, with the end of the line.
void append_csv_row(std::string& csv, const std::vector<Cell>& cells);

/// The same table in UTF-8 with a mark, so that a spreadsheet knows it. A text that a spreadsheet
/// would take for a formula gets an apostrophe in front, which `read_csv` takes away again; numbers
/// are as they are, negative ones too.
std::string write_csv(const Table& table);

}  // namespace api
