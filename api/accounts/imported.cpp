#include "api/accounts/imported.hpp"

#include <charconv>
#include <cstdint>
#include <optional>

#include "api/accounts/sheet.hpp"
#include "ledger/values/limits.hpp"

namespace api {
namespace {

using ledger::Money;

template <class Id>
Id id_in(const SheetLine& line, const std::string& column) {
    const std::string text = line.cell(column);
    if (!Id::is_well_formed(text)) unfit_cell(line, column, "give 1 to 40 of A-Z a-z 0-9 _ -");
    return Id(text);
}

Money money_in(const SheetLine& line, const std::string& column) {
    const auto money = ledger::from_text<Money>(line.cell(column));
    if (!money) unfit_cell(line, column, "give an amount such as 12.34, with a point");
    return *money;
}

/// What one wallet may bring in.
Money money_at_once_in(const SheetLine& line, const std::string& column) {
    constexpr Money most = ledger::most_money_at_once;
    const Money money = money_in(line, column);
    if (money < -most || money > most)
        unfit_cell(line, column, "give " + ledger::to_text(-most) + " to " + ledger::to_text(most));
    return money;
}

/// A file may have any number of lines, and a sum has 64 bits.
Money sum_in(const SheetLine& line, const std::string& column, Money sum, Money amount) {
    constexpr Money most{INT64_MAX};
    constexpr Money least{INT64_MIN};
    const bool fits = amount.is_negative() ? sum >= least - amount : sum <= most - amount;
    if (!fits)
        unfit_cell(line, column, "the lines up to it sum to too much: give fewer in one file");
    return sum + amount;
}

std::uint32_t number_in(const SheetLine& line, const std::string& column) {
    const std::string text = line.cell(column);
    std::uint32_t number = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (fault != std::errc() || end != text.data() + text.size())
        unfit_cell(line, column, "give a whole number");
    return number;
}

std::optional<ledger::WarningLines> thresholds_in(const SheetLine& line) {
    if (!line.has("alarm1") && !line.has("alarm2") && !line.has("overload_w")) return std::nullopt;
    return ledger::WarningLines{money_in(line, "alarm1"), money_in(line, "alarm2"),
                                line.has("overload_w") ? number_in(line, "overload_w") : 0};
}

std::optional<ledger::OldBalance> old_balance_in(const SheetLine& line) {
    if (!line.has("balance")) {
        if (line.has("source")) unfit_cell(line, "balance", "give what comes from that source");
        return std::nullopt;
    }
    if (!line.has("source")) unfit_cell(line, "source", "name the system that it comes from");
    return ledger::OldBalance{money_at_once_in(line, "balance"), line.cell("source"),
                              line.cell("reference")};
}

ledger::WalletMode mode_in(const SheetLine& line) {
    if (!line.has("wallets")) return ledger::WalletMode::per_meter;
    const auto mode = ledger::enum_from_text<ledger::WalletMode>(line.cell("wallets"));
    if (!mode) unfit_cell(line, "wallets", "give per_meter or pooled");
    return *mode;
}

/// The lines of one account become one plan.
class Plan {
public:
    explicit Plan(const SheetLine& line) : number_(line.number) {
        plan_.account = id_in<ledger::AccountId>(line, "account");
        plan_.customer = id_in<ledger::CustomerId>(line, "customer");
        plan_.wallets = mode_in(line);
    }

    bool is_of(const SheetLine& line) const { return plan_.account.text() == line.cell("account"); }

    void add(const SheetLine& line) {
        if (line.cell("customer") != plan_.customer.text())
            unfit_cell(line, "customer", "give that of the account's first line");
        if (mode_in(line) != plan_.wallets)
            unfit_cell(line, "wallets", "give that of the account's first line");
        ledger::SupplyTerms terms{
            id_in<ledger::MeterId>(line, "meter"), {}, thresholds_in(line), old_balance_in(line)};
        if (line.has("tariff")) terms.tariff = id_in<ledger::TariffId>(line, "tariff");
        plan_.meters.push_back(terms.meter);
        if (!terms.tariff.is_empty() || terms.thresholds || terms.old_balance)
            plan_.terms.push_back(std::move(terms));
    }

    Imported take(Moment moment) && {
        const std::string name = plan_.account.text();
        if (moment == Moment::prepared)
            return {number_, name, ledger::PrepareAccount{std::move(plan_)}};
        return {number_, name,
                ledger::OpenAccount{plan_.account, plan_.customer, plan_.meters, plan_.wallets,
                                    plan_.terms}};
    }

private:
    std::size_t number_;
    ledger::AccountPrepared plan_{};
};

constexpr const char* control_total = "control total";

/// What the file says of itself must be what it holds: nothing was cut off or counted twice.
void check_control(const SheetLine& line, Money total, std::size_t count) {
    if (money_in(line, "amount") != total)
        unfit_cell(line, "amount", "the lines sum to " + ledger::to_text(total));
    if (number_in(line, "reference") != count)
        unfit_cell(line, "reference", "there are " + std::to_string(count) + " lines above it");
}

}  // namespace

std::vector<Imported> accounts_in(std::string_view csv, Moment moment) {
    const auto lines = read_sheet(csv, {{"account", true},
                                        {"customer", true},
                                        {"meter", true},
                                        {"wallets", false},
                                        {"tariff", false},
                                        {"alarm1", false},
                                        {"alarm2", false},
                                        {"overload_w", false},
                                        {"balance", false},
                                        {"source", false},
                                        {"reference", false}});
    std::vector<Imported> accounts;
    std::optional<Plan> plan;
    for (const SheetLine& line : lines) {
        if (plan && !plan->is_of(line)) {
            accounts.push_back(std::move(*plan).take(moment));
            plan.reset();
        }
        if (!plan) plan.emplace(line);
        plan->add(line);
    }
    if (plan) accounts.push_back(std::move(*plan).take(moment));
    return accounts;
}

ImportedBalances balances_in(std::string_view csv) {
    const auto lines = read_sheet(
        csv, {{"wallet", true}, {"amount", true}, {"source", true}, {"reference", true}});
    ImportedBalances imported;
    if (lines.empty() || lines.back().cell("wallet") != control_total)
        unfit_cell(lines.empty() ? SheetLine{1, {}} : lines.back(), "wallet",
                   "the last line is 'control total', with the sum under amount and the number of "
                   "lines under reference");
    for (std::size_t i = 0; i + 1 < lines.size(); ++i) {
        const SheetLine& line = lines[i];
        const auto wallet = id_in<ledger::WalletId>(line, "wallet");
        const Money amount = money_at_once_in(line, "amount");
        if (!line.has("source")) unfit_cell(line, "source", "name the system that it comes from");
        imported.total = sum_in(line, "amount", imported.total, amount);
        imported.balances.push_back(
            {line.number, wallet.text(),
             ledger::BringInBalance{wallet,
                                    {amount, line.cell("source"), line.cell("reference")}}});
    }
    check_control(lines.back(), imported.total, imported.balances.size());
    return imported;
}

}  // namespace api
