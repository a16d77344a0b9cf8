#pragma once
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
}

/// Asks for the memory that these readings are about to be decided by: meters, wallets and
/// versions, all of them at once. A large book does not lie in the processor's caches, and each
/// reading would wait for one piece after another. Changes nothing.
void look_ahead(const State& state, std::span<const RecordReading* const> readings);

/// The same for readings that were recorded and are about to be judged, or applied.
void look_ahead(const State& state, std::span<const ReadingRecorded* const> readings);

}  // namespace ledger
