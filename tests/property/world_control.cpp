#include <algorithm>

#include "ledger/rules/control/pending.hpp"
#include "tests/property/world.hpp"

// Batches, notices and cut-off in the small world.

namespace property {

using namespace ledger;

std::optional<CutoffTerms> patience_of(const Scene& scene) {
    const ProtectedHours night{1'200, 1'440, {}};
    const ProtectedHours weekend{0, 1'440, {6, 7}};
    switch (scene.patience % patience_count) {
        case 1:
            return CutoffTerms{90, 240, {night}, {}};
        case 2:
            return CutoffTerms{0, 30, {weekend, {0, 480, {1}}}, {}};
        default:
            return std::nullopt;
    }
}

std::optional<NoticeTerms> notices_of(const Scene& scene) {
    if (!scene.tells) return std::nullopt;
    NoticeTerms terms{{NoticeChannel::sms}, NoticeLanguage::zh, {}};
    if (scene.season % 3 == 1) terms.short_messages = ShortMessageTerms{1'320, 480, 3};
    if (scene.season % 2 == 1) terms.channels.push_back(NoticeChannel::webhook);
    for (std::size_t i = 0; i < EnumNames<NoticeKind>::names.size(); ++i)
        terms.kinds.push_back(static_cast<NoticeKind>(i));
    return terms;
}

const Turn& World::act(const Gather& step) {
    RequestBatch wanted{BatchId("B" + std::to_string(turns_.size())),
                        step.kind,
                        {},
                        now_ + std::chrono::hours(6),
                        {}};
    for (std::uint32_t meter = 0; meter < meter_count; ++meter) {
        if ((step.meters >> meter & 1U) != 0) wanted.meters.push_back(meter_name(meter));
    }
    ask(wanted);
    const Turn& begun = ask(AdvanceBatch{wanted.batch});
    if (!step.is_cancelled) return begun;
    ask(CancelBatch{wanted.batch});
    return ask(AdvanceBatch{wanted.batch});
}

const Turn& World::act(const Retire& step) {
    const MeterId meter = meter_name(step.meter);
    if (step.is_back) return ask(RegisterMeter{state().meters.at(meter).registered});
    return ask(RetireMeter{{meter}});
}

const Turn& World::act(const Darken& step) {
    ReportContactLost told{LineId("L1"), {}, 3, "silent", {}};
    for (std::uint32_t meter = 0; meter < meter_count; ++meter) {
        if ((step.meters >> meter & 1U) != 0) told.meters.push_back(meter_name(meter));
    }
    return ask(told);
}

const Turn& World::act(const Tell& step) {
    const auto& waiting = state().notices;
    if (waiting.empty()) return ask(ReportNoticeDelivered{{step.notice}, ""});
    const Position notice =
        std::next(waiting.begin(), static_cast<std::ptrdiff_t>(step.notice % waiting.size()))
            ->first;
    if (step.outcome == Telling::delivered) return ask(ReportNoticeDelivered{notice, "taken"});
    return ask(ReportNoticeFailed{notice, "no network", step.outcome == Telling::given_up});
}

const Turn& World::act(const Lapse& step) {
    now_ = now_ + std::chrono::minutes(step.minutes);
    std::vector<WalletId> wallets;
    for (const auto& [id, wallet] : state().wallets) wallets.push_back(id);
    for (const WalletId& wallet : wallets) ask(CutPower{wallet}, "");
    return turns_.back();
}

/// A meter credits only the purchase that it counts next; the same count again credits nothing.
void World::take_purchase(const Purchase& purchase) {
    if (purchase.count != purchases_ + 1) return;
    ++purchases_;
    credited_.push_back(purchase);
}

/// As a dispatcher does: what the meter counts decides. Not all that is sent arrives.
const Turn& World::push(Position command, const Dispatch& step) {
    const PendingCommand pending = state().commands.at(command);
    const Purchase& purchase = *purchase_of(pending);
    const PendingCommand* first =
        find_pending(state(), state().meters.at(pending.meter),
                     [](const auto& each) { return purchase_of(each) != nullptr; });
    if (*first != pending) return ask(ReportSent{command});  // not its turn
    const bool arrives = step.command / state().commands.size() % 2 == 0;
    switch (step.progress) {
        case Progress::sent:
        case Progress::confirmed:
            if (pending.attempts > 0 && purchases_ == purchase.count)
                return ask(ReportConfirmed{command, std::nullopt, "counted"});
            if (purchases_ + 1 != purchase.count)
                return ask(ReportPurchases{pending.meter, "it counts otherwise"});
            if (ask(ReportSent{command}).outcome && arrives) take_purchase(purchase);
            return turns_.back();
        case Progress::failed:
            return ask(ReportFailed{command, "no answer"});
        case Progress::expired:
            return ask(ExpireCommand{command});
        case Progress::cancelled:
            return ask(CancelCommand{command});
    }
    return turns_.back();
}

/// A purchase behind the book's back that takes the very count of a push that was sent and lost
/// cannot be told from it by counting: the reconciliation shows it.
const Turn& World::act(const Meddle& step) {
    const Meter& meter = state().meters.at(meter_name(0));
    const PendingCommand* sent = find_pending(state(), meter, [](const auto& each) {
        return purchase_of(each) != nullptr && each.attempts > 0;
    });
    const bool is_credited =
        sent != nullptr && std::any_of(credited_.begin(), credited_.end(), [&](const auto& each) {
            return each.sale == purchase_of(*sent)->sale;
        });
    if (!step.resolves) {
        const bool looks_like_it = sent != nullptr && purchase_of(*sent)->count == purchases_ + 1;
        purchases_ += looks_like_it ? 2 : 1;
        if (!deducts_ || purchases_ % 2 == 0) return turns_.back();  // found out by the next push
        return ask(ReportPurchases{meter_name(0), "it counts otherwise"});
    }
    return ask(ResolvePurchases{meter_name(0), purchases_, is_credited});
}

}  // namespace property
