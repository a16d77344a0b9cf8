#pragma once
#include <string>
#include <unordered_map>

#include "ledger/rules/postings.hpp"
#include "tools/meterbook/bundle/summary.hpp"

namespace meterbook {

/// The plain sum of all postings to each account, found without spelling its name. One thread.
class PlainSums {
public:
    void add(const ledger::Payload& payload) {
        for (const ledger::Side& each : ledger::sides(payload)) sum_of(each.account) += each.amount;
    }

    void add_to(Balances& balances) const {
        for (const auto& [account, sum] : sums_)
            balances[to_text(ledger::BookAccount{account.of, account.name})] += sum;
    }

private:
    struct Account {
        ledger::BookAccount::Of of;
        std::string name;
    };
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(const auto& account) const noexcept {
            return ledger::hash_of_name(account.name) + static_cast<std::size_t>(account.of);
        }
    };
    struct Equal {
        using is_transparent = void;
        bool operator()(const auto& a, const auto& b) const noexcept {
            return a.of == b.of && std::string_view(a.name) == std::string_view(b.name);
        }
    };

    ledger::Money& sum_of(const ledger::BookAccount& account) {
        const auto known = sums_.find(account);
        if (known != sums_.end()) return known->second;
        return sums_[Account{account.of, std::string(account.name)}];
    }

    std::unordered_map<Account, ledger::Money, Hash, Equal> sums_;
};

}  // namespace meterbook
