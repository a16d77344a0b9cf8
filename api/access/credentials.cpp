#include "api/access/credentials.hpp"

#include <fstream>
#include <iterator>

#include <fmt/core.h>

#include "ledger/journal/durable_file.hpp"
#include "ledger/values/ensure.hpp"

namespace api {
namespace {

constexpr unsigned owner_alone = 0600;
constexpr const char* password_ending = ".password";
constexpr const char* key_ending = ".key";

std::string content_of(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in)
        throw CredentialsUnusable(
            fmt::format("cannot read {}: give this user the right to", file.string()));
    return {std::istreambuf_iterator<char>(in), {}};
}

std::string digest_in(const std::filesystem::path& file) {
    std::string digest = content_of(file);
    if (digest.size() != 64 || digest.find_first_not_of("0123456789abcdef") != std::string::npos)
        throw CredentialsUnusable(
            fmt::format("{} holds no digest of a key: remove it, and give the machine a new key",
                        file.string()));
    return digest;
}

}  // namespace

Credentials::Credentials(std::filesystem::path directory) : directory_(std::move(directory)) {
    if (!std::filesystem::exists(directory_)) return;
    if (!std::filesystem::is_directory(directory_))
        throw CredentialsUnusable(
            fmt::format("{} must be the folder of the operators' passwords: move the file away",
                        directory_.string()));
    read_all();
}

void Credentials::read_all() {
    for (const auto& entry : std::filesystem::directory_iterator(directory_)) {
        const std::filesystem::path& file = entry.path();
        const std::string name = file.stem().string();
        if (file.extension() == password_ending)
            passwords_[ledger::OperatorId(name)] = content_of(file);
        if (file.extension() == key_ending) keys_[ledger::ApiKeyId(name)] = digest_in(file);
    }
}

/// Whole under its name, or not at all.
void Credentials::write(const std::filesystem::path& name, const std::string& text) {
    if (std::filesystem::create_directories(directory_)) {
        std::filesystem::permissions(directory_, std::filesystem::perms::owner_all);
        ledger::sync_directory(directory_.parent_path());
    }
    const std::filesystem::path file = directory_ / name;
    const std::filesystem::path fresh = file.string() + ".new";
    ledger::write_durably(fresh, text, owner_alone);
    std::filesystem::rename(fresh, file);
    ledger::sync_directory(directory_);
}

void Credentials::set_password(const ledger::OperatorId& who, const std::string& verifier) {
    ledger::ensure(ledger::OperatorId::is_well_formed(who.text()),
                   "an operator's name is a file's");
    const std::lock_guard lock(mutex_);
    write(who.text() + password_ending, verifier);
    passwords_[who] = verifier;
}

std::optional<std::string> Credentials::password(const ledger::OperatorId& who) const {
    const std::lock_guard lock(mutex_);
    const auto found = passwords_.find(who);
    return found == passwords_.end() ? std::nullopt : std::optional(found->second);
}

void Credentials::keep_key(const ledger::ApiKeyId& key, const std::string& digest) {
    ledger::ensure(ledger::ApiKeyId::is_well_formed(key.text()), "a key's name is a file's");
    const std::lock_guard lock(mutex_);
    write(key.text() + key_ending, digest);
    keys_[key] = digest;
}

std::optional<std::string> Credentials::key(const ledger::ApiKeyId& key) const {
    const std::lock_guard lock(mutex_);
    const auto found = keys_.find(key);
    return found == keys_.end() ? std::nullopt : std::optional(found->second);
}

void Credentials::forget_key(const ledger::ApiKeyId& key) {
    const std::lock_guard lock(mutex_);
    if (keys_.erase(key) == 0) return;
    std::filesystem::remove(directory_ / (key.text() + key_ending));
    ledger::sync_directory(directory_);
}

}  // namespace api
