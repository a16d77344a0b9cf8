#include <algorithm>

#include <fmt/core.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "ingest/line.hpp"

namespace ingest {
namespace {

using Kind = LineFault::Kind;

constexpr int device_failure = 4;
constexpr int illegal_address = 2;

/// Where the password stands in what is said.
std::optional<std::size_t> password_in(const Telegram& telegram) {
    if (telegram.control == control_code::write) return 4;
    if (telegram.control == control_code::relay) return 0;
    return std::nullopt;
}

/// As it travels, but for the password.
Octets for_people(Telegram telegram) {
    constexpr std::size_t length = 4;  // with its level
    if (const auto at = password_in(telegram)) {
        for (std::size_t i = *at; i < *at + length && i < telegram.body.size(); ++i)
            telegram.body[i] = 0;
    }
    return to_wire(telegram);
}

/// Where the line echoes what is said: hides there, too, what stands in the password's place,
/// though the echo is damaged behind its head or breaks off.
void hide_password(const Telegram& telegram, Octets& heard) {
    constexpr std::ptrdiff_t wakes = 4;  // an echo may lack them
    const Octets said = to_wire(telegram);
    const Octets shown = for_people(telegram);
    const auto secret = std::mismatch(said.begin(), said.end(), shown.begin()).first;
    if (secret == said.end()) return;
    const auto echo_from = [&](Octets::iterator from) {
        return std::search(from, heard.end(), said.begin() + wakes, secret);
    };
    for (auto echo = echo_from(heard.begin()); echo != heard.end(); echo = echo_from(echo + 1)) {
        auto each = echo;
        for (std::size_t i = wakes; i < said.size() && each != heard.end(); ++i, ++each)
            if (said[i] != shown[i]) *each = shown[i];
    }
}

LineFault refusal_fault(const Telegram& reply) {
    return {Kind::exception, is_refused_for_good(reply) ? illegal_address : device_failure,
            fmt::format("the meter refuses: {}", *refusal_in(reply))};
}

}  // namespace

/// After whatever waits was thrown away.
Transaction<Done> Line::say(const Telegram& telegram) {
    if (settings_.transport == ledger::Transport::modbus_tcp)
        return ledger::refused(
            LineFault{Kind::exception, illegal_address,
                      "a Modbus gateway passes no DL/T 645: register the line as RTU over TCP"});
    if (auto ready = prepare(1); !ready) return ready;
    begin(for_people(telegram));
    if (put_on_wire(to_wire(telegram))) return Done{};
    return ledger::refused(recover({Kind::disconnected, 0, "the request could not be sent"}));
}

Transaction<Telegram> Line::ask(const Telegram& request) {
    if (auto said = say(request); !said) return ledger::refused(said.error());
    auto reply = listen(request);
    if (!reply) reply = ledger::refused(recover(reply.error()));
    hide_password(request, exchanges_.back().heard);
    if (!reply) return reply;
    silences_ = 0;
    if (!refusal_in(*reply)) return reply;
    const LineFault refused = refusal_fault(*reply);
    count(refused);
    exchanges_.back().fault = refused.detail;
    return ledger::refused(refused);
}

/// Who hears it is silent; who does not understand it may not be.
Transaction<Done> Line::announce(const Telegram& telegram) {
    auto said = say(telegram);
    if (!said) return said;
    wait_for_quiet();
    hide_password(telegram, exchanges_.back().heard);
    return said;
}

/// Until the reply is whole, or nothing comes any more.
Transaction<Telegram> Line::listen(const Telegram& request) {
    Octets heard;
    int patience = static_cast<int>(settings_.response_timeout_ms);
    while (heard.size() < most_heard) {
        pollfd waiting{descriptor(), POLLIN, 0};
        if (::poll(&waiting, 1, patience) <= 0) break;
        std::array<std::uint8_t, 256> some;
        const ssize_t got = ::read(descriptor(), some.data(), some.size());
        if (got <= 0)
            return ledger::refused(LineFault{Kind::disconnected, 0, "the other side hung up"});
        hear({some.data(), static_cast<std::size_t>(got)});
        heard.insert(heard.end(), some.begin(), some.begin() + got);
        patience = static_cast<int>(byte_timeout.count());
        const auto reply = find_telegram(heard);
        if (!reply) continue;
        if (answers(*reply, request)) return *reply;
        return ledger::refused(LineFault{Kind::garbage, 0, "the reply answers another question"});
    }
    hear({});  // of silence, how long it was waited for
    if (heard.empty()) return ledger::refused(LineFault{Kind::timeout, 0, "nobody answered"});
    return ledger::refused(LineFault{Kind::garbage, 0, "what was heard is no frame", true});
}

}  // namespace ingest
