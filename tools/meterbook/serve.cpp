#include <atomic>
#include <csignal>
#include <cstdlib>
#include <memory>
#include <thread>

#include <CLI/CLI.hpp>
#include <fmt/core.h>
#include <spdlog/spdlog.h>
#include <sys/resource.h>

#include "api/routes.hpp"
#include "api/server.hpp"
#include "api/telemetry.hpp"
#include "ingest/poller.hpp"
#include "ledger/book.hpp"
#include "ledger/fee_clerk.hpp"
#include "ledger/journal/journal.hpp"
#include "projections/read_models.hpp"
#include "tools/meterbook/book_clock.hpp"
#include "tools/meterbook/command_line.hpp"
#include "tools/meterbook/configuration.hpp"

namespace meterbook {
namespace {

std::atomic<int> signals_seen{0};

void note_signal(int) {
    if (++signals_seen > 1) std::_Exit(cannot);  // the second one does not wait
}

/// Descriptors for many connections; the server keeps half of them free for the book and the lines.
void raise_descriptor_limit() {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    limit.rlim_cur = limit.rlim_max;
    (void)::setrlimit(RLIMIT_NOFILE, &limit);
}

/// A book whose disk failed answers nobody any more; the supervisor starts the process again.
void stop_at_once(const std::string& sentence) {
    fmt::print(stderr, "meterbook: {}\n", sentence);
    std::fflush(stderr);
    std::_Exit(cannot);
}

spdlog::level::level_enum level_of(const std::string& text) {
    const auto level = spdlog::level::from_str(text);
    if (level == spdlog::level::off && text != "off")
        throw Cannot(
            fmt::format("log level '{}' is not known: give debug, info, warning, error "
                        "or off",
                        text));
    return level;
}

void report(ingest::Weight weight, const std::string& sentence) {
    if (weight == ingest::Weight::warning) {
        spdlog::warn("{}", sentence);
    } else {
        spdlog::info("{}", sentence);
    }
}

void check(const Configuration& wanted) {
    if (wanted.data.empty())
        throw Cannot(
            "no data directory is given: use --data DIR, or data = \"DIR\" in the "
            "configuration");
    if (wanted.token.empty() && !api::is_loopback(wanted.address))
        throw Cannot(
            fmt::format("without a token only this machine may ask, and {} is not a "
                        "loopback address: give --token-file FILE, or listen on 127.0.0.1",
                        wanted.address));
}

void wait_for_signal() {
    while (signals_seen == 0) std::this_thread::sleep_for(std::chrono::milliseconds(50));
}

int serve(const Configuration& wanted) {
    check(wanted);
    spdlog::set_level(level_of(wanted.log_level));
    raise_descriptor_limit();
    std::signal(SIGTERM, note_signal);
    std::signal(SIGINT, note_signal);
    std::signal(SIGPIPE, SIG_IGN);

    ingest::Profiles profiles = wanted.profiles.empty() ? ingest::built_in_profiles()
                                                        : ingest::load_profiles(wanted.profiles);
    api::ServerOptions options;
    options.address = wanted.address;
    options.port = wanted.port;
    auto server = std::make_unique<api::Server>(options);

    const auto clock = book_clock(wanted.clock_start, wanted.clock_speed);
    const auto book = ledger::Book::open({wanted.data, clock, stop_at_once});
    projections::ReadModels read_models(book->journal(), wanted.data / "projections");
    api::Telemetry telemetry;
    const api::Service service{
        *book, read_models, clock, telemetry, wanted.token, METERBOOK_VERSION, [] {
            return signals_seen > 0;
        }};
    const api::Router router(service);
    std::unique_ptr<ingest::Poller> poller;
    if (wanted.polls)
        poller = std::make_unique<ingest::Poller>(*book, std::move(profiles), clock, report);

    auto fees = std::make_unique<ledger::FeeClerk>(
        *book, clock, [](const std::string& sentence) { spdlog::info("{}", sentence); });

    auto answering = std::move(server);  // ends before what it asks
    answering->start([&router](const api::Request& request) { return router.answer(request); });
    spdlog::info("the book has {} events; listening on http://{}:{}",
                 book->journal().head().last.number, wanted.address, answering->port());
    wait_for_signal();
    spdlog::info("stopping: what runs is finished first");
    answering.reset();
    poller.reset();
    fees.reset();
    return all_well;
}

/// What the command line says on top of the file.
struct Given {
    std::string config, data, listen, token_file, profiles, log_level, clock_start;
    unsigned clock_speed = 1;
    bool no_poll = false;
};

Configuration merged(const Given& given) {
    Configuration wanted =
        given.config.empty() ? Configuration{} : read_configuration(given.config);
    if (!given.data.empty()) wanted.data = given.data;
    if (!given.listen.empty()) set_listen(wanted, given.listen);
    if (!given.profiles.empty()) wanted.profiles = given.profiles;
    if (!given.log_level.empty()) wanted.log_level = given.log_level;
    if (!given.token_file.empty()) wanted.token = read_token(given.token_file);
    if (given.no_poll) wanted.polls = false;
    wanted.clock_speed = given.clock_speed;
    if (given.clock_start.empty()) return wanted;
    wanted.clock_start = ledger::instant_from_text(given.clock_start);
    if (!wanted.clock_start)
        throw Cannot(fmt::format("--clock-start '{}' is no moment: give 2026-11-21T08:00:00Z",
                                 given.clock_start));
    return wanted;
}

}  // namespace

void add_serve(CLI::App& app, Chosen& chosen) {
    auto* serving = app.add_subcommand("serve", "Keep the book: read the meters, answer over HTTP");
    auto given = std::make_shared<Given>();
    serving->add_option("--config", given->config,
                        "TOML file: data, listen, token_file, profiles, poll, log_level");
    serving->add_option("--data", given->data,
                        "Directory of the book; created where it is missing");
    serving->add_option("--listen", given->listen,
                        "host:port; 127.0.0.1:8080 where it is not given");
    serving->add_option("--token-file", given->token_file, "File with the API token");
    serving->add_option("--profiles", given->profiles,
                        "Directory of meter profiles, besides the built-in ones");
    serving->add_option("--log-level", given->log_level, "debug, info, warning, error or off");
    serving->add_flag("--no-poll", given->no_poll, "Do not read the meters");
    serving->add_option("--clock-start", given->clock_start,
                        "Beside a simulated building: the moment it starts at");
    serving
        ->add_option("--clock-speed", given->clock_speed,
                     "Beside a simulated building: how many times faster time runs")
        ->check(CLI::Range(1U, 100'000U));
    serving->footer("Example: meterbook serve --data ./book --listen 127.0.0.1:8080");
    serving->callback([given, &chosen] { chosen = [given] { return serve(merged(*given)); }; });
}

}  // namespace meterbook
