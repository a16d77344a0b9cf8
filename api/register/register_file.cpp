#include "api/register/register_file.hpp"

#include <algorithm>

#include "api/problem.hpp"
#include "api/register/register_workbook.hpp"
#include "api/tables/csv.hpp"
#include "api/tables/json_tables.hpp"
#include "api/tables/xlsx_reader.hpp"
#include "api/tables/xlsx_writer.hpp"
#include "api/tables/zip_file.hpp"
#include "api/wanted_format.hpp"

namespace api {
namespace {

using ledger::ExportFormat;

std::string list_of_sheets() {
    std::string list;
    for (const RegisterSheet& each : register_sheets())
        list += (list.empty() ? "" : ", ") + each.name;
    return list;
}

bool is_called(const RegisterSheet& sheet, const std::string& name) {
    return name == sheet.name || name == sheet.zh || name == sheet.zh + " " + sheet.name;
}

/// All that must be there is there, and all that is there is known.
bool fits(const RegisterSheet& sheet, const Table& table) {
    ImportFaults faults;
    const std::vector<int> places = places_of(sheet, table, faults);
    bool has_all = faults.empty();
    for (std::size_t i = 0; i < places.size(); ++i)
        has_all = has_all && (!sheet.columns[i].is_needed || places[i] >= 0);
    return has_all;
}

/// The sheet that a nameless table must be; empty: none, or more than one.
std::string sheet_that_fits(const Table& table) {
    std::string found;
    for (const RegisterSheet& each : register_sheets()) {
        if (!fits(each, table)) continue;
        if (!found.empty()) return "";
        found = each.name;
    }
    return found;
}

std::string sheet_called(const std::string& name) {
    for (const RegisterSheet& each : register_sheets()) {
        if (is_called(each, name)) return each.name;
    }
    return "";
}

/// Which sheet each table is; a fault where it is none, or one that was there already.
std::vector<std::string> sheets_of(const std::vector<Table>& tables, const std::string& sheet,
                                   ImportFaults& faults) {
    std::vector<std::string> names;
    for (const Table& each : tables) {
        const std::string& said = each.name.empty() ? sheet : each.name;
        std::string name = said.empty() ? sheet_that_fits(each) : sheet_called(said);
        const bool is_twice = !name.empty() && std::ranges::find(names, name) != names.end();
        if (name.empty())
            faults.push_back({said, 0, "", "", "sheet_must_be_known",
                              (said.empty() ? "the columns are those of no sheet, or of several: "
                                              "say which one it is, of "
                                            : "no such sheet: give some of ") +
                                  list_of_sheets()});
        if (is_twice)
            faults.push_back({name, 0, "", "", "sheet_must_be_the_only_one",
                              "the sheet is there twice: put its rows together"});
        names.push_back(is_twice ? "" : std::move(name));
    }
    return names;
}

/// The zone of the site that the file configures, or the book's.
std::optional<ledger::Zone> zone_in(const RegisterRows& rows, const ledger::Zone* zone) {
    if (!rows.sites.empty()) {
        if (auto own = ledger::Zone::find(rows.sites.front().value.site.zone)) return own;
    }
    return zone == nullptr ? std::nullopt : std::optional(*zone);
}

/// "export/meters.csv" is the sheet `meters`.
std::string sheet_named_by(const std::string& path) {
    const std::string file = path.substr(path.rfind('/') + 1);
    return file.substr(0, file.find('.'));
}

std::vector<Table> tables_of_archive(std::string_view bytes) {
    ZipFile archive(bytes);
    std::vector<Table> tables;
    TableBudget budget;
    for (const std::string& name : archive.names()) {
        if (name.ends_with('/')) continue;
        if (!name.ends_with(".csv"))
            throw UnreadableFile(name, "give an archive of nothing but .csv files");
        tables.push_back(read_csv(archive.read_whole(name), budget));
        tables.back().name = sheet_named_by(name);
    }
    return tables;
}

}  // namespace

std::vector<Table> tables_of(std::string_view bytes) {
    if (bytes.empty()) throw UnreadableFile("", "the file is empty: give one with a header");
    if (is_workbook(bytes)) return read_workbook(bytes);
    if (is_zip(bytes)) return tables_of_archive(bytes);
    const std::size_t first = bytes.find_first_not_of(" \t\r\n");
    const bool is_json = first != std::string_view::npos && bytes[first] == '{';
    if (is_json) return read_json_tables(std::string(bytes));
    return {read_csv(bytes)};
}

RegisterRows read_register(const std::vector<Table>& tables, const std::string& sheet,
                           const ledger::Zone* zone, ImportFaults& faults) {
    RegisterRows rows;
    const std::vector<std::string> names = sheets_of(tables, sheet, faults);
    std::optional<ledger::Zone> own = zone_in(rows, zone);
    each_sheet(rows, [&](const auto& described, auto& of_it) {
        for (std::size_t i = 0; i < tables.size(); ++i) {
            if (names[i] != described.described().name) continue;
            of_it = read_rows(described, tables[i], {own ? &*own : nullptr}, faults);
        }
        own = zone_in(rows, zone);  // the site is the first sheet
    });
    return rows;
}

namespace {

void write_sheet(XlsxWriter& writer, const Table& table) {
    begin_register_sheet(writer, sheet_of(table.name));
    for (const TableRow& each : table.rows) writer.add(each.cells);
}

}  // namespace

WantedFile wanted_file(const Request& request, ExportFormat format) {
    WantedFile wanted{format};
    const auto sheet = request.parameter("sheet");
    if (!sheet) return wanted;
    wanted.sheet = sheet_called(*sheet);
    if (wanted.sheet.empty())
        throw Problem(400, "field_must_fit", "sheet",
                      "sheet: no such one: give one of " + list_of_sheets());
    return wanted;
}

std::string write_file(std::vector<Table> tables, const WantedFile& wanted) {
    if (!wanted.sheet.empty())
        std::erase_if(tables, [&](const Table& each) { return each.name != wanted.sheet; });
    if (wanted.format == ExportFormat::json) return write_json_tables(tables);
    if (wanted.format == ExportFormat::xlsx)
        return workbook_of([&](XlsxWriter& writer) {
            for (const Table& each : tables) write_sheet(writer, each);
        });
    if (!wanted.sheet.empty()) return write_csv(tables.front());
    std::vector<ZipPart> parts;
    for (const Table& each : tables) parts.push_back({each.name + ".csv", write_csv(each)});
    return write_zip(parts);
}

std::string media_type_of(const WantedFile& wanted) {
    if (wanted.format != ExportFormat::csv) return std::string(media_type_of(wanted.format));
    return wanted.sheet.empty() ? "application/zip" : "text/csv; charset=utf-8";
}

std::string file_name_of(const WantedFile& wanted) {
    const std::string stem = wanted.sheet.empty() ? "register" : wanted.sheet;
    const bool is_archive = wanted.format == ExportFormat::csv && wanted.sheet.empty();
    return stem + "." + (is_archive ? "zip" : std::string(ledger::to_text(wanted.format)));
}

std::vector<Table> write_register(const RegisterRows& rows) {
    std::vector<Table> tables;
    each_sheet(rows, [&](const auto& sheet, const auto& of_it) {
        tables.push_back(write_rows(sheet, of_it));
    });
    return tables;
}

}  // namespace api
