#include "ledger/rules/office/signing_keys.hpp"

#include "ledger/rules/commands.hpp"
#include "ledger/rules/state.hpp"

namespace ledger {

std::vector<std::string> signing_keys_of(const State& state) { return state.office.signing_keys; }

std::optional<KeyRotation> rotation_in(const Event& event) {
    const auto* fact = std::get_if<SigningKeyRotated>(&event.payload);
    if (fact == nullptr) return std::nullopt;
    return KeyRotation{fact->from, fact->to, fact->signature};
}

Command rotation_command(const KeyRotation& rotation) {
    return RotateSigningKey{{rotation.from, rotation.to, rotation.signature}};
}

}  // namespace ledger
