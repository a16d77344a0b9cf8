#include "ledger/journal/sha256_lanes.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#include "ledger/values/ensure.hpp"

// A vector register of eight words does for eight messages what a word does for one, and one of
// sixteen for sixteen. The messages of a frame are nearly all of the same length, so hardly any
// lane waits for another.

namespace ledger {
namespace {

constexpr std::size_t block_size = 64;
constexpr std::size_t words_of_a_block = 16;
constexpr std::size_t length_size = 8;  // the length in bits ends the last block
constexpr std::size_t rounds = 64;

using Word = std::uint32_t;
using Row8 [[gnu::vector_size(8 * sizeof(Word))]] = Word;
using Row16 [[gnu::vector_size(16 * sizeof(Word))]] = Word;

template <class Row>
constexpr std::size_t lanes_of = sizeof(Row) / sizeof(Word);
constexpr std::size_t most_lanes = lanes_of<Row16>;

/// A block of each message, as it stands there.
struct alignas(Row16) Blocks {
    std::array<std::array<char, block_size>, most_lanes> bytes;
};
/// The same word of each message in a row.
template <std::size_t lanes>
struct alignas(Row16) Digests {
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

/// The words of two rows in turn.
[[gnu::always_inline]] inline void interleave(const Row8& one, const Row8& other, Row8* both) {
    both[0] = __builtin_shufflevector(one, other, 0, 8, 1, 9, 2, 10, 3, 11);
    both[1] = __builtin_shufflevector(one, other, 4, 12, 5, 13, 6, 14, 7, 15);
}
[[gnu::always_inline]] inline void interleave(const Row16& one, const Row16& other, Row16* both) {
    both[0] =
        __builtin_shufflevector(one, other, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
    both[1] = __builtin_shufflevector(one, other, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14,
                                      30, 15, 31);
}

/// Of a message in a row, a word of each of them in a row: interleaved so often that they change
/// places. The high byte of a word comes first.
template <class Row, std::size_t lanes>
[[gnu::always_inline]] inline void transpose(std::array<Row, lanes>& rows) {
    for (std::size_t turn = 1; turn < lanes; turn *= 2) {
        const std::array<Row, lanes> before = rows;
#pragma GCC unroll 16
        for (std::size_t i = 0; i < lanes / 2; ++i)
            interleave(before[i], before[i + lanes / 2], &rows[2 * i]);
    }
#pragma GCC unroll 16
    for (Row& word : rows)
        word = ((word >> 8 | word << 24) & 0xff00ff00) | ((word << 8 | word >> 24) & 0x00ff00ff);
}

/// One block of each message into its digest; the names are those of FIPS 180-4. Part of whoever
/// calls it, since the compiler makes one for each kind of processor.
template <class Row>
[[gnu::always_inline]] inline void compress_rows(const Blocks& blocks,
                                                 Digests<lanes_of<Row>>& digests) {
    constexpr std::size_t lanes = lanes_of<Row>;
    std::array<Row, words_of_a_block> w;
    for (std::size_t from = 0; from < words_of_a_block; from += lanes) {
        std::array<Row, lanes> part;
#pragma GCC unroll 16
        for (std::size_t i = 0; i < lanes; ++i)
            std::memcpy(&part[i], blocks.bytes[i].data() + from * sizeof(Word), sizeof(Row));
        transpose(part);
        std::memcpy(&w[from], &part, sizeof part);
    }
    std::array<Row, 8> before;
    std::memcpy(before.data(), &digests, sizeof digests);
    auto [a, b, c, d, e, f, g, h] = before;
    for (std::size_t from = 0; from < rounds; from += words_of_a_block) {
#pragma GCC unroll 16
        for (std::size_t i = 0; i < words_of_a_block; ++i) {
            Row& word = w[i];
            if (from > 0) {
                const Row two = w[(i + 14) % 16];
                const Row fifteen = w[(i + 1) % 16];
                word += ((two >> 17 | two << 15) ^ (two >> 19 | two << 13) ^ two >> 10) +
                        w[(i + 9) % 16] +
                        ((fifteen >> 7 | fifteen << 25) ^ (fifteen >> 18 | fifteen << 14) ^
                         fifteen >> 3);
            }
            const Row first = h + ((e >> 6 | e << 26) ^ (e >> 11 | e << 21) ^ (e >> 25 | e << 7)) +
                              (g ^ (e & (f ^ g))) + round_constants[from + i] + word;
            const Row second = ((a >> 2 | a << 30) ^ (a >> 13 | a << 19) ^ (a >> 22 | a << 10)) +
                               ((a & b) | (c & (a | b)));
            h = g, g = f, f = e, e = d + first;
            d = c, c = b, b = a, a = first + second;
        }
    }
    const std::array<Row, 8> after{before[0] + a, before[1] + b, before[2] + c, before[3] + d,
                                   before[4] + e, before[5] + f, before[6] + g, before[7] + h};
    std::memcpy(&digests, after.data(), sizeof digests);
}

/// Which one is chosen before the thread sanitizer is there, which would be called by the choice:
/// it has one.
#ifndef __SANITIZE_THREAD__
[[gnu::target_clones("avx2", "default")]]
#endif
void compress(const Blocks& blocks, Digests<8>& digests) {
    compress_rows<Row8>(blocks, digests);
}

[[gnu::target("arch=x86-64-v4")]] void compress(const Blocks& blocks, Digests<16>& digests) {
    compress_rows<Row16>(blocks, digests);
}

/// One message: its prefix, its bytes, and the padding of section 5.1.1 behind them.
class Padded {
public:
    Padded() = default;
    Padded(char prefix, BytesView bytes) : prefix_(prefix), bytes_(bytes) {}

    std::size_t blocks() const { return (size() + length_size) / block_size + 1; }

    void copy_block(std::size_t index, char* block) const {
        const std::size_t from = index * block_size;
        if (from + block_size > size()) return copy_end(index, block);
        if (index > 0) {
            std::memcpy(block, bytes_.data() + from - 1, block_size);
        } else {
            *block = prefix_;
            std::memcpy(block + 1, bytes_.data(), block_size - 1);
        }
    }

private:
    std::size_t size() const { return bytes_.size() + 1; }

    /// What does not fill a block, and the padding.
    void copy_end(std::size_t index, char* block) const {
        const std::size_t from = index * block_size;
        std::memset(block, 0, block_size);
        std::size_t filled = 0;
        if (index == 0) block[filled++] = prefix_;
        const std::size_t passed = std::min(from + filled, size());
        std::memcpy(block + filled, bytes_.data() + passed - 1, size() - passed);
        filled += size() - passed;
        if (from + filled == size()) block[filled] = '\x80';
        if (index + 1 < blocks()) return;
        const std::uint64_t bits = __builtin_bswap64(size() * 8);
        std::memcpy(block + block_size - length_size, &bits, length_size);
    }

    char prefix_ = 0;
    BytesView bytes_;
};

template <std::size_t lanes>
Hash take_digest(const Digests<lanes>& digests, std::size_t lane) {
    Hash hash;
    for (std::size_t i = 0; i < digests.words.size(); ++i) {
        const Word word = __builtin_bswap32(digests.words[i][lane]);
        std::memcpy(hash.data() + i * sizeof word, &word, sizeof word);
    }
    return hash;
}

/// As many messages as there are lanes, or fewer. Who is done early waits for the longest.
template <std::size_t lanes>
void hash_side_by_side(std::span<const Padded> messages, Hash* hashes) {
    std::size_t most = 0;
    for (const Padded& each : messages) most = std::max(most, each.blocks());
    Blocks blocks{};
    Digests<lanes> digests;
    for (std::size_t i = 0; i < first_digest.size(); ++i) digests.words[i].fill(first_digest[i]);
    for (std::size_t index = 0; index < most; ++index) {
        for (std::size_t lane = 0; lane < messages.size(); ++lane) {
            if (index < messages[lane].blocks())
                messages[lane].copy_block(index, blocks.bytes[lane].data());
        }
        compress(blocks, digests);
        for (std::size_t lane = 0; lane < messages.size(); ++lane) {
            if (index + 1 == messages[lane].blocks()) hashes[lane] = take_digest(digests, lane);
        }
    }
}

/// As long as there are at least so many of them; what is left over stays.
template <std::size_t lanes>
void hash_each(char prefix, std::span<const BytesView>& messages, Hash*& hashes,
               std::size_t least) {
    while (messages.size() >= least) {
        std::array<Padded, lanes> together;
        const std::size_t count = std::min(lanes, messages.size());
        for (std::size_t i = 0; i < count; ++i) together[i] = {prefix, messages[i]};
        hash_side_by_side<lanes>(std::span(together).first(count), hashes);
        messages = messages.subspan(count);
        hashes += count;
    }
}

/// Whether a register holds sixteen words, and a word is rotated at once.
bool has_wide_rows() {
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
           __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
           __builtin_cpu_supports("avx512cd");
}

}  // namespace

void sha256_of_each(char prefix, std::span<const BytesView> messages, std::span<Hash> hashes) {
    ensure(messages.size() == hashes.size(), "a hash for each message");
    Hash* next = hashes.data();
    if (has_wide_rows()) hash_each<16>(prefix, messages, next, lanes_of<Row8> + 1);
    hash_each<8>(prefix, messages, next, 1);
}

}  // namespace ledger
