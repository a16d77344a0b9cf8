#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "api/http/http.hpp"
#include "api/register/rows.hpp"
#include "ledger/events/words.hpp"

namespace api {

/// The tables of a file, whatever its format: that is seen from its content. A workbook, an archive
/// of .csv files, a JSON object, or else one table as CSV. Throws UnreadableFile or Problem.
std::vector<Table> tables_of(std::string_view bytes);

/// The rows of these tables. A table is found by its name; one without a name is `sheet`, or where
/// that is empty the one sheet that has all its columns. Faults say what cannot be read.
/// @param zone of the book; a file that configures the site brings its own.
RegisterRows read_register(const std::vector<Table>& tables, const std::string& sheet,
                           const ledger::Zone* zone, ImportFaults& faults);

/// The tables of these rows, one a sheet.
std::vector<Table> write_register(const RegisterRows& rows);

/// A file as it is asked for: all sheets, or one.
struct WantedFile {
    ledger::ExportFormat format = ledger::ExportFormat::json;  ///< or csv, or xlsx
    std::string sheet{};                                       ///< empty: all of them
};

/// Its ?sheet=, in this format. Throws Problem 400 for a sheet that is not known.
WantedFile wanted_file(const Request& request, ledger::ExportFormat format);

/// The bytes of the file; of all sheets as CSV an archive of them.
std::string write_file(std::vector<Table> tables, const WantedFile& wanted);

/// A file to be filled in: of each sheet its header in Chinese and English, what each column wants,
/// an example, and in a workbook lists to choose from. All rows of it are notes, so that it can be
/// imported as it is and changes nothing. A workbook or CSV: it is for people.
std::string write_template(const WantedFile& wanted);

std::string media_type_of(const WantedFile& wanted);
/// "register.xlsx", "register.json", "meters.csv", "register.zip"
std::string file_name_of(const WantedFile& wanted);

}  // namespace api
