#include "tools/meterbook/bundle/law_check.hpp"

#include <algorithm>
#include <fstream>

#include <fmt/core.h>

#include "ledger/events/event_codec.hpp"
#include "ledger/journal/big_endian.hpp"
#include "ledger/journal/sha256.hpp"
#include "ledger/rules/apply.hpp"
#include "ledger/rules/laws.hpp"
#include "ledger/rules/postings.hpp"
#include "ledger/values/judging.hpp"
#include "tools/meterbook/bundle/balance_check.hpp"

namespace meterbook {
namespace {

constexpr std::size_t of_a_key = 16;

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

}  // namespace

LawCheck::LawCheck(std::string file) : file_(std::move(file)) {}

std::optional<Finding> LawCheck::take(const ParsedBlock& parsed) {
    if (parsed.block.first != state_.last.number + 1)
        return Finding{
            state_.last.number + 1, bundle_is_whole,
            fmt::format("a block with event {} stands where this one should", parsed.block.first)};
    for (std::size_t i = 0; i < parsed.events.size(); ++i) {
        if (auto wrong = take_judging(parsed.events[i])) {
            is_stopped_ = true;
            return wrong;
        }
        offsets_.note(parsed.events[i], parsed.offset_of(i));
    }
    return std::nullopt;
}

/// Whoever writes a bundle can write any number.
std::optional<Finding> LawCheck::take_judging(const ledger::Event& event) {
    try {
        const ledger::Judging judging;
        return take(event);
    } catch (const ledger::Impossible& impossible) {
        return impossible_at(event.envelope.position.number, impossible);
    }
}

std::optional<Finding> LawCheck::take(const ledger::Event& event) {
    const std::uint64_t position = event.envelope.position.number;
    const auto past = [this](const ledger::MeterId& meter, std::size_t most) {
        return past_of(meter, most);
    };
    if (const auto breach = ledger::find_breach(state_, event, past))
        return Finding{position, std::string(to_text(breach->law)), breach->detail};
    const std::string& key = event.envelope.idempotency_key;
    if (!key.empty()) {
        const ledger::Hash hash = ledger::sha256({ledger::BytesView(key)});
        if (!used_.emplace(ledger::view(hash).substr(0, of_a_key)).second)
            return Finding{position, keys_are_used_once,
                           fmt::format("key '{}' stands on an earlier event too", key)};
    }
    if (auto wrong = runs_.take(event.envelope)) return wrong;
    sums_.add(event.payload);
    ledger::apply(state_, event);
    return std::nullopt;
}

std::vector<ledger::Event> LawCheck::past_of(const ledger::MeterId& meter, std::size_t most) const {
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

std::optional<Finding> LawCheck::finish() {
    if (auto wrong = runs_.finish()) return wrong;
    try {
        const ledger::Judging judging;
        sums_.add_to(balances_);
        return balances_breach(balances_, state_, 0);
    } catch (const ledger::Impossible& impossible) {
        return impossible_at(0, impossible);
    }
}

}  // namespace meterbook
