#include "ledger/journal/sha256_lanes.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#include "ledger/values/ensure.hpp"

// A vector register of eight words does for eight messages what a word does for one. The messages
// of a frame are nearly all of the same length, so hardly any lane waits for another.

namespace ledger {
namespace {

constexpr std::size_t lanes = 8;
constexpr std::size_t block_size = 64;
constexpr std::size_t words_of_a_block = 16;
constexpr std::size_t length_size = 8;  // the length in bits ends the last block
constexpr std::size_t rounds = 64;

// As many words as there are lanes: the same word of each message.
using Word = std::uint32_t;
using Row [[gnu::vector_size(lanes * sizeof(Word))]] = Word;

struct alignas(Row) Block {
    std::array<std::array<Word, lanes>, words_of_a_block> words;
};
struct alignas(Row) Digests {
    std::array<std::array<Word, lanes>, 8> words;
};

constexpr std::array<Word, 8> first_digest{0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                           0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};

constexpr std::array<Word, rounds> round_constants{
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

/// One block of each message into its digest. Whole in one function, since the compiler makes one
/// for each kind of processor, and the names are those of FIPS 180-4. Which one is chosen before
/// the thread sanitizer is there, which would be called by the choice: it has one.
#ifndef __SANITIZE_THREAD__
[[gnu::target_clones("avx2", "default")]]
#endif
void compress(const Block& block, Digests& digests) {
    std::array<Row, words_of_a_block> w;
    std::array<Row, 8> before;
    std::memcpy(w.data(), &block, sizeof block);
    std::memcpy(before.data(), &digests, sizeof digests);
    auto [a, b, c, d, e, f, g, h] = before;
#pragma GCC unroll 16
    for (std::size_t t = 0; t < rounds; ++t) {
        Row& word = w[t % 16];
        if (t >= words_of_a_block) {
            const Row two = w[(t + 14) % 16];
            const Row fifteen = w[(t + 1) % 16];
            word +=
                ((two >> 17 | two << 15) ^ (two >> 19 | two << 13) ^ two >> 10) + w[(t + 9) % 16] +
                ((fifteen >> 7 | fifteen << 25) ^ (fifteen >> 18 | fifteen << 14) ^ fifteen >> 3);
        }
        const Row first = h + ((e >> 6 | e << 26) ^ (e >> 11 | e << 21) ^ (e >> 25 | e << 7)) +
                          (g ^ (e & (f ^ g))) + round_constants[t] + word;
        const Row second = ((a >> 2 | a << 30) ^ (a >> 13 | a << 19) ^ (a >> 22 | a << 10)) +
                           ((a & b) | (c & (a | b)));
        h = g, g = f, f = e, e = d + first;
        d = c, c = b, b = a, a = first + second;
    }
    const std::array<Row, 8> after{before[0] + a, before[1] + b, before[2] + c, before[3] + d,
                                   before[4] + e, before[5] + f, before[6] + g, before[7] + h};
    std::memcpy(&digests, after.data(), sizeof digests);
}

/// One message: its prefix, its bytes, and the padding of section 5.1.1 behind them.
class Padded {
public:
    Padded() = default;
    Padded(char prefix, BytesView bytes) : prefix_(prefix), bytes_(bytes) {}

    std::size_t blocks() const { return (size() + length_size) / block_size + 1; }

    void copy_block(std::size_t index, char* block) const {
        const std::size_t from = index * block_size;
        std::size_t filled = 0;
        if (index == 0) block[filled++] = prefix_;
        const std::size_t passed = std::min(from + filled, size());
        const std::size_t taken = std::min(size() - passed, block_size - filled);
        std::memcpy(block + filled, bytes_.data() + passed - 1, taken);
        filled += taken;
        std::memset(block + filled, 0, block_size - filled);
        if (filled < block_size && from + filled == size()) block[filled] = '\x80';
        if (index + 1 < blocks()) return;
        const std::uint64_t bits = __builtin_bswap64(size() * 8);
        std::memcpy(block + block_size - length_size, &bits, length_size);
    }

private:
    std::size_t size() const { return bytes_.size() + 1; }

    char prefix_ = 0;
    BytesView bytes_;
};

void put_block(const Padded& message, std::size_t index, std::size_t lane, Block& block) {
    std::array<Word, words_of_a_block> words;
    message.copy_block(index, reinterpret_cast<char*>(words.data()));
    for (std::size_t i = 0; i < words.size(); ++i)
        block.words[i][lane] = __builtin_bswap32(words[i]);
}

Hash take_digest(const Digests& digests, std::size_t lane) {
    Hash hash;
    for (std::size_t i = 0; i < digests.words.size(); ++i) {
        const Word word = __builtin_bswap32(digests.words[i][lane]);
        std::memcpy(hash.data() + i * sizeof word, &word, sizeof word);
    }
    return hash;
}

/// As many messages as there are lanes, or fewer. Who is done early waits for the longest.
void hash_side_by_side(std::span<const Padded> messages, Hash* hashes) {
    std::size_t most = 0;
    for (const Padded& each : messages) most = std::max(most, each.blocks());
    Block block{};
    Digests digests;
    for (std::size_t i = 0; i < first_digest.size(); ++i) digests.words[i].fill(first_digest[i]);
    for (std::size_t index = 0; index < most; ++index) {
        for (std::size_t lane = 0; lane < messages.size(); ++lane) {
            if (index < messages[lane].blocks()) put_block(messages[lane], index, lane, block);
        }
        compress(block, digests);
        for (std::size_t lane = 0; lane < messages.size(); ++lane) {
            if (index + 1 == messages[lane].blocks()) hashes[lane] = take_digest(digests, lane);
        }
    }
}

}  // namespace

void sha256_of_each(char prefix, std::span<const BytesView> messages, std::span<Hash> hashes) {
    ensure(messages.size() == hashes.size(), "a hash for each message");
    for (std::size_t from = 0; from < messages.size(); from += lanes) {
        std::array<Padded, lanes> together;
        const std::size_t count = std::min(lanes, messages.size() - from);
        for (std::size_t i = 0; i < count; ++i) together[i] = {prefix, messages[from + i]};
        hash_side_by_side(std::span(together).first(count), hashes.data() + from);
    }
}

}  // namespace ledger
