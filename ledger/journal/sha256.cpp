#include "ledger/journal/sha256.hpp"

#include <memory>

#include <openssl/evp.h>

#include "ledger/journal/sha256_lanes.hpp"
#include "ledger/values/ensure.hpp"

namespace ledger {
namespace {

constexpr std::string_view leaf_prefix("\x00", 1);
constexpr std::string_view node_prefix("\x01", 1);

/// Fetched once: looking the algorithm up costs more than hashing a small event.
const EVP_MD* algorithm() {
    static const EVP_MD* const fetched = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    ensure(fetched != nullptr, "OpenSSL offers SHA-256");
    return fetched;
}

/// Told the algorithm once: telling it again costs a third of hashing a small event.
EVP_MD_CTX* context() {
    struct Free {
        void operator()(EVP_MD_CTX* c) const { EVP_MD_CTX_free(c); }
    };
    thread_local const std::unique_ptr<EVP_MD_CTX, Free> mine = [] {
        std::unique_ptr<EVP_MD_CTX, Free> fresh(EVP_MD_CTX_new());
        ensure(fresh && EVP_DigestInit_ex2(fresh.get(), algorithm(), nullptr) == 1,
               "there is memory for a hash");
        return fresh;
    }();
    return mine.get();
}

/// With fewer of them most lanes would be empty.
constexpr std::size_t fewest_side_by_side = 3;

std::vector<Hash> hashes_of(BytesView prefix, std::span<const BytesView> messages) {
    std::vector<Hash> hashes(messages.size());
    if (messages.size() >= fewest_side_by_side) {
        sha256_of_each(prefix.front(), messages, hashes);
    } else {
        for (std::size_t i = 0; i < hashes.size(); ++i) hashes[i] = sha256({prefix, messages[i]});
    }
    return hashes;
}

}  // namespace

Hash sha256(std::initializer_list<BytesView> parts) {
    EVP_MD_CTX* hashing = context();
    bool well = EVP_DigestInit_ex2(hashing, nullptr, nullptr) == 1;
    for (const BytesView part : parts)
        well = well && EVP_DigestUpdate(hashing, part.data(), part.size()) == 1;
    Hash hash;
    well = well && EVP_DigestFinal_ex(hashing, hash.data(), nullptr) == 1;
    ensure(well, "SHA-256 does not fail");
    return hash;
}

Hash leaf_hash(BytesView bytes) { return sha256({leaf_prefix, bytes}); }

Hash node_hash(const Hash& left, const Hash& right) {
    return sha256({node_prefix, view(left), view(right)});
}

std::vector<Hash> leaf_hashes(std::span<const Bytes> leaves) {
    const std::vector<BytesView> views(leaves.begin(), leaves.end());
    return hashes_of(leaf_prefix, views);
}

std::vector<Hash> leaf_hashes(std::span<const BytesView> leaves) {
    return hashes_of(leaf_prefix, leaves);
}

std::vector<Hash> node_hashes(std::span<const Hash> pairs) {
    std::vector<BytesView> views;
    views.reserve(pairs.size() / 2);
    for (std::size_t i = 0; i + 1 < pairs.size(); i += 2)
        views.emplace_back(reinterpret_cast<const char*>(pairs[i].data()), 2 * sizeof(Hash));
    return hashes_of(node_prefix, views);
}

}  // namespace ledger
