#include "tools/meterbook/export_register.hpp"

#include <filesystem>
#include <fstream>

#include <fmt/core.h>

#include "api/problem.hpp"
#include "api/register/export.hpp"
#include "api/register/register_file.hpp"
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

std::string bytes_of(const std::string& directory, const std::string& format,
                     const api::WantedFile& wanted) {
    try {
        if (format == "template") return api::write_template(wanted);
        const auto book = open_for_import(directory);
        return api::write_file(api::write_register(api::export_register(*book)), wanted);
    } catch (const api::Problem& problem) {
        throw Cannot(problem.what());
    }
}

}  // namespace

int export_register(const std::string& directory, const std::string& format,
                    const std::string& file) {
    const std::string bytes = bytes_of(directory, format, file_wanted(file));
    std::ofstream out(file, std::ios::binary | std::ios::trunc);
    if (!out) throw Cannot(fmt::format("cannot write {}: give another file", file));
    out << bytes;
    out.close();
    if (!out)
        throw Cannot(
            fmt::format("the export is not whole: see that the disk has room for {}", file));
    return all_well;
}

}  // namespace meterbook
