#pragma once
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

#include "ledger/notes/key_rotation.hpp"

namespace ledger {

/// In the folder of the keys: the vkeys of those that sign nothing more, a line each.
inline constexpr const char* retired_keys_file = "RETIRED";

/// A signing key that is needed cannot be used; the sentence names the file and the way out.
struct SigningKeyUnusable : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// The log's signing keys in their folder: N.pem the secret, N.vkey the public one, from 1 on. Not
/// for several threads at once.
class SigningKeys {
public:
    /// Takes up the key that the log names last; makes the first one where the log has named none
    /// and has signed nothing. `named`: the vkeys of the log's rotations, oldest first.
    SigningKeys(std::filesystem::path directory, std::string origin, std::vector<std::string> named,
                bool has_signed);

    const NoteSigner& current() const { return *current_; }

    /// Every key that has signed, oldest first.
    const std::vector<std::string>& history() const { return history_; }

    /// Makes the key that comes next, on the disk when this returns; it signs nothing yet.
    KeyRotation make_next();

    /// The key that was made last signs from now on.
    void adopt_next();

private:
    std::filesystem::path file_of(std::size_t number, const char* ending) const;
    NoteSigner read(std::size_t number) const;
    NoteSigner make(std::size_t number) const;

    std::filesystem::path directory_;
    std::string origin_;
    std::vector<std::string> history_;
    std::shared_ptr<const NoteSigner> current_;
};

}  // namespace ledger
