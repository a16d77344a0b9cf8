#include <filesystem>
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/core.h>
#include <spdlog/spdlog.h>

#include "ingest/hooks/forwarder.hpp"
#include "ledger/journal/durable_file.hpp"
#include "tools/meterbook/book_clock.hpp"
#include "tools/meterbook/command_line.hpp"
#include "tools/meterbook/configuration.hpp"
#include "tools/meterbook/long_running.hpp"

namespace meterbook {
namespace {

constexpr std::chrono::seconds patience_with_book(30);
constexpr std::size_t most_of_book = std::size_t{256} << 20U;
constexpr std::size_t most_of_webhook = std::size_t{64} << 10U;
constexpr unsigned readable_by_all = 0644;

struct Given {
    std::filesystem::path progress, token_file, secret, metrics;
    std::string book = "http://127.0.0.1:8080";
    std::string to;
    std::vector<std::string> types;
    std::string from = "end";
    std::string log_level = "info";
    bool resume = false;
    unsigned patience_s = 15;
    double look_every_s = 1, retry_first_s = 5, retry_longest_s = 3600, give_up_after_days = 5;
};

std::chrono::milliseconds seconds(double count) {
    return std::chrono::milliseconds(static_cast<std::int64_t>(count * 1000));
}

hooks::Pace pace_of(const Given& given) {
    constexpr double seconds_a_day = 86'400;
    return {seconds(given.look_every_s), seconds(given.retry_first_s),
            seconds(given.retry_longest_s), seconds(given.give_up_after_days * seconds_a_day)};
}

void check(const Given& given) {
    if (!notices::is_http_url(given.to)) throw Cannot("--to is no address: give https://host/path");
    if (!notices::is_http_url(given.book))
        throw Cannot(fmt::format("'{}' is no address: give --book http://host:port", given.book));
}

/// Whoever reads the secret can speak as the book.
void refuse_open_secret(const std::filesystem::path& file) {
    using std::filesystem::perms;
    const perms others = perms::group_all | perms::others_all;
    if ((std::filesystem::status(file).permissions() & others) != perms::none)
        throw Cannot(fmt::format("others than its owner may touch {}: chmod 600 {}", file.string(),
                                 file.string()));
}

ledger::Position first_of(const Given& given, hooks::EventSource& source) {
    if (given.from == "end") return source.end();
    std::size_t end = 0;
    unsigned long number = 0;
    try {
        number = std::stoul(given.from, &end);
    } catch (const std::exception&) {
        end = 0;
    }
    if (end != given.from.size() || number == 0)
        throw Cannot(fmt::format("--from is '{}': give the first position, or 'end'", given.from));
    return {number - 1};
}

/// What the file says; at first what --from says.
hooks::Progress progress_of(const Given& given, const hooks::ProgressFile& file,
                            hooks::EventSource& source) {
    auto progress = file.read();
    if (!progress) {
        progress = hooks::Progress{first_of(given, source)};
        file.write(*progress);
    }
    if (!given.resume) return *progress;
    *progress = {progress->done};
    file.write(*progress);
    return *progress;
}

/// For the textfile collector of Prometheus' node exporter.
void write_metrics(const std::filesystem::path& file, const hooks::Progress& progress) {
    const double since =
        progress.failing_since ? static_cast<double>(progress.failing_since->micros) / 1e6 : 0;
    const std::string labels = fmt::format("{{webhook=\"{}\"}}", file.stem().string());
    const std::string text = fmt::format(
        "# TYPE meterbook_webhook_position gauge\nmeterbook_webhook_position{} {}\n"
        "# TYPE meterbook_webhook_failing_since_seconds gauge\n"
        "meterbook_webhook_failing_since_seconds{} {:.0f}\n"
        "# TYPE meterbook_webhook_dead gauge\nmeterbook_webhook_dead{} {}\n",
        labels, progress.done.number, labels, since, labels, progress.is_dead ? 1 : 0);
    std::filesystem::path fresh = file;
    fresh += ".new";
    ledger::write_durably(fresh, text, readable_by_all);
    std::filesystem::rename(fresh, file);
}

int run(const Given& given) {
    const std::string token = given.token_file.empty() ? "" : read_token(given.token_file);
    hooks::EventSource source({given.book, token},
                              notices::HttpClient({patience_with_book, most_of_book}));
    notices::HttpClient client({std::chrono::seconds(given.patience_s), most_of_webhook});
    const hooks::ProgressFile file(std::filesystem::absolute(given.progress));
    const auto show = [&](const hooks::Progress& progress) {
        if (!given.metrics.empty()) write_metrics(given.metrics, progress);
    };
    const hooks::Progress progress = progress_of(given, file, source);
    if (progress.is_dead) {
        show(progress);
        throw Cannot(
            fmt::format("this webhook was given up at event {}: mend it, then start with --resume",
                        progress.done.next().number));
    }
    hooks::Forwarder forwarder(source, client,
                               {given.to,
                                notices::WebhookSecret::from_file(given.secret),
                                {given.types.begin(), given.types.end()}},
                               {book_clock({}, 1), report, show}, pace_of(given));
    spdlog::info("forwarding the events behind {} of the book at {}", progress.done.number,
                 given.book);
    const auto end = forwarder.run(file, progress, is_told_to_stop);
    return end == hooks::End::dead ? something_wrong : all_well;
}

int forward(const Given& given) {
    begin_to_run(given.log_level);
    check(given);
    refuse_open_secret(given.secret);
    try {
        return run(given);
    } catch (const hooks::BookTrouble& trouble) {
        throw Cannot(trouble.what());
    }
}

void add_where(CLI::App& app, Given& given) {
    app.add_option("--progress", given.progress,
                   "File that says how far this webhook has come; created where it is missing")
        ->required();
    app.add_option("--to", given.to, "URL that events are posted to")->required();
    app.add_option("--secret", given.secret, "File with the secret that posts are signed with")
        ->required()
        ->check(CLI::ExistingFile);
    app.add_option("--book", given.book, "Where the book answers")->capture_default_str();
    app.add_option("--token-file", given.token_file, "File with the book's API token");
    app.add_option("--type", given.types, "Only events of this type; may be given again");
    app.add_option("--from", given.from, "The first position, or 'end': what is written from now")
        ->capture_default_str();
    app.add_flag("--resume", given.resume, "Go on with a webhook that was given up");
    app.add_option("--metrics", given.metrics, "File for Prometheus' textfile collector");
}

void add_pace(CLI::App& app, Given& given) {
    constexpr double shortest = 0.05;
    constexpr double longest = 86'400;
    app.add_option("--patience", given.patience_s, "Seconds for one post")
        ->capture_default_str()
        ->check(CLI::Range(1U, 300U));
    app.add_option("--look-every", given.look_every_s, "Seconds between two looks at the log")
        ->capture_default_str()
        ->check(CLI::Range(shortest, longest));
    app.add_option("--retry-first", given.retry_first_s,
                   "Seconds after the first failure; then twice as long each time")
        ->capture_default_str()
        ->check(CLI::Range(shortest, longest));
    app.add_option("--retry-longest", given.retry_longest_s, "Seconds, at the most")
        ->capture_default_str()
        ->check(CLI::Range(shortest, longest));
    app.add_option("--give-up-after", given.give_up_after_days, "Days without one event taken")
        ->capture_default_str()
        ->check(CLI::Range(0.000'01, 365.0));
    app.add_option("--log-level", given.log_level, "debug, info, warning, error or off");
}

}  // namespace

void add_forward(CLI::App& app, Chosen& chosen) {
    auto* forwarding =
        app.add_subcommand("forward", "Post the log's events to a webhook, each in its turn");
    auto given = std::make_shared<Given>();
    add_where(*forwarding, *given);
    add_pace(*forwarding, *given);
    forwarding->footer(
        "Example: meterbook forward --progress ./erp.json --to "
        "https://erp.example/events --secret ./erp.secret --type CreditSold");
    forwarding->callback([given, &chosen] { chosen = [given] { return forward(*given); }; });
}

}  // namespace meterbook
