#include "ledger/notes/private_key.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>

#include "ledger/values/ensure.hpp"

namespace ledger {
namespace {

struct Free {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
    void operator()(BIO* bio) const { BIO_free(bio); }
};
using Key = std::unique_ptr<EVP_PKEY, Free>;
using Context = std::unique_ptr<EVP_MD_CTX, Free>;
using Memory = std::unique_ptr<BIO, Free>;

constexpr std::size_t public_size = 32;
constexpr std::size_t signature_size = 64;

const unsigned char* raw(BytesView bytes) {
    return reinterpret_cast<const unsigned char*>(bytes.data());
}

unsigned char* raw(Bytes& bytes) { return reinterpret_cast<unsigned char*>(bytes.data()); }

}  // namespace

struct PrivateKey::Parts {
    Key key;
};

PrivateKey PrivateKey::fresh() {
    Bytes seed(seed_size, '\0');
    ensure(RAND_bytes(raw(seed), static_cast<int>(seed.size())) == 1, "the system is random");
    return of_seed(seed);
}

PrivateKey PrivateKey::of_seed(BytesView seed) {
    ensure(seed.size() == seed_size, "an Ed25519 seed has 32 bytes");
    Key key(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, raw(seed), seed.size()));
    ensure(key != nullptr, "OpenSSL offers Ed25519");
    return PrivateKey(std::make_shared<const Parts>(Parts{std::move(key)}));
}

std::optional<PrivateKey> PrivateKey::of_pem(const Bytes& pem) {
    const Memory memory(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    ensure(memory != nullptr, "there is memory for a key");
    Key key(PEM_read_bio_PrivateKey(memory.get(), nullptr, nullptr, nullptr));
    if (!key || EVP_PKEY_id(key.get()) != EVP_PKEY_ED25519) return std::nullopt;
    return PrivateKey(std::make_shared<const Parts>(Parts{std::move(key)}));
}

Bytes PrivateKey::pem() const {
    const Memory memory(BIO_new(BIO_s_mem()));
    ensure(memory && PEM_write_bio_PKCS8PrivateKey(memory.get(), parts_->key.get(), nullptr,
                                                   nullptr, 0, nullptr, nullptr) == 1,
           "a key in memory is written");
    char* text = nullptr;
    const long size = BIO_get_mem_data(memory.get(), &text);
    return {text, static_cast<std::size_t>(size)};
}

Bytes PrivateKey::public_key() const {
    Bytes bytes(public_size, '\0');
    std::size_t size = bytes.size();
    const int done = EVP_PKEY_get_raw_public_key(parts_->key.get(), raw(bytes), &size);
    ensure(done == 1 && size == public_size, "an Ed25519 key has 32 public bytes");
    return bytes;
}

Bytes PrivateKey::sign(BytesView text) const {
    const Context context(EVP_MD_CTX_new());
    Bytes signature(signature_size, '\0');
    std::size_t size = signature.size();
    const bool well =
        context &&
        EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, parts_->key.get()) == 1 &&
        EVP_DigestSign(context.get(), raw(signature), &size, raw(text), text.size()) == 1;
    ensure(well && size == signature_size, "an Ed25519 key signs");
    return signature;
}

bool is_signature(BytesView public_key, BytesView text, BytesView signature) {
    if (public_key.size() != public_size || signature.size() != signature_size) return false;
    const Key key(
        EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, raw(public_key), public_key.size()));
    const Context context(EVP_MD_CTX_new());
    if (!key || !context) return false;
    return EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
           EVP_DigestVerify(context.get(), raw(signature), signature.size(), raw(text),
                            text.size()) == 1;
}

}  // namespace ledger
