#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

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
    };
    std::map<std::pair<MeterId, AlarmKind>, Position> alarms;
    std::map<Position, Pending> commands;
    std::map<MeterId, Pending> supply;  ///< the last confirmed trip, keep-power or restore
    bool is_consistent = true;

    void see(const Event& event) {
        if (const auto* fact = std::get_if<AlarmRaised>(&event.payload)) {
            is_consistent = is_consistent && !alarms.contains({fact->meter, fact->kind});
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
            if (fact->kind != CommandKind::read_now)
                supply[fact->meter] = commands.at(fact->command);
            commands.erase(fact->command);
        }
        if (const auto* fact = std::get_if<CommandFailed>(&event.payload))
            commands.erase(fact->command);
        if (const auto* fact = std::get_if<CommandExpired>(&event.payload))
            commands.erase(fact->command);
        if (const auto* fact = std::get_if<CommandCancelled>(&event.payload))
            commands.erase(fact->command);
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

/// The wallet that this turn moved, if it was one of the customer's.
const Wallet* moved(const Turn& turn) {
    if (turn.outcome->empty()) return nullptr;
    const Subject subject = turn.outcome->front().envelope.subject;
    if (subject.kind == SubjectKind::wallet) return find(turn.after.wallets, WalletId(subject.id));
    const auto* reading = std::get_if<ReadingRecorded>(&turn.outcome->front().payload);
    return reading == nullptr ? nullptr : find(turn.after.wallets, reading->wallet);
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
        for (const auto& [id, wallet] : turn.after.wallets) {
            RC_ASSERT(after.is_on(wallet.meter, AlarmKind::arrears) ==
                      wallet.balance.is_negative());
            const auto& lines = turn.after.meters.at(wallet.meter).thresholds;
            if (!lines) continue;
            RC_ASSERT(after.is_on(wallet.meter, AlarmKind::balance_low) ==
                      (wallet.balance < lines->alarm1));
            RC_ASSERT(after.is_on(wallet.meter, AlarmKind::balance_very_low) ==
                      (wallet.balance < lines->alarm2));
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
            RC_ASSERT((cause >= turn.outcome->front().envelope.position &&
                       cause < event.envelope.position));
        }
    }
}

RC_GTEST_PROP(Cutoff, TripsAMeterInArrearsAndNoOther, (const Story& story)) {
    const World world = told(story);
    RC_LOG() << protocol_of(world);
    each_change(world, [](const Watcher& before, const Watcher& after, const Turn& turn) {
        const Wallet* wallet = moved(turn);
        if (wallet == nullptr) return;
        const MeterId& meter = wallet->meter;
        const bool has_relay = turn.after.meters.at(meter).registered.has_relay;
        const bool may_trip = turn.before.site->cutoff == Cutoff::automatic && has_relay &&
                              wallet->balance.is_negative() && !before.keeps_power(meter) &&
                              !before.is_pending(meter, CommandKind::keep_power);
        const bool has_tripped = !before.is_pending(meter, CommandKind::trip) &&
                                 after.is_pending(meter, CommandKind::trip);
        if (has_tripped) RC_ASSERT(may_trip);
        if (may_trip)
            RC_ASSERT((after.is_tripped(meter) || after.is_pending(meter, CommandKind::trip)));
    });
}

RC_GTEST_PROP(Cutoff, RestoresByItselfOnlyWhatItTripped, (const Story& story)) {
    const World world = told(story);
    RC_LOG() << protocol_of(world);
    each_change(world, [](const Watcher& before, const Watcher& after, const Turn& turn) {
        const Wallet* wallet = moved(turn);
        if (wallet == nullptr || turn.before.site->cutoff != Cutoff::automatic) return;
        const MeterId& meter = wallet->meter;
        const bool was_cut =
            before.is_tripped(meter) && before.supply.at(meter).cause == CommandCause::arrears;
        const bool is_paid = !wallet->balance.is_negative();
        const bool has_relay = turn.after.meters.at(meter).registered.has_relay;
        if (was_cut && is_paid && has_relay)
            RC_ASSERT(after.is_pending(meter, CommandKind::restore_prepaid));
        for (const auto& [position, command] : after.commands) {
            if (before.commands.contains(position)) continue;
            if (command.cause != CommandCause::credit) continue;
            RC_ASSERT(is_paid);
            const bool may_be_cut =
                std::any_of(before.commands.begin(), before.commands.end(), [&](const auto& each) {
                    return each.second.meter == meter && each.second.kind == CommandKind::trip &&
                           each.second.cause == CommandCause::arrears;
                });
            RC_ASSERT((was_cut || may_be_cut));
        }
    });
}

RC_GTEST_PROP(Cutoff, LeavesNoUnsentTripForArrearsThatAreGone, (const Story& story)) {
    const World world = told(story);
    RC_LOG() << protocol_of(world);
    each_change(world, [](const Watcher&, const Watcher&, const Turn& turn) {
        const Wallet* wallet = moved(turn);
        if (wallet == nullptr || wallet->balance.is_negative()) return;
        if (turn.before.site->cutoff != Cutoff::automatic) return;
        for (const auto& [position, command] : turn.after.commands) {
            const bool is_unsent_trip =
                command.meter == wallet->meter && command.kind == CommandKind::trip &&
                command.cause == CommandCause::arrears && command.attempts == 0;
            RC_ASSERT(!is_unsent_trip);
        }
    });
}

RC_GTEST_PROP(Cutoff, CutsNobodyWherePeopleDo, (const Story& story)) {
    RC_PRE(story.scene.cutoff == Cutoff::manual);
    const World world = told(story);
    bool stays_manual = true;
    for (const Event& event : world.history().events()) {
        const auto* site = std::get_if<SiteConfigured>(&event.payload);
        if (site != nullptr) stays_manual = stays_manual && site->cutoff == Cutoff::manual;
        const auto* command = std::get_if<CommandRequested>(&event.payload);
        if (command != nullptr && stays_manual) RC_ASSERT(command->cause == CommandCause::person);
    }
}

}  // namespace
}  // namespace property
