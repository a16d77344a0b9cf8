#include "api/sheet.hpp"

#include <algorithm>

#include "api/problem.hpp"

namespace api {
namespace {

[[noreturn]] void fault(std::size_t line, const std::string& column, const std::string& detail) {
    const std::string place =
        "line " + std::to_string(line) + (column.empty() ? "" : ", " + column);
    throw Problem(400, "line_must_fit", place, place + ": " + detail);
}

/// Takes the cells of one line after the other.
class Cells {
public:
    explicit Cells(std::string_view text) : rest_(text) {
        constexpr std::string_view mark = "\xEF\xBB\xBF";
        if (rest_.starts_with(mark)) rest_.remove_prefix(mark.size());
    }

    bool is_done() const { return rest_.empty(); }
    std::size_t line() const { return line_; }

    std::vector<std::string> take_line() {
        std::vector<std::string> cells{take_cell()};
        while (skip(',')) cells.push_back(take_cell());
        (void)skip('\r');
        if (!rest_.empty() && !skip('\n')) fault(line_, "", "text stands behind a closed quote");
        ++line_;
        return cells;
    }

private:
    bool skip(char c) {
        if (!rest_.starts_with(c)) return false;
        rest_.remove_prefix(1);
        return true;
    }

    std::string take_cell() {
        if (skip('"')) return take_quoted();
        const std::size_t end = std::min(rest_.find_first_of(",\r\n"), rest_.size());
        const std::string cell(rest_.substr(0, end));
        rest_.remove_prefix(end);
        return cell;
    }

    std::string take_quoted() {
        std::string cell;
        for (;;) {
            const std::size_t end = rest_.find('"');
            if (end == std::string_view::npos) fault(line_, "", "a quote is not closed: close it");
            cell += rest_.substr(0, end);
            rest_.remove_prefix(end + 1);
            if (!skip('"')) break;
            cell += '"';
        }
        if (cell.find('\n') != std::string::npos)
            fault(line_, "", "a cell goes over more than one line: write it in one");
        return cell;
    }

    std::string_view rest_;
    std::size_t line_ = 1;
};

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

SheetLine line_of(std::size_t number, const std::vector<std::string>& header,
                  std::vector<std::string> cells) {
    if (cells.size() != header.size())
        fault(number, "",
              "it has " + std::to_string(cells.size()) + " cells and the first line " +
                  std::to_string(header.size()) + ": give one for each column");
    SheetLine line{number, {}};
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (!cells[i].empty()) line.cells[header[i]] = std::move(cells[i]);
    }
    return line;
}

}  // namespace

std::vector<SheetLine> read_sheet(std::string_view text, const std::vector<Column>& columns) {
    Cells cells(text);
    if (cells.is_done()) fault(1, "", "the file is empty: begin with " + list_of(columns));
    const std::vector<std::string> header = cells.take_line();
    check_header(header, columns);
    std::vector<SheetLine> lines;
    while (!cells.is_done()) {
        const std::size_t number = cells.line();
        std::vector<std::string> row = cells.take_line();
        const bool is_empty = row.size() == 1 && row[0].empty();
        if (is_empty && cells.is_done()) break;
        lines.push_back(line_of(number, header, std::move(row)));
    }
    return lines;
}

void unfit_cell(const SheetLine& line, const std::string& column, const std::string& wish) {
    const std::string cell = line.cell(column);
    fault(line.number, column,
          (cell.empty() ? "it is empty" : "it is '" + cell + "'") + ": " + wish);
}

}  // namespace api
