#pragma once
#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>

#include "ledger/values/id.hpp"

namespace api {

/// The folder of passwords and keys cannot be used: one sentence with the way out.
struct CredentialsUnusable : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// What operators prove themselves with: verifiers of passwords and digests of keys, a file each,
/// in `access/` beside the journal and never in it, so that an exported log cannot be attacked.
/// Readable by their owner alone, and on the disk before a call returns. Any thread; one process.
class Credentials {
public:
    /// The folder is made with the first file. Throws CredentialsUnusable.
    explicit Credentials(std::filesystem::path directory);

    void set_password(const ledger::OperatorId& who, const std::string& verifier);
    std::optional<std::string> password(const ledger::OperatorId& who) const;

    /// Digests are written as 64 hexadecimal digits.
    void keep_key(const ledger::ApiKeyId& key, const std::string& digest);
    std::optional<std::string> key(const ledger::ApiKeyId& key) const;
    void forget_key(const ledger::ApiKeyId& key);

private:
    void read_all();
    void write(const std::filesystem::path& name, const std::string& text);

    std::filesystem::path directory_;
    mutable std::mutex mutex_;
    std::map<ledger::OperatorId, std::string> passwords_;
    std::map<ledger::ApiKeyId, std::string> keys_;
};

}  // namespace api
