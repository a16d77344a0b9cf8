#include "tools/meterbook/bundle/law_check.hpp"

#include <algorithm>
#include <array>
#include <fstream>

#include <fmt/core.h>

#include "ledger/events/event_codec.hpp"
#include "ledger/journal/big_endian.hpp"
#include "ledger/rules/apply.hpp"
#include "ledger/rules/energy/look_ahead.hpp"
#include "ledger/values/judging.hpp"

namespace meterbook {
namespace {

ledger::Event event_at(std::ifstream& in, std::uint64_t offset) {
    ledger::Bytes width(4, '\0');
    in.seekg(static_cast<std::streamoff>(offset));
    in.read(width.data(), static_cast<std::streamsize>(width.size()));
    ledger::BytesView rest = width;
    ledger::Bytes bytes(in ? ledger::take_big_endian<std::uint32_t>(rest) : 0, '\0');
    in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    auto event = in ? ledger::decode_event(bytes) : std::nullopt;
    if (!event)
        throw BundleBroken(
            fmt::format("what stood at byte {} stands there no more: leave the bundle alone while "
                        "it is verified",
                        offset));
    return std::move(*event);
}

/// What charges that are still open point into moves.
bool moves_terms(const ledger::Payload& payload) {
    return std::holds_alternative<ledger::TariffPublished>(payload) ||
           std::holds_alternative<ledger::CalendarPublished>(payload);
}

}  // namespace

std::optional<Finding> JudgedBlock::wrong_charge() const {
    for (const auto& each : charges) {
        if (const auto& found = each->wrong()) return found;
    }
    return std::nullopt;
}

JudgedBlock LawCheck::judge(BlockPtr block) {
    JudgedBlock judged{std::move(block), 0, {}, {}};
    const ParsedBlock& parsed = *judged.block;
    if (parsed.block.first != state_.last.number + 1) {
        judged.wrong = {
            state_.last.number + 1, bundle_is_whole,
            fmt::format("a block with event {} stands where this one should", parsed.block.first)};
        return judged;
    }
    for (std::size_t i = 0; i < parsed.events.size() && !judged.wrong; ++i) {
        if (i % events_ahead == 0) look_ahead(parsed, i);
        judged.wrong = judge(judged, i);
    }
    hand_over_charges(judged);
    return judged;
}

/// The events came from another processor, and what they are judged by lies anywhere in a large
/// book: both are asked for before they are needed.
void LawCheck::look_ahead(const ParsedBlock& block, std::size_t event) const {
    block.fetch_events(event + 2 * events_ahead);
    std::array<const ledger::ReadingRecorded*, events_ahead> readings{};
    std::ranges::transform(
        block.events_from(event + events_ahead), readings.begin(),
        [](const auto& each) { return std::get_if<ledger::ReadingRecorded>(&each.payload); });
    ledger::look_ahead(state_, readings);
}

std::optional<Finding> LawCheck::judge(JudgedBlock& judged, std::size_t event) {
    const ParsedBlock& block = *judged.block;
    const ledger::Event& next = block.events[event];
    if (auto wrong = find_breach(block, event)) return wrong;
    ++judged.judged;
    if (moves_terms(next.payload)) {
        hand_over_charges(judged);
        rate_all_charges();
    }
    try {
        const ledger::Judging judging;
        ledger::apply(state_, next);
    } catch (const ledger::Impossible& impossible) {
        return impossible_at(next.envelope.position.number, impossible);
    }
    offsets_.note(next, block.offset_of(event));
    return std::nullopt;
}

std::optional<Finding> LawCheck::find_breach(const ParsedBlock& block, std::size_t event) {
    const ledger::Event& next = block.events[event];
    const auto past = [this](const ledger::MeterId& meter, std::size_t most) {
        return past_of(meter, most);
    };
    std::optional<ledger::OpenCharge> open;
    const auto breach = event < block.sound ? ledger::find_breach_of_sound(state_, next, past, open)
                                            : ledger::find_breach(state_, next, past);
    if (breach) return finding_at(next.envelope.position.number, *breach);
    if (open) open_.push_back({event, std::move(*open)});
    return std::nullopt;
}

void LawCheck::hand_over_charges(JudgedBlock& judged) {
    if (open_.empty()) return;
    const std::size_t usual = open_.capacity();
    judged.charges.push_back(std::make_shared<OpenCharges>(judged.block, std::exchange(open_, {})));
    open_.reserve(usual);
    not_rated_.push_back(judged.charges.back());
    while (not_rated_.front().expired()) not_rated_.pop_front();
}

void LawCheck::rate_all_charges() {
    for (const auto& each : not_rated_) {
        if (const auto charges = each.lock()) (void)charges->wrong();
    }
    not_rated_.clear();
}

std::vector<ledger::Event> LawCheck::past_of(const ledger::MeterId& meter, std::size_t most) {
    std::vector<ledger::Event> past;
    std::ifstream in(file_, std::ios::binary);
    for (const std::uint64_t offset : offsets_.of(meter)) {
        if (past.size() == most) break;
        ledger::Event event = event_at(in, offset);
        if (event.envelope.subject.id == meter.text()) past.push_back(std::move(event));
    }
    std::ranges::reverse(past);
    return past;
}

}  // namespace meterbook
