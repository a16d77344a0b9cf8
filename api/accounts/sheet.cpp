#include "api/accounts/sheet.hpp"

#include <algorithm>

#include "api/problem.hpp"
#include "api/tables/csv.hpp"

namespace api {
namespace {

[[noreturn]] void fault(std::size_t line, const std::string& column, const std::string& detail) {
    const std::string place =
        "line " + std::to_string(line) + (column.empty() ? "" : ", " + column);
    throw Problem(400, "line_must_fit", place, place + ": " + detail);
}

Table table_in(std::string_view text) {
    try {
        return read_csv(text);
    } catch (const UnreadableFile& unreadable) {
        if (unreadable.place.empty()) fault(1, "", unreadable.what());
        throw Problem(400, "line_must_fit", unreadable.place, unreadable.what());
    }
}

std::string list_of(const std::vector<Column>& columns) {
    std::string list;
    for (const Column& each : columns) list += (list.empty() ? "" : ", ") + each.name;
    return list;
}

void check_header(const std::vector<std::string>& header, const std::vector<Column>& columns) {
    for (std::size_t i = 0; i < header.size(); ++i) {
        const bool known = std::any_of(columns.begin(), columns.end(),
                                       [&](const Column& each) { return each.name == header[i]; });
        if (!known) fault(1, header[i], "no such column: give some of " + list_of(columns));
        if (std::find(header.begin(), header.begin() + static_cast<std::ptrdiff_t>(i), header[i]) !=
            header.begin() + static_cast<std::ptrdiff_t>(i))
            fault(1, header[i], "the column stands there twice: leave one out");
    }
    for (const Column& each : columns) {
        if (each.is_needed && std::find(header.begin(), header.end(), each.name) == header.end())
            fault(1, each.name, "the column is missing: the first line names " + list_of(columns));
    }
}

SheetLine line_of(const TableRow& row, const std::vector<std::string>& header) {
    if (row.cells.size() != header.size())
        fault(row.number, "",
              "it has " + std::to_string(row.cells.size()) + " cells and the first line " +
                  std::to_string(header.size()) + ": give one for each column");
    SheetLine line{row.number, {}};
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
        if (!row.cells[i].is_empty()) line.cells[header[i]] = row.cells[i].text;
    }
    return line;
}

}  // namespace

std::vector<SheetLine> read_sheet(std::string_view text, const std::vector<Column>& columns) {
    const Table table = table_in(text);
    if (table.header.empty()) fault(1, "", "the file is empty: begin with " + list_of(columns));
    check_header(table.header, columns);
    std::vector<SheetLine> lines;
    for (const TableRow& each : table.rows) lines.push_back(line_of(each, table.header));
    return lines;
}

void unfit_cell(const SheetLine& line, const std::string& column, const std::string& wish) {
    const std::string cell = line.cell(column);
    fault(line.number, column,
          (cell.empty() ? "it is empty" : "it is '" + cell + "'") + ": " + wish);
}

}  // namespace api
