#include "api/access/password.hpp"

#include <array>
#include <chrono>
#include <semaphore>
#include <stdexcept>

#include <fmt/core.h>
#include <sodium.h>

#include "ledger/values/ensure.hpp"

namespace api {
namespace {

constexpr std::size_t shortest = 10;
constexpr std::size_t longest = 200;
constexpr unsigned long long passes = 2;
constexpr std::size_t memory_bytes = std::size_t{64} << 20;
constexpr std::chrono::seconds patience(2);

/// Two of 64 MiB: strangers must not be able to take the book's memory.
std::counting_semaphore<>& seats() {
    static std::counting_semaphore<> free_seats(2);
    return free_seats;
}

}  // namespace

std::optional<std::string> password_fault(std::string_view password, std::string_view name) {
    if (password.size() < shortest)
        return fmt::format("the password has {} bytes: take at least {}", password.size(),
                           shortest);
    if (password.size() > longest)
        return fmt::format("the password has {} bytes: take at most {}", password.size(), longest);
    if (password.find('\0') != std::string_view::npos)
        return "the password holds a zero byte: take text";
    if (password.find_first_not_of(password.front()) == std::string_view::npos)
        return "the password is one character again and again: take another one";
    if (password.find(name) != std::string_view::npos)
        return "the password holds the operator's name: take another one";
    return std::nullopt;
}

std::string verifier_of(std::string_view password) {
    ledger::ensure(sodium_init() >= 0, "the system gives random bytes");
    std::array<char, crypto_pwhash_STRBYTES> text;
    if (crypto_pwhash_str_alg(text.data(), password.data(), password.size(), passes, memory_bytes,
                              crypto_pwhash_ALG_ARGON2ID13) != 0)
        throw std::runtime_error("64 MiB of memory for a password are missing: free some");
    return text.data();
}

std::optional<bool> is_right(std::string_view password, const std::string& verifier) {
    if (!seats().try_acquire_for(patience)) return std::nullopt;
    const bool right =
        crypto_pwhash_str_verify(verifier.c_str(), password.data(), password.size()) == 0;
    seats().release();
    return right;
}

}  // namespace api
