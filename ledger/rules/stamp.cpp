#include "ledger/rules/stamp.hpp"

#include <algorithm>

namespace ledger {

std::string uuid7(Instant now, const Entropy& entropy) {
    std::string id(16, '\0');
    const auto millis = static_cast<std::uint64_t>(now.micros / 1000);
    for (std::size_t i = 0; i < 6; ++i) id[i] = static_cast<char>(millis >> (8 * (5 - i)) & 0xFFU);
    for (std::size_t i = 0; i < entropy.size(); ++i) id[6 + i] = static_cast<char>(entropy[i]);
    constexpr unsigned version = 0x70;
    constexpr unsigned variant = 0x80;
    id[6] = static_cast<char>((entropy[0] & 0x0FU) | version);
    id[8] = static_cast<char>((entropy[2] & 0x3FU) | variant);
    return id;
}

Stamper::Stamper(const State& state, const Stamp& stamp, std::size_t drafts)
    : state_(state), stamp_(stamp), drafts_(drafts), first_(state.last.next()), last_(state.last) {}

Envelope Stamper::next(const Draft& draft, const Entropy& entropy) {
    last_ = last_.next();
    const bool is_first = last_ == first_;
    Subject subject = subject_of(draft.payload);
    auto given = std::find_if(versions_.begin(), versions_.end(),
                              [&](const auto& each) { return each.first == subject; });
    if (given == versions_.end()) {
        const auto known = state_.versions.find(subject);
        const std::uint64_t before = known == state_.versions.end() ? 0 : known->second;
        given = versions_.insert(versions_.end(), {subject, before});
    }
    return {.position = last_,
            .recorded_at = stamp_.now,
            .occurred_at = draft.occurred_at,
            .actor = stamp_.actor,
            .reason = stamp_.reason,
            .idempotency_key = is_first ? stamp_.idempotency_key : "",
            .fingerprint = is_first ? stamp_.fingerprint : "",
            .causation = draft.causation,
            .event_id = uuid7(stamp_.now, entropy),
            .subject = std::move(subject),
            .subject_version = ++given->second,
            .schema = 1,
            .command_events = is_first ? static_cast<std::uint32_t>(drafts_) : 0};
}

}  // namespace ledger
