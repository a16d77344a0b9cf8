#pragma once
#include <array>
#include <cstddef>
#include <span>

#include "ledger/rules/commands.hpp"
#include "ledger/rules/state.hpp"

namespace ledger {

/// Asks for the memory of these, and does not wait for it.
template <class T>
void fetch(const T* first, std::size_t count = 1) {
    constexpr std::size_t bytes_of_a_line = 64;  // of a cache; another size is slower, not wrong
    const auto* bytes = reinterpret_cast<const char*>(first);
    for (std::size_t i = 0; i < count * sizeof(T); i += bytes_of_a_line)
        __builtin_prefetch(bytes + i);
    __asm__ volatile("");  // gcc leaves out calls of functions that do nothing but this
}

/// Asks for the memory that the readings to come will be decided by. A large book does not lie in
/// the processor's caches, and each reading would wait for one piece after another: the meter says
/// where its wallet is, and the wallet where its credit is. So they are asked for a step at a time,
/// and what one step asked for is there at the next. Changes nothing.
class LookAhead {
public:
    /// So many readings before it is decided, one is seen.
    static constexpr std::size_t depth = 6;

    explicit LookAhead(const State& state) : state_(state) {}

    /// The next to come, or none. The state may have changed since the one before it, but for the
    /// meters and the wallets: those stay where they are.
    void see(const RecordReading* reading);

    /// With the meter of the next one, or none.
    void step(const Meter* meter);

private:
    /// Of one reading, as far as it is known.
    struct Seen {
        const Meter* meter = nullptr;
        const Wallet* wallet = nullptr;
    };

    /// The one that was seen so many steps ago, and now is to be looked at again.
    Seen& earlier(std::size_t steps) { return seen_[(turn_ - steps) % seen_.size()]; }

    const State& state_;
    std::array<Seen, depth> seen_{};
    std::size_t turn_ = depth;
};

/// The same for readings that were recorded and are about to be judged, or applied; null: none.
void look_ahead(const State& state, std::span<const ReadingRecorded* const> readings);

}  // namespace ledger
