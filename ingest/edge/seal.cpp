#include "ingest/edge/seal.hpp"

#include <array>
#include <fstream>
#include <memory>

#include <fmt/core.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include "ingest/edge/link.hpp"
#include "ledger/journal/big_endian.hpp"
#include "ledger/values/ensure.hpp"

namespace edge {
namespace {

using ledger::Bytes;
using ledger::BytesView;
using ledger::ensure;

constexpr std::size_t number_size = 8;
constexpr std::size_t block_size = 8;
constexpr std::size_t mac_size = 32;
constexpr std::size_t cipher_key_size = 24;
constexpr std::uint64_t most_sealed_bytes = 256 << 20;

const unsigned char* raw(BytesView bytes) {
    return reinterpret_cast<const unsigned char*>(bytes.data());
}
unsigned char* raw(Bytes& bytes) { return reinterpret_cast<unsigned char*>(bytes.data()); }

Bytes mac_of(BytesView key, BytesView bytes) {
    Bytes mac(mac_size, '\0');
    unsigned size = 0;
    const auto* made = HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), raw(bytes),
                            bytes.size(), raw(mac), &size);
    ensure(made != nullptr && size == mac_size, "HMAC-SHA-256 is there");
    return mac;
}

struct FreeCipher {
    void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};

/// 3DES-CBC with the usual padding, both ways; nothing where the padding is none.
std::optional<Bytes> crypt(bool encrypt, BytesView key, BytesView iv, BytesView text) {
    const std::unique_ptr<EVP_CIPHER_CTX, FreeCipher> context(EVP_CIPHER_CTX_new());
    ensure(context && EVP_CipherInit_ex(context.get(), EVP_des_ede3_cbc(), nullptr, raw(key),
                                        raw(iv), encrypt ? 1 : 0) == 1,
           "3DES is in the default provider");
    Bytes out(text.size() + block_size, '\0');
    int size = 0;
    int rest = 0;
    if (EVP_CipherUpdate(context.get(), raw(out), &size, raw(text),
                         static_cast<int>(text.size())) != 1 ||
        EVP_CipherFinal_ex(context.get(), raw(out) + size, &rest) != 1)
        return std::nullopt;
    out.resize(static_cast<std::size_t>(size) + static_cast<std::size_t>(rest));
    return out;
}

}  // namespace

Bytes random_bytes(std::size_t count) {
    Bytes bytes(count, '\0');
    ensure(RAND_bytes(raw(bytes), static_cast<int>(count)) == 1, "the system has randomness");
    return bytes;
}

Secret read_secret(const std::filesystem::path& file) {
    std::ifstream in(file);
    std::string hex;
    in >> hex;
    const bool is_hex = hex.size() == 2 * secret_size &&
                        hex.find_first_not_of("0123456789abcdefABCDEF") == std::string::npos;
    if (!is_hex)
        throw std::runtime_error(
            fmt::format("{} holds no secret of {} hexadecimal digits: make one with meterbook "
                        "certificate secret",
                        file.string(), 2 * secret_size));
    Bytes bytes;
    for (std::size_t i = 0; i < hex.size(); i += 2)
        bytes.push_back(static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16)));
    return {std::move(bytes)};
}

Seal::Seal(Side side, const Secret& secret, const Session& session) {
    const auto key = [&](BytesView what) {
        Bytes bytes(what);
        bytes += '\0' + session.gateway.text() + '\0';
        return mac_of(secret.bytes, bytes + session.fresh_of_gateway + session.fresh_of_book);
    };
    const Keys up{key("encrypt up").substr(0, cipher_key_size), key("authenticate up")};
    const Keys down{key("encrypt down").substr(0, cipher_key_size), key("authenticate down")};
    const bool is_book = side == Side::book;
    out_ = is_book ? down : up;
    in_ = is_book ? up : down;
}

Bytes Seal::close(BytesView payload) {
    sealed_bytes_ += payload.size();
    if (sealed_bytes_ > most_sealed_bytes)
        throw LinkBroken("these keys have sealed enough: connect again, for other ones");
    Bytes sealed;
    ledger::put_big_endian(++sent_, sealed);
    const Bytes iv = random_bytes(block_size);
    const auto text = crypt(true, out_.cipher, iv, payload);
    ensure(text.has_value(), "any bytes can be encrypted");
    sealed += iv + *text;
    return sealed + mac_of(out_.mac, sealed);
}

Bytes Seal::open(BytesView sealed) {
    if (sealed.size() < number_size + 2 * block_size + mac_size)
        throw BadFrame("a sealed frame that is too short to be one");
    const BytesView body = sealed.substr(0, sealed.size() - mac_size);
    const Bytes mac = mac_of(in_.mac, body);
    if (CRYPTO_memcmp(mac.data(), sealed.data() + body.size(), mac_size) != 0)
        throw BadFrame("a frame that was sealed with another secret, or changed on its way");
    BytesView rest = body;
    const auto number = ledger::take_big_endian<std::uint64_t>(rest);
    if (number != received_ + 1)
        throw BadFrame(
            fmt::format("sealed frame {} where {} is due: it was repeated, or one is "
                        "missing",
                        number, received_ + 1));
    received_ = number;
    auto payload = crypt(false, in_.cipher, rest.substr(0, block_size), rest.substr(block_size));
    if (!payload) throw BadFrame("a sealed frame whose padding is none");
    return std::move(*payload);
}

}  // namespace edge
