#pragma once
#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace api {

/// One line of a sheet: what stands under each column; nothing stands where a cell is empty.
struct SheetLine {
    std::size_t number;  ///< in the file, from 1
    std::map<std::string, std::string> cells;

    bool has(const std::string& column) const { return cells.contains(column); }
    std::string cell(const std::string& column) const {
        const auto found = cells.find(column);
        return found == cells.end() ? "" : found->second;
    }
};

struct Column {
    std::string name;
    bool is_needed;  ///< in the first line of the file
};

/// A table as spreadsheets save it (`read_csv`) whose first line names the columns, in any order.
/// Throws Problem 400 with the line and what is wrong with it; a column that nobody asked for is
/// such a fault, an empty line is not.
std::vector<SheetLine> read_sheet(std::string_view text, const std::vector<Column>& columns);

/// A cell that is not what its column wants. Throws Problem 400.
[[noreturn]] void unfit_cell(const SheetLine& line, const std::string& column,
                             const std::string& wish);

}  // namespace api
