#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "ledger/rules/control/pending.hpp"
#include "ledger/values/one_of.hpp"
#include "tests/property/generators.hpp"
#include "tests/property/wallet_oracle.hpp"
#include "tests/property/world.hpp"

// Alarms and power, told from the events alone.

namespace property {
namespace {

using namespace ledger;

/// What a person who only reads the events knows about a meter's alarms and supply.
struct Watcher {
    struct Pending {
        MeterId meter;
        CommandKind kind;
        CommandCause cause;
        bool is_sent = false;
    };
    std::map<std::pair<MeterId, AlarmKind>, Position> alarms;
    std::map<Position, Pending> commands;
    std::map<MeterId, Pending> supply;  ///< the last confirmed trip, keep-power or restore
    std::set<MeterId> may_be_cut;       ///< a trip for arrears was sent, and given up
    bool is_consistent = true;

    void see(const Event& event) {
        if (const auto* fact = std::get_if<AlarmRaised>(&event.payload)) {
            const bool is_told_again = fact->kind == AlarmKind::correction_out_of_reach;
            is_consistent =
                is_consistent && (is_told_again || !alarms.contains({fact->meter, fact->kind}));
            alarms[{fact->meter, fact->kind}] = event.envelope.position;
        }
        if (const auto* fact = std::get_if<AlarmCleared>(&event.payload)) {
            const auto raised = alarms.find({fact->meter, fact->kind});
            is_consistent =
                is_consistent && raised != alarms.end() && raised->second == fact->alarm;
            if (raised != alarms.end()) alarms.erase(raised);
        }
        see_command(event);
    }

    bool is_on(const MeterId& meter, AlarmKind kind) const {
        return alarms.contains({meter, kind});
    }
    bool is_pending(const MeterId& meter, CommandKind kind) const {
        return std::any_of(commands.begin(), commands.end(), [&](const auto& each) {
            return each.second.meter == meter && each.second.kind == kind;
        });
    }
    bool is_decided_by_person(const MeterId& meter) const {
        return std::any_of(commands.begin(), commands.end(), [&](const auto& each) {
            return each.second.meter == meter && each.second.cause == CommandCause::person &&
                   is_about_supply(each.second.kind);
        });
    }
    bool keeps_power(const MeterId& meter) const {
        const auto last = supply.find(meter);
        return last != supply.end() && last->second.kind == CommandKind::keep_power;
    }
    bool is_tripped(const MeterId& meter) const {
        const auto last = supply.find(meter);
        return last != supply.end() && last->second.kind == CommandKind::trip;
    }

private:
    void see_command(const Event& event) {
        if (const auto* fact = std::get_if<CommandRequested>(&event.payload))
            commands[event.envelope.position] = {fact->meter, fact->kind, fact->cause};
        if (const auto* fact = std::get_if<CommandConfirmed>(&event.payload)) {
            if (is_about_supply(fact->kind)) {
                supply[fact->meter] = commands.at(fact->command);
                may_be_cut.erase(fact->meter);
            }
            commands.erase(fact->command);
        }
        if (const auto* fact = std::get_if<CommandSent>(&event.payload))
            commands.at(fact->command).is_sent = true;
        if (const auto* fact = std::get_if<CommandFailed>(&event.payload))
            commands.erase(fact->command);
        if (const auto* fact = std::get_if<CommandExpired>(&event.payload)) give_up(fact->command);
        if (const auto* fact = std::get_if<CommandCancelled>(&event.payload))
            give_up(fact->command);
    }
    void give_up(Position position) {
        const Pending& command = commands.at(position);
        if (command.kind == CommandKind::trip && command.cause == CommandCause::arrears &&
            command.is_sent)
            may_be_cut.insert(command.meter);
        commands.erase(position);
    }
};

/// Calls `look(watcher before, watcher after, turn)` for every command that changed something.
template <class Look>
void each_change(const World& world, Look&& look) {
    Watcher watcher;
    for (const Turn& turn : world.turns()) {
        if (!turn.outcome) continue;
        const Watcher before = watcher;
        for (const Event& event : *turn.outcome) watcher.see(event);
        look(before, watcher, turn);
    }
}

/// The wallets whose money this turn moved.
std::vector<WalletId> wallets_moved(const Payload& payload) {
    if (const auto* fact = std::get_if<CreditSold>(&payload)) return {fact->wallet};
    if (const auto* fact = std::get_if<CreditRefunded>(&payload)) return {fact->wallet};
    if (const auto* fact = std::get_if<TransactionReversed>(&payload)) return {fact->wallet};
    if (const auto* fact = std::get_if<BalanceAdjusted>(&payload)) return {fact->wallet};
    if (const auto* fact = std::get_if<FeeCharged>(&payload)) return {fact->wallet};
    if (const auto* fact = std::get_if<CreditLimitsSet>(&payload)) return {fact->wallet};
    if (const auto* fact = std::get_if<CreditTransferred>(&payload)) return {fact->from, fact->to};
    return std::visit(
        [](const auto& fact) -> std::vector<WalletId> {
            if constexpr (requires { fact.lines; }) {
                if (!fact.wallet.is_empty()) return {fact.wallet};
            }
            return {};
        },
        payload);
}

bool is_in_arrears(const State& state, const WalletId& id) {
    const Wallet& wallet = state.wallets.at(id);
    return wallet.balance < -wallet.overdraft;
}

/// A meter, and whether the wallet it draws on, which this turn moved, is in arrears then.
struct Moved {
    MeterId meter;
    bool in_arrears;
};

std::vector<Moved> moved(const Turn& turn) {
    std::vector<Moved> all;
    if (turn.outcome->empty()) return all;
    std::vector<WalletId> wallets;
    for (const Event& event : *turn.outcome) {
        for (WalletId& each : wallets_moved(event.payload)) wallets.push_back(std::move(each));
    }
    for (const auto& [id, meter] : turn.after.meters) {
        if (std::find(wallets.begin(), wallets.end(), meter.wallet) != wallets.end())
            all.push_back({id, is_in_arrears(turn.after, meter.wallet)});
    }
    return all;
}

RC_GTEST_PROP(Alarms, AreRaisedWhenOffAndClearedWhenOn, (const Story& story)) {
    const World world = told(story);
    RC_LOG() << protocol_of(world);
    each_change(world, [](const Watcher&, const Watcher& after, const Turn&) {
        RC_ASSERT(after.is_consistent);
    });
}

RC_GTEST_PROP(Alarms, AreOnWhileTheBalanceIsBelowTheirLine, (const Story& story)) {
    const World world = told(story);
    RC_LOG() << protocol_of(world);
    each_change(world, [](const Watcher&, const Watcher& after, const Turn& turn) {
        for (const auto& [id, meter] : turn.after.meters) {
            const bool pays = !meter.wallet.is_empty();
            const Money balance = pays ? turn.after.wallets.at(meter.wallet).balance : Money{};
            RC_ASSERT(after.is_on(id, AlarmKind::arrears) ==
                      (pays && is_in_arrears(turn.after, meter.wallet)));
            const auto& lines = meter.thresholds;
            RC_ASSERT(after.is_on(id, AlarmKind::balance_low) ==
                      (pays && lines && balance < lines->alarm1));
            RC_ASSERT(after.is_on(id, AlarmKind::balance_very_low) ==
                      (pays && lines && balance < lines->alarm2));
        }
    });
}

RC_GTEST_PROP(Alarms, ComeFromTheEventBeforeThem, (const Story& story)) {
    const World world = told(story);
    RC_LOG() << protocol_of(world);
    for (const Turn& turn : world.turns()) {
        if (!turn.outcome) continue;
        for (const Event& event : *turn.outcome) {
            const bool is_alarm = std::holds_alternative<AlarmRaised>(event.payload) ||
                                  std::holds_alternative<AlarmCleared>(event.payload);
            if (!is_alarm) continue;
            const Position cause = event.envelope.causation;
            const auto* raised = std::get_if<AlarmRaised>(&event.payload);
            if (raised != nullptr && raised->kind == AlarmKind::correction_waits) {
                RC_ASSERT(cause < event.envelope.position);  // what made the correction due
                continue;
            }
            RC_ASSERT(cause < event.envelope.position);
            const Position first = turn.outcome->front().envelope.position;
            if (event.envelope.position > first) RC_ASSERT(cause >= first);
        }
    }
}

RC_GTEST_PROP(Cutoff, TripsAMeterInArrearsAndNoOther, (const Story& story)) {
    const World world = told(story);
    RC_LOG() << protocol_of(world);
    each_change(world, [](const Watcher& before, const Watcher& after, const Turn& turn) {
        for (const auto& [meter, in_arrears] : moved(turn)) {
            const bool has_relay = turn.after.meters.at(meter).registered.has_relay;
            const bool may_trip = turn.before.site->cutoff == Cutoff::automatic && has_relay &&
                                  in_arrears && !before.keeps_power(meter) &&
                                  !before.is_decided_by_person(meter);
            const bool has_tripped = !before.is_pending(meter, CommandKind::trip) &&
                                     after.is_pending(meter, CommandKind::trip);
            if (has_tripped) RC_ASSERT(may_trip);
            if (may_trip && !turn.before.site->patience)
                RC_ASSERT((after.is_tripped(meter) || after.is_pending(meter, CommandKind::trip)));
        }
    });
}

/// A trip for arrears is on its way: whether it was carried out is not known.
bool may_be_cut(const Watcher& before, const MeterId& meter) {
    const bool is_pending =
        std::any_of(before.commands.begin(), before.commands.end(), [&](const auto& each) {
            return each.second.meter == meter && each.second.kind == CommandKind::trip &&
                   each.second.cause == CommandCause::arrears;
        });
    return is_pending || before.may_be_cut.contains(meter);
}

bool restores_anew(const Watcher& before, const Watcher& after, const MeterId& meter) {
    return std::any_of(after.commands.begin(), after.commands.end(), [&](const auto& each) {
        return each.second.meter == meter && each.second.cause == CommandCause::credit &&
               !before.commands.contains(each.first);
    });
}

RC_GTEST_PROP(Cutoff, RestoresByItselfOnlyWhatItTripped, (const Story& story)) {
    const World world = told(story);
    RC_LOG() << protocol_of(world);
    each_change(world, [](const Watcher& before, const Watcher& after, const Turn& turn) {
        if (turn.before.site->cutoff != Cutoff::automatic) return;
        for (const auto& [meter, in_arrears] : moved(turn)) {
            const bool was_cut =
                before.is_tripped(meter) && before.supply.at(meter).cause == CommandCause::arrears;
            const bool is_paid = !in_arrears;
            const bool has_relay = turn.after.meters.at(meter).registered.has_relay;
            if (was_cut && is_paid && has_relay && !before.is_decided_by_person(meter))
                RC_ASSERT(after.is_pending(meter, CommandKind::restore_prepaid));
            if (!restores_anew(before, after, meter)) continue;
            RC_ASSERT(is_paid);
            RC_ASSERT((was_cut || may_be_cut(before, meter)));
            RC_ASSERT(!before.is_decided_by_person(meter));
        }
    });
}

RC_GTEST_PROP(Cutoff, LeavesNoUnsentTripForArrearsThatAreGone, (const Story& story)) {
    const World world = told(story);
    RC_LOG() << protocol_of(world);
    each_change(world, [](const Watcher&, const Watcher&, const Turn& turn) {
        for (const auto& [meter, in_arrears] : moved(turn)) {
            if (in_arrears) continue;
            for (const auto& [position, command] : turn.after.commands) {
                const bool is_unsent_trip =
                    command.meter == meter && command.kind == CommandKind::trip &&
                    command.cause == CommandCause::arrears && command.attempts == 0;
                RC_ASSERT(!is_unsent_trip);
            }
        }
    });
}

RC_GTEST_PROP(Supply, IsDecidedByTheNewestCommandAlone, (const Story& story)) {
    const World world = told(story);
    RC_LOG() << protocol_of(world);
    for (const Turn& turn : world.turns()) {
        for (const auto& [id, meter] : turn.after.meters) {
            const auto waiting = std::count_if(
                meter.pending.begin(), meter.pending.end(),
                [&](Position each) { return is_about_supply(turn.after.commands.at(each).kind); });
            RC_ASSERT(waiting <= 1);
        }
    }
}

RC_GTEST_PROP(Supply, OfAPersonIsNotOutrankedByTheBook, (const Story& story)) {
    const World world = told(story);
    RC_LOG() << protocol_of(world);
    each_change(world, [](const Watcher& before, const Watcher&, const Turn& turn) {
        for (const Event& event : *turn.outcome) {
            const auto* request = std::get_if<CommandRequested>(&event.payload);
            if (request == nullptr || !is_about_supply(request->kind)) continue;
            if (request->cause != CommandCause::person)
                RC_ASSERT(!before.is_decided_by_person(request->meter));
        }
    });
}

RC_GTEST_PROP(Supply, WaitsForNoTripThatTheBookWantedWherePeopleDecide, (const Story& story)) {
    const World world = told(story);
    for (const Turn& turn : world.turns()) {
        if (turn.after.site->cutoff == Cutoff::automatic) continue;
        for (const auto& [position, command] : turn.after.commands) {
            const bool is_unsent_trip = command.kind == CommandKind::trip && command.attempts == 0;
            RC_ASSERT((!is_unsent_trip || command.cause != CommandCause::arrears));
        }
    }
}

RC_GTEST_PROP(Failures, AreForgottenWhenTheirLikeSucceeds, (const Story& story)) {
    const World world = told(story);
    RC_LOG() << protocol_of(world);
    std::map<MeterId, std::set<CommandKind>> failed;
    for (const Turn& turn : world.turns()) {
        if (!turn.outcome) continue;
        for (const Event& event : *turn.outcome) {
            if (const auto* bad = std::get_if<CommandFailed>(&event.payload))
                if (bad->kind != CommandKind::read_now) failed[bad->meter].insert(bad->kind);
            if (const auto* retired = std::get_if<MeterRetired>(&event.payload))
                failed.erase(retired->meter);
            const auto* good = std::get_if<CommandConfirmed>(&event.payload);
            if (good == nullptr) continue;
            std::erase_if(failed[good->meter], [&](CommandKind each) {
                return each == good->kind || (is_about_supply(each) && is_about_supply(good->kind));
            });
        }
        for (const auto& [id, meter] : turn.after.meters)
            RC_ASSERT(meter.alarms.contains(AlarmKind::command_failed) == !failed[id].empty());
    }
}

RC_GTEST_PROP(Cutoff, CutsNobodyWherePeopleDo, (const Story& story)) {
    RC_PRE(story.scene.cutoff == Cutoff::manual);
    const World world = told(story);
    bool stays_manual = true;
    for (const Event& event : world.history().events()) {
        const auto* site = std::get_if<SiteConfigured>(&event.payload);
        if (site != nullptr) stays_manual = stays_manual && site->cutoff == Cutoff::manual;
        const auto* command = std::get_if<CommandRequested>(&event.payload);
        const bool cuts = command != nullptr && command->kind == CommandKind::trip;
        if (cuts && stays_manual) RC_ASSERT(command->cause == CommandCause::person);
    }
}

/// What lets a doubtful reading of that moment go: a person, or a good reading that is not older.
bool ends_doubt(const Event& event, Instant doubtful_at) {
    if (const auto* fact = std::get_if<ReadingRecorded>(&event.payload))
        return fact->use != ReadingUse::late && fact->use != ReadingUse::corrects &&
               event.envelope.occurred_at >= doubtful_at;
    return std::visit(
        []<class Fact>(const Fact&) {
            return is_one_of<Fact, QuarantineResolved, RegisterRolledOver, MeterReset,
                             MeterReplaced, TransformerRatioChanged, MeterRetired>;
        },
        event.payload);
}

RC_GTEST_PROP(Quarantine, IsLeftByAPersonOrByAGoodReadingThatIsNotOlder, (const Story& story)) {
    const World world = told(story);
    RC_LOG() << protocol_of(world);
    for (const Turn& turn : world.turns()) {
        if (!turn.outcome) continue;
        for (const auto& [id, meter] : turn.before.meters) {
            const auto& now = turn.after.meters.at(id).doubtful;
            if (!meter.doubtful || now) continue;
            const Instant since = meter.doubtful->at;
            RC_ASSERT(std::ranges::any_of(
                *turn.outcome, [&](const Event& event) { return ends_doubt(event, since); }));
        }
    }
}

RC_GTEST_PROP(Quarantine, IsToldOfAsLongAsAReadingWaits, (const Story& story)) {
    const World world = told(story);
    RC_LOG() << protocol_of(world);
    for (const Turn& turn : world.turns()) {
        for (const auto& [id, meter] : turn.after.meters)
            RC_ASSERT(meter.alarms.contains(AlarmKind::quarantine) == meter.doubtful.has_value());
    }
}

}  // namespace
}  // namespace property
