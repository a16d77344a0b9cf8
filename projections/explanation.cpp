#include "projections/explanation.hpp"

#include "ledger/rules/energy/judge_reading.hpp"

namespace projections {
namespace {

using ledger::Energy;
using ledger::Event;
using ledger::Money;
using ledger::Position;
using ledger::Registers;

template <class Fact>
constexpr bool has_charge = requires(const Fact& fact) {
    fact.lines;
    fact.carry_after;
    fact.previous;
};

/// The registers that what follows is compared with.
template <class Fact>
const Registers* registers_of(const Fact& fact) {
    if constexpr (requires { fact.opening; }) return &fact.opening;
    if constexpr (requires { fact.baseline; }) return &fact.baseline;
    if constexpr (requires { fact.after; }) return &fact.after;
    if constexpr (requires { fact.stands; }) return &fact.stands;
    if constexpr (requires { fact.registers; }) return &fact.registers;
    if constexpr (requires { fact.final; }) return &fact.final;
    return nullptr;
}

/// An estimate leaves the registers where the event before it found them.
std::optional<Standing> standing_at(Position position, const EventAt& event_at) {
    if (position.is_none()) return std::nullopt;
    const Event event = event_at(position);
    if (const auto* estimate = std::get_if<ledger::EnergyEstimated>(&event.payload)) {
        auto earlier = standing_at(estimate->previous, event_at);
        if (earlier) earlier->at = event.envelope.occurred_at;
        return earlier;
    }
    const Registers* registers = std::visit(
        [](const auto& fact) -> const Registers* { return registers_of(fact); }, event.payload);
    if (registers == nullptr) return std::nullopt;
    return Standing{position, event.envelope.occurred_at, *registers};
}

/// Past which they begin again at zero; elsewhere they never do.
template <class Fact>
std::uint64_t modulus_of(const Fact& fact) {
    if constexpr (requires { fact.modulus; })
        return fact.modulus;
    else
        return UINT64_MAX;
}

/// What the registers counted; nothing where the one cannot follow the other.
template <class Fact>
std::optional<Energy> counted(const Fact& fact, const Explanation& found) {
    if constexpr (requires { fact.energy; }) return fact.energy;
    if (!found.before || !found.after) return Energy{};
    const auto use =
        ledger::use_across(found.before->registers, found.after->registers, modulus_of(fact));
    return use ? std::optional(use->total) : std::nullopt;
}

std::optional<ledger::TariffPublished> terms_of(Position tariff, const EventAt& event_at) {
    if (tariff.is_none()) return std::nullopt;
    return std::get<ledger::TariffPublished>(event_at(tariff).payload);
}

/// The lines with their carry, which is known at the end and so is found from there. False: some
/// line does not come out.
bool open_lines(const std::vector<ledger::ChargeLine>& lines, ExactMoney carry_after,
                const EventAt& event_at, std::vector<ExplainedLine>& opened) {
    ExactMoney carry = carry_after;
    for (const auto& line : lines)
        carry = carry + ExactMoney::of(line.amount) - ExactMoney::of(line.energy, line.price);
    bool comes_out = carry.is_carry();
    for (const auto& line : lines) {
        const ExactMoney exact = ExactMoney::of(line.energy, line.price);
        const ExactMoney rest = carry + exact - ExactMoney::of(line.amount);
        opened.push_back({line, terms_of(line.tariff, event_at), exact, carry, rest});
        comes_out = comes_out && rest.is_carry();
        carry = rest;
    }
    return comes_out;
}

Money sum_of(const std::vector<ledger::ChargeLine>& lines) {
    Money sum;
    for (const auto& line : lines) sum += line.amount;
    return sum;
}

Money sum_of(const std::vector<ledger::WalletChange>& changes) {
    Money sum;
    for (const auto& each : changes) sum += each.amount;
    return sum;
}

template <class Fact>
void open_charge(const Fact& fact, const EventAt& event_at, Explanation& found) {
    found.before = standing_at(fact.previous, event_at);
    if (const Registers* shown = registers_of(fact)) {
        const auto& envelope = found.event.envelope;
        found.after = Standing{envelope.position, envelope.occurred_at, *shown};
    }
    if constexpr (requires { fact.use; }) {
        using enum ledger::ReadingUse;
        if (fact.use == late || fact.use == corrects || fact.use == opening) return;
    }
    const auto used = counted(fact, found);
    found.used = used.value_or(Energy{});
    const bool comes_out =
        open_lines(fact.lines, ExactMoney::carry(fact.carry_after), event_at, found.lines);
    found.adds_up = comes_out && used == ledger::energy_in(fact.lines) &&
                    sum_of(found.changes) == -sum_of(fact.lines);
}

/// The difference between what should have been charged and what was.
void open_correction(const ledger::ChargeCorrected& fact, const EventAt& event_at,
                     Explanation& found) {
    found.used = ledger::energy_in(fact.lines);
    const bool comes_out =
        open_lines(fact.lines, ExactMoney::carry(fact.carry_after), event_at, found.lines);
    found.adds_up = comes_out && sum_of(found.changes) == -sum_of(fact.lines);
}

}  // namespace

Explanation explain(Event event, const EventAt& event_at) {
    Explanation found{std::move(event), {}, {}, {}, {}, {}};
    found.changes = ledger::wallet_changes(found.event.payload);
    std::visit(
        [&](const auto& fact) {
            if constexpr (has_charge<std::remove_cvref_t<decltype(fact)>>)
                open_charge(fact, event_at, found);
        },
        found.event.payload);
    if (const auto* correction = std::get_if<ledger::ChargeCorrected>(&found.event.payload))
        open_correction(*correction, event_at, found);
    return found;
}

}  // namespace projections
