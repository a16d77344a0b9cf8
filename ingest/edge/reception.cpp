#include "ingest/edge/reception.hpp"

#include <atomic>
#include <list>
#include <thread>

#include <fmt/core.h>

#include "ingest/edge/channel.hpp"
#include "ingest/edge/quiet_report.hpp"
#include "ingest/edge/socket.hpp"
#include "ingest/edge/visit.hpp"

namespace edge {
namespace {

using ingest::Weight;
using std::chrono::milliseconds;

constexpr milliseconds look_pause(50);

}  // namespace

/// The doors, and a thread for each who came.
struct Reception::Parts {
    Parts(ReceptionOptions given, ledger::Book& kept, std::function<ledger::Instant()> time,
          ingest::Report told)
        : options(std::move(given)),
          book(kept),
          clock(std::move(time)),
          report(std::move(told)),
          strangers_report(report) {
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
        for (Guest& each : guests) each.thread.join();
    }

    struct Guest {
        std::thread thread;
        std::atomic<bool> has_left{false};
    };

    void watch(Listener& door, bool sealed) {
        while (!is_closing) {
            const auto caller = door.accept(in(look_pause));
            const std::lock_guard lock(guests_mutex);
            std::erase_if(guests, [](Guest& each) {
                if (each.has_left && each.thread.joinable()) each.thread.join();
                return !each.thread.joinable();
            });
            if (caller) let_in(*caller, sealed);
        }
    }

    void let_in(const Listener::Caller& caller, bool sealed) {
        Socket socket(caller.descriptor);
        if (guests.size() >= options.most_visitors || strangers >= options.most_strangers)
            return strangers_report.warn(
                fmt::format("turned away {}: {} links are open, and {} have not said who they are",
                            caller.from, guests.size(), strangers.load()));
        Guest& guest = guests.emplace_back();
        ++strangers;
        try {
            guest.thread = std::thread(
                [this, &guest, sealed, from = caller.from, moved = std::move(socket)]() mutable {
                    serve(std::move(moved), from, sealed);
                    guest.has_left = true;
                });
        } catch (const std::system_error& error) {  // no thread to be had
            guests.pop_back();
            --strangers;
            strangers_report.warn(fmt::format("turned away {}: {}", caller.from, error.what()));
        }
    }

    /// From the first byte to the last. Whatever comes in ends here.
    void serve(Socket socket, const std::string& from, bool sealed) {
        Standing standing{*this};
        std::optional<Channel> channel;
        Visitor visitor{{}, from, sealed};
        try {
            channel.emplace(sealed ? sealed_link(std::move(socket))
                                   : tls_link(std::move(socket), visitor));
            if (sealed) shake_hands(*channel, visitor);
            standing.is_known();
            receive_visit(
                {book, clock, report, options.profiles, options.release, attendance, is_closing},
                visitor, *channel);
        } catch (const ledger::BookStopped&) {
            // The book has said so, and ends the process.
        } catch (const std::exception& end) {
            if (channel) channel->part(end.what());
            strangers_report.warn(fmt::format(
                "the link of {} from {} ends: {}",
                visitor.gateway.is_empty() ? "a stranger" : "gateway " + visitor.gateway.text(),
                from, end.what()));
        }
    }

    /// Counts who has not said yet who he is.
    struct Standing {
        Parts& parts;
        bool counted = true;
        void is_known() {
            if (std::exchange(counted, false)) --parts.strangers;
        }
        ~Standing() { is_known(); }
    };

    Channel tls_link(Socket socket, Visitor& visitor) const {
        auto link = std::make_unique<TlsLink>(*side, std::move(socket), "", in(greeting_time));
        visitor.gateway = ledger::GatewayId(link->peer());
        return Channel(std::move(link));
    }

    static Channel sealed_link(Socket socket) {
        return Channel(std::make_unique<PlainLink>(std::move(socket)));
    }

    /// Who cannot seal what follows never was who he said.
    void shake_hands(Channel& channel, Visitor& visitor) const {
        const auto ask = channel.expect<SealAsk>(in(greeting_time));
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
    ledger::Book& book;
    std::function<ledger::Instant()> clock;
    ingest::Report report;
    QuietReport strangers_report;
    Attendance attendance;
    std::optional<TlsSide> side;
    std::optional<Listener> tls_door;
    std::optional<Listener> sealed_door;
    std::atomic<bool> is_closing{false};
    std::atomic<std::size_t> strangers{0};
    std::mutex guests_mutex;
    std::list<Guest> guests;
    std::vector<std::thread> porters;
};

Reception::Reception(ReceptionOptions options, ledger::Book& book,
                     std::function<ledger::Instant()> clock, ingest::Report report)
    : parts_(
          std::make_unique<Parts>(std::move(options), book, std::move(clock), std::move(report))) {}
Reception::~Reception() = default;

std::uint16_t Reception::tls_port() const {
    return parts_->tls_door ? parts_->tls_door->port() : std::uint16_t{0};
}

std::uint16_t Reception::sealed_port() const {
    return parts_->sealed_door ? parts_->sealed_door->port() : std::uint16_t{0};
}

std::vector<GatewayStatus> Reception::gateways() const { return parts_->attendance.all(); }

}  // namespace edge
