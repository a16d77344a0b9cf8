#include "ingest/edge/reception.hpp"

#include <atomic>
#include <thread>

#include <fmt/core.h>

#include "ingest/edge/channel.hpp"
#include "ingest/edge/guests.hpp"
#include "ingest/edge/quiet_report.hpp"
#include "ingest/edge/said.hpp"
#include "ingest/edge/socket.hpp"
#include "ingest/edge/visit.hpp"

namespace edge {
namespace {

using ingest::Weight;
using std::chrono::milliseconds;

constexpr milliseconds look_pause(50);
constexpr milliseconds crowd_pause(2);

}  // namespace

/// The doors, and a porter's thread at each.
struct Reception::Parts {
    Parts(ReceptionOptions given, ledger::Book& kept, std::function<ledger::Instant()> time,
          ingest::Report told)
        : options(std::move(given)),
          profiles(std::move(options.profiles)),
          book(kept),
          clock(std::move(time)),
          report(std::move(told)),
          strangers_report(report),
          gateways_report(report) {
        if (options.tls) {
            const auto& papers = options.tls->papers;
            side.emplace(TlsSide::Role::book,
                         Papers{papers / "ca.pem", papers / "server.pem", papers / "server.key"});
            tls_door.emplace(options.tls->address, options.tls->port);
        }
        if (options.sealed) {
            sealed_door.emplace(options.sealed->address, options.sealed->port);
            report(Weight::warning,
                   "gateways without TLS are let in, under 3DES and HMAC-SHA-256: give each a "
                   "secret of its own, and TLS as soon as it can");
        }
        if (tls_door) porters.emplace_back([this] { watch(*tls_door, false); });
        if (sealed_door) porters.emplace_back([this] { watch(*sealed_door, true); });
    }

    Parts(const Parts&) = delete;
    Parts& operator=(const Parts&) = delete;
    ~Parts() {
        is_closing = true;
        for (std::thread& each : porters) each.join();
    }

    /// Each door has its own guests: a crowd at one keeps nobody out of the other.
    void watch(Listener& door, bool sealed) {
        Guests guests(
            {options.most_visitors, options.most_strangers},
            [this, sealed](Socket socket, const std::string& from, Guests::Guest& guest) {
                serve(std::move(socket), {{}, from, sealed}, guest);
            },
            strangers_report);
        while (!is_closing) {
            try {
                const bool may_come = guests.have_room();
                if (!may_come) std::this_thread::sleep_for(crowd_pause);
                const auto caller = may_come ? door.accept(in(look_pause)) : std::nullopt;
                if (caller) guests.let_in(*caller);
            } catch (const std::exception& trouble) {  // no memory for a moment
                strangers_report.warn(fmt::format("nobody is let in: {}", trouble.what()));
                std::this_thread::sleep_for(look_pause);
            }
        }
    }

    /// From the first byte to the last. Whatever comes in ends here.
    void serve(Socket socket, Visitor visitor, Guests::Guest& guest) {
        const Deadline until = in(greeting_time);
        const Hall hall{book, clock, report, profiles, options.release, attendance, is_closing};
        std::optional<Channel> channel;
        bool is_known = false;
        try {
            channel.emplace(visitor.is_sealed ? sealed_link(std::move(socket))
                                              : tls_link(std::move(socket), visitor, until));
            if (visitor.is_sealed) shake_hands(*channel, visitor, until);
            const Hello hello = take_greeting(hall, visitor, *channel, until);
            guest.is_known();
            is_known = true;
            receive_visit(hall, visitor, *channel, hello);
        } catch (const ledger::BookStopped&) {
            // The book has said so, and ends the process.
        } catch (const std::exception& end) {
            if (channel) channel->part(end.what());
            (is_known ? gateways_report : strangers_report)
                .warn(fmt::format("the link of {} from {} ends: {}",
                                  visitor.gateway.is_empty()
                                      ? "a stranger"
                                      : "gateway " + as_said(visitor.gateway.text()),
                                  visitor.from, end.what()));
        }
    }

    Channel tls_link(Socket socket, Visitor& visitor, Deadline until) const {
        auto link = std::make_unique<TlsLink>(*side, std::move(socket), "", until);
        visitor.gateway = ledger::GatewayId(link->peer());
        return Channel(std::move(link));
    }

    static Channel sealed_link(Socket socket) {
        return Channel(std::make_unique<PlainLink>(std::move(socket)));
    }

    /// Who cannot seal what follows never was who he said.
    void shake_hands(Channel& channel, Visitor& visitor, Deadline until) const {
        const auto ask = channel.expect<SealAsk>(until);
        if (!ledger::GatewayId::is_well_formed(ask.gateway.text()) ||
            ask.fresh.size() != fresh_size)
            throw BadFrame("a greeting without a gateway's name and its fresh bytes");
        const auto file = options.sealed->papers / (ask.gateway.text() + ".secret");
        if (!std::filesystem::exists(file))
            throw LinkBroken("there is no secret for the gateway that it says it is");
        const Seal::Session session{ask.gateway, ask.fresh, random_bytes(fresh_size)};
        Seal seal(Seal::Side::book, read_secret(file), session);
        channel.say(SealAnswer{session.fresh_of_book});
        channel.seal(std::move(seal));
        visitor.gateway = ask.gateway;
    }

    ReceptionOptions options;
    Profiles profiles;
    ledger::Book& book;
    std::function<ledger::Instant()> clock;
    ingest::Report report;
    QuietReport strangers_report;
    QuietReport gateways_report;
    Attendance attendance;
    std::optional<TlsSide> side;
    std::optional<Listener> tls_door;
    std::optional<Listener> sealed_door;
    std::atomic<bool> is_closing{false};
    std::vector<std::thread> porters;
};

Reception::Reception(ReceptionOptions options, ledger::Book& book,
                     std::function<ledger::Instant()> clock, ingest::Report report)
    : parts_(
          std::make_unique<Parts>(std::move(options), book, std::move(clock), std::move(report))) {}
Reception::~Reception() = default;

void Reception::use(std::vector<ProfileText> profiles) {
    parts_->profiles.replace(std::move(profiles));
}

std::uint16_t Reception::tls_port() const {
    return parts_->tls_door ? parts_->tls_door->port() : std::uint16_t{0};
}

std::uint16_t Reception::sealed_port() const {
    return parts_->sealed_door ? parts_->sealed_door->port() : std::uint16_t{0};
}

std::vector<GatewayStatus> Reception::gateways() const { return parts_->attendance.all(); }

ingest::Tallies::ByMeter Reception::met() const { return parts_->attendance.met(); }

}  // namespace edge
