#include "ingest/meter_talk.hpp"

#include <fmt/core.h>

namespace ingest {
namespace {

using Kind = LineFault::Kind;

constexpr int device_failure = 4;
constexpr int illegal_address = 2;
constexpr int illegal_value = 3;
constexpr std::uint8_t last_part = 255;
constexpr std::uint16_t shortest_split = 8;  // no gateway passes less

/// An item, in as many parts as the meter makes of it.
Transaction<Words> read_parts(Line& line, const MeterAddress& address, const Block& block) {
    auto reply = line.ask(read_request(address, block.address));
    Words item;
    for (std::uint8_t part = 1;; ++part) {
        if (!reply) return ledger::refused(reply.error());
        const auto bytes = item_in(*reply);
        item.insert(item.end(), bytes.begin(), bytes.end());
        // Who has more to say than the item is long is not listened to.
        if (!has_more(*reply) || item.size() > block.count || part == last_part) return item;
        reply = line.ask(read_more_request(address, block.address, part));
    }
}

Transaction<Words> read_item(Line& line, const ledger::MeterRegistered& meter, const Block& block) {
    const auto address = address_of(meter.number);
    if (!address) return no_address(meter);
    auto item = read_parts(line, *address, block);
    if (item && item->size() != block.count)
        return ledger::refused(
            LineFault{Kind::exception, illegal_address,
                      fmt::format("item {:08X} has {} bytes where the profile says {}",
                                  block.address, item->size(), block.count)});
    return item;
}

/// Some gateways pass fewer registers than a meter has in a block: then it is read in halves.
Transaction<Words> read_registers(Line& line, std::uint32_t unit, std::uint16_t first,
                                  std::uint16_t count) {
    auto words = line.read(unit, first, count);
    const bool is_too_long =
        !words && words.error().exception == illegal_value && count >= shortest_split;
    if (!is_too_long) return words;
    const auto half = static_cast<std::uint16_t>(count / 2);
    words = read_registers(line, unit, first, half);
    if (!words) return words;
    auto rest = read_registers(line, unit, static_cast<std::uint16_t>(first + half),
                               static_cast<std::uint16_t>(count - half));
    if (!rest) return rest;
    words->insert(words->end(), rest->begin(), rest->end());
    return words;
}

Transaction<Words> read_once(Line& line, const Addressee& to, const Block& block) {
    if (to.profile.protocol == Protocol::dlt645) return read_item(line, to.meter, block);
    return read_registers(line, to.meter.unit, static_cast<std::uint16_t>(block.address),
                          block.count);
}

Transaction<Words> read_block(Line& line, const Addressee& to, const Block& block, int tries) {
    for (int attempt = 1;; ++attempt) {
        auto words = read_once(line, to, block);
        if (words || attempt >= tries || line.is_in_a_hurry()) return words;
        // A serial server may have hung up on a connection that rested: then a new one is asked.
        if (words.error().kind == Kind::unreachable || words.error().is_final()) return words;
    }
}

void append_number(std::uint32_t value, unsigned bytes, Octets& body) {
    for (unsigned i = 0; i < bytes; ++i) body.push_back(static_cast<std::uint8_t>(value >> 8U * i));
}

/// Who orders, the order, and until when.
Telegram relay_order(const MeterAddress& meter, const Access& access, std::uint8_t order,
                     const WallTime& not_after) {
    Telegram telegram{meter, control_code::relay, {}};
    append_access(access, telegram.body);
    append_number(order, 2, telegram.body);
    telegram.body.insert(telegram.body.end(), not_after.begin(), not_after.end());
    return telegram;
}

}  // namespace

ledger::Refused<LineFault> no_address(const ledger::MeterRegistered& meter) {
    return ledger::refused(LineFault{
        Kind::exception, illegal_address,
        fmt::format("meter number '{}' is no DL/T 645 address: register its twelve digits",
                    meter.number)});
}

void append_access(const Access& access, Octets& body) {
    body.push_back(access.level);
    append_number(access.password, 3, body);
    append_number(access.operator_code, 4, body);
}

Transaction<MeterFace> read_face(Line& line, const Addressee& to, bool identify, int tries) {
    Blocks blocks;
    for (const Block& block : to.profile.blocks) {
        if (block.identifies && !identify) {
            blocks.emplace_back();
            continue;
        }
        auto words = read_block(line, to, block, tries);
        if (!words && block.is_optional && words.error().is_final()) words = Words{};
        if (!words) return ledger::refused(words.error());
        blocks.push_back(std::move(*words));
    }
    if (const auto broken = broken_point(to.profile, blocks))
        return ledger::refused(
            LineFault{Kind::exception, device_failure, "the meter shows no number at " + *broken});
    MeterFace face = decode(to.profile, blocks);
    // Who answers by its number is the meter of this number.
    if (to.profile.protocol == Protocol::dlt645) face.number = to.meter.number;
    return face;
}

Transaction<Done> send_order(Line& line, const Addressee& to, const Order& order,
                             const WallTime& not_after) {
    if (to.profile.protocol == Protocol::modbus)
        return line.write(to.meter.unit, order.address, order.values);
    const auto address = address_of(to.meter.number);
    if (!address) return no_address(to.meter);
    for (const std::uint16_t each : order.values) {
        const auto given = static_cast<std::uint8_t>(each);
        const auto done = line.ask(relay_order(*address, to.profile.access, given, not_after));
        if (!done) return ledger::refused(done.error());
    }
    return Done{};
}

}  // namespace ingest
