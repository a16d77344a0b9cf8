#include "api/tables/json_tables.hpp"

#include <algorithm>
#include <charconv>

#include "api/json/json_reader.hpp"
#include "api/json/json_writer.hpp"

namespace api {
namespace {

constexpr std::size_t most_columns = 200;

std::string place_of(const Table& table, const TableRow& row, const std::string& column) {
    return "sheet " + table.name + ", row " + std::to_string(row.number) +
           (column.empty() ? "" : ", column " + column);
}

Cell cell_in(const Json& json, const std::string& place) {
    if (json.is_null()) return {};
    if (json.is_string()) return text_cell(json.get<std::string>());
    if (json.is_boolean()) return flag_cell(json.get<bool>());
    if (json.is_number_integer()) return number_cell(json.dump());
    if (json.is_number()) throw UnreadableFile(place, "give a decimal number as text: \"12.34\"");
    throw UnreadableFile(place, "give text, a whole number, true, false or null");
}

std::size_t column_of(Table& table, const std::string& name, const std::string& place) {
    const auto found = std::ranges::find(table.header, name);
    if (found != table.header.end()) return static_cast<std::size_t>(found - table.header.begin());
    if (table.header.size() == most_columns)
        throw UnreadableFile(place, "more than 200 columns: give fewer");
    table.header.push_back(name);
    return table.header.size() - 1;
}

TableRow row_in(Table& table, const Json& json, std::size_t number) {
    TableRow row{number, {}};
    if (!json.is_object()) throw UnreadableFile(place_of(table, row, ""), "give an object");
    for (const auto& [name, value] : json.items()) {
        const std::string place = place_of(table, row, name);
        const std::size_t column = column_of(table, name, place);
        if (row.cells.size() <= column) row.cells.resize(column + 1);
        row.cells[column] = cell_in(value, place);
    }
    return row;
}

Json json_of(const Cell& cell) {
    if (cell.kind == Cell::Kind::flag) return cell.text == "true";
    std::int64_t number = 0;
    const char* end = cell.text.data() + cell.text.size();
    const bool is_whole = cell.kind == Cell::Kind::number &&
                          std::from_chars(cell.text.data(), end, number).ptr == end;
    return is_whole ? Json(number) : Json(cell.text);
}

}  // namespace

std::vector<Table> read_json_tables(const std::string& text) {
    const Json json = parse_json(text);
    if (!json.is_object()) throw UnreadableFile("", "give an object with a list for each sheet");
    std::vector<Table> tables;
    TableBudget budget;
    for (const auto& [name, rows] : json.items()) {
        Table table{name, {}, 1, {}};
        if (!rows.is_array()) throw UnreadableFile("sheet " + name, "give a list of rows");
        for (std::size_t i = 0; i < rows.size(); ++i) {
            table.rows.push_back(row_in(table, rows[i], i + 1));
            budget.take_row(place_of(table, table.rows.back(), ""), table.rows.back());
        }
        tables.push_back(std::move(table));
    }
    return tables;
}

std::string write_json_tables(const std::vector<Table>& tables) {
    Json json = Json::object();
    for (const Table& table : tables) {
        Json rows = Json::array();
        for (const TableRow& row : table.rows) {
            Json object = Json::object();
            for (std::size_t i = 0; i < row.cells.size(); ++i) {
                if (!row.cells[i].is_empty()) object[table.header[i]] = json_of(row.cells[i]);
            }
            rows.push_back(std::move(object));
        }
        json[table.name] = std::move(rows);
    }
    return json.dump(1);
}

}  // namespace api
