#include <deque>
#include <exception>
#include <filesystem>
#include <memory>
#include <thread>

#include <CLI/CLI.hpp>
#include <fmt/core.h>
#include <spdlog/spdlog.h>

#include "ingest/notices/deliverer.hpp"
#include "ingest/notices/gammu_channel.hpp"
#include "ingest/notices/webhook_channel.hpp"
#include "tools/meterbook/book_clock.hpp"
#include "tools/meterbook/command_line.hpp"
#include "tools/meterbook/configuration.hpp"
#include "tools/meterbook/long_running.hpp"

namespace meterbook {
namespace {

constexpr std::chrono::seconds patience_with_book(30);
constexpr std::size_t most_of_book = std::size_t{16} << 20U;
constexpr std::size_t most_of_webhook = std::size_t{64} << 10U;

struct Given {
    std::filesystem::path data, token_file, templates, webhook_secret;
    std::string book = "http://127.0.0.1:8080";
    std::string modem, webhook;
    std::string modem_connection = "at115200";
    std::string gammu = "gammu";
    std::string log_level = "info";
    unsigned modem_patience_s = 180, webhook_patience_s = 15;
    double look_every_s = 5, retry_first_s = 60, retry_longest_s = 3600;
    unsigned attempts = 12;
};

std::chrono::milliseconds seconds(double count) {
    return std::chrono::milliseconds(static_cast<std::int64_t>(count * 1000));
}

void check(const Given& given) {
    if (given.modem.empty() && given.webhook.empty())
        throw Cannot("nobody is told without a way to them: give --modem, --webhook, or both");
    if (!given.webhook.empty() && !notices::is_http_url(given.webhook))
        throw Cannot("--webhook is no address: give https://host/path");
    if (!notices::is_http_url(given.book))
        throw Cannot(fmt::format("'{}' is no address: give --book http://host:port", given.book));
    const bool is_plain = given.modem.find_first_of("\r\n") == std::string::npos &&
                          given.modem_connection.find_first_of("\r\n") == std::string::npos;
    if (!is_plain) throw Cannot("--modem is no device: give one, such as /dev/ttyUSB0");
}

/// A channel, and what was handed over to it: while that is open the directory is ours.
struct Way {
    Way(const std::filesystem::path& file, ledger::Instant now) : handovers(file, now) {}

    notices::Handovers handovers;
    std::unique_ptr<notices::Channel> channel;
};

using Ways = std::deque<Way>;

using Clock = std::function<ledger::Instant()>;

void open_modem(const Given& given, const Clock& clock, Ways& ways) {
    Way& way = ways.emplace_back(given.data / "sms.handovers", clock());
    way.channel = std::make_unique<notices::GammuChannel>(
        given.data, notices::Modem{given.modem, given.modem_connection, given.gammu,
                                   std::chrono::seconds(given.modem_patience_s)});
}

void open_webhook(const Given& given, const Clock& clock, Ways& ways) {
    const std::chrono::seconds patience(given.webhook_patience_s);
    Way& way = ways.emplace_back(given.data / "webhook.handovers", clock());
    way.channel = std::make_unique<notices::WebhookChannel>(
        given.webhook, notices::WebhookSecret::from_file(given.webhook_secret),
        notices::HttpClient({patience, most_of_webhook}), clock);
}

/// What all ways have in common.
struct Run {
    const Given& given;
    const notices::Templates templates;
    const notices::Pace pace;
    const ingest::Report told = report;
    const Clock clock = book_clock({}, 1);
};

void deliver_by(Way& way, const Run& run) {
    try {
        const std::string token =
            run.given.token_file.empty() ? "" : read_token(run.given.token_file);
        notices::BookApi book({run.given.book, token},
                              notices::HttpClient({patience_with_book, most_of_book}));
        notices::Deliverer(
            {book, *way.channel, way.handovers, run.templates, run.pace, run.told, run.clock})
            .run(is_told_to_stop);
    } catch (const std::exception& error) {
        stop_at_once(error.what());
    }
}

int deliver(const Given& given) {
    begin_to_run(given.log_level);
    check(given);
    const Run run{given,
                  notices::Templates(given.templates),
                  {seconds(given.look_every_s), seconds(given.retry_first_s),
                   seconds(given.retry_longest_s), given.attempts}};
    std::filesystem::create_directories(given.data);
    std::filesystem::permissions(given.data, std::filesystem::perms::owner_all);
    Ways ways;
    if (!given.modem.empty()) open_modem(given, run.clock, ways);
    if (!given.webhook.empty()) open_webhook(given, run.clock, ways);
    {
        std::vector<std::jthread> threads;
        for (Way& way : ways) threads.emplace_back([&] { deliver_by(way, run); });
        spdlog::info("delivering notices of the book at {}", given.book);
        wait_for_signal();
        spdlog::info("stopping: what is on its way is finished");
    }
    return all_well;
}

void add_ways(CLI::App& app, Given& given) {
    app.add_option("--modem", given.modem, "Serial device of a GSM modem, such as /dev/ttyUSB0");
    app.add_option("--modem-connection", given.modem_connection, "As gammu calls it")
        ->capture_default_str();
    app.add_option("--modem-patience", given.modem_patience_s, "Seconds for one message")
        ->capture_default_str()
        ->check(CLI::Range(10U, 3'600U));
    app.add_option("--gammu", given.gammu, "The program, where it is not in PATH")
        ->capture_default_str();
    auto* secret = app.add_option("--webhook-secret", given.webhook_secret,
                                  "File with the secret that posts are signed with");
    app.add_option("--webhook", given.webhook, "URL that notices are posted to")->needs(secret);
    app.add_option("--webhook-patience", given.webhook_patience_s, "Seconds for one post")
        ->capture_default_str()
        ->check(CLI::Range(1U, 300U));
}

void add_pace(CLI::App& app, Given& given) {
    constexpr double shortest = 0.05;
    constexpr double longest = 86'400;
    app.add_option("--look-every", given.look_every_s, "Seconds between two looks at the queue")
        ->capture_default_str()
        ->check(CLI::Range(shortest, longest));
    app.add_option("--retry-first", given.retry_first_s,
                   "Seconds after the first failure; then twice as long each time")
        ->capture_default_str()
        ->check(CLI::Range(shortest, longest));
    app.add_option("--retry-longest", given.retry_longest_s, "Seconds, at the most")
        ->capture_default_str()
        ->check(CLI::Range(shortest, longest));
    app.add_option("--attempts", given.attempts, "So often a notice is tried")
        ->capture_default_str()
        ->check(CLI::Range(1U, 1'000U));
}

}  // namespace

void add_deliver(CLI::App& app, Chosen& chosen) {
    auto* delivering =
        app.add_subcommand("deliver",
                           "Tell customers what the book queued for them, by modem or "
                           "webhook");
    auto given = std::make_shared<Given>();
    delivering
        ->add_option("--data", given->data,
                     "Directory of what was handed over; created where it is missing")
        ->required();
    delivering->add_option("--book", given->book, "Where the book answers")->capture_default_str();
    delivering->add_option("--token-file", given->token_file, "File with the book's API token");
    delivering->add_option("--templates", given->templates,
                           "Directory of KIND.LANGUAGE.txt, in place of built-in texts");
    add_ways(*delivering, *given);
    add_pace(*delivering, *given);
    delivering->add_option("--log-level", given->log_level, "debug, info, warning, error or off");
    delivering->footer(
        "Example: meterbook deliver --data ./delivery --token-file token --modem /dev/ttyUSB0");
    delivering->callback([given, &chosen] { chosen = [given] { return deliver(*given); }; });
}

}  // namespace meterbook
