#include "tests/property/reading_oracle.hpp"

#include <algorithm>
#include <ranges>

#include "ledger/values/limits.hpp"

namespace property {

using namespace ledger;

namespace {

Verdict fate(Fate fate) { return {fate, {}, {}, {}, 0}; }

Verdict quarantined(QuarantineReason reason) { return {Fate::quarantined, reason, {}, {}, 0}; }

bool is_plain_text(const std::string& text) {
    return text.size() <= most_text && std::none_of(text.begin(), text.end(), [](char c) {
               return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
           });
}

bool is_within_limits(const Registers& registers) {
    const Exact unit = Exact{registers.step_wh} * registers.ratio;
    const auto fits = [&](std::uint64_t count) {
        return Exact{count} * unit <= most_energy.count();
    };
    return registers.step_wh >= 1 && registers.step_wh <= highest_step_wh && registers.ratio >= 1 &&
           registers.ratio <= highest_ratio * highest_ratio &&
           registers.rates.size() <= most_rates && fits(registers.total) &&
           std::all_of(registers.rates.begin(), registers.rates.end(), fits);
}

bool have_one_shape(const Registers& a, const Registers& b) {
    return a.rates.size() == b.rates.size() && a.step_wh == b.step_wh && a.ratio == b.ratio;
}

bool no_register_fell(const Registers& before, const Registers& after) {
    bool fell = after.total < before.total;
    for (std::size_t i = 0; i < after.rates.size(); ++i)
        fell = fell || after.rates[i] < before.rates[i];
    return !fell;
}

/// What the registers would show had none of them begun again at 0.
Registers without_rollover(const Registers& before, const RegisterRolledOver& fact) {
    Registers across = fact.registers;
    if (across.total < before.total) across.total += fact.modulus;
    for (std::size_t i = 0; i < across.rates.size(); ++i)
        if (across.rates[i] < before.rates[i]) across.rates[i] += fact.modulus;
    return across;
}

}  // namespace

void ReadingOracle::see(const Event& event) {
    if (const auto* site = std::get_if<SiteConfigured>(&event.payload))
        margin_percent_ = site->plausibility_margin_percent;
    if (const auto* fact = std::get_if<MeterRegistered>(&event.payload))
        meters_[fact->meter].registered = *fact;
    if (const auto* fact = std::get_if<AccountOpened>(&event.payload))
        opened_[fact->account] = rating_.day_of(event.envelope.occurred_at);
    if (const auto* fact = std::get_if<ReadingRecorded>(&event.payload))
        see_reading(*fact, event.envelope.occurred_at);
    if (const auto* fact = std::get_if<ReadingCorrected>(&event.payload))
        meters_[fact->meter].last = fact->stands;
    const auto* again = std::get_if<ChargeCorrected>(&event.payload);
    if (again != nullptr && !again->wallet.is_empty()) {
        // What it should say is proved elsewhere: here it is where the next charge begins.
        Standing& standing = meters_[again->meter].standing;
        standing.cycle = again->tiers_after.cycle.number;
        standing.used_wh = again->tiers_after.used.count();
        carry_[again->wallet] = again->carry_after;
    }
    see_attachment(event);
    see_passage(event);
    see_migration(event);
    rating_.see(event);
}

/// A meter that comes back to an account goes on in its tiers where it left.
void ReadingOracle::see_attachment(const Event& event) {
    if (const auto* fact = std::get_if<MeterAttached>(&event.payload)) {
        meters_[fact->meter].wallet = fact->wallet;
        const auto left = left_.find({fact->account, fact->meter});
        meters_[fact->meter].standing = {0, 0, opened_.at(fact->account)};
        if (left != left_.end()) meters_[fact->meter].standing = left->second;
    }
    if (const auto* fact = std::get_if<MeterDetached>(&event.payload)) {
        meters_[fact->meter].wallet = {};
        left_[{fact->account, fact->meter}] = meters_[fact->meter].standing;
    }
}

void ReadingOracle::see_reading(const ReadingRecorded& fact, Instant at) {
    if (fact.use == ReadingUse::late || fact.use == ReadingUse::corrects) return;
    Meter& meter = meters_[fact.meter];
    if (fact.use == ReadingUse::charged)
        charged(fact.meter, meter, at, *meter.last, fact.registers);
    meter.last = fact.registers;
    meter.last_at = at;
}

void ReadingOracle::charged(const MeterId& id, Meter& meter, Instant until, const Registers& before,
                            const Registers& now) {
    const auto cost = rating_.cost(id, {{meter.last_at, until}, before, now}, meter.standing);
    std::int64_t& carry = carry_[meter.wallet];
    if (cost) carry = posted(cost->exact, carry).carry;
}

/// Another device, another ratio or other registers: who showed what until then is remembered.
void ReadingOracle::see_passage(const Event& event) {
    const auto remember = [&](const MeterId& id) {
        Meter& meter = meters_[id];
        const MeterRegistered& old = meter.registered;
        meter.earlier.push_back({event.envelope.occurred_at, old.number, old.ct, old.pt});
    };
    if (const auto* fact = std::get_if<MeterReplaced>(&event.payload)) remember(fact->meter);
    if (const auto* fact = std::get_if<MeterReset>(&event.payload)) remember(fact->meter);
    if (const auto* fact = std::get_if<RegisterRolledOver>(&event.payload)) remember(fact->meter);
    if (const auto* fact = std::get_if<TransformerRatioChanged>(&event.payload))
        remember(fact->meter);
}

/// The next reading is compared with other registers than those that were read last.
void ReadingOracle::see_migration(const Event& event) {
    const Instant at = event.envelope.occurred_at;
    const auto begin = [&](const MeterId& id, const Registers& registers) {
        meters_[id].last = registers;
        meters_[id].last_at = at;
    };
    if (const auto* fact = std::get_if<EnergyEstimated>(&event.payload)) {
        Meter& meter = meters_[fact->meter];
        const Registers none{0, {}, 1, 1};
        const Registers all{static_cast<std::uint64_t>(fact->energy.count()), {}, 1, 1};
        if (!meter.wallet.is_empty()) charged(fact->meter, meter, at, none, all);
        meter.last_at = at;
    }
    if (const auto* fact = std::get_if<RegisterRolledOver>(&event.payload)) {
        Meter& meter = meters_[fact->meter];
        const Registers across = without_rollover(*meter.last, *fact);
        if (!meter.wallet.is_empty()) charged(fact->meter, meter, at, *meter.last, across);
        begin(fact->meter, fact->registers);
    }
    if (const auto* fact = std::get_if<MeterReset>(&event.payload)) begin(fact->meter, fact->after);
    if (const auto* fact = std::get_if<TransformerRatioChanged>(&event.payload)) {
        meters_[fact->meter].registered.ct = fact->ct;
        meters_[fact->meter].registered.pt = fact->pt;
        begin(fact->meter, fact->registers);
    }
    if (const auto* fact = std::get_if<MeterReplaced>(&event.payload)) {
        MeterRegistered& device = meters_[fact->meter].registered;
        device.number = fact->number;
        device.ct = fact->ct;
        device.pt = fact->pt;
        device.rated_power_w = fact->rated_power_w;
        begin(fact->meter, fact->opening);
    }
}

/// A reading that is not newer than the last good one.
Verdict ReadingOracle::judge_earlier(const RecordReading& reading, const Meter& meter) {
    if (reading.read_at == meter.last_at && reading.registers == *meter.last)
        return fate(Fate::nothing);
    if (!meter.earlier.empty() && reading.read_at < meter.earlier.back().until)
        return fate(Fate::late);
    if (!have_one_shape(reading.registers, *meter.last))
        return quarantined(QuarantineReason::registers_changed_shape);
    return reading.read_at < meter.last_at && no_register_fell(reading.registers, *meter.last)
               ? fate(Fate::late)
               : quarantined(QuarantineReason::contradicts_later_reading);
}

Verdict ReadingOracle::judge(const RecordReading& reading, Instant now) const {
    const auto found = meters_.find(reading.meter);
    const bool is_in_time = reading.read_at >= earliest_instant && reading.read_at <= now &&
                            reading.read_at <= latest_instant;
    if (found == meters_.end() || !is_in_time || !is_within_limits(reading.registers) ||
        !is_plain_text(reading.number_seen))
        return fate(Fate::refused);
    const Meter& meter = found->second;
    if (const auto reason = doubt(reading, meter)) return quarantined(*reason);
    if (!meter.last) return fate(Fate::opening);
    if (reading.read_at <= meter.last_at) return judge_earlier(reading, meter);
    if (const auto reason = doubt_of_energy(reading, meter)) return quarantined(*reason);
    return price(reading, meter);
}

/// Is it this meter, with the ratio that is registered?
std::optional<QuarantineReason> ReadingOracle::doubt(const RecordReading& reading,
                                                     const Meter& meter) {
    Device known{{}, meter.registered.number, meter.registered.ct, meter.registered.pt};
    for (const auto& each : std::views::reverse(meter.earlier))
        if (reading.read_at < each.until) known = each;
    if (!reading.number_seen.empty() && reading.number_seen != known.number)
        return QuarantineReason::wrong_meter;
    const bool same_ratio =
        (reading.ct_seen == 0 || reading.ct_seen == known.ct) &&
        (reading.pt_seen == 0 || reading.pt_seen == known.pt) &&
        (reading.registers.ratio == 1 || reading.registers.ratio == known.ct * known.pt);
    if (!same_ratio) return QuarantineReason::wrong_ratio;
    return std::nullopt;
}

std::optional<QuarantineReason> ReadingOracle::doubt_of_energy(const RecordReading& reading,
                                                               const Meter& meter) const {
    const Registers& now = reading.registers;
    if (!have_one_shape(now, *meter.last)) return QuarantineReason::registers_changed_shape;
    if (!no_register_fell(*meter.last, now)) return QuarantineReason::registers_went_back;
    const Exact unit = Exact{now.step_wh} * now.ratio;
    const Exact elapsed = (reading.read_at - meter.last_at).count();
    const Exact possible =
        elapsed * meter.registered.rated_power_w * margin_percent_ / (Exact{3'600'000'000} * 100);
    const Exact rounding = 2 * unit * static_cast<int>(now.rates.size() + 1);
    const Exact most = std::min(possible + rounding, Exact{most_energy_at_once.count()});
    Exact rates = 0;
    for (std::size_t i = 0; i < now.rates.size(); ++i)
        rates += Exact{now.rates[i] - meter.last->rates[i]} * unit;
    const bool too_much = Exact{now.total - meter.last->total} * unit > most || rates > most;
    if (too_much) return QuarantineReason::too_much_energy;
    return std::nullopt;
}

Verdict ReadingOracle::price(const RecordReading& reading, const Meter& meter) const {
    const Registers& now = reading.registers;
    Verdict verdict = fate(meter.wallet.is_empty() ? Fate::unbilled : Fate::charged);
    verdict.total_wh =
        static_cast<std::int64_t>((now.total - meter.last->total) * now.step_wh * now.ratio);
    if (verdict.fate == Fate::unbilled) return verdict;
    Standing standing = meter.standing;
    const auto cost =
        rating_.cost(reading.meter, {{meter.last_at, reading.read_at}, *meter.last, now}, standing);
    if (!cost) return quarantined(QuarantineReason::no_price);
    const auto carry = carry_.find(meter.wallet);
    verdict.cost = *cost;
    verdict.posted = posted(cost->exact, carry == carry_.end() ? 0 : carry->second);
    return verdict;
}

}  // namespace property
