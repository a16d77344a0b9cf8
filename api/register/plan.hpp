#pragma once
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "api/register/rows.hpp"
#include "ledger/book.hpp"

namespace api {

/// What one row asks of the book. No command and no person: the book says the same already.
struct ImportStep {
    std::string sheet;
    std::size_t row;
    std::string name;  ///< of the thing that the row is about
    bool is_new;       ///< the book does not know it yet
    std::vector<ledger::Command> commands{};
    std::optional<ledger::Person> person{};  ///< to be sealed before it can be a command
};

/// Everything that a file asks for, in the order in which it can happen.
struct ImportPlan {
    std::vector<ImportStep> steps;
    ImportFaults faults;
};

/// What rows are held against.
struct PlanOccasion {
    ledger::Instant now;  ///< of baselines that do not say when they were read
    /// Why meters of a profile cannot deduct by themselves; empty: every one may.
    std::function<std::optional<std::string>(const ledger::ProfileId&)> why_the_book_deducts{};
};

/// What has to happen so that the book says what the rows say. What the book has and no row is
/// about stays as it is.
ImportPlan plan_of(const RegisterRows& rows, const ledger::Book& book,
                   const PlanOccasion& occasion);

/// The plan of one subject each. The state is that before the file.
void plan_site(const RegisterRows& rows, const ledger::State& state, ImportPlan& plan);
void plan_places(const RegisterRows& rows, const ledger::State& state, ImportPlan& plan);
void plan_calendars(const RegisterRows& rows, const ledger::State& state, ImportPlan& plan);
void plan_whole_site(const RegisterRows& rows, const ledger::State& state, ImportPlan& plan);
void plan_tariffs(const RegisterRows& rows, const ledger::State& state, ImportPlan& plan);
void plan_meters(const RegisterRows& rows, const ledger::State& state, const PlanOccasion& occasion,
                 ImportPlan& plan);
void plan_meter_tariffs(const RegisterRows& rows, const ledger::State& state, ImportPlan& plan);
void plan_customers(const RegisterRows& rows, const ledger::Book& book, ImportPlan& plan);
void plan_accounts(const RegisterRows& rows, const ledger::State& state, ledger::Instant now,
                   ImportPlan& plan);

/// Refuses what stands in the file twice.
template <class Id>
class Named {
public:
    Named(std::string sheet, std::string column, ImportFaults& faults)
        : sheet_(std::move(sheet)), column_(std::move(column)), faults_(faults) {}

    bool is_first(const Id& id, std::size_t row) {
        const auto [known, added] = rows_.emplace(id, row);
        if (!added)
            faults_.push_back({sheet_, row, column_, id.text(), "row_must_be_the_only_one",
                               "row " + std::to_string(known->second) +
                                   " is about it already: leave one of them out"});
        return added;
    }

private:
    std::string sheet_;
    std::string column_;
    ImportFaults& faults_;
    std::map<Id, std::size_t> rows_;
};

/// Both alarms, or neither; nothing where neither is given, or where what is given is a fault.
template <class Row>
std::optional<ledger::WarningLines> warning_lines(const std::string& sheet,
                                                  const Placed<Row>& placed, ImportFaults& faults) {
    const Row& row = placed.value;
    if (row.alarm1 && row.alarm2)
        return ledger::WarningLines{*row.alarm1, *row.alarm2, row.overload_w.value_or(0)};
    if (row.alarm1 || row.alarm2 || row.overload_w)
        faults.push_back({sheet, placed.row, row.alarm1 ? "alarm2" : "alarm1", "", "cell_must_fit",
                          "it is empty: give alarm1 and alarm2, or leave all three warnings out"});
    return std::nullopt;
}

}  // namespace api
