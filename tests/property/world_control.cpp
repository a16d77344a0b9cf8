#include <algorithm>

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

}  // namespace property
