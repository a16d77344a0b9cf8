#include <functional>
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/core.h>
#include <fmt/ranges.h>
#include <spdlog/spdlog.h>
#include <sys/resource.h>

#include "api/access/access.hpp"
#include "api/console/embedded.hpp"
#include "api/http/console_files.hpp"
#include "api/http/event_streams.hpp"
#include "api/http/network.hpp"
#include "api/http/server.hpp"
#include "api/routes.hpp"
#include "api/telemetry.hpp"
#include "ingest/cargo.hpp"
#include "ingest/poller.hpp"
#include "ingest/profile_folder.hpp"
#include "ledger/book.hpp"
#include "ledger/control_clerk.hpp"
#include "ledger/fee_clerk.hpp"
#include "ledger/journal/journal.hpp"
#include "ledger/journal/known_checkpoint.hpp"
#include "ledger/proofs/signer.hpp"
#include "projections/read_models.hpp"
#include "tools/meterbook/backup/backup_desk.hpp"
#include "tools/meterbook/backup/key_copies.hpp"
#include "tools/meterbook/book_clock.hpp"
#include "tools/meterbook/command_line.hpp"
#include "tools/meterbook/configuration.hpp"
#include "tools/meterbook/gateways.hpp"
#include "tools/meterbook/long_running.hpp"
#include "tools/meterbook/notice_examples.hpp"
#include "tools/meterbook/stopped_book.hpp"

namespace meterbook {
namespace {

using Clock = std::function<ledger::Instant()>;

/// Descriptors for many connections; the server keeps half of them free for the book and the lines.
void raise_descriptor_limit() {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    limit.rlim_cur = limit.rlim_max;
    (void)::setrlimit(RLIMIT_NOFILE, &limit);
}

void check(const Configuration& wanted) {
    if (wanted.data.empty())
        throw Cannot(
            "no data directory is given: use --data DIR, or data = \"DIR\" in the "
            "configuration");
    if (wanted.certificate.empty() != wanted.key.empty())
        throw Cannot(
            "a certificate and its key belong together: give --certificate FILE and --key FILE, or "
            "neither");
    if (wanted.certificate.empty() && !api::is_loopback(wanted.address))
        throw Cannot(
            fmt::format("without TLS only this machine may ask, and {} is not a loopback address: "
                        "give --certificate FILE and --key FILE, or listen on 127.0.0.1",
                        wanted.address));
}

/// Where nobody needs to say who they are, nobody else can get there.
void check_callers(const Configuration& wanted, const ledger::Book& book) {
    const bool has_operators =
        book.read([](const ledger::State& state) { return !state.office.operators.empty(); });
    if (has_operators || !wanted.token.empty() || api::is_loopback(wanted.address)) return;
    throw Cannot(
        fmt::format("without a token and without operators only this machine may ask, and {} is "
                    "not a loopback address: add one with 'meterbook operator add', give "
                    "--token-file FILE, or listen on 127.0.0.1",
                    wanted.address));
}

/// Of the lines that are read here, and of those that gateways read; none of either may be there.
api::FieldTallies tallies_of(const ingest::Poller* poller, const edge::Reception* reception) {
    ingest::Tallies::ByMeter by_meter;
    if (poller != nullptr) by_meter = poller->tallies();
    if (reception != nullptr) {
        for (const auto& [where, met] : reception->met()) by_meter[where] += met;
    }
    api::FieldTallies all;
    for (const auto& [where, met] : by_meter)
        all.push_back({where.first, where.second, met.questions, met.timeouts, met.broken_frames,
                       met.wrong_answers, met.exceptions, met.disconnections, met.drained_bytes});
    return all;
}

std::string hexadecimal(const ingest::Octets& bytes) {
    return fmt::format("{:02x}", fmt::join(bytes, ""));
}

/// Of the lines that are read here.
api::WireFrames frames_of(const ingest::Poller* poller) {
    if (poller == nullptr) return {};
    return [poller](const ledger::LineId& line) {
        std::vector<api::WireFrame> all;
        for (const auto& [meter, at, exchange] : poller->frames(line))
            all.push_back({meter, at, static_cast<std::uint64_t>(exchange.took.count()),
                           hexadecimal(exchange.said), hexadecimal(exchange.heard),
                           exchange.fault});
        return all;
    };
}

/// Nothing where no folder is given. Throws Cannot where it lies with the book.
std::unique_ptr<BackupDesk> backups_of(const Configuration& wanted) {
    if (wanted.backups.empty()) return nullptr;
    if (lie_together(wanted.backups, wanted.data))
        throw Cannot(
            "the backups would lie with the book: give --backups a folder on another disk");
    return std::make_unique<BackupDesk>(std::filesystem::read_symlink("/proc/self/exe"),
                                        wanted.data, wanted.backups);
}

api::ServerOptions options_of(const Configuration& wanted) {
    api::ServerOptions options;
    options.address = wanted.address;
    options.port = wanted.port;
    const auto rate = [](std::uint32_t per_second) {
        return api::Rate{double(per_second), 2.0 * per_second};
    };
    options.rates.per_key = rate(wanted.requests_per_key);
    options.rates.per_address = rate(wanted.requests_per_address);
    if (!wanted.certificate.empty())
        options.certificate = api::CertificateFiles{wanted.certificate, wanted.key};
    return options;
}

/// Throws Cannot where it is an old copy, cannot sign, or would answer anybody from anywhere.
std::unique_ptr<ledger::Book> open_book(const Configuration& wanted, const Clock& clock) {
    if (!wanted.known_checkpoint.empty())  // before anybody writes into an old copy
        ledger::hold_against_known(open_stopped(wanted.data), wanted.known_checkpoint);
    auto book = ledger::Book::open(
        {.directory = wanted.data,
         .clock = clock,
         .on_failure = stop_at_once,
         .on_trouble = [](const std::string& sentence) { spdlog::warn("{}", sentence); }});
    if (book->signer().has_to_hand_over())
        throw Cannot(fmt::format(
            "{} departs from what its key has signed: 'meterbook key {} --rotate --reason WHY' "
            "lets it hand over to a new one first",
            wanted.data.string(), wanted.data.string()));
    check_callers(wanted, *book);
    return book;
}

/// Nothing where the meters are not read from here.
std::unique_ptr<ingest::Poller> poller_of(const Configuration& wanted,
                                          const ingest::ProfileFolder& profiles, ledger::Book& book,
                                          const Clock& clock) {
    if (!wanted.polls) return nullptr;
    return std::make_unique<ingest::Poller>(book, *profiles.profiles(), clock, report);
}

std::function<api::NoticeTexts()> notice_texts_in(const ledger::Book& book,
                                                  const notices::Templates& templates,
                                                  const Clock& clock) {
    return [&book, &templates, clock] {
        return book.read(
            [&](const ledger::State& state) { return notice_texts_of(templates, state, clock()); });
    };
}

std::function<std::string(const api::NoticeText&)> notice_examples_in(const ledger::Book& book,
                                                                      const Clock& clock) {
    return [&book, clock](const api::NoticeText& text) {
        return book.read(
            [&](const ledger::State& state) { return notice_example_of(text, state, clock()); });
    };
}

/// The console's files first, then what the router knows.
void start(api::Server& server, const api::Router& router, const api::ConsoleFiles& console) {
    server.start(
        [&](const api::Request& request, const api::Respond& respond) {
            auto file = console.answer(request);
            if (!file) return router.answer(request, respond);
            respond([file = std::move(*file)]() mutable { return std::move(file); });
        },
        [&](const api::Request& request) { return router.is_quick(request); });
}

void say_where(const api::Server& server, const Configuration& wanted, const ledger::Book& book) {
    spdlog::info("the book has {} events; listening on {}://{}:{}",
                 book.journal().head().last.number, wanted.certificate.empty() ? "http" : "https",
                 wanted.address, server.port());
}

void renew_certificate(api::Server& server) {
    if (const auto news = server.renew_certificate()) spdlog::warn("{}", *news);
}

/// What can be used is used from now on, by whoever reads; what cannot leaves all as it is.
void renew_profiles(ingest::ProfileFolder& profiles, ingest::Poller* poller,
                    edge::Reception* reception) {
    try {
        if (!profiles.look()) return;
        if (poller != nullptr) poller->use(*profiles.profiles());
        if (reception != nullptr) reception->use(for_gateways(*profiles.texts()));
        spdlog::info("the meter profiles have changed: {} hold from now on",
                     profiles.profiles()->size());
    } catch (const std::exception& bad) {
        spdlog::warn("the meter profiles stay as they are: {}", bad.what());
    }
}

int serve(const Configuration& wanted) {
    check(wanted);
    begin_to_run(wanted.log_level);
    raise_descriptor_limit();

    ingest::ProfileFolder profiles(wanted.profiles);
    const notices::Templates templates(wanted.templates);
    const auto backups = backups_of(wanted);
    auto server = std::make_unique<api::Server>(options_of(wanted));

    const Clock clock = book_clock(wanted.clock_start, wanted.clock_speed);
    const auto book = open_book(wanted, clock);
    projections::ReadModels read_models(book->journal(), wanted.data / "projections");
    api::Telemetry telemetry;
    api::Access access(*book, {.directory = wanted.data / "access"});
    api::EventStreams streams(*book);
    const auto reception = reception_of(wanted, *profiles.texts(), *book, clock);
    auto poller = poller_of(wanted, profiles, *book, clock);
    const api::Service service{
        *book,
        read_models,
        clock,
        telemetry,
        access,
        wanted.token,
        METERBOOK_VERSION,
        links_of(reception.get()),
        [&profiles](const ledger::ProfileId& id) {
            return ingest::why_no_push(*profiles.profiles(), id);
        },
        [&poller, &reception] { return tallies_of(poller.get(), reception.get()); },
        is_told_to_stop,
        &streams,
        wanted.public_address,
        [&profiles] { return *profiles.texts(); },
        notice_texts_in(*book, templates, clock),
        notice_examples_in(*book, clock),
        frames_of(poller.get()),
        backups ? std::optional(backups->shelf()) : std::nullopt};
    const api::Router router(service);
    const api::ConsoleFiles console(api::embedded_console());

    const auto tell = [](const std::string& sentence) { spdlog::info("{}", sentence); };
    auto fees = std::make_unique<ledger::FeeClerk>(*book, clock, tell);
    auto control = std::make_unique<ledger::ControlClerk>(*book, clock, tell);

    auto answering = std::move(server);  // ends before what it asks
    start(*answering, router, console);
    say_where(*answering, wanted, *book);
    wait_for_signal([&] {
        if (!wanted.certificate.empty()) renew_certificate(*answering);
        renew_profiles(profiles, poller.get(), reception.get());
    });
    spdlog::info("stopping: what runs is finished first");
    answering.reset();
    access.tally.tell_rest();
    poller.reset();
    control.reset();
    fees.reset();
    return all_well;
}

/// What the command line says on top of the file.
struct Given {
    std::string config, data, listen, certificate, key, token_file, profiles, log_level,
        clock_start, known_checkpoint, templates, backups;
    std::string gateways, papers, gateways_without_tls, secrets;
    std::string public_address;
    unsigned clock_speed = 1;
    bool no_poll = false;
};

std::optional<GatewayDoor> door_of(const std::string& listen, const std::string& papers) {
    if (listen.empty()) return std::nullopt;
    const Address address = read_address(listen);
    return GatewayDoor{address.host, address.port, papers};
}

void set_clock(Configuration& wanted, const Given& given) {
    wanted.clock_speed = given.clock_speed;
    if (given.clock_start.empty()) return;
    wanted.clock_start = ledger::instant_from_text(given.clock_start);
    if (!wanted.clock_start)
        throw Cannot(fmt::format("--clock-start '{}' is no moment: give 2026-11-21T08:00:00Z",
                                 given.clock_start));
}

Configuration merged(const Given& given) {
    Configuration wanted =
        given.config.empty() ? Configuration{} : read_configuration(given.config);
    if (!given.data.empty()) wanted.data = given.data;
    if (!given.listen.empty()) set_listen(wanted, given.listen);
    if (!given.certificate.empty()) wanted.certificate = given.certificate;
    if (!given.key.empty()) wanted.key = given.key;
    if (!given.profiles.empty()) wanted.profiles = given.profiles;
    if (!given.templates.empty()) wanted.templates = given.templates;
    if (!given.backups.empty()) wanted.backups = given.backups;
    if (!given.log_level.empty()) wanted.log_level = given.log_level;
    if (!given.token_file.empty()) wanted.token = read_token(given.token_file);
    if (!given.public_address.empty())
        wanted.public_address = read_public_address(given.public_address);
    if (given.no_poll) wanted.polls = false;
    if (!given.known_checkpoint.empty()) wanted.known_checkpoint = given.known_checkpoint;
    if (auto door = door_of(given.gateways, given.papers)) wanted.gateways = std::move(door);
    if (auto door = door_of(given.gateways_without_tls, given.secrets))
        wanted.gateways_without_tls = std::move(door);
    set_clock(wanted, given);
    return wanted;
}

void add_doors(CLI::App& serving, Given& given) {
    auto* papers = serving.add_option("--papers", given.papers,
                                      "Directory with ca.pem, server.pem and server.key");
    serving
        .add_option("--gateways", given.gateways, "host:port where gateways come in, over TLS 1.3")
        ->needs(papers);
    auto* secrets =
        serving.add_option("--secrets", given.secrets, "Directory with a GATEWAY.secret for each");
    serving
        .add_option("--gateways-without-tls", given.gateways_without_tls,
                    "host:port for gateways that know no TLS, under 3DES and HMAC-SHA-256")
        ->needs(secrets);
}

}  // namespace

void add_serve(CLI::App& app, Chosen& chosen) {
    auto* serving = app.add_subcommand("serve", "Keep the book: read the meters, answer over HTTP");
    auto given = std::make_shared<Given>();
    serving->add_option(
        "--config", given->config,
        "TOML file: data, listen, certificate, key, token_file, profiles, templates, backups, "
        "poll, "
        "log_level, public_address, requests_per_key, requests_per_address, gateways");
    serving->add_option("--data", given->data,
                        "Directory of the book; created where it is missing");
    serving->add_option("--listen", given->listen,
                        "host:port; 127.0.0.1:8080 where it is not given");
    serving->add_option("--certificate", given->certificate,
                        "PEM file of the HTTPS certificate; read again when it changes");
    serving->add_option("--key", given->key, "PEM file of its key");
    serving->add_option("--token-file", given->token_file, "File with the API token");
    serving->add_option(
        "--profiles", given->profiles,
        "Directory of meter profiles, besides the built-in ones; read again when they "
        "change");
    serving->add_option("--templates", given->templates,
                        "Directory of the texts that customers are told: the one that 'deliver' is "
                        "given");
    serving->add_option("--backups", given->backups,
                        "Folder of backups, on another disk: the console takes and shows them");
    serving->add_option("--log-level", given->log_level, "debug, info, warning, error or off");
    serving->add_option("--public-address", given->public_address,
                        "As people reach this from outside: where codes on paper lead");
    add_doors(*serving, *given);
    serving->add_flag("--no-poll", given->no_poll, "Do not read the meters");
    serving->add_option("--clock-start", given->clock_start,
                        "Beside a simulated building: the moment it starts at");
    serving
        ->add_option("--clock-speed", given->clock_speed,
                     "Beside a simulated building: how many times faster time runs")
        ->check(CLI::Range(1U, 100'000U));
    serving->add_option("--known-checkpoint", given->known_checkpoint,
                        "A checkpoint kept elsewhere: a book that does not hold all of it is an "
                        "old copy, and is not served");
    serving->footer("Example: meterbook serve --data ./book --listen 127.0.0.1:8080");
    serving->callback([given, &chosen] { chosen = [given] { return serve(merged(*given)); }; });
}

}  // namespace meterbook
