#include <filesystem>
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/core.h>
#include <spdlog/spdlog.h>

#include "ingest/edge/collector.hpp"
#include "tools/meterbook/book_clock.hpp"
#include "tools/meterbook/command_line.hpp"
#include "tools/meterbook/long_running.hpp"

namespace meterbook {
namespace {

struct Given {
    std::string data, book, authority, certificate, key, secret, gateway, clock_start;
    std::string log_level = "info";
    unsigned clock_speed = 1;
};

edge::Route route_of(const Given& given) {
    const bool has_papers = !given.certificate.empty();
    if (has_papers == !given.secret.empty())
        throw Cannot(
            "a gateway is known by --ca, --certificate and --key, or, where it knows no TLS, by "
            "--secret and --gateway: give one of the two");
    if (given.book.rfind(':') == std::string::npos)
        throw Cannot(fmt::format("'{}' is no address: give --book host:port", given.book));
    edge::Route route{given.book, {}, {}, ledger::GatewayId(given.gateway), METERBOOK_VERSION};
    if (has_papers) {
        route.papers = edge::Papers{given.authority, given.certificate, given.key};
    } else {
        if (!ledger::GatewayId::is_well_formed(given.gateway))
            throw Cannot("a secret does not say whose it is: give --gateway ID");
        route.secret = edge::read_secret(given.secret);
        spdlog::warn(
            "this link is under 3DES and HMAC-SHA-256, not TLS: use certificates as soon "
            "as this gateway can");
    }
    return route;
}

ledger::Instant start_of(const std::string& text) {
    const auto start = ledger::instant_from_text(text);
    if (!start)
        throw Cannot(
            fmt::format("--clock-start '{}' is no moment: give 2026-11-21T08:00:00Z", text));
    return *start;
}

int collect(const Given& given) {
    begin_to_run(given.log_level);
    std::optional<ledger::Instant> start;
    if (!given.clock_start.empty()) start = start_of(given.clock_start);
    auto collector = std::make_unique<edge::Collector>(edge::CollectorOptions{
        given.data, route_of(given), book_clock(start, given.clock_speed), report, stop_at_once});
    spdlog::info("collecting for the book at {}; {} items wait", given.book, collector->waiting());
    wait_for_signal();
    spdlog::info("stopping: what is read is kept");
    collector.reset();
    return all_well;
}

}  // namespace

void add_collect(CLI::App& app, Chosen& chosen) {
    auto* collecting = app.add_subcommand(
        "collect", "Beside the meters: read them, keep what was read, deliver it to the book");
    auto given = std::make_shared<Given>();
    collecting
        ->add_option("--data", given->data, "Directory of the queue; created where it is missing")
        ->required();
    collecting->add_option("--book", given->book, "host:port where the book takes gateways in")
        ->required();
    auto* authority =
        collecting->add_option("--ca", given->authority, "Certificate of the authority");
    auto* key = collecting->add_option("--key", given->key, "The gateway's key");
    collecting->add_option("--certificate", given->certificate, "The gateway's certificate")
        ->needs(authority)
        ->needs(key);
    auto* gateway =
        collecting->add_option("--gateway", given->gateway, "Without TLS: the gateway's id");
    collecting->add_option("--secret", given->secret, "Without TLS: file with its secret")
        ->needs(gateway);
    collecting->add_option("--log-level", given->log_level, "debug, info, warning, error or off");
    collecting->add_option("--clock-start", given->clock_start,
                           "Beside a simulated building: the moment it starts at");
    collecting
        ->add_option("--clock-speed", given->clock_speed,
                     "Beside a simulated building: how many times faster time runs")
        ->check(CLI::Range(1U, 100'000U));
    collecting->footer(
        "Example: meterbook collect --data ./queue --book book.example.com:8443 --ca ca.pem "
        "--certificate gateway-GW1.pem --key gateway-GW1.key");
    collecting->callback([given, &chosen] { chosen = [given] { return collect(*given); }; });
}

}  // namespace meterbook
