#include "ledger/journal/entropy.hpp"

#include <cstring>

#include <openssl/rand.h>

#include "ledger/values/ensure.hpp"

namespace ledger {

std::array<std::uint8_t, 10> fresh_entropy() {
    // Asked for in large pieces: one call for each event would cost more than deciding it.
    constexpr std::size_t pool_size = 4'000;
    thread_local std::array<std::uint8_t, pool_size> pool;
    thread_local std::size_t used = pool_size;
    std::array<std::uint8_t, 10> bytes;
    if (used + bytes.size() > pool.size()) {
        ensure(RAND_bytes(pool.data(), static_cast<int>(pool.size())) == 1, "the system is random");
        used = 0;
    }
    std::memcpy(bytes.data(), pool.data() + used, bytes.size());
    used += bytes.size();
    return bytes;
}

}  // namespace ledger
