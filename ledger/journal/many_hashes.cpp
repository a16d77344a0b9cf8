#include "ledger/journal/many_hashes.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <utility>

#include "ledger/journal/sha256.hpp"

namespace ledger {
namespace {

constexpr std::size_t lanes = 16;
constexpr std::size_t block_size = 64;
constexpr std::size_t length_size = 8;
constexpr std::size_t fewest = 4;  // fewer are hashed one by one

/// A word of each lane. The compiler makes one register of it, or two, or four.
using Words = std::uint32_t __attribute__((vector_size(lanes * sizeof(std::uint32_t))));
using State = std::array<Words, 8>;

constexpr std::array<std::uint32_t, 8> beginning{0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                                 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};

constexpr std::array<std::uint32_t, 64> round_constants{
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

/// The messages of all lanes one behind the other, padded to so many blocks each.
struct Messages {
    Bytes bytes;
    std::size_t blocks;

    const char* block(std::size_t lane, std::size_t number) const {
        return bytes.data() + (lane * blocks + number) * block_size;
    }
};

/// One block of each lane: sections 6.2.2 of the standard, in its letters. Compiled for each kind
/// of processor by who calls it.
[[gnu::always_inline]] inline void compress(State& state, const Messages& messages,
                                            std::size_t number) {
    std::array<Words, 16> w;
    for (std::size_t lane = 0; lane < lanes; ++lane) {
        std::array<std::uint32_t, 16> words;
        std::memcpy(words.data(), messages.block(lane, number), block_size);
        for (std::size_t t = 0; t < words.size(); ++t) w[t][lane] = __builtin_bswap32(words[t]);
    }
    auto [a, b, c, d, e, f, g, h] = state;
    for (std::size_t t = 0; t < round_constants.size(); ++t) {
        Words& now = w[t % w.size()];
        if (t >= w.size()) {
            const Words& w15 = w[(t - 15) % w.size()];
            const Words& w2 = w[(t - 2) % w.size()];
            now += ((w15 >> 7 | w15 << 25) ^ (w15 >> 18 | w15 << 14) ^ w15 >> 3) +
                   w[(t - 7) % w.size()] +
                   ((w2 >> 17 | w2 << 15) ^ (w2 >> 19 | w2 << 13) ^ w2 >> 10);
        }
        const Words t1 = h + ((e >> 6 | e << 26) ^ (e >> 11 | e << 21) ^ (e >> 25 | e << 7)) +
                         ((e & f) ^ (~e & g)) + round_constants[t] + now;
        const Words t2 = ((a >> 2 | a << 30) ^ (a >> 13 | a << 19) ^ (a >> 22 | a << 10)) +
                         ((a & b) ^ (a & c) ^ (b & c));
        h = g;
        g = f;
        f = e;
        e = d + t1;
        d = c;
        c = b;
        b = a;
        a = t1 + t2;
    }
    const State added{a, b, c, d, e, f, g, h};
    for (std::size_t i = 0; i < state.size(); ++i) state[i] += added[i];
}

[[gnu::always_inline]] inline void compress_all(State& state, const Messages& messages) {
    for (std::size_t i = 0; i < messages.blocks; ++i) compress(state, messages, i);
}

#if defined(__x86_64__)
[[gnu::target("avx512f")]] void compress_avx512(State& state, const Messages& messages) {
    compress_all(state, messages);
}
[[gnu::target("avx2")]] void compress_avx2(State& state, const Messages& messages) {
    compress_all(state, messages);
}
#endif

void compress_plain(State& state, const Messages& messages) { compress_all(state, messages); }

using Compress = void (*)(State&, const Messages&);

/// What this processor does best.
Compress compressing() {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512f")) return compress_avx512;
    if (__builtin_cpu_supports("avx2")) return compress_avx2;
#endif
    return compress_plain;
}

std::size_t blocks_of(BytesView entry) {
    return (1 + entry.size() + 1 + length_size + block_size - 1) / block_size;
}

/// One to hash, and where its hash belongs.
struct Task {
    std::size_t blocks;
    std::size_t number;
};

class ManyHashes {
public:
    ManyHashes(char prefix, std::span<const BytesView> entries)
        : prefix_(prefix), entries_(entries), hashes_(entries.size()) {}

    /// Those of as many blocks go side by side.
    std::vector<Hash> all() {
        std::vector<Task> tasks;
        for (std::size_t i = 0; i < entries_.size(); ++i)
            tasks.push_back({blocks_of(entries_[i]), i});
        std::ranges::stable_sort(tasks, {}, &Task::blocks);
        for (std::span<const Task> left = tasks; !left.empty();) {
            std::size_t count = 1;
            while (count < std::min(lanes, left.size()) && left[count].blocks == left[0].blocks)
                ++count;
            count < fewest ? hash_one_by_one(left.first(count)) : hash_together(left.first(count));
            left = left.subspan(count);
        }
        return std::move(hashes_);
    }

private:
    void hash_one_by_one(std::span<const Task> tasks) {
        for (const Task& each : tasks)
            hashes_[each.number] = sha256({BytesView(&prefix_, 1), entries_[each.number]});
    }

    void hash_together(std::span<const Task> tasks) {
        static const Compress compress_here = compressing();
        messages_.blocks = tasks.front().blocks;
        messages_.bytes.assign(lanes * messages_.blocks * block_size, '\0');
        for (std::size_t lane = 0; lane < tasks.size(); ++lane)
            pad(entries_[tasks[lane].number], lane);
        State state;
        for (std::size_t i = 0; i < state.size(); ++i) state[i] = Words{} + beginning[i];
        compress_here(state, messages_);
        for (std::size_t lane = 0; lane < tasks.size(); ++lane)
            for (std::size_t i = 0; i < state.size(); ++i) {
                const std::uint32_t word = __builtin_bswap32(state[i][lane]);
                std::memcpy(hashes_[tasks[lane].number].data() + i * sizeof word, &word,
                            sizeof word);
            }
    }

    void pad(BytesView entry, std::size_t lane) {
        char* const begin = messages_.bytes.data() + lane * messages_.blocks * block_size;
        char* const end = begin + messages_.blocks * block_size;
        *begin = prefix_;
        std::memcpy(begin + 1, entry.data(), entry.size());
        begin[1 + entry.size()] = static_cast<char>(0x80);
        const std::uint64_t bits = __builtin_bswap64(std::uint64_t{1 + entry.size()} * 8);
        std::memcpy(end - length_size, &bits, length_size);
    }

    char prefix_;
    std::span<const BytesView> entries_;
    std::vector<Hash> hashes_;
    Messages messages_;
};

static_assert(std::endian::native == std::endian::little);

}  // namespace

std::vector<Hash> leaf_hashes(std::span<const BytesView> entries) {
    return ManyHashes('\x00', entries).all();
}

std::vector<Hash> node_hashes(std::span<const Hash> level) {
    std::vector<BytesView> pairs;
    for (std::size_t i = 0; i + 1 < level.size(); i += 2)
        pairs.emplace_back(reinterpret_cast<const char*>(level[i].data()), 2 * sizeof(Hash));
    return ManyHashes('\x01', pairs).all();
}

}  // namespace ledger
