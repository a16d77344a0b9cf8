#include "ledger/journal/sha256.hpp"

#include <memory>

#include <openssl/evp.h>

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

}  // namespace ledger
