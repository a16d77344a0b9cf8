#include "tools/meterbook/bundle/parsed_block.hpp"

#include <algorithm>

#include <fmt/core.h>

#include "ledger/events/event_codec.hpp"
#include "ledger/journal/sha256.hpp"
#include "ledger/rules/energy/look_ahead.hpp"
#include "ledger/rules/parted_laws.hpp"

namespace meterbook {
namespace {

void find(ParsedBlock& parsed, Finding finding) {
    if (!parsed.wrong || finding.position < parsed.wrong->position)
        parsed.wrong = std::move(finding);
}

void hash_again(ParsedBlock& parsed) {
    const Block& block = parsed.block;
    const auto hashes = ledger::leaf_hashes(block.entries);
    for (std::size_t i = 0; i < block.entries.size(); ++i) {
        if (hashes[i] == block.leaves[i]) continue;
        return find(parsed, {block.first + i, entries_give_their_leaves,
                             "its bytes do not give the hash beside them"});
    }
}

void decode(ParsedBlock& parsed) {
    const Block& block = parsed.block;
    parsed.events.reserve(block.entries.size());
    parsed.recorded.reserve(block.entries.size());
    ledger::Bytes again;
    for (std::size_t i = 0; i < block.entries.size(); ++i) {
        const std::uint64_t position = block.first + i;
        ledger::Event& event = parsed.events.emplace_back();
        if (!ledger::decode_event(block.entries[i], event) ||
            event.envelope.position.number != position) {
            parsed.events.pop_back();
            return find(parsed, {position, events_are_of_the_vocabulary,
                                 "its bytes are no event of this vocabulary at this position"});
        }
        const std::size_t end = ledger::encode(event.envelope, event.payload, again, 0);
        // Not the same where it is of a schema that nothing takes further.
        if (ledger::BytesView(again).substr(0, end) != block.entries[i]) {
            parsed.events.pop_back();
            return find(parsed, {position, events_are_of_the_vocabulary,
                                 "its bytes hold more than the event that is read in them"});
        }
        if (parsed.sound == i && ledger::is_sound(event)) ++parsed.sound;
        parsed.recorded.push_back(event.envelope.recorded_at);
    }
}

void hash_keys(ParsedBlock& parsed) {
    std::vector<ledger::BytesView> keys;
    for (const ledger::Event& each : parsed.events) {
        if (!each.envelope.idempotency_key.empty())
            keys.emplace_back(each.envelope.idempotency_key);
    }
    for (const ledger::Hash& each : ledger::leaf_hashes(keys))
        std::copy_n(each.begin(), KeyHash{}.size(), parsed.keys.emplace_back().begin());
}

}  // namespace

std::uint64_t ParsedBlock::offset_of(std::size_t entry) const {
    constexpr std::size_t length = 4;
    const auto within = static_cast<std::size_t>(block.entries[entry].data() - body.data());
    return offset + within - length;
}

std::span<const ledger::Event> ParsedBlock::events_from(std::size_t event) const {
    const std::size_t from = std::min(event, events.size());
    return std::span(events).subspan(from, std::min(events_ahead, events.size() - from));
}

void ParsedBlock::fetch_events(std::size_t event) const {
    const auto next = events_from(event);
    ledger::fetch(next.data(), next.size());
}

ledger::Bytes BlockMemory::body() {
    const std::lock_guard lock(mutex_);
    if (bodies_.empty()) return {};
    ledger::Bytes body = std::move(bodies_.back());
    bodies_.pop_back();
    return body;
}

std::shared_ptr<ParsedBlock> BlockMemory::block() {
    std::shared_ptr<ParsedBlock> block(new ParsedBlock, [this](ParsedBlock* done) {
        keep(*done);
        delete done;
    });
    {
        const std::lock_guard lock(mutex_);
        if (!events_.empty()) {
            block->events = std::move(events_.back());
            events_.pop_back();
        }
    }
    block->events.clear();
    return block;
}

void BlockMemory::keep(ParsedBlock& block) {
    const std::lock_guard lock(mutex_);
    bodies_.push_back(std::move(block.body));
    events_.push_back(std::move(block.events));
}

BlockPtr parse_block(BlockMemory& memory, Record record, std::vector<std::string> checkpoints,
                     Depth depth) {
    auto parsed = memory.block();
    parsed->offset = record.offset;
    parsed->body = std::move(record.body);
    parsed->checkpoints = std::move(checkpoints);
    auto block = Block::from_body(parsed->body);
    if (!block) {
        parsed->wrong = {
            0, bundle_is_whole,
            fmt::format("the block at byte {} does not have the lengths it says", record.offset)};
        return parsed;
    }
    parsed->block = std::move(*block);
    hash_again(*parsed);
    parsed->tree = BlockTree(parsed->block.leaves);
    for (const ledger::Frame& each : parsed->block.frames) parsed->chains.push_back(chain_of(each));
    if (depth == Depth::events) {
        decode(*parsed);
        hash_keys(*parsed);
    }
    return parsed;
}

}  // namespace meterbook
