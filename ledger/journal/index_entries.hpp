#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "ledger/events/event.hpp"
#include "ledger/journal/big_endian.hpp"
#include "ledger/journal/sha256.hpp"
#include "ledger/values/bytes.hpp"
#include "ledger/values/id.hpp"
#include "ledger/values/instant.hpp"

// "k" | first 16 bytes of SHA-256(key)                     -> position u64
// "s" | first 8 bytes of SHA-256(kind, id) | version u64   -> positions u64 of the event of this
//                                                             version and those behind it
// "c" | first 8 bytes of SHA-256(customer) | position u64  -> position u64 of the event by which an
//                                                             account became theirs
// "t" | minute u64 since 1970                              -> position u64 of its first event
// "position"                                               -> position u64 of the last event that
//                                                             stands in an "s" entry
// "reached"                                                -> position u64 of the last event that
//                                                             any entry speaks of; an index without
//                                                             it knows no customers: built anew

/// What stands in the index, as above.
namespace ledger::index_entries {

inline constexpr std::int64_t micros_of_a_minute = 60'000'000;
inline constexpr std::string_view position_name = "position";
inline constexpr std::string_view reached_name = "reached";
inline constexpr std::size_t subject_prefix_size = 9;

inline Bytes idempotency_entry(const std::string& key) {
    return "k" + Bytes(view(sha256(key)).substr(0, 16));
}

inline Bytes subject_entry(const Subject& subject, std::uint64_t version) {
    const Hash hash = sha256({to_text(subject.kind), BytesView("\0", 1), subject.id});
    Bytes entry = "s" + Bytes(view(hash).substr(0, 8));
    put_big_endian(version, entry);
    return entry;
}

inline Bytes customer_prefix(const CustomerId& customer) {
    return "c" + Bytes(view(sha256(customer.text())).substr(0, 8));
}

inline Bytes minute_entry(Instant at) {
    Bytes entry = "t";
    put_big_endian(at.micros / micros_of_a_minute, entry);
    return entry;
}

inline Position position_in(BytesView bytes) { return {take_big_endian<std::uint64_t>(bytes)}; }

}  // namespace ledger::index_entries
