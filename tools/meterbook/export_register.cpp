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
    if (extension == ".xlsx") return {ledger::ExportFormat::xlsx};
    if (extension == ".zip") return {ledger::ExportFormat::csv};
    if (extension == ".json") return {ledger::ExportFormat::json};
    throw Cannot("--out: name a file that ends with .xlsx, .json or .zip (of .csv)");
}

std::string template_bytes(const api::WantedFile& file) {
    if (file.format != ledger::ExportFormat::json) return api::write_template(file);
    throw Cannot("--out: a template is for people: name a file that ends with .xlsx or .zip");
}

std::string bytes_of(const WantedExport& wanted, const api::WantedFile& file) {
    try {
        if (wanted.format == "template") return template_bytes(file);
        const auto book = open_for_import(wanted.book);
        const auto tables = api::write_register(api::export_register(*book));
        std::uint64_t rows = 0;
        for (const api::Table& each : tables) rows += each.rows.size();
        tell_export(*book, wanted, file.format, rows);
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
