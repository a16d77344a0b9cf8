#include "tools/meterbook/export_register.hpp"

#include <filesystem>
#include <fstream>

#include <fmt/core.h>

#include "api/problem.hpp"
#include "api/register/export.hpp"
#include "api/register/register_file.hpp"
#include "ledger/book.hpp"
#include "tools/meterbook/command_line.hpp"
#include "tools/meterbook/import.hpp"

namespace meterbook {
namespace {

api::WantedFile file_wanted(const std::string& file) {
    const std::string extension = std::filesystem::path(file).extension();
    if (extension == ".xlsx") return {api::FileFormat::xlsx};
    if (extension == ".zip") return {api::FileFormat::csv};
    if (extension == ".json") return {api::FileFormat::json};
    throw Cannot("--out: name a file that ends with .xlsx, .json or .zip (of .csv)");
}

ledger::ExportFormat format_told(api::FileFormat format) {
    if (format == api::FileFormat::xlsx) return ledger::ExportFormat::xlsx;
    return format == api::FileFormat::csv ? ledger::ExportFormat::csv : ledger::ExportFormat::json;
}

std::string bytes_of(const WantedExport& wanted, const api::WantedFile& file) {
    try {
        if (wanted.format == "template") return api::write_template(file);
        const auto book = open_for_import(wanted.book);
        const auto tables = api::write_register(api::export_register(*book));
        std::uint64_t rows = 0;
        for (const api::Table& each : tables) rows += each.rows.size();
        tell_export(*book, wanted, format_told(file.format), rows);
        return api::write_file(tables, file);
    } catch (const api::Problem& problem) {
        throw Cannot(problem.what());
    }
}

}  // namespace

int export_register(const WantedExport& wanted) {
    const std::string& file = wanted.file;
    const std::string bytes = bytes_of(wanted, file_wanted(file));
    std::ofstream out(file, std::ios::binary | std::ios::trunc);
    if (!out) throw Cannot(fmt::format("cannot write {}: give another file", file));
    out << bytes;
    out.close();
    if (!out)
        throw Cannot(
            fmt::format("the export is not whole: see that the disk has room for {}", file));
    return all_well;
}

void tell_export(ledger::Book& book, const WantedExport& wanted, ledger::ExportFormat format,
                 std::uint64_t rows) {
    if (wanted.person.empty()) return;
    const ledger::OperatorId who(wanted.person);
    const auto told =
        book.execute({ledger::ReportExport{{who, "export --format " + wanted.format, format, rows}},
                      {ledger::ActorKind::person, wanted.person, ""},
                      "",
                      "",
                      true});
    if (!told) throw Cannot(told.error().detail);
}

}  // namespace meterbook
