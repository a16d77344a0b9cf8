#include <algorithm>
#include <array>

#include "ledger/notes/key_rotation.hpp"
#include "tests/property/world.hpp"

// Who may ask in the small world.

namespace property {

using namespace ledger;

namespace {

constexpr std::array people{"chen", "li", "zhang", "wu", "erp"};
constexpr std::array held{"administrator", "cashier", "auditor", "desk", "porter", "unknown"};

OperatorId operator_name(std::uint32_t who) { return OperatorId(people.at(who % people.size())); }
bool is_machine(std::uint32_t who) { return who % people.size() == people.size() - 1; }

/// Of a key that somebody holds, where there is one.
RevokeKey revocation(const State& state, const KeyRevoked& of_nobody) {
    for (const auto& [who, known] : state.office.operators) {
        if (!known.keys.empty()) return RevokeKey{{who, known.keys.begin()->first}};
    }
    return RevokeKey{of_nobody};
}

/// The n-th key of the log.
NoteSigner signing_key(std::size_t n) {
    return {"meterbook/0", PrivateKey::of_seed(Bytes(PrivateKey::seed_size, static_cast<char>(n)))};
}

/// The newest key hands over to the next one; or, which is refused, an older one does.
RotateSigningKey rotation(const State& state, std::uint32_t late) {
    const std::size_t used = state.office.signing_keys.size();
    const std::size_t newest = used == 0 ? 1 : used;
    const KeyRotation signed_over =
        hand_over(signing_key(newest - std::min<std::size_t>(late, newest - 1)),
                  signing_key(newest + 1).key());
    return RotateSigningKey{{signed_over.from, signed_over.to, signed_over.signature}};
}

/// None where no money has moved yet.
Position newest_transaction(const State& state) {
    Position newest;
    for (const auto& [sale, known] : state.sales) newest = std::max(newest, sale);
    for (const auto& [refund, known] : state.refunds) newest = std::max(newest, refund);
    for (const auto& [reversal, undone] : state.reversals) newest = std::max(newest, reversal);
    return newest;
}

}  // namespace

const Turn& World::act(const Hire& step) {
    const OperatorId who = operator_name(step.who);
    const std::vector<RoleId> roles{RoleId(held.at(step.role % held.size()))};
    std::vector<BuildingId> buildings;
    if (step.is_bound) buildings.push_back(state().buildings.begin()->first);
    if (!state().office.operators.contains(who))
        return ask(AddOperator{{who, is_machine(step.who), "", roles, buildings, {}}});
    return ask(ChangeOperator{{who, "", roles, buildings, {}, step.is_disabled}});
}

const Turn& World::act(const Entitle& step) {
    RoleDefined wanted{RoleId(held.at(step.role % held.size())), {}};
    for (std::size_t i = 0; i < EnumNames<Right>::names.size(); ++i) {
        if (is_retired(static_cast<Right>(i))) continue;
        if ((step.rights >> i & 1U) != 0) wanted.rights.push_back(static_cast<Right>(i));
    }
    return ask(DefineRole{wanted});
}

void World::hold_a_key(const OperatorId& machine, const ApiKeyId& key) {
    if (state().office.operators.empty())
        ask(AddOperator{{operator_name(0), false, "", {RoleId("administrator")}, {}, {}}});
    if (!state().office.operators.contains(machine))
        ask(AddOperator{{machine, true, "", {RoleId("auditor")}, {}, {}}});
    ask(IssueKey{{machine, key}});
}

const Turn& World::act(const Admit& step) {
    const OperatorId who = operator_name(step.who);
    const ApiKeyId key("K" + std::to_string(step.key));
    switch (step.what) {
        case 0:
            return ask(ReportPasswordChange{{who}});
        case 1:
            return ask(IssueKey{{who, key,
                                 step.key % 2 == 0 ? std::nullopt
                                                   : std::optional(state().last_recorded_at +
                                                                   std::chrono::hours(1))}});
        case 2:
            if (step.who % 2 == 0) hold_a_key(operator_name(people.size() - 1), key);
            return ask(revocation(state(), {who, key}));
        case 3:
            return ask(ReportSignIn{{who, "192.0.2.7"}});
        case 4:
            return ask(ReportSignInRefused{{who, "192.0.2.7", SignInFault::wrong, 3}});
        case 5:
            return ask(ReportRefusal{{who, Right::money_sell, "POST /v1/sales", 1}});
        case 6:
            return ask(rotation(state(), step.key));
        case 7:
            return ask(PrintReceipt{newest_transaction(state())});
        case 8:
            return ask(ReportExport{{who, "/v1/meters", ExportFormat::csv, 5}});
        default:
            if (!state().office.operators.contains(who))
                ask(AddOperator{{who, is_machine(step.who), "", {RoleId("auditor")}, {}, {}}});
            return ask(ReportSessionEnd{{who, SessionEnd::signed_out, 1}});
    }
}

}  // namespace property
