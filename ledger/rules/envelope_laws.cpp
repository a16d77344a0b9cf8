#include "ledger/rules/envelope_laws.hpp"

#include <algorithm>

#include "ledger/events/upcast.hpp"
#include "ledger/rules/postings.hpp"
#include "ledger/rules/stamp.hpp"
#include "ledger/values/one_of.hpp"

namespace ledger {
namespace {

constexpr std::size_t width_of_a_fingerprint = 16;

Finding order_breach(const State& state, const Envelope& envelope) {
    return first_of(
        {hold(envelope.position == state.last.next(), Law::positions_have_no_gap,
              "the position does not follow the one before"),
         hold(envelope.recorded_at >= state.last_recorded_at, Law::recorded_time_never_goes_back,
              "recorded before the event before it")});
}

Finding subject_breach(const Event& event) {
    return hold(event.envelope.subject == subject_of(event.payload),
                Law::subject_is_what_the_payload_is_about, "the subject is another thing");
}

Finding version_breach(const State& state, const Envelope& envelope) {
    const std::uint64_t* known = find(state.versions, envelope.subject);
    const std::uint64_t version = known == nullptr ? 0 : *known;
    return hold(envelope.subject_version == version + 1, Law::subject_versions_have_no_gap,
                "the subject's version does not follow the one before");
}

/// What people do to money, to what was read and to what somebody owns, they say why.
template <class Fact>
constexpr bool needs_reason =
    is_one_of<Fact, CreditRefunded, TransactionReversed, CreditTransferred, AdjustmentProposed,
              CreditLimitsSet, ReadingCorrected, MeterRetired, MeterReplaced, MeterReset,
              TransformerRatioChanged, CustomerForgotten, AccountClosed, AccountTransferred,
              WalletSettled, OpeningBalanceBroughtIn>;

bool says_why(const Event& event) {
    return !event.envelope.reason.empty() ||
           std::visit([]<class Fact>(const Fact&) { return !needs_reason<Fact>; }, event.payload);
}

/// Made at the moment that it says, whatever was random in it.
bool is_of_its_moment(const Envelope& envelope) {
    const auto& bytes = envelope.event_id.bytes;
    Entropy entropy{};
    std::copy(bytes.end() - entropy.size(), bytes.end(), entropy.begin());
    return envelope.event_id == uuid7(envelope.recorded_at, entropy);
}

/// Nothing can be told of a book before it has a clock and a currency, but who may give it both.
Finding site_breach(const State& state, const Payload& payload) {
    const auto comes_before = []<class Fact>(const Fact&) {
        return std::is_same_v<Fact, SiteConfigured> || is_about_operators<Fact>;
    };
    return hold(state.site || std::visit(comes_before, payload), Law::event_speaks_of_known_things,
                "the site is not configured yet");
}

Finding whole_breach(const Event& event) {
    const Envelope& envelope = event.envelope;
    const std::size_t width = envelope.idempotency_key.empty() ? 0 : width_of_a_fingerprint;
    constexpr Law law = Law::envelope_is_whole;
    return first_of(
        {hold(envelope.schema == schema_now(event.payload, upcasters()), law,
              "its meaning is of a schema that this release does not know"),
         hold(is_of_its_moment(envelope), law,
              "its event_id is none of the moment it was recorded"),
         hold(envelope.causation < envelope.position, law, "it came of an event that came later"),
         hold(envelope.occurred_at <= envelope.recorded_at, law,
              "it happened after it was recorded"),
         hold(envelope.fingerprint.size() == width, law,
              "a key has a fingerprint of 16 bytes, and no key has none"),
         hold(says_why(event), law, "it says no reason, and needs one")});
}

Finding sum_breach(const Payload& payload) {
    Money sum;
    for (const Side& each : sides(payload)) sum += each.amount;
    return hold(sum.is_zero(), Law::postings_sum_to_zero, "debits and credits differ");
}

}  // namespace

Finding envelope_breach(const State& state, const Event& event) {
    if (auto found = order_breach(state, event.envelope)) return found;
    if (auto found = subject_breach(event)) return found;
    if (auto found = version_breach(state, event.envelope)) return found;
    if (auto found = whole_breach(event)) return found;
    if (auto found = site_breach(state, event.payload)) return found;
    return sum_breach(event.payload);
}

Finding form_breach(const Event& event) {
    if (auto found = subject_breach(event)) return found;
    if (auto found = whole_breach(event)) return found;
    return sum_breach(event.payload);
}

Finding place_breach(const State& state, const Event& event) {
    if (auto found = order_breach(state, event.envelope)) return found;
    if (auto found = version_breach(state, event.envelope)) return found;
    return site_breach(state, event.payload);
}

}  // namespace ledger
