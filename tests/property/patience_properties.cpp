#include <algorithm>
#include <set>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "ledger/rules/catalogue/site_day.hpp"
#include "ledger/rules/control/pending.hpp"
#include "tests/property/generators.hpp"
#include "tests/property/world.hpp"

// When power is cut, told from the events alone: after the notice and the grace, and never in
// protected hours. And notices: one for each time that something becomes true.

namespace property {
namespace {

using namespace ledger;

/// What a person who only reads the events knows about who is in arrears, and was told so.
struct Follower {
    struct Episode {
        Instant since;
        std::set<Position> open;
        std::optional<Instant> delivered;
        std::optional<Instant> ended;
    };
    std::map<MeterId, WalletId> draws;
    std::set<std::pair<MeterId, AlarmKind>> alarms;
    std::map<WalletId, Episode> episodes;
    std::map<Position, NoticeQueued> open;

    void see(const Event& event) {
        std::visit([&](const auto& fact) { this->note(event.envelope, fact); }, event.payload);
    }

    /// When the grace of this wallet is over.
    std::optional<Instant> over(const WalletId& wallet, const CutoffTerms& terms) const {
        const auto found = episodes.find(wallet);
        if (found == episodes.end()) return std::nullopt;
        const Episode& episode = found->second;
        Instant begin = episode.since;
        if (!episode.open.empty()) begin = begin + std::chrono::minutes(terms.patience_minutes);
        if (episode.open.empty() && episode.ended) begin = *episode.ended;
        if (episode.delivered)
            begin = episode.open.empty() ? *episode.delivered : std::min(begin, *episode.delivered);
        return begin + std::chrono::minutes(terms.grace_minutes);
    }

    bool any_alarm(const WalletId& wallet, AlarmKind kind) const {
        return std::any_of(alarms.begin(), alarms.end(), [&](const auto& each) {
            const auto known = draws.find(each.first);
            return each.second == kind && known != draws.end() && known->second == wallet;
        });
    }

private:
    void note(const Envelope&, const MeterAttached& fact) { draws[fact.meter] = fact.wallet; }
    void note(const Envelope&, const MeterDetached& fact) {
        draws.erase(fact.meter);
        end(fact.wallet);
    }
    void note(const Envelope& envelope, const AlarmRaised& fact) {
        alarms.insert({fact.meter, fact.kind});
        if (fact.kind == AlarmKind::arrears && draws.contains(fact.meter))
            episodes.try_emplace(draws[fact.meter], Episode{envelope.occurred_at, {}, {}, {}});
    }
    void note(const Envelope&, const AlarmCleared& fact) {
        alarms.erase({fact.meter, fact.kind});
        if (draws.contains(fact.meter)) end(draws[fact.meter]);
    }
    void note(const Envelope& envelope, const NoticeQueued& fact) {
        open[envelope.position] = fact;
        const auto episode = episodes.find(fact.wallet);
        if (fact.kind == NoticeKind::arrears && episode != episodes.end())
            episode->second.open.insert(envelope.position);
    }
    void note(const Envelope& envelope, const NoticeDelivered& fact) {
        close(envelope, fact.notice, fact.wallet, true);
    }
    void note(const Envelope& envelope, const NoticeFailed& fact) {
        if (fact.is_final) close(envelope, fact.notice, fact.wallet, false);
    }
    template <class Other>
    void note(const Envelope&, const Other&) {}

    void close(const Envelope& envelope, Position notice, const WalletId& wallet, bool delivered) {
        open.erase(notice);
        const auto episode = episodes.find(wallet);
        if (episode == episodes.end() || episode->second.open.erase(notice) == 0) return;
        if (delivered && !episode->second.delivered)
            episode->second.delivered = envelope.occurred_at;
        if (!episode->second.ended && episode->second.open.empty())
            episode->second.ended = envelope.occurred_at;
    }
    void end(const WalletId& wallet) {
        if (!any_alarm(wallet, AlarmKind::arrears)) episodes.erase(wallet);
    }
};

/// The minute that a clock on the wall shows.
std::uint32_t minute_of(const Zone& zone, Instant at) {
    const Day day = zone.day_of(at);
    std::uint32_t minute = 0;
    while (minute < 1'439 && zone.at(day, minute + 1) <= at) ++minute;
    return minute;
}

bool is_protected(const State& state, Instant at) {
    const Zone zone = site_zone(state);
    const std::uint32_t minute = minute_of(zone, at);
    const std::uint32_t weekday = civil(zone.day_of(at)).weekday;
    const auto& all = state.site->patience->protected_hours;
    return std::any_of(all.begin(), all.end(), [&](const ProtectedHours& hours) {
        const auto& days = hours.weekdays;
        const bool on = days.empty() || std::find(days.begin(), days.end(), weekday) != days.end();
        return on && minute >= hours.from_minute && minute < hours.to_minute;
    });
}

RC_GTEST_PROP(Patience, CutsNobodyBeforeTheirTimeAndNobodyInProtectedHours, (const Story& story)) {
    const World world = told(story);
    RC_LOG() << protocol_of(world);
    Follower follower;
    for (const Turn& turn : world.turns()) {
        if (!turn.outcome) continue;
        for (const Event& event : *turn.outcome) {
            follower.see(event);
            const auto* trip = std::get_if<CommandRequested>(&event.payload);
            if (trip == nullptr || trip->cause != CommandCause::arrears) continue;
            if (!turn.before.site->patience) continue;
            const auto over =
                follower.over(follower.draws.at(trip->meter), *turn.before.site->patience);
            RC_ASSERT(over.has_value());
            RC_ASSERT(turn.occasion.now >= *over);
            RC_ASSERT(!is_protected(turn.before, turn.occasion.now));
        }
    }
}

bool gives_power(const State& state, const Meter& meter) {
    const auto is_pending = [&](CommandKind kind) {
        return std::any_of(state.commands.begin(), state.commands.end(), [&](const auto& each) {
            return each.second.meter == meter.registered.meter && each.second.kind == kind;
        });
    };
    return meter.registered.has_relay && meter.registered.mode == DeductMode::book &&
           meter.supply != CommandKind::keep_power && !is_decided_by_person(state, meter) &&
           (meter.supply != CommandKind::trip || meter.relay_closed == true) &&
           !is_pending(CommandKind::trip);
}

TEST(Patience, LeavesSomeMinuteOfTheWeek) {
    const auto configured = [](std::vector<ProtectedHours> hours) {
        World world = told({});
        SiteConfigured site = *world.state().site;
        site.cutoff = Cutoff::automatic;
        site.patience = CutoffTerms{0, 0, std::move(hours), {}};
        return world.ask(ConfigureSite{site}).outcome.has_value();
    };
    EXPECT_TRUE(configured({{0, 1'439, {}}, {1'439, 1'440, {1, 2, 3, 4, 5, 6}}}));
    EXPECT_FALSE(configured({{0, 1'439, {}}, {1'439, 1'440, {1, 2, 3, 4, 5, 6, 7}}}));
    EXPECT_FALSE(configured({{0, 1'440, {}}}));
}

RC_GTEST_PROP(Patience, EndsForEverybodyWhoseTimeIsOver, (const Story& story)) {
    const World world = told(story);
    RC_LOG() << protocol_of(world);
    Follower follower;
    for (const Turn& turn : world.turns()) {
        if (!turn.outcome) continue;
        for (const Event& event : *turn.outcome) follower.see(event);
        const auto* look = std::get_if<CutPower>(&turn.command);
        const bool is_patient =
            turn.after.site->patience.has_value() && turn.after.site->cutoff == Cutoff::automatic;
        if (look == nullptr || !is_patient || is_protected(turn.after, turn.occasion.now)) continue;
        const auto over = follower.over(look->wallet, *turn.after.site->patience);
        if (!over || *over > turn.occasion.now) continue;
        for (const auto& [id, meter] : turn.after.meters) {
            const bool owes =
                meter.wallet == look->wallet && meter.alarms.contains(AlarmKind::arrears);
            RC_ASSERT(!(owes && gives_power(turn.after, meter)));
        }
    }
}

RC_GTEST_PROP(Notices, AreOfWhatIsTrueAndEndWithIt, (const Story& story)) {
    const World world = told(story);
    RC_LOG() << protocol_of(world);
    const std::map<NoticeKind, AlarmKind> alarms{
        {NoticeKind::balance_low, AlarmKind::balance_low},
        {NoticeKind::balance_very_low, AlarmKind::balance_very_low},
        {NoticeKind::arrears, AlarmKind::arrears}};
    Follower follower;
    for (const Turn& turn : world.turns()) {
        if (!turn.outcome) continue;
        for (const Event& event : *turn.outcome) follower.see(event);
        for (const auto& [position, notice] : follower.open) {
            const auto alarm = alarms.find(notice.kind);
            if (alarm == alarms.end()) continue;
            RC_ASSERT(follower.any_alarm(notice.wallet, alarm->second));
        }
        std::map<Position, NoticeQueued> kept;
        for (const auto& [position, each] : turn.after.notices) kept[position] = each.queued;
        RC_ASSERT(kept == follower.open);
    }
}

RC_GTEST_PROP(Notices, AreQueuedOnceForEachTimeThatTheirAlarmTurnsOn, (const Story& story)) {
    const World world = told(story);
    RC_LOG() << protocol_of(world);
    Follower before;
    for (const Turn& turn : world.turns()) {
        if (!turn.outcome) continue;
        std::set<std::tuple<WalletId, NoticeKind, NoticeChannel>> queued;
        for (const Event& event : *turn.outcome) {
            const auto* notice = std::get_if<NoticeQueued>(&event.payload);
            if (notice == nullptr) continue;
            RC_ASSERT(queued.insert({notice->wallet, notice->kind, notice->channel}).second);
            RC_ASSERT((notice->kind != NoticeKind::arrears ||
                       !before.any_alarm(notice->wallet, AlarmKind::arrears)));
        }
        for (const Event& event : *turn.outcome) before.see(event);
    }
}

RC_GTEST_PROP(Pending, IsKeptWithItsMeterAndItsBatch, (const Story& story)) {
    const World world = told(story);
    RC_LOG() << protocol_of(world);
    for (const Turn& turn : world.turns()) {
        const State& state = turn.after;
        std::map<MeterId, std::vector<Position>> of_meters;
        std::map<BatchId, std::vector<Position>> of_batches;
        for (const auto& [position, command] : state.commands) {
            of_meters[command.meter].push_back(position);
            if (!command.batch.is_empty()) of_batches[command.batch].push_back(position);
        }
        for (const auto& [id, meter] : state.meters) RC_ASSERT(meter.pending == of_meters[id]);
        for (const auto& [id, batch] : state.batches) {
            RC_ASSERT(batch.open == of_batches[id]);
            RC_ASSERT(!batch.is_finished());
        }
    }
}

}  // namespace
}  // namespace property
