#include "ledger/keys/seal.hpp"

#include <memory>

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "ledger/values/ensure.hpp"

// sealed := 0x01 | nonce 12 | tag 16 | AES-256-GCM(text and zeros to a multiple of 32)
// the keys of cipher and nonce are HMAC-SHA256(key, "cipher") and HMAC-SHA256(key, "nonce")

namespace ledger {
namespace {

constexpr char version = 1;
constexpr std::size_t nonce_size = 12;
constexpr std::size_t tag_size = 16;
constexpr std::size_t step = 32;

struct Free {
    void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};
using Cipher = std::unique_ptr<EVP_CIPHER_CTX, Free>;

const unsigned char* raw(BytesView bytes) {
    return reinterpret_cast<const unsigned char*>(bytes.data());
}
unsigned char* raw(Bytes& bytes) { return reinterpret_cast<unsigned char*>(bytes.data()); }

Hash hmac(BytesView key, BytesView message) {
    Hash hash;
    unsigned size = 0;
    const bool well = HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), raw(message),
                           message.size(), hash.data(), &size) != nullptr;
    ensure(well && size == hash.size(), "HMAC does not fail");
    return hash;
}

Hash derived(const SealKey& key, BytesView purpose) { return hmac(view(key), purpose); }

/// No context and text give the same message as another context and text.
Bytes nonce_of(const SealKey& key, BytesView context, BytesView text) {
    const std::string message =
        std::to_string(context.size()) + ":" + std::string(context) + std::string(text);
    const Hash hash = hmac(view(derived(key, "nonce")), message);
    return Bytes(view(hash).substr(0, nonce_size));
}

/// A cipher that has been told everything but the text.
Cipher begun(const SealKey& key, BytesView context, BytesView nonce, bool encrypts) {
    Cipher cipher(EVP_CIPHER_CTX_new());
    const Hash secret = derived(key, "cipher");
    int size = 0;
    const bool well = cipher && nonce.size() == nonce_size &&
                      EVP_CipherInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, secret.data(),
                                        raw(nonce), encrypts ? 1 : 0) == 1 &&
                      EVP_CipherUpdate(cipher.get(), nullptr, &size, raw(context),
                                       static_cast<int>(context.size())) == 1;
    ensure(well, "OpenSSL offers AES-256-GCM");
    return cipher;
}

Bytes turned(EVP_CIPHER_CTX* cipher, BytesView text) {
    Bytes out(text.size(), '\0');
    int size = 0;
    const bool well =
        EVP_CipherUpdate(cipher, raw(out), &size, raw(text), static_cast<int>(text.size())) == 1;
    ensure(well && static_cast<std::size_t>(size) == out.size(), "a cipher turns what it is given");
    return out;
}

}  // namespace

Bytes seal(const SealKey& key, BytesView context, BytesView text) {
    ensure(text.find('\0') == BytesView::npos, "text holds no zero byte");
    Bytes padded(text);
    padded.resize((text.size() / step + 1) * step);
    const Bytes nonce = nonce_of(key, context, text);
    const Cipher cipher = begun(key, context, nonce, true);
    const Bytes body = turned(cipher.get(), padded);
    Bytes tag(tag_size, '\0');
    int size = 0;
    const bool well = EVP_CipherFinal_ex(cipher.get(), nullptr, &size) == 1 &&
                      EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_GET_TAG,
                                          static_cast<int>(tag.size()), tag.data()) == 1;
    ensure(well, "a cipher can be finished");
    return Bytes(1, version) + nonce + tag + body;
}

std::optional<std::string> unseal(const SealKey& key, BytesView context, BytesView sealed) {
    constexpr std::size_t head = 1 + nonce_size + tag_size;
    if (sealed.size() < head || sealed[0] != version) return std::nullopt;
    const BytesView nonce = sealed.substr(1, nonce_size);
    Bytes tag(sealed.substr(1 + nonce_size, tag_size));
    const Cipher cipher = begun(key, context, nonce, false);
    Bytes text = turned(cipher.get(), sealed.substr(head));
    int size = 0;
    const bool is_whole = EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_SET_TAG,
                                              static_cast<int>(tag.size()), tag.data()) == 1 &&
                          EVP_CipherFinal_ex(cipher.get(), nullptr, &size) == 1;
    if (!is_whole) return std::nullopt;
    text.resize(std::min(text.find('\0'), text.size()));
    return text;
}

}  // namespace ledger
