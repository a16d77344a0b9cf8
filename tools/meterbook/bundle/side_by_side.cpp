#include "tools/meterbook/bundle/side_by_side.hpp"

#include <algorithm>

#include "ledger/rules/alone.hpp"

namespace meterbook {
namespace {

Finding finding_of(const ledger::Event& event, const ledger::Breach& breach) {
    return {event.envelope.position.number, std::string(to_text(breach.law)), breach.detail};
}

}  // namespace

SideBySide::SideBySide(ledger::State& state)
    : state_(state), lanes_(std::max(1U, std::thread::hardware_concurrency())) {
    met_.resize(lanes_.count());
}

std::size_t SideBySide::count(const ParsedBlock& parsed, std::size_t from) {
    lane_of_.clear();
    ledger::Position last = state_.last;
    ledger::Instant recorded_at = state_.last_recorded_at;
    for (const ledger::Event& event : std::span(parsed.events).subspan(from)) {
        if (!event.envelope.idempotency_key.empty()) break;
        if (ledger::find_order_breach(last, recorded_at, event)) break;
        const auto whose = ledger::alone_with(state_, event);
        if (!whose) break;
        lane_of_.push_back(std::hash<std::string_view>{}(*whose) % lanes_.count());
        last = event.envelope.position;
        recorded_at = event.envelope.recorded_at;
    }
    return lane_of_.size();
}

std::optional<Finding> SideBySide::take(const ParsedBlock& parsed, std::size_t from) {
    lanes_.run([&](std::size_t lane) {
        for (std::size_t i = 0; i < lane_of_.size() && !met_[lane].wrong; ++i) {
            if (lane_of_[i] == lane) take_lane(met_[lane], parsed, from + i);
        }
    });
    std::optional<Finding> first;
    for (const Lane& each : met_) {
        if (each.wrong && (!first || each.wrong->position < first->position)) first = each.wrong;
    }
    return first ? first : take_shared(std::span(parsed.events).subspan(from, lane_of_.size()));
}

void SideBySide::take_lane(Lane& mine, const ParsedBlock& parsed, std::size_t at) {
    const ledger::Event& event = parsed.events[at];
    try {
        const ledger::Judging judging;
        if (const auto breach = ledger::take_alone(state_, event)) {
            mine.wrong = finding_of(event, *breach);
            return;
        }
        mine.sums.add(event.payload);
        mine.offsets.note(event, parsed.offset_of(at));
    } catch (const ledger::Impossible& impossible) {
        mine.wrong = impossible_at(event.envelope.position.number, impossible);
    } catch (const std::exception& broken) {
        mine.wrong = Finding{event.envelope.position.number, bundle_is_whole, broken.what()};
    }
}

std::optional<Finding> SideBySide::take_shared(std::span<const ledger::Event> events) {
    for (const ledger::Event& event : events) {
        try {
            const ledger::Judging judging;
            ledger::take_in_order(state_, event);
        } catch (const ledger::Impossible& impossible) {
            return impossible_at(event.envelope.position.number, impossible);
        }
    }
    return std::nullopt;
}

void SideBySide::add_to(Balances& balances) const {
    for (const Lane& each : met_) each.sums.add_to(balances);
}

void SideBySide::add_to(std::vector<std::uint64_t>& offsets, const ledger::MeterId& meter) const {
    for (const Lane& each : met_) each.offsets.add_to(offsets, meter);
}

}  // namespace meterbook
