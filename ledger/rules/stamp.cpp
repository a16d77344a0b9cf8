#include "ledger/rules/stamp.hpp"

#include <algorithm>

#include "ledger/events/upcast.hpp"

namespace ledger {

EventId uuid7(Instant now, const Entropy& entropy) {
    EventId id;
    auto& bytes = id.bytes;
    const auto millis = static_cast<std::uint64_t>(now.micros / 1000);
    for (std::size_t i = 0; i < 6; ++i)
        bytes[i] = static_cast<std::uint8_t>(millis >> (8 * (5 - i)) & 0xFFU);
    std::copy(entropy.begin(), entropy.end(), bytes.begin() + 6);
    constexpr unsigned version = 0x70;
    constexpr unsigned variant = 0x80;
    bytes[6] = static_cast<std::uint8_t>((bytes[6] & 0x0FU) | version);
    bytes[8] = static_cast<std::uint8_t>((bytes[8] & 0x3FU) | variant);
    return id;
}

Stamper::Stamper(const State& state, const Stamp& stamp, std::size_t drafts)
    : state_(state), stamp_(stamp), drafts_(drafts), first_(state.last.next()), last_(state.last) {}

std::uint64_t Stamper::next_version(const Subject& subject) {
    auto given = std::find_if(versions_.begin(), versions_.end(),
                              [&](const auto& each) { return each.first == subject; });
    if (given == versions_.end()) {
        const std::uint64_t* known = find(state_.versions, subject);
        const std::uint64_t before = known == nullptr ? 0 : *known;
        if (drafts_ == 1) return before + 1;  // nobody asks again
        given = versions_.insert(versions_.end(), {subject, before});
    }
    return ++given->second;
}

Envelope Stamper::next(const Draft& draft, const Entropy& entropy) {
    last_ = last_.next();
    const bool is_first = last_ == first_;
    Subject subject = subject_of(draft.payload);
    const std::uint64_t version = next_version(subject);
    return {.position = last_,
            .recorded_at = stamp_.now,
            .occurred_at = draft.occurred_at,
            .actor = stamp_.actor,
            .reason = std::string(stamp_.reason),
            .idempotency_key = std::string(is_first ? stamp_.idempotency_key : ""),
            .fingerprint = std::string(is_first ? stamp_.fingerprint : ""),
            .causation = draft.causation,
            .event_id = uuid7(stamp_.now, entropy),
            .subject = std::move(subject),
            .subject_version = version,
            .schema = schema_now(draft.payload, upcasters()),
            .command_events = is_first ? static_cast<std::uint32_t>(drafts_) : 0};
}

}  // namespace ledger
