#pragma once
#include <string>
#include <string_view>

#include "ledger/values/id.hpp"

namespace api {

/// 256 random bits as 64 hexadecimal digits: a session's token, a key, what goes with a form.
std::string fresh_secret();

/// Compares without telling by its time how much was right.
bool is_same_secret(std::string_view given, std::string_view kept);

/// What is kept of a secret of full entropy, its SHA-256 as 64 hexadecimal digits: nobody finds
/// the one by the other.
std::string digest_of(std::string_view secret);

/// What a machine gives as its bearer: "mbk.NAME.SECRET".
std::string key_text(const ledger::ApiKeyId& key, const std::string& secret);

}  // namespace api
