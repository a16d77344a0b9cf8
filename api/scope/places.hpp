#pragma once
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "api/scope/former.hpp"
#include "api/scope/mentions.hpp"
#include "ledger/rules/state.hpp"

namespace api {

/// In which buildings things stand: for whoever is bound to some of them. Made within one look at
/// the state, which it must not outlive, nor what the state has forgotten.
class Places {
public:
    Places(const ledger::State& state, const std::vector<ledger::BuildingId>& allowed,
           const Former& former)
        : state_(state), allowed_(allowed.begin(), allowed.end()), former_(former) {}

    /// True where everything that is mentioned, and known, stands in the allowed buildings, and
    /// something is. What is not known yet stands nowhere: it does not count. A customer counts
    /// where nothing else is mentioned: where their accounts stand, or those stood that they had
    /// before; they are free as long as they never had one.
    bool cover(const Mentions& mentions);

    /// True where each of these customers has an account in the allowed buildings, or had their
    /// last ones there, or never had one.
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

    static Buildings of(const ledger::BuildingId& id) { return {id}; }
    Buildings of(const ledger::GatewayId& id) const;
    Buildings of(const ledger::LineId& id) const;
    Buildings of(const ledger::MeterId& id) const;
    Buildings of(const ledger::AccountId& id) const;
    Buildings of(const ledger::WalletId& id) const;
    Buildings of(const ledger::BatchId& id) const;
    Buildings of_meters(const auto& meters) const;
    template <class Id>
    bool is_known(const Id& id) const;
    bool are_allowed(const Buildings& buildings) const;
    /// Where somebody's accounts stand; nothing where they never had one.
    std::optional<Buildings> of(const ledger::CustomerId& customer);

    const ledger::State& state_;
    const Buildings allowed_;
    const Former& former_;
    std::map<ledger::CustomerId, Buildings> of_customers_;  ///< looked up once, when it is asked
    bool has_customers_ = false;
};

}  // namespace api
