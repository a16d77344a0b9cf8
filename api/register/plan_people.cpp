#include <algorithm>

#include "api/register/plan.hpp"

namespace api {
namespace {

using ledger::AccountId;
using ledger::MeterId;
using ledger::State;
using Group = std::vector<const Placed<AccountRow>*>;

constexpr std::size_t most_on_terms = 64;  // of the meters that an account is opened with

/// The rows of one account, and what is said against them.
class AccountPlan {
public:
    AccountPlan(const Group& group, ledger::Instant now, ImportPlan& plan)
        : group_(group), first_(group.front()->value), now_(now), plan_(plan) {}

    void add(const State& state) {
        check_rows();
        const ledger::Account* known = find(state.accounts, first_.account);
        ImportStep step{"accounts", group_.front()->row, first_.account.text(), known == nullptr};
        if (known != nullptr) {
            check_known(*known);
            join(*known, step);
        } else if (first_.stage == AccountStage::prepared) {
            prepare(state, step);
        } else {
            open(step);
        }
        plan_.steps.push_back(std::move(step));
    }

private:
    void fault(const Placed<AccountRow>& at, const char* column, const std::string& value,
               const std::string& detail) {
        plan_.faults.push_back({"accounts", at.row, column, value, "cell_must_fit", detail});
    }

    void check_rows() {
        for (const Placed<AccountRow>* each : group_) {
            const AccountRow& row = each->value;
            const char* other = row.customer != first_.customer ? "customer"
                                : row.wallets != first_.wallets ? "wallets"
                                : row.stage != first_.stage     ? "stage"
                                                                : nullptr;
            if (other != nullptr) fault(*each, other, "", "give what the account's first row says");
            if (row.meter.is_empty() && group_.size() > 1)
                fault(*each, "meter", "", "it is empty: name a meter in each of several rows");
        }
    }

    void check_known(const ledger::Account& known) {
        const Placed<AccountRow>& at = *group_.front();
        if (known.customer != first_.customer)
            fault(at, "customer", first_.customer.text(),
                  "the account is of customer '" + known.customer.text() +
                      "': hand it over (POST /v1/accounts/" + first_.account.text() +
                      "/transfer), or give that one");
        if (known.wallets != first_.wallets)
            fault(at, "wallets", std::string(ledger::to_text(first_.wallets)),
                  "the account was opened " + std::string(ledger::to_text(known.wallets)) +
                      ": close it and open another one, or give that");
    }

    static bool is_of(const ledger::Account& known, const MeterId& meter) {
        return std::ranges::find(known.meters, meter) != known.meters.end();
    }

    /// Meters that an open account does not have yet.
    void join(const ledger::Account& known, ImportStep& step) {
        for (const Placed<AccountRow>* each : group_) {
            const AccountRow& row = each->value;
            if (row.meter.is_empty() || is_of(known, row.meter)) continue;
            if (first_.stage == AccountStage::prepared)
                fault(*each, "stage", "prepared",
                      "the account is open: give open, and the meter joins it");
            attach(*each, step);
        }
    }

    void attach(const Placed<AccountRow>& placed, ImportStep& step) {
        const AccountRow& row = placed.value;
        if (terms_of(placed))
            fault(placed, "meter", row.meter.text(),
                  "a meter joins an account without terms: leave its tariff, warnings and balance "
                  "out, and give them in the other sheets");
        if (const auto baseline = baseline_of(placed))
            step.commands.emplace_back(ledger::RecordReading{
                baseline->meter, baseline->read_at, baseline->registers, {}, "", 0, 0});
        step.commands.emplace_back(ledger::AttachMeter{row.account, row.meter});
    }

    std::optional<ledger::OldBalance> old_balance_of(const Placed<AccountRow>& placed) {
        const AccountRow& row = placed.value;
        if (!row.balance && row.source.empty() && row.reference.empty()) return std::nullopt;
        if (row.balance && !row.source.empty())
            return ledger::OldBalance{*row.balance, row.source, row.reference};
        fault(placed, row.balance ? "source" : "balance", "",
              "it is empty: a balance of an older system has an amount and a source");
        return std::nullopt;
    }

    /// Nothing where the row has none.
    std::optional<ledger::SupplyTerms> terms_of(const Placed<AccountRow>& placed) {
        const AccountRow& row = placed.value;
        ledger::SupplyTerms terms{row.meter, row.tariff,
                                  warning_lines("accounts", placed, plan_.faults),
                                  old_balance_of(placed)};
        if (terms.tariff.is_empty() && !terms.thresholds && !terms.old_balance) return std::nullopt;
        return terms;
    }

    std::optional<ledger::Baseline> baseline_of(const Placed<AccountRow>& placed) {
        const AccountRow& row = placed.value;
        if (!row.total && !row.read_at && row.rates.empty() && !row.step_wh && !row.ratio)
            return std::nullopt;
        if (row.total && row.step_wh && row.ratio)
            return ledger::Baseline{row.meter,
                                    row.read_at.value_or(now_),
                                    {*row.total, row.rates, *row.step_wh, *row.ratio}};
        const char* missing = !row.total     ? "baseline_total"
                              : !row.step_wh ? "baseline_step_wh"
                                             : "baseline_ratio";
        fault(placed, missing, "", "it is empty: a baseline has a total, a step and a ratio");
        return std::nullopt;
    }

    void prepare(const State& state, ImportStep& step) {
        ledger::AccountPrepared wanted{first_.account, first_.customer, {}, first_.wallets, {}};
        for (const Placed<AccountRow>* each : group_) {
            if (!each->value.meter.is_empty()) wanted.meters.push_back(each->value.meter);
            if (const auto terms = terms_of(*each)) wanted.terms.push_back(*terms);
            if (baseline_of(*each))
                fault(*each, "baseline_total", std::to_string(*each->value.total),
                      "the account is opened on another day: give its baseline then");
        }
        const ledger::AccountPrepared* known = find(state.prepared, first_.account);
        step.is_new = known == nullptr;
        if (known == nullptr || *known != wanted)
            step.commands.emplace_back(ledger::PrepareAccount{wanted});
    }

    /// With as many meters as may come with their terms; the others join it.
    void open(ImportStep& step) {
        ledger::OpenAccount opening{first_.account, first_.customer, {}, first_.wallets};
        for (std::size_t i = 0; i < group_.size() && i < most_on_terms; ++i) {
            const Placed<AccountRow>& each = *group_[i];
            if (each.value.meter.is_empty())
                fault(each, "meter", "", "it is empty: an account is opened for a meter");
            opening.meters.push_back(each.value.meter);
            if (const auto terms = terms_of(each)) opening.terms.push_back(*terms);
            if (const auto baseline = baseline_of(each)) opening.baselines.push_back(*baseline);
        }
        step.commands.emplace_back(std::move(opening));
        for (std::size_t i = most_on_terms; i < group_.size(); ++i) attach(*group_[i], step);
    }

    const Group& group_;
    const AccountRow& first_;
    ledger::Instant now_;
    ImportPlan& plan_;
};

}  // namespace

void plan_customers(const RegisterRows& rows, const ledger::Book& book, ImportPlan& plan) {
    Named<ledger::CustomerId> named("customers", "customer", plan.faults);
    for (const Placed<ledger::Person>& each : rows.customers) {
        const ledger::Person& wanted = each.value;
        if (!named.is_first(wanted.customer, each.row)) continue;
        const auto known = book.read([&](const State& state) {
            const ledger::Customer* found = find(state.customers, wanted.customer);
            return found == nullptr ? std::nullopt : std::optional(*found);
        });
        ImportStep step{"customers", each.row, wanted.customer.text(), !known};
        const auto shown = known ? book.show(*known) : ledger::ShownPerson{};
        const bool is_same = known && shown.state == ledger::PersonState::known &&
                             shown.name == wanted.name && shown.phone == wanted.phone;
        if (!is_same) step.person = wanted;
        plan.steps.push_back(std::move(step));
    }
}

void plan_accounts(const RegisterRows& rows, const State& state, ledger::Instant now,
                   ImportPlan& plan) {
    std::vector<AccountId> order;
    std::map<AccountId, Group> groups;
    for (const Placed<AccountRow>& each : rows.accounts) {
        Group& group = groups[each.value.account];
        if (group.empty()) order.push_back(each.value.account);
        group.push_back(&each);
    }
    for (const AccountId& id : order) AccountPlan(groups.at(id), now, plan).add(state);
}

}  // namespace api
