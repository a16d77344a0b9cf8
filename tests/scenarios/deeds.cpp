#include "tests/scenarios/deeds.hpp"

namespace scenarios {

using namespace ledger;

namespace {

Deeds all_deeds() {
    Deeds all;
    for (Deeds some : {catalogue_deeds(), tariff_deeds(), account_deeds(), people_deeds(),
                       money_deeds(), control_deeds(), watch_deeds(), migration_deeds(),
                       correction_deeds(), office_deeds(), operator_deeds()})
        all.merge(some);
    return all;
}

}  // namespace

void act(Stage& stage, Words& words) {
    static const Deeds deeds = all_deeds();
    if (words.peek(1) == "reads") {
        const auto meter = words.name<MeterId>("a meter");
        words.expect("reads");
        show_reading(stage, meter, words);
        return words.expect_end();
    }
    const auto found = deeds.find(words.peek());
    if (found == deeds.end())
        throw Fault{"'" + std::string(words.peek()) + "' is no verb: see verbs.md"};
    words.take("a verb");
    found->second(stage, words);
    words.expect_end();
}

Position position_of(const Stage& stage, Words& words) {
    const std::string kind =
        words.take("sale, refund, reversal, proposal, proposed, command, notice, shift or event");
    const std::uint64_t n = words.number("a number");
    if (kind == "sale") return stage.nth<CreditSold>(n, kind);
    if (kind == "refund") return stage.nth<CreditRefunded>(n, kind);
    if (kind == "reversal") return stage.nth<TransactionReversed>(n, kind);
    if (kind == "proposal") return stage.nth<AdjustmentProposed>(n, kind);
    if (kind == "proposed") return stage.nth<TransactionProposed>(n, kind);
    if (kind == "shift") return stage.nth<ShiftOpened>(n, kind);
    if (kind == "command") return stage.nth<CommandRequested>(n, kind);
    if (kind == "notice") return stage.nth<NoticeQueued>(n, kind);
    if (kind == "event") return {n};
    throw Fault{"'" + kind + "' has no number: write sale, refund, reversal, proposal or command"};
}

}  // namespace scenarios
