#pragma once
#include <map>
#include <string>
#include <string_view>

#include "tests/scenarios/stage.hpp"

namespace scenarios {

using Check = void (*)(const Stage&, Words&);
using Checks = std::map<std::string_view, Check>;

// The verbs of `then`. Each throws a Fault where the book says something else.
Checks money_checks();     // checks_money.cpp
Checks energy_checks();    // checks_energy.cpp
Checks control_checks();   // checks_control.cpp
Checks watch_checks();     // checks_watch.cpp
Checks office_checks();    // checks_office.cpp
Checks operator_checks();  // checks_operators.cpp

/// Finds the verb and checks what the sentence says.
void check(const Stage& stage, Words& words);

/// The meter of this name, or a Fault.
const ledger::Meter& known_meter(const Stage& stage, const ledger::MeterId& id);

/// Throws a Fault when what came is not what was expected.
void expect_same(std::string_view what, const std::string& expected, const std::string& came);

}  // namespace scenarios
