#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace api {

// Passwords are kept as Argon2id verifiers (RFC 9106): 64 MiB and two passes for each attempt.

/// What a new password lacks, in one sentence with the way out; nothing: it will do.
std::optional<std::string> password_fault(std::string_view password, std::string_view name);

/// "$argon2id$v=19$m=65536,t=2,p=1$…": tells a right password and nothing else. Takes a tenth of a
/// second. Throws std::runtime_error where the memory is missing.
std::string verifier_of(std::string_view password);

/// A few at a time, because of the memory; nothing: too many others wait, ask again.
std::optional<bool> is_right(std::string_view password, const std::string& verifier);

}  // namespace api
