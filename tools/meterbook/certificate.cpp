#include "ingest/edge/certificate.hpp"

#include <array>
#include <chrono>
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include "tools/meterbook/book_clock.hpp"
#include "tools/meterbook/command_line.hpp"

namespace meterbook {
namespace {

constexpr unsigned authority_days = 3'650;
constexpr unsigned paper_days = 825;
constexpr unsigned most_days = 7'300;

struct Given {
    std::string directory = ".", name;
    unsigned days = 0;
};

/// From an hour ago, since clocks beside meters are often a little behind.
edge::Validity validity(unsigned days) {
    const ledger::Instant now = book_clock({}, 1)();
    return {now - std::chrono::hours(1), now + std::chrono::hours(24) * days};
}

/// `meterbook certificate KIND NAME --dir DIR --days N`
template <class Make>
void add_kind(CLI::App& app, Chosen& chosen, const std::array<const char*, 3>& words, unsigned days,
              Make make) {
    auto* kind = app.add_subcommand(words[0], words[1]);
    auto given = std::make_shared<Given>();
    given->days = days;
    kind->add_option("name", given->name, words[2])->required();
    kind->add_option("--dir", given->directory, "Directory of the papers")->required();
    if (days != 0)
        kind->add_option("--days", given->days, "How long it holds")
            ->check(CLI::Range(1U, most_days))
            ->capture_default_str();
    kind->callback([given, make, &chosen] {
        chosen = [given, make] {
            fmt::print("{}\n", make(*given));
            return all_well;
        };
    });
}

}  // namespace

void add_certificate(CLI::App& app, Chosen& chosen) {
    auto* certificate = app.add_subcommand("certificate",
                                           "Make the papers that gateways and the book know each "
                                           "other by");
    certificate->require_subcommand(1);
    add_kind(*certificate, chosen,
             {"authority", "The authority that signs the others: ca.pem, ca.key",
              "What it is called, such as the site"},
             authority_days, [](const Given& given) {
                 edge::make_authority(given.directory, given.name, validity(given.days));
                 return fmt::format(
                     "made ca.pem and ca.key in {}: keep ca.key where only you can "
                     "read it, and copy it nowhere",
                     given.directory);
             });
    add_kind(*certificate, chosen,
             {"server", "The book's: server.pem, server.key",
              "The host name or address that gateways connect to"},
             paper_days, [](const Given& given) {
                 edge::make_server_papers(given.directory, given.name, validity(given.days));
                 return fmt::format("made server.pem and server.key in {}", given.directory);
             });
    add_kind(
        *certificate, chosen,
        {"gateway", "A gateway's: gateway-ID.pem, gateway-ID.key", "The gateway's id in the book"},
        paper_days, [](const Given& given) {
            edge::make_gateway_papers(given.directory, ledger::GatewayId(given.name),
                                      validity(given.days));
            return fmt::format(
                "made gateway-{0}.pem and gateway-{0}.key in {1}: bring them "
                "and ca.pem to the gateway",
                given.name, given.directory);
        });
    add_kind(
        *certificate, chosen,
        {"secret", "For a gateway that knows no TLS: ID.secret", "The gateway's id in the book"}, 0,
        [](const Given& given) {
            edge::make_secret(given.directory, ledger::GatewayId(given.name));
            return fmt::format(
                "made {}.secret in {}: bring it to the gateway, and leave it "
                "here for the book",
                given.name, given.directory);
        });
    certificate->footer(
        "Example: meterbook certificate authority 'Corner House' --dir papers\n"
        "         meterbook certificate server book.example.com --dir papers\n"
        "         meterbook certificate gateway GW1 --dir papers");
}

}  // namespace meterbook
