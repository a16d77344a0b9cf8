#include "api/access/secrets.hpp"

#include <array>

#include <sodium.h>

#include "ledger/journal/sha256.hpp"
#include "ledger/values/ensure.hpp"

namespace api {

std::string fresh_secret() {
    ledger::ensure(sodium_init() >= 0, "the system gives random bytes");
    std::array<unsigned char, 32> bytes;
    randombytes_buf(bytes.data(), bytes.size());
    std::array<char, 2 * bytes.size() + 1> text;
    sodium_bin2hex(text.data(), text.size(), bytes.data(), bytes.size());
    return text.data();
}

bool is_same_secret(std::string_view given, std::string_view kept) {
    return given.size() == kept.size() &&
           sodium_memcmp(given.data(), kept.data(), given.size()) == 0;
}

std::string digest_of(std::string_view secret) {
    return ledger::to_hex(ledger::view(ledger::sha256(secret)));
}

std::string key_text(const ledger::ApiKeyId& key, const std::string& secret) {
    return "mbk." + key.text() + "." + secret;
}

}  // namespace api
