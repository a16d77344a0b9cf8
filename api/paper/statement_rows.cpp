#include "api/paper/statement_rows.hpp"

#include <algorithm>

#include "api/accounts/tenancy.hpp"
#include "api/paper/log.hpp"
#include "api/paper/settlement_parts.hpp"
#include "api/replies.hpp"
#include "api/reports/subject_names.hpp"
#include "ledger/rules/catalogue/meter_terms.hpp"
#include "projections/explanation.hpp"

namespace api {
namespace {

using namespace ledger;
using projections::EntryKind;

constexpr std::size_t readings_between_looks = 1'000;

/// What a row says beside its amounts, fact by fact.
struct Told {
    const Call& call;
    const WalletId& wallet;
    StatementRow& row;

    std::string named(const WalletId& other) const {
        const WalletId own = own_or_nothing(call, other);
        return own.is_empty() ? "…" : own.text();
    }

    void see(const CreditSold& fact) { row.method = fact.method; }
    void see(const CreditRefunded& fact) { row.method = fact.method; }
    void see(const TransactionReversed& fact) {
        row.method = fact.method;
        row.about = "#" + std::to_string(fact.transaction.number);
    }
    void see(const CreditTransferred& fact) {
        row.about = named(fact.from) + " → " + named(fact.to);
    }
    void see(const FeeCharged& fact) {
        const std::string name =
            name_then(call.service.book, {SubjectKind::fee, fact.fee.text()}, row.first);
        row.about = name + " " + to_text(fact.from) + " … " + to_text(fact.until);
    }
    void see(const BalanceAdjusted& fact) { row.about = std::string(to_text(fact.kind)); }
    void see(const OpeningBalanceBroughtIn& fact) {
        row.about = fact.source + (fact.reference.empty() ? "" : " " + fact.reference);
    }
    void see(const WalletSettled& fact) { row.method = fact.method; }
    void see(const AccountClosed& fact) {
        const auto own = std::ranges::find(fact.settlements, wallet, &Settlement::wallet);
        if (own != fact.settlements.end()) row.method = own->method;
        row.about = parts_of(fact);
    }
    void see(const ChargeCorrected& fact) {
        row.about = to_text(fact.since) + " … " + to_text(fact.until);
    }
};

void add_line(std::vector<StatementLine>& lines, const StatementLine& line) {
    const auto same = std::ranges::find_if(lines, [&](const StatementLine& each) {
        return each.band == line.band && each.tier == line.tier && each.price == line.price;
    });
    if (same == lines.end()) return lines.push_back(line);
    same->energy += line.energy;
    same->amount += line.amount;
}

}  // namespace

void StatementRows::add_lines(const Event& event, StatementRow& row) {
    std::visit(
        [&](const auto& fact) {
            if constexpr (requires {
                              fact.lines;
                              fact.meter;
                          }) {
                auto [use, is_new] = uses_.try_emplace(fact.meter);
                if (is_new) use->second.first = event.envelope.position;
                use->second.last = event.envelope.position;
                use->second.charged += energy_in(fact.lines);
                for (const ChargeLine& each : fact.lines) {
                    const StatementLine line{each.band, each.tier, each.price, each.energy,
                                             each.amount};
                    add_line(row.lines, line);
                    add_line(bands_, line);
                }
            }
        },
        event.payload);
}

bool StatementRows::continues_day(const StatementRow& row) const {
    return !by_entry_ && !rows_.empty() && row.kind == EntryKind::charge &&
           rows_.back().kind == EntryKind::charge &&
           zone_.day_of(rows_.back().from) == zone_.day_of(row.from);
}

void StatementRows::merge(StatementRow row) {
    if (!continues_day(row)) return rows_.push_back(std::move(row));
    StatementRow& day = rows_.back();
    day.last = row.last;
    day.to = std::max(day.to, row.to);
    day.amount += row.amount;
    day.energy += row.energy;
    day.balance_after = row.balance_after;
    for (const StatementLine& each : row.lines) add_line(day.lines, each);
}

void StatementRows::add(const projections::StatementEntry& entry) {
    if (entry.position.number % readings_between_looks == 0) refuse_while_stopping(call_);
    const Event event = event_at(call_, entry.position);
    StatementRow row;
    row.kind = entry.kind;
    row.first = row.last = entry.position;
    row.from = row.to = entry.occurred_at;
    row.amount = entry.amount;
    row.balance_after = entry.balance_after;
    row.energy = entry.energy;
    row.receipt_number = entry.receipt_number;
    if (!is_tenant(call_)) {
        row.actor = entry.actor;
        row.reason = entry.kind == EntryKind::charge ? "" : event.envelope.reason;
    }
    Told told{call_, wallet_, row};
    std::visit(
        [&](const auto& fact) {
            if constexpr (requires { told.see(fact); }) told.see(fact);
        },
        event.payload);
    add_lines(event, row);
    sums_[entry.kind] += entry.amount;
    energy_ += entry.energy;
    merge(std::move(row));
}

void StatementRows::give(WalletStatement& statement) {
    statement.rows = std::move(rows_);
    statement.energy = energy_;
    for (const auto& [kind, amount] : sums_) statement.sums.push_back({kind, amount});
    std::ranges::sort(bands_, [](const StatementLine& a, const StatementLine& b) {
        return std::tuple(a.tier, a.band, a.price) < std::tuple(b.tier, b.band, b.price);
    });
    statement.bands = std::move(bands_);
    const auto look = [&](Position at) { return event_at(call_, at); };
    for (const auto& [meter, use] : uses_) {
        const auto first = projections::explain(look(use.first), look);
        const auto last = projections::explain(look(use.last), look);
        if (!first.before || !last.after) continue;
        const auto before = energy_of(first.before->registers, first.before->registers.total);
        const auto after = energy_of(last.after->registers, last.after->registers.total);
        if (!before || !after) continue;
        statement.meters.push_back(
            {meter, first.before->at, last.after->at, *before, *after, use.charged});
    }
}

}  // namespace api
