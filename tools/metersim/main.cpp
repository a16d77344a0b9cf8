#include <chrono>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "tools/metersim/building/building_json.hpp"
#include "tools/metersim/building/register_json.hpp"
#include "tools/metersim/simulation.hpp"

namespace {

constexpr int exit_ok = 0;
constexpr int exit_cannot_start = 2;

int say(const std::string& sentence) {
    fmt::print(stderr, "metersim: {}\n", sentence);
    return exit_cannot_start;
}

struct Wishes {
    std::string building = "demo";
    bool describe = false;
    bool as_register = false;
    int base_port = 15020;
    std::string start;
    std::vector<std::string> faults;
    std::int64_t think_ms = 50;
    std::int64_t late_ms = 1500;
    int baud = 0;
    int control_port = 0;
    metersim::Options options;
};

void declare(CLI::App& app, Wishes& wishes) {
    app.add_option("--building", wishes.building,
                   "demo, small, or a JSON file as --describe prints")
        ->capture_default_str();
    app.add_flag("--describe", wishes.describe, "Print the building as JSON and exit");
    app.add_flag("--register", wishes.as_register,
                 "Print what 'meterbook import' makes the same building of, and exit");
    app.add_option(
           "--base-port", wishes.base_port,
           "The TCP lines get this port and the following ones, in the plan's order; 0 takes "
           "free ports. A file's own ports are kept unless this is given")
        ->capture_default_str()
        ->check(CLI::Range(0, 65535));
    app.add_option("--control", wishes.control_port,
                   "Open the control port here (0: a free one): one JSON order a line")
        ->check(CLI::Range(0, 65535));
    app.add_option("--start", wishes.start, "Simulated time at the start, 2026-01-05T00:00:00Z")
        ->default_str("now");
    app.add_option("--speed", wishes.options.speed, "Simulated seconds a real second")
        ->capture_default_str()
        ->check(CLI::Range(0, 1'000'000));
    app.add_option("--seed", wishes.options.seed, "What looks random follows from it")
        ->capture_default_str();
    app.add_flag("--pace", wishes.options.is_paced, "Take the time each line's baud rate takes");
    app.add_option("--baud", wishes.baud, "Pace every line at this rate")
        ->check(CLI::Range(1200, 115200));
    app.add_option("--think-ms", wishes.think_ms, "A paced meter's time to think")
        ->capture_default_str()
        ->check(CLI::Range(0, 10'000));
    app.add_option("--late-ms", wishes.late_ms, "How late a late reply is")
        ->capture_default_str()
        ->check(CLI::Range(0, 60'000));
    app.add_option(
           "--fault", wishes.faults,
           "KIND:TARGET[:DOSE], repeatable. Target: L01, L01/3 or M0103. Dose: always, a "
           "chance such as 0.1, or next=3. Kinds: silence lost_reply bad_crc late wrong_slave "
           "truncated zero_reading spike rollover reset relay_stuck failure busy gateway "
           "pieces disconnect")
        ->take_all();
    app.footer(
        "Examples:\n"
        "  metersim --building small --base-port 0 --control 0\n"
        "  metersim --register > building.json\n"
        "  metersim --speed 3600 --start 2026-01-05T00:00:00Z --fault silence:L01/3:0.1\n"
        "Everything listens on 127.0.0.1. It ends on SIGINT or SIGTERM.\n"
        "Exit codes: 0 ended as asked, 2 could not start (the reason is one sentence).");
}

std::string contents_of(const std::string& path) {
    std::ifstream file{path};
    if (!file) {
        throw std::invalid_argument("building '" + path +
                                    "' is neither demo nor small nor a file that can be read");
    }
    return {std::istreambuf_iterator<char>{file}, {}};
}

metersim::Building plan_of(const Wishes& wishes) {
    if (wishes.building == "demo") return metersim::demo_building();
    if (wishes.building == "small") return metersim::small_building();
    try {
        return metersim::read_building(contents_of(wishes.building));
    } catch (const std::invalid_argument& fault) {
        throw std::invalid_argument(wishes.building + ": " + fault.what());
    }
}

void number_ports(metersim::Building& building, int base_port) {
    int port = base_port;
    for (metersim::LineSpec& line : building.lines) {
        if (line.transport == metersim::Transport::rtu) continue;
        line.port = base_port == 0 ? 0 : port++;
    }
}

metersim::Building building_of(const CLI::App& app, const Wishes& wishes) {
    metersim::Building building = plan_of(wishes);
    const bool is_ours = wishes.building == "demo" || wishes.building == "small";
    if (is_ours || app.count("--base-port") > 0) number_ports(building, wishes.base_port);
    for (metersim::LineSpec& line : building.lines) {
        if (wishes.baud != 0) line.baud = wishes.baud;
    }
    metersim::check(building);
    return building;
}

metersim::Options options_of(const CLI::App& app, const Wishes& wishes) {
    metersim::Options options = wishes.options;
    options.think = std::chrono::milliseconds{wishes.think_ms};
    options.late_by = std::chrono::milliseconds{wishes.late_ms};
    options.is_paced = options.is_paced || wishes.baud != 0;
    if (app.count("--control") > 0) options.control_port = wishes.control_port;
    if (wishes.start.empty()) return options;
    options.start = metersim::read_instant(wishes.start);
    if (!options.start) {
        throw std::invalid_argument("--start must be UTC such as 2026-01-05T00:00:00Z, not '" +
                                    wishes.start + "'");
    }
    return options;
}

void announce(const metersim::Simulation& simulation, const metersim::Options& options) {
    const metersim::Building& building = simulation.building();
    fmt::print("{}: {} meters on {} lines, {} at speed {}\n", building.name, building.meters.size(),
               building.lines.size(), metersim::write_instant(simulation.now()), options.speed);
    for (const metersim::LineSpec& line : building.lines) {
        const bool is_serial = line.transport == metersim::Transport::rtu;
        const std::string place = is_serial ? line.device : fmt::format("127.0.0.1:{}", line.port);
        fmt::print("{} {} {}\n", line.id, metersim::name_of(line.transport), place);
    }
    if (options.control_port) fmt::print("control 127.0.0.1:{}\n", simulation.control_port());
    fmt::print("ready\n");
    std::fflush(stdout);
}

int print(const std::string& json) {
    const bool is_whole = std::puts(json.c_str()) >= 0 && std::fflush(stdout) == 0;
    return is_whole ? exit_ok : say("the output is not whole: see that the disk has room for it");
}

int run(const CLI::App& app, const Wishes& wishes) {
    metersim::Building building = building_of(app, wishes);
    if (wishes.describe) return print(metersim::write_building(building));
    if (wishes.as_register) {
        // A day before, so that whatever the meters count until they are first read can be.
        const auto now =
            std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
        const auto start = options_of(app, wishes).start.value_or(now);
        const auto second = std::chrono::floor<std::chrono::seconds>(start);
        return print(metersim::write_register(building, second - std::chrono::hours(24)));
    }
    sigset_t endings;
    ::sigemptyset(&endings);
    ::sigaddset(&endings, SIGINT);
    ::sigaddset(&endings, SIGTERM);
    ::pthread_sigmask(SIG_BLOCK, &endings, nullptr);  // before the threads of the lines inherit it

    const metersim::Options options = options_of(app, wishes);
    metersim::Simulation simulation{std::move(building), options};
    for (const std::string& fault : wishes.faults) simulation.set_fault(fault);
    announce(simulation, options);
    int ending = 0;
    ::sigwait(&endings, &ending);
    fmt::print("ended by {}\n", ending == SIGINT ? "SIGINT" : "SIGTERM");
    return exit_ok;
}

}  // namespace

int main(int argument_count, char** arguments) {
    CLI::App app{"A building of simulated prepaid meters on real Modbus wires.", "metersim"};
    Wishes wishes;
    declare(app, wishes);
    try {
        app.parse(argument_count, arguments);
    } catch (const CLI::Success& wish) {  // --help
        return app.exit(wish);
    } catch (const CLI::ParseError& fault) {
        return say(fmt::format("{}: see --help", fault.what()));
    }
    try {
        return run(app, wishes);
    } catch (const std::exception& fault) {
        return say(fault.what());
    }
}
