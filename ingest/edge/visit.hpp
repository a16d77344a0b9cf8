#pragma once
#include <atomic>
#include <functional>
#include <string>
#include <vector>

#include "ingest/edge/attendance.hpp"
#include "ingest/edge/channel.hpp"
#include "ingest/edge/register_things.hpp"
#include "ingest/field.hpp"
#include "ingest/replaceable.hpp"
#include "ledger/book.hpp"

namespace edge {

/// The profiles that gateways are given; another set may take its place at any moment.
using Profiles = ingest::Replaceable<std::vector<ProfileText>>;

/// What a visit works with. References outlive it.
struct Hall {
    ledger::Book& book;
    const std::function<ledger::Instant()>& clock;
    const ingest::Report& report;
    const Profiles& profiles;
    const std::string& release;
    Attendance& attendance;
    const std::atomic<bool>& is_closing;
};

/// Who came: `gateway` as its certificate, or its secret, says.
struct Visitor {
    ledger::GatewayId gateway;
    std::string from;
    bool is_sealed;
};

/// What the visitor greets with, within its time, where this shows that it is a gateway of ours.
/// Throws LinkBroken or BadFrame with the reason.
Hello take_greeting(const Hall& hall, const Visitor& visitor, Channel& channel, Deadline until);

/// Serves who greeted so until its link ends. Throws LinkBroken or BadFrame with the reason; what
/// ends the visit in order, returns. BookStopped comes through.
void receive_visit(const Hall& hall, const Visitor& visitor, Channel& channel, const Hello& hello);

/// The key under which the book keeps an item of one life of a gateway's queue.
std::string item_key(const ledger::GatewayId& gateway, const std::string& life,
                     std::uint64_t number);

}  // namespace edge
