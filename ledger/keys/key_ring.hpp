#pragma once
#include <filesystem>
#include <mutex>
#include <optional>
#include <stdexcept>

#include "ledger/keys/seal.hpp"
#include "ledger/values/id.hpp"

namespace ledger {

/// A key is there and cannot be used: one sentence with the file and the way out.
struct KeyUnusable : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// The customers' keys, one file of 32 bytes each, beside the journal and never in it: what is
/// destroyed here is gone from every copy of the log. A key is on the disk before it is given out,
/// readable by its owner alone. Any thread.
class KeyRing {
public:
    /// The folder is made with the first key. Throws KeyUnusable where it is there and not a
    /// folder.
    explicit KeyRing(std::filesystem::path directory);

    /// The customer's key, made now where there is none.
    SealKey keep(const CustomerId& customer);

    /// The customer's key, if there is one.
    std::optional<SealKey> find(const CustomerId& customer) const;

    /// Overwrites and removes it; returns when that is durable. Nothing where there is none.
    void destroy(const CustomerId& customer);

private:
    std::filesystem::path file_of(const CustomerId& customer) const;
    std::optional<SealKey> read(const CustomerId& customer) const;
    SealKey make(const CustomerId& customer);

    std::filesystem::path directory_;
    mutable std::mutex mutex_;
};

/// A key of nobody, for a look at what would be sealed.
SealKey fresh_key();

}  // namespace ledger
