#pragma once
#include <map>
#include <string_view>

#include "tests/scenarios/stage.hpp"

namespace scenarios {

using Deed = void (*)(Stage&, Words&);
using Deeds = std::map<std::string_view, Deed>;

/// Since when the first version of a tariff holds, and a meter has it, unless a scenario says.
constexpr ledger::Instant long_ago{1'577'836'800'000'000};  // 2020-01-01

// The verbs of `given` and `when`, by what they are about. Each turns its words into commands.
Deeds catalogue_deeds();   // deeds_catalogue.cpp
Deeds tariff_deeds();      // deeds_tariff.cpp
Deeds account_deeds();     // deeds_account.cpp
Deeds people_deeds();      // deeds_people.cpp
Deeds money_deeds();       // deeds_money.cpp
Deeds control_deeds();     // deeds_control.cpp
Deeds watch_deeds();       // deeds_watch.cpp
Deeds migration_deeds();   // deeds_migration.cpp
Deeds correction_deeds();  // deeds_correction.cpp
Deeds office_deeds();      // deeds_office.cpp
Deeds operator_deeds();    // deeds_operators.cpp

ledger::RecordReading reading_of(Stage& stage, const ledger::MeterId& meter, Words& words);

/// `A1 of ZHANG pooled with M1 and M2`, and a row for each meter that has terms.
ledger::AccountPrepared account_of(Words& words);

/// `reads …` of a meter: what it showed, and when.
void show_reading(Stage& stage, const ledger::MeterId& meter, Words& words);

/// Finds the verb and does what the sentence says.
void act(Stage& stage, Words& words);

/// What a meter shows, in counts of its step and ratio.
ledger::Registers registers_of(Stage& stage, const ledger::MeterId& meter, Words& words);

/// 1 of "Mon" to 7 of "Sun"; nothing for any other word.
std::optional<std::uint32_t> weekday(std::string_view word);

/// `sale 1`, `refund 2`, `reversal 1`, `proposal 1`, `command 1`, `notice 1`, or `event 17` of any
/// kind.
ledger::Position position_of(const Stage& stage, Words& words);

}  // namespace scenarios
