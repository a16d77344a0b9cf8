#include "tools/meterbook/line_register.hpp"

#include <fstream>
#include <iterator>

#include <fmt/core.h>

#include "api/json/json_reader.hpp"
#include "tools/meterbook/command_line.hpp"
#include "tools/meterbook/fold.hpp"
#include "tools/meterbook/stopped_book.hpp"

namespace meterbook {
namespace {

std::string content_of(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) throw Cannot(fmt::format("cannot read {}: give a file that is there", file.string()));
    return {std::istreambuf_iterator<char>(in), {}};
}

/// One member of a row.
const api::Json& member(const api::Json& row, const std::string& at, const char* name) {
    if (!row.is_object() || !row.contains(name))
        api::unfit(at, fmt::format("'{}' is missing", name));
    return row.at(name);
}

ledger::MeterRegistered meter_in(const api::Json& row, const std::string& at) {
    const auto number = [&](const char* name) {
        return static_cast<std::uint32_t>(
            api::whole_number_in(member(row, at, name), api::member_at(at, name), 1, 9'999));
    };
    const auto text = [&](const char* name) {
        return api::text_in(member(row, at, name), api::member_at(at, name));
    };
    ledger::MeterRegistered meter{};
    meter.meter = api::name_in<ledger::MeterId>(member(row, at, "meter"), at + "/meter");
    meter.line = api::name_in<ledger::LineId>(member(row, at, "line"), at + "/line");
    meter.profile = api::name_in<ledger::ProfileId>(member(row, at, "profile"), at + "/profile");
    meter.unit = number("unit");
    meter.number = text("number");
    meter.ct = number("ct");
    meter.pt = number("pt");
    return meter;
}

std::vector<ledger::MeterRegistered> meters_in(const std::string& json, const std::string& line) {
    const api::Json page = api::parse_json(json);
    const api::Json& rows = member(page, "", "items");
    if (!rows.is_array()) api::unfit("/items", "give a list of meters");
    std::vector<ledger::MeterRegistered> meters;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        auto meter = meter_in(rows[i], fmt::format("/items/{}", i));
        if (line.empty() || meter.line.text() == line) meters.push_back(std::move(meter));
    }
    return meters;
}

}  // namespace

LineRegister register_in_book(const std::filesystem::path& book, const std::string& line) {
    const ledger::Journal journal = open_stopped(book);
    const Books books = fold(ledger::JournalEvents(journal), journal.head().last);
    const bool is_name = ledger::LineId::is_well_formed(line);
    const ledger::Line* known =
        is_name ? ledger::find(books.state.lines, ledger::LineId(line)) : nullptr;
    if (known == nullptr)
        throw Cannot(fmt::format("the book has no line '{}': give one that is registered", line));
    LineRegister found{known->registered, {}};
    for (const auto& [id, meter] : books.state.meters) {
        if (meter.registered.line == known->registered.line && meter.retired.is_none())
            found.meters.push_back(meter.registered);
    }
    return found;
}

std::vector<ledger::MeterRegistered> meters_in_file(const std::filesystem::path& file,
                                                    const std::string& line) {
    try {
        return meters_in(content_of(file), line);
    } catch (const api::Problem& problem) {
        throw Cannot(fmt::format("{}: {}: {}", file.string(), problem.field, problem.what()));
    }
}

}  // namespace meterbook
