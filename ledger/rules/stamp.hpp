#pragma once
#include <array>
#include <string_view>
#include <vector>

#include "ledger/rules/decide.hpp"
#include "ledger/values/bytes.hpp"

namespace ledger {

/// The random part of an event's id: comes in from outside, as time does.
using Entropy = std::array<std::uint8_t, 10>;

/// What the envelope of every event of one command says; borrowed from whoever asks.
struct Stamp {
    Instant now;
    const Actor& actor;
    std::string_view reason;
    std::string_view idempotency_key;
    std::string_view fingerprint;  ///< 16 bytes, where there is a key
};

/// Time-ordered id (UUIDv7, RFC 9562): 48 bits of milliseconds, the rest from `entropy`.
EventId uuid7(Instant now, const Entropy& entropy);

/// Drafts of one command become events: numbered after the state's last, stamped, and linked.
/// `entropy` is fresh for each. What was stamped before may have been applied meanwhile. Pure.
class Stamper {
public:
    Stamper(const State& state, const Stamp& stamp, std::size_t drafts);
    Envelope next(const Draft& draft, const Entropy& entropy);

private:
    std::uint64_t next_version(const Subject& subject);

    const State& state_;
    const Stamp& stamp_;
    std::size_t drafts_;
    Position first_;
    Position last_;
    std::vector<std::pair<Subject, std::uint64_t>> versions_;  ///< given by this one
};

/// All of a command's drafts; `entropy` gives ten fresh bytes at each call.
template <class Fresh>
std::vector<Event> stamp(const State& state, std::vector<Draft> drafts, const Stamp& stamp,
                         Fresh&& entropy) {
    Stamper stamper(state, stamp, drafts.size());
    std::vector<Event> events;
    events.reserve(drafts.size());
    for (Draft& draft : drafts)
        events.push_back({stamper.next(draft, entropy()), std::move(draft.payload)});
    return events;
}

}  // namespace ledger
