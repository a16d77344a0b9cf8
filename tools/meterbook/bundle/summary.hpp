#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "ledger/rules/state.hpp"

namespace meterbook {

/// How many lines something has, and the hash over them.
struct Digest {
    std::uint64_t count = 0;
    ledger::Hash hash{};

    friend bool operator==(const Digest&, const Digest&) = default;
};

/// What the events of a bundle come to, as docs/bundle_format.md spells it.
struct Summary {
    struct Key {
        std::uint64_t position;  ///< of the event that handed over to it; 0: the first one
        std::string vkey;
        friend bool operator==(const Key&, const Key&) = default;
    };
    struct ReadModel {
        std::string name;
        unsigned version;
        Digest digest;
        friend bool operator==(const ReadModel&, const ReadModel&) = default;
    };

    ledger::Hash root{};
    std::uint64_t frames = 0;
    ledger::Hash chain{};
    Digest balances;
    Digest tiers;
    std::vector<Key> keys;
    std::vector<ReadModel> read_models;  ///< by name

    std::string text() const;
    static std::optional<Summary> from_text(const std::string& text);
};

using Balances = std::map<std::string, ledger::Money>;
Digest digest_of(const Balances& balances);

/// The counts of the tiers of every meter that is attached.
Digest digest_of_tiers(const ledger::State& state);

}  // namespace meterbook
