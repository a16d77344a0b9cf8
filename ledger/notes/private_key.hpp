#pragma once
#include <memory>
#include <optional>

#include "ledger/values/bytes.hpp"

namespace ledger {

/// The secret half of an Ed25519 key (RFC 8032). Any thread may sign.
class PrivateKey {
public:
    static constexpr std::size_t seed_size = 32;

    static PrivateKey fresh();
    static PrivateKey of_seed(BytesView seed);  ///< 32 bytes
    /// Of PKCS #8 in PEM; nothing where it holds no Ed25519 key.
    static std::optional<PrivateKey> of_pem(const Bytes& pem);

    Bytes pem() const;
    Bytes public_key() const;          ///< 32 bytes
    Bytes sign(BytesView text) const;  ///< 64 bytes

private:
    struct Parts;
    explicit PrivateKey(std::shared_ptr<const Parts> parts) : parts_(std::move(parts)) {}
    std::shared_ptr<const Parts> parts_;
};

/// Whether the key signed this text; false too for a key or a signature of another length.
bool is_signature(BytesView public_key, BytesView text, BytesView signature);

}  // namespace ledger
