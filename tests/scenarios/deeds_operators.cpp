#include "ledger/notes/key_rotation.hpp"
#include "tests/scenarios/deeds.hpp"

namespace scenarios {

using namespace ledger;

namespace {

template <class Id>
std::vector<Id> names(Words& words, std::string_view what) {
    std::vector<Id> all{words.name<Id>(what)};
    while (words.skip("and")) all.push_back(words.name<Id>(what));
    return all;
}

/// in B1 and B2 for A1: what they are bound to
void bind(Words& words, auto& wanted) {
    if (words.skip("in")) wanted.buildings = names<BuildingId>(words, "a building");
    if (words.skip("for")) wanted.accounts = names<AccountId>(words, "an account");
}

/// hire li [machine] with cashier and auditor [in B1] [for A1]
void hire(Stage& stage, Words& words) {
    OperatorAdded wanted;
    wanted.who = words.name<OperatorId>("an operator");
    wanted.is_machine = words.skip("machine");
    words.expect("with");
    wanted.roles = names<RoleId>(words, "a role");
    bind(words, wanted);
    stage.ask(AddOperator{wanted});
}

/// change li with cashier [in B1] [for A1] [disabled]
void change(Stage& stage, Words& words) {
    OperatorChanged wanted;
    wanted.who = words.name<OperatorId>("an operator");
    words.expect("with");
    wanted.roles = names<RoleId>(words, "a role");
    bind(words, wanted);
    wanted.disabled = words.skip("disabled");
    stage.ask(ChangeOperator{wanted});
}

/// role desk may money.sell and money.read
void role(Stage& stage, Words& words) {
    RoleDefined wanted;
    wanted.role = words.name<RoleId>("a role");
    words.expect("may");
    wanted.rights.push_back(words.one_of<Right>());
    while (words.skip("and")) wanted.rights.push_back(words.one_of<Right>());
    stage.ask(DefineRole{wanted});
}

/// password of li
void password(Stage& stage, Words& words) {
    words.expect("of");
    stage.ask(ReportPasswordChange{{words.name<OperatorId>("an operator")}});
}

NoteSigner signing_key(std::uint32_t n) {
    return {"meterbook/0", PrivateKey::of_seed(Bytes(PrivateKey::seed_size, static_cast<char>(n)))};
}

/// sign 1 over to 2
/// sign 1 over to 3 naming 2: the new key is another than the old one signed
void sign_over(Stage& stage, Words& words) {
    const NoteSigner from = signing_key(words.small_number("a key's number"));
    words.expect("over");
    words.expect("to");
    const VerifierKey to = signing_key(words.small_number("a key's number")).key();
    const VerifierKey said =
        words.skip("naming") ? signing_key(words.small_number("a key's number")).key() : to;
    const KeyRotation rotation = hand_over(from, said);
    stage.ask(RotateSigningKey{{rotation.from, to.text(), rotation.signature}});
}

/// sign li in
void sign(Stage& stage, Words& words) {
    if (words.is_number()) return sign_over(stage, words);
    const auto who = words.name<OperatorId>("an operator");
    words.expect("in");
    stage.ask(ReportSignIn{{who, "192.0.2.1"}});
}

/// issue K1 to erp [until 2026-05-02 09:00]
void issue(Stage& stage, Words& words) {
    const auto key = words.name<ApiKeyId>("a key");
    words.expect("to");
    const auto who = words.name<OperatorId>("an operator");
    if (!words.skip("until")) return stage.ask(IssueKey{{who, key, std::nullopt}});
    stage.ask(IssueKey{{who, key, stage.clock().read(words)}});
}

/// revoke K1 of erp
void revoke(Stage& stage, Words& words) {
    const auto key = words.name<ApiKeyId>("a key");
    words.expect("of");
    stage.ask(RevokeKey{{words.name<OperatorId>("an operator"), key}});
}

}  // namespace

Deeds operator_deeds() {
    return {{"hire", hire}, {"change", change}, {"role", role},    {"password", password},
            {"sign", sign}, {"issue", issue},   {"revoke", revoke}};
}

}  // namespace scenarios
