#include <algorithm>

#include "tests/property/world.hpp"

// What people do to accounts and meters in the small world.

namespace property {

using namespace ledger;

namespace {

bool same_drafts(const std::vector<Draft>& some, const Decision& all) {
    return all && std::equal(some.begin(), some.end(), all->begin(), all->end(),
                             [](const Draft& a, const Draft& b) {
                                 return a.payload == b.payload && a.occurred_at == b.occurred_at &&
                                        a.causation == b.causation;
                             });
}

}  // namespace

/// The account that is open, or the last one that was.
AccountId World::open_account() const {
    if (!state().accounts.empty()) return state().accounts.begin()->first;
    return AccountId("A" + std::to_string(state().closed_accounts.size()));
}

WalletId World::wallet_of(std::uint32_t meter) const {
    const WalletId& wallet = state().meters.at(meter_name(meter)).wallet;
    return wallet.is_empty() ? WalletId(open_account().text() + "." + meter_name(meter).text())
                             : wallet;
}

void World::read_well(std::uint32_t meter) {
    Device& device = devices_[meter];
    device.seen_at = now_;
    device.shown.push_back(show(meter));
    ask(device.shown.back());
}

const Turn& World::act(const Transfer& step) {
    return ask(TransferCredit{wallet_of(step.from), wallet_of(step.to), cents(step.amount_cents)});
}

const Turn& World::act(const Adjust& step) {
    const Turn& proposed =
        ask(ProposeAdjustment{wallet_of(step.meter), step.kind, Money{step.micros}});
    if (!proposed.outcome) return turns_.back();
    const Position proposal = proposed.outcome->front().envelope.position;
    switch (step.verdict) {
        case SecondLook::approved:
            return ask(ApproveAdjustment{proposal}, "looks right", "li");
        case SecondLook::approved_by_proposer:
            return ask(ApproveAdjustment{proposal}, "looks right");
        case SecondLook::declined:
            return ask(DeclineAdjustment{proposal}, "no", "li");
        case SecondLook::left_waiting:
            break;
    }
    return turns_.back();
}

/// An account ends, one of its wallets, a sale, or a part of one.
Command World::large(const Oversee& step) {
    if (step.type == ProposedType::reversal)
        return ReverseTransaction{nth_of<CreditSold, CreditRefunded>(step.transaction), true};
    const MethodId bank("bank");
    if (step.type == ProposedType::refund)
        return RefundCredit{nth_of<CreditSold>(step.transaction), cents(1), bank};
    for (std::uint32_t meter = 0; meter < meter_count; ++meter) read_well(meter);
    if (step.transaction == 0) return CloseAccount{open_account(), bank};
    return DetachMeter{open_account(), meter_name(step.transaction), bank, {}};
}

const Turn& World::act(const Oversee& step) {
    const auto above = std::optional(cents(step.above_cents));
    ask(SetApprovalLimits{{above, above}});
    const Command wanted = large(step);
    ask(wanted);
    const auto proposed = state().office.proposed;
    for (const auto& [proposal, each] : proposed) {
        if (step.verdict % 4 == 0) ask(ApproveTransaction{proposal}, "looks right", "li");
        if (step.verdict % 4 == 1) ask(ApproveTransaction{proposal}, "looks right");
        if (step.verdict % 4 == 2) ask(DeclineTransaction{proposal}, "no", "li");
    }
    if (!proposed.empty()) ask(wanted);
    return ask(SetApprovalLimits{});
}

const Turn& World::act(const Recharge& step) {
    std::vector<MeterId> due;
    for (const auto& [meter, each] : state().due) due.push_back(meter);
    for (const MeterId& meter : due) {
        const Command command = CorrectCharges{meter};
        const Past little = history_.past_of(meter, step.most);
        const auto asked = decide(state(), command, {now_, "", {}, little});
        const auto whole = decide(state(), command, {now_, "", {}, history_.past_of(meter)});
        if (asked) ensure(same_drafts(*asked, whole), "enough of the past is as good as all of it");
        ask(command);
    }
    for (const auto& [id, meter] : state().meters) {
        if (meter.alarms.contains(AlarmKind::correction_out_of_reach) && step.most % 2 == 0)
            return ask(SettleOutOfReach{id});
    }
    return turns_.back();
}

const Turn& World::act(const Rekey& step) {
    const MeterId meter = meter_name(step.meter);
    std::vector<const Event*> good;
    const Past past = history_.past_of(meter);
    for (const Event& event : *past) {
        if (std::holds_alternative<ReadingRecorded>(event.payload)) good.push_back(&event);
    }
    if (good.empty()) return turns_.back();
    const Event& reading = *good[good.size() - 1 - step.newest % good.size()];
    Registers registers = std::get<ReadingRecorded>(reading.payload).registers;
    registers.total += static_cast<std::uint64_t>(step.counts);
    for (std::uint64_t& rate : registers.rates) rate += static_cast<std::uint64_t>(step.counts);
    return ask(CorrectReading{reading.envelope.position, registers});
}

const Turn& World::act(const Mend& step) {
    const std::uint32_t meter = step.meter % meter_count;
    const auto& doubtful = state().meters.at(meter_name(meter)).doubtful;
    const Position reading = doubtful ? doubtful->position : Position{1};
    const Energy unseen{static_cast<std::int64_t>(step.watt_hours)};
    switch (step.remedy) {
        case Remedy::accept:
            return ask(ResolveQuarantine{reading, Resolution::accepted, {}});
        case Remedy::correct:
            return ask(ResolveQuarantine{reading, Resolution::corrected, show(meter).registers});
        case Remedy::reject:
            return ask(ResolveQuarantine{reading, Resolution::rejected, {}});
        case Remedy::roll_over:
            return ask(RollOver{
                reading, doubtful ? doubtful->registers.total + step.watt_hours : 1'000'000});
        case Remedy::reset:
            return ask(ResetMeter{reading, Energy{}});
        case Remedy::reset_and_estimate:
            return ask(ResetMeter{reading, unseen});
    }
    return turns_.back();
}

const Turn& World::act(const Swap& step) {
    const std::uint32_t meter = step.meter % meter_count;
    const RecordReading last = show(meter);
    Device& device = devices_[meter];
    device.number += "'";
    device.total_wh = 5'000;
    std::fill(device.rate_wh.begin(), device.rate_wh.end(), 1'000);
    device.seen_at = now_;
    const MeterRegistered& old = state().meters.at(meter_name(meter)).registered;
    ReplaceMeter swap{.meter = meter_name(meter),
                      .replaced_at = now_,
                      .final = {},
                      .estimated = {},
                      .number = device.number,
                      .profile = old.profile,
                      .unit = old.unit,
                      .ct = old.ct,
                      .pt = old.pt,
                      .rated_power_w = old.rated_power_w,
                      .has_relay = old.has_relay,
                      .opening = show(meter).registers};
    if (step.is_read) {
        swap.final = last.registers;
    } else {
        swap.estimated = Energy{static_cast<std::int64_t>(step.watt_hours)};
    }
    device.shown = {show(meter)};
    const Turn& turn = ask(swap);
    if (!turn.outcome) device.number.pop_back();
    return turns_.back();
}

}  // namespace property
