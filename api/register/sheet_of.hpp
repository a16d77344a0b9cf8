#pragma once
#include <functional>
#include <string>
#include <vector>

#include "api/register/cell_values.hpp"

namespace api {

/// One column of a sheet, as templates, notes and refusals speak of it.
struct RegisterColumn {
    std::string name;  ///< in CSV and JSON, and behind the Chinese words in a spreadsheet
    std::string zh;
    std::string en;
    std::string example;
    bool is_needed = false;
    Form form = Form::text;
    std::vector<std::string> words{};  ///< of a closed list
};

/// One sheet: a kind of thing, and its columns. The first one never begins with `#`, for rows that
/// do are notes.
struct RegisterSheet {
    std::string name;
    std::string zh;
    std::string en;  ///< one sentence: what a row is
    std::vector<RegisterColumn> columns;
};

/// What is wrong with a file: where, what, and the way out.
struct ImportFault {
    std::string sheet;
    std::size_t row = 0;  ///< 0: the sheet as a whole
    std::string column;   ///< empty: the row as a whole
    std::string value;    ///< what stands there
    std::string code;     ///< of the rule; `cell_must_fit` where the cell cannot be read
    std::string detail;
};
using ImportFaults = std::vector<ImportFault>;

/// A row that was read, and where it stood.
template <class Row>
struct Placed {
    std::size_t row;
    Row value;
};

/// How one column is read into a row, and written from it.
template <class Row>
struct ColumnCodec {
    std::function<void(const Cell&, const CellReading&, Row&)> read;
    std::function<Cell(const Row&)> write;
};

/// A sheet described once: reading, writing, templates and documents all go by it.
template <class Row>
class SheetOf {
public:
    SheetOf(std::string name, std::string zh, std::string en)
        : described_{std::move(name), std::move(zh), std::move(en), {}} {}

    /// Adds a column; `place` gives the member of a row that it is about.
    template <class Place>
    SheetOf& with(RegisterColumn column, Place place) {
        using T = std::remove_cvref_t<decltype(place(std::declval<Row&>()))>;
        column.form = form_of<T>();
        column.words = words_of<T>();
        described_.columns.push_back(std::move(column));
        codecs_.push_back({[place](const Cell& cell, const CellReading& reading, Row& row) {
                               place(row) = read_cell<T>(cell, reading);
                           },
                           [place](const Row& row) { return cell_of(place(row)); }});
        return *this;
    }

    const RegisterSheet& described() const { return described_; }
    const std::vector<ColumnCodec<Row>>& codecs() const { return codecs_; }

private:
    RegisterSheet described_;
    std::vector<ColumnCodec<Row>> codecs_;
};

/// For each column of the sheet where it stands in the header, or -1; faults say what does not fit.
std::vector<int> places_of(const RegisterSheet& sheet, const Table& table, ImportFaults& faults);

/// A cell that nothing is said in where something must be.
void check_needed(const RegisterSheet& sheet, const TableRow& row, const std::vector<int>& places,
                  ImportFaults& faults);

/// The fault of the one cell of this row.
ImportFault unfit_cell(const RegisterSheet& sheet, std::size_t column, const TableRow& row,
                       const std::string& why);

/// Throws UnfitCell for a cell that its file does not show.
void refuse_unreadable(const Cell& cell);

/// Every row that can be read whole.
template <class Row>
std::vector<Placed<Row>> read_rows(const SheetOf<Row>& sheet, const Table& table,
                                   const CellReading& reading, ImportFaults& faults) {
    std::vector<Placed<Row>> rows;
    const RegisterSheet& described = sheet.described();
    const std::size_t before = faults.size();
    const std::vector<int> places = places_of(described, table, faults);
    if (faults.size() > before) return rows;
    for (const TableRow& each : table.rows) {
        Placed<Row> placed{each.number, {}};
        const std::size_t known = faults.size();
        check_needed(described, each, places, faults);
        for (std::size_t i = 0; i < places.size(); ++i) {
            const auto at = static_cast<std::size_t>(places[i]);
            if (places[i] < 0 || at >= each.cells.size() || each.cells[at].is_empty()) continue;
            const Cell& cell = each.cells[at];
            try {
                refuse_unreadable(cell);
                sheet.codecs()[i].read(cell, reading, placed.value);
            } catch (const UnfitCell& unfit) {
                faults.push_back(unfit_cell(described, i, {each.number, {cell}}, unfit.what()));
            }
        }
        if (faults.size() == known) rows.push_back(std::move(placed));
    }
    return rows;
}

template <class Row>
Table write_rows(const SheetOf<Row>& sheet, const std::vector<Placed<Row>>& rows) {
    Table table{sheet.described().name, {}, 1, {}};
    for (const RegisterColumn& each : sheet.described().columns) table.header.push_back(each.name);
    for (const Placed<Row>& row : rows) {
        TableRow written{row.row, {}};
        for (const ColumnCodec<Row>& each : sheet.codecs())
            written.cells.push_back(each.write(row.value));
        table.rows.push_back(std::move(written));
    }
    return table;
}

}  // namespace api
