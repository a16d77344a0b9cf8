#include "api/register/sheet_of.hpp"

#include <algorithm>

namespace api {
namespace {

/// A heading may be broken into lines, and have blanks around it.
std::string heading_of(std::string text) {
    std::ranges::replace(text, '\n', ' ');
    text.erase(0, text.find_first_not_of(' '));
    while (text.ends_with(' ')) text.pop_back();
    return text;
}

/// The name, one of its translations, or the Chinese words with the name behind them.
bool is_called(const RegisterColumn& column, const std::string& heading) {
    return heading == column.name || heading == column.zh || heading == column.en ||
           heading == column.zh + " " + column.name;
}

ImportFault of_header(const RegisterSheet& sheet, const Table& table, const std::string& column,
                      const std::string& detail) {
    return {sheet.name, table.header_row, column, "", "column_must_be_known", detail};
}

std::string list_of(const RegisterSheet& sheet) {
    std::string list;
    for (const RegisterColumn& each : sheet.columns) list += (list.empty() ? "" : ", ") + each.name;
    return list;
}

/// The column that is called so; -1: none.
int column_called(const RegisterSheet& sheet, const std::string& heading) {
    const auto found = std::ranges::find_if(
        sheet.columns, [&](const RegisterColumn& each) { return is_called(each, heading); });
    return found == sheet.columns.end() ? -1 : static_cast<int>(found - sheet.columns.begin());
}

bool has_cells_under(const Table& table, std::size_t column) {
    return std::ranges::any_of(table.rows, [&](const TableRow& row) {
        return column < row.cells.size() && !row.cells[column].is_empty();
    });
}

}  // namespace

std::vector<int> places_of(const RegisterSheet& sheet, const Table& table, ImportFaults& faults) {
    std::vector<int> places(sheet.columns.size(), -1);
    for (std::size_t i = 0; i < table.header.size(); ++i) {
        const std::string heading = heading_of(table.header[i]);
        if (heading.empty() && !has_cells_under(table, i)) continue;
        const int column = column_called(sheet, heading);
        if (column < 0) {
            faults.push_back(
                of_header(sheet, table, heading, "no such column: give some of " + list_of(sheet)));
        } else if (places[static_cast<std::size_t>(column)] >= 0) {
            faults.push_back(
                of_header(sheet, table, heading, "the column stands there twice: leave one out"));
        } else {
            places[static_cast<std::size_t>(column)] = static_cast<int>(i);
        }
    }
    if (table.rows.empty()) return places;
    for (std::size_t i = 0; i < places.size(); ++i) {
        if (places[i] < 0 && sheet.columns[i].is_needed)
            faults.push_back(of_header(sheet, table, sheet.columns[i].name,
                                       "the column is missing: give it in every row"));
    }
    return places;
}

void check_needed(const RegisterSheet& sheet, const TableRow& row, const std::vector<int>& places,
                  ImportFaults& faults) {
    for (std::size_t i = 0; i < places.size(); ++i) {
        const auto at = static_cast<std::size_t>(places[i]);
        if (!sheet.columns[i].is_needed) continue;
        if (at < row.cells.size() && !row.cells[at].is_empty()) continue;
        faults.push_back({sheet.name, row.number, sheet.columns[i].name, "", "cell_must_fit",
                          "it is empty: give one such as " + sheet.columns[i].example});
    }
}

ImportFault unfit_cell(const RegisterSheet& sheet, std::size_t column, const TableRow& row,
                       const std::string& why) {
    const Cell& cell = row.cells.front();
    return {sheet.name,
            row.number,
            sheet.columns[column].name,
            cell.kind == Cell::Kind::unreadable ? "" : cell.text,
            "cell_must_fit",
            why};
}

void refuse_unreadable(const Cell& cell) {
    if (cell.kind == Cell::Kind::unreadable) throw UnfitCell(cell.text);
}

}  // namespace api
