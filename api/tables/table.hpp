#pragma once
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

namespace api {

/// What stands in one place of a table: exact text, and what the file said that it is. A number is
/// a plain decimal ("12.5"), a flag `true` or `false`, a moment a clock on a wall without a zone
/// ("2026-11-21" or "2026-11-21T08:00:00"). What cannot be read for what it is is unreadable, and
/// its text says why and the way out.
struct Cell {
    enum class Kind : std::uint8_t { empty, text, number, flag, moment, unreadable };

    Kind kind = Kind::empty;
    std::string text{};

    bool is_empty() const { return kind == Kind::empty; }
    friend bool operator==(const Cell&, const Cell&) = default;
};

inline Cell text_cell(std::string text) {
    return text.empty() ? Cell{} : Cell{Cell::Kind::text, std::move(text)};
}
inline Cell number_cell(std::string decimal) { return {Cell::Kind::number, std::move(decimal)}; }
inline Cell flag_cell(bool flag) { return {Cell::Kind::flag, flag ? "true" : "false"}; }

inline Cell unreadable_cell(std::string why) { return {Cell::Kind::unreadable, std::move(why)}; }

/// How the values of a column are written: for templates, and for what a spreadsheet makes of them.
enum class Form : std::uint8_t { text, whole, decimal, flag, word, day, moment, list };

struct TableRow {
    std::size_t number;  ///< in the file, as its reader counts: from 1
    std::vector<Cell> cells;

    /// Nothing stands in it, or its first cell begins with `#`: it is for people.
    bool is_note() const {
        const bool is_empty = std::ranges::all_of(cells, &Cell::is_empty);
        return is_empty || cells.front().text.starts_with('#');
    }

    friend bool operator==(const TableRow&, const TableRow&) = default;
};

/// A named table with one header, as it stands in a file of any format. Rows may be shorter than
/// the header: what is not there is empty.
struct Table {
    std::string name;  ///< empty: the file does not say
    std::vector<std::string> header;
    std::size_t header_row = 1;
    std::vector<TableRow> rows;
};

/// What a whole file may come to, however it packs it: counted while it is read, for a small file
/// can hold what no memory does.
class TableBudget {
public:
    static constexpr std::size_t most_rows = 20'000;
    static constexpr std::size_t most_cells = 1'000'000;
    static constexpr std::size_t most_text = 64 << 20;

    /// Throws UnreadableFile at this place where it is too much.
    void take_row(const std::string& place, const TableRow& row);

private:
    std::size_t rows_ = 0;
    std::size_t cells_ = 0;
    std::size_t text_ = 0;
};

/// A file that cannot be read as the tables it should hold: where, what, and the way out.
struct UnreadableFile : std::runtime_error {
    UnreadableFile(std::string at, const std::string& detail)
        : std::runtime_error(at.empty() ? detail : at + ": " + detail), place(std::move(at)) {}
    std::string place;  ///< "sheet meters, row 3, column C"; empty: the file as a whole
};

}  // namespace api
