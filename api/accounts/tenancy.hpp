#pragma once
#include "api/routes.hpp"
#include "projections/explanation.hpp"

namespace api {

// What a tenant is shown of an account: what is theirs, since it is theirs, and neither the notes
// of the office nor anything of others.

/// True for whoever may not read the money of the house: they are shown an account as its tenant.
bool is_tenant(const Call& call);

/// The event by which the account became whose it is now: its opening or its last transfer. Throws
/// JournalUnavailable.
ledger::Event taking_over_of(const Call& call, const ledger::AccountId& account);

/// From which event on whoever asks is shown this wallet: the office from the first.
ledger::Position shown_from(const Call& call, const ledger::WalletId& wallet);

/// What the office is shown alone is taken out for a tenant.
void veil(const Call& call, projections::Explanation& explanation);

/// The name of a wallet, where it may be told; empty for a tenant to whom it is somebody else's.
ledger::WalletId own_or_nothing(const Call& call, const ledger::WalletId& wallet);

}  // namespace api
