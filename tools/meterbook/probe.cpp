#include <charconv>
#include <csignal>
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include "tools/meterbook/command_line.hpp"
#include "tools/meterbook/line_register.hpp"
#include "tools/meterbook/probe_report.hpp"

namespace meterbook {
namespace {

struct Wanted {
    std::string address, transport = "rtu_over_tcp", parity = "none", units = "1-247";
    std::string book, line, register_file, profiles;
    std::vector<std::string> only;
    std::uint32_t baud = 9600, stop_bits = 1, timeout_ms = 1000;
    bool as_json = false;
};

std::uint32_t unit_in(const std::string& text, const std::string& all) {
    constexpr std::uint32_t highest_unit = 247;
    std::uint32_t unit = 0;
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, unit);
    if (error != std::errc() || stop != end || unit < 1 || unit > highest_unit)
        throw Cannot(fmt::format("--units '{}': give units of 1 to 247, such as 1-30,37", all));
    return unit;
}

/// "1-30,37"
std::set<std::uint32_t> units_in(const std::string& text) {
    std::set<std::uint32_t> units;
    for (const std::string& part : CLI::detail::split(text, ',')) {
        const std::size_t dash = part.find('-');
        const std::uint32_t first = unit_in(part.substr(0, dash), text);
        const std::uint32_t last =
            dash == std::string::npos ? first : unit_in(part.substr(dash + 1), text);
        for (std::uint32_t unit = first; unit <= last; ++unit) units.insert(unit);
    }
    if (units.empty()) throw Cannot(fmt::format("--units '{}' names no unit: give 1-247", text));
    return units;
}

ledger::LineRegistered line_of(const Wanted& wanted) {
    return {ledger::LineId("probed"),
            {},
            *ledger::enum_from_text<ledger::Transport>(wanted.transport),
            wanted.address,
            wanted.baud,
            *ledger::enum_from_text<ledger::Parity>(wanted.parity),
            wanted.stop_bits,
            wanted.timeout_ms,
            {},
            247};
}

/// The line of a book with its meters; or what the options and the register's file say.
LineRegister register_of(const Wanted& wanted) {
    if (wanted.book.empty() == wanted.address.empty())
        throw Cannot("say which line: give either an ADDRESS, or --book with --line");
    if (!wanted.book.empty() && !wanted.register_file.empty())
        throw Cannot("--book has a register of its own: leave out --register");
    if (!wanted.book.empty()) return register_in_book(wanted.book, wanted.line);
    LineRegister found{line_of(wanted), {}};
    if (!wanted.register_file.empty())
        found.meters = meters_in_file(wanted.register_file, wanted.line);
    return found;
}

std::vector<const ingest::Profile*> chosen_of(const ingest::Profiles& all,
                                              const std::vector<std::string>& only) {
    std::vector<const ingest::Profile*> chosen;
    if (only.empty()) {
        for (const auto& [id, profile] : all) chosen.push_back(&profile);
        return chosen;
    }
    for (const std::string& name : only) {
        const bool is_name = ledger::ProfileId::is_well_formed(name);
        const auto found = is_name ? all.find(ledger::ProfileId(name)) : all.end();
        if (found == all.end())
            throw Cannot(fmt::format("--profile '{}' is not installed: see --profiles", name));
        chosen.push_back(&found->second);
    }
    return chosen;
}

int probe(const Wanted& wanted) {
    std::signal(SIGPIPE, SIG_IGN);  // who hangs up is told of, and ends nobody
    const LineRegister expected = register_of(wanted);
    const ingest::Profiles profiles = ingest::load_profiles(wanted.profiles);
    ingest::Line line(expected.line);
    ProgressLine progress("probe");
    ingest::Survey survey(
        line, {units_in(wanted.units), chosen_of(profiles, wanted.only), expected.meters},
        [&](std::size_t asked, std::size_t all) { progress.show(asked, all); });
    const auto report = ingest::inspect(survey.run(), expected.meters, profiles);
    fmt::print("{}", wanted.as_json ? report_json(report) : report_text(report));
    return is_all_well(report) ? all_well : something_wrong;
}

void add_options(CLI::App& app, Wanted& wanted) {
    app.add_option("ADDRESS", wanted.address, "host:port, or a serial device");
    app.add_option("--transport", wanted.transport, "rtu_over_tcp, modbus_tcp or rtu_serial")
        ->capture_default_str()
        ->check(CLI::IsMember({"rtu_over_tcp", "modbus_tcp", "rtu_serial"}));
    app.add_option("--baud", wanted.baud, "Of a serial device")
        ->capture_default_str()
        ->check(CLI::Range(300U, 115'200U));
    app.add_option("--parity", wanted.parity, "none, even or odd, of a serial device")
        ->capture_default_str()
        ->check(CLI::IsMember({"none", "even", "odd"}));
    app.add_option("--stop-bits", wanted.stop_bits, "1 or 2, of a serial device")
        ->capture_default_str()
        ->check(CLI::Range(1U, 2U));
    app.add_option("--timeout-ms", wanted.timeout_ms, "How long a reply may take")
        ->capture_default_str()
        ->check(CLI::Range(10U, 60'000U));
    app.add_option("--units", wanted.units, "Modbus units to ask, such as 1-30,37")
        ->capture_default_str();
    app.add_option("--profile", wanted.only, "Try this profile alone; repeatable")->take_all();
    app.add_option("--profiles", wanted.profiles,
                   "Directory of meter profiles, besides the built-in ones");
    app.add_option("--book", wanted.book, "Directory of a stopped book, for --line's registration");
    app.add_option("--line", wanted.line, "The line in the book, or in the register's file");
    app.add_option("--register", wanted.register_file,
                   "Meters to compare with: a file as GET /v1/meters answers it");
    app.add_flag("--json", wanted.as_json, "Answer for machines");
}

}  // namespace

void add_line(CLI::App& app, Chosen& chosen) {
    auto* line = app.add_subcommand("line", "Look after a line of meters");
    line->require_subcommand(1);
    auto* probing = line->add_subcommand(
        "probe", "Ask who hangs on a line, and hold it against what is registered");
    auto wanted = std::make_shared<Wanted>();
    add_options(*probing, *wanted);
    probing->footer(
        "It reads, and writes nothing. Nobody else may ask the line meanwhile: stop the server, "
        "or serve with --no-poll.\n"
        "Exit codes: 0 every meter is as registered (or, with no register, somebody answers), 1 "
        "something differs, 2 the line could not be asked.\n"
        "Examples:\n"
        "  meterbook line probe 10.1.2.3:4001 --units 1-30\n"
        "  meterbook line probe --book ./book --line L01\n"
        "  curl -s localhost:8080/v1/meters?limit=1000 > meters.json\n"
        "  meterbook line probe 10.1.2.3:4001 --register meters.json --line L01 --json");
    probing->callback([wanted, &chosen] { chosen = [wanted] { return probe(*wanted); }; });
}

}  // namespace meterbook
