#pragma once
#include "ledger/rules/state.hpp"

namespace ledger {

// How what happens to a meter changes the state: the part of `apply` that is about it.

/// What is registered of a meter once another device hangs in its place.
void put_device(MeterRegistered& registered, const MeterReplaced& fact);

void carry_into(State& state, const Envelope& envelope, const MeterReplaced& fact);
void carry_into(State& state, const Envelope& envelope, const RegisterRolledOver& fact);
void carry_into(State& state, const Envelope& envelope, const MeterReset& fact);
void carry_into(State& state, const Envelope& envelope, const TransformerRatioChanged& fact);

}  // namespace ledger
