#pragma once
#include <map>
#include <set>
#include <vector>

#include "api/scope/mentions.hpp"
#include "ledger/rules/state.hpp"

namespace api {

/// In which buildings things stand: for whoever is bound to some of them. Made within one look at
/// the state, which it must not outlive.
class Places {
public:
    Places(const ledger::State& state, const std::vector<ledger::BuildingId>& allowed)
        : state_(state), allowed_(allowed.begin(), allowed.end()) {}

    /// True where everything that is mentioned, and known, stands in the allowed buildings, and
    /// something is. What is not known yet stands nowhere: it does not count. A customer counts
    /// where nothing else is mentioned, and is free as long as they have no account.
    bool cover(const Mentions& mentions);

    /// True where each of these customers has an account in the allowed buildings, or none at all.
    bool reach_customers(const std::set<ledger::CustomerId>& customers);

    /// True where something that is known stands in other buildings.
    bool stand_elsewhere(const Mentions& mentions) const { return judge(mentions).is_elsewhere; }

private:
    using Buildings = std::set<ledger::BuildingId>;
    struct Judged {
        std::size_t known = 0;
        bool is_elsewhere = false;
    };
    Judged judge(const Mentions& mentions) const;

    Buildings of(const ledger::BuildingId& id) const { return {id}; }
    Buildings of(const ledger::GatewayId& id) const;
    Buildings of(const ledger::LineId& id) const;
    Buildings of(const ledger::MeterId& id) const;
    Buildings of(const ledger::AccountId& id) const;
    Buildings of(const ledger::WalletId& id) const;
    Buildings of(const ledger::BatchId& id) const;
    Buildings of_meters(const std::vector<ledger::MeterId>& meters) const;
    bool is_known(const auto& id) const;
    bool are_allowed(const Buildings& buildings) const;
    bool cover_customers(const std::set<ledger::CustomerId>& customers);
    const Buildings& of(const ledger::CustomerId& customer);

    const ledger::State& state_;
    const Buildings allowed_;
    std::map<ledger::CustomerId, Buildings> of_customers_;  ///< looked up once, when it is asked
    bool has_customers_ = false;
};

}  // namespace api
