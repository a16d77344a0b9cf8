#include "api/register/import.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <mutex>
#include <set>

#include "api/register/register_file.hpp"

namespace api {
namespace {

constexpr std::size_t most_shown = 1'000;

std::mutex& one_at_a_time() {
    static std::mutex mutex;
    return mutex;
}

struct Renamed {
    std::string_view field;
    const char* column;
};

/// The ledger's fields that stand under another name in a sheet.
constexpr std::array<Renamed, 6> renamed{{{"meters", "meter"},
                                          {"registers", "baseline_total"},
                                          {"read_at", "baseline_at"},
                                          {"amount", "balance"},
                                          {"prices", "price"},
                                          {"days", "day"}}};

std::string column_of(const RegisterSheet& sheet, const std::string& field) {
    std::string last = field.substr(field.rfind('.') + 1);
    const auto is = [&](const std::string& name) {
        return std::ranges::any_of(sheet.columns,
                                   [&](const RegisterColumn& each) { return each.name == name; });
    };
    if (is(last)) return last;
    if (is("default_" + last)) return "default_" + last;
    for (const Renamed& each : renamed) {
        if (last == each.field && is(each.column)) return each.column;
    }
    for (const char* whole : {"tiers", "rules"}) {  // in one cell
        if (field.find(whole) != std::string::npos && is(whole)) return whole;
    }
    return "";
}

ImportFault fault_of(const ImportStep& step, const ledger::Refusal& refusal) {
    return {step.sheet,
            step.row,
            column_of(sheet_of(step.sheet), refusal.field),
            step.name,
            std::string(ledger::to_text(refusal.rule)),
            refusal.detail};
}

/// What the command itself says of a meter; nothing where it says nothing.
const ledger::SupplyTerms* said_of(const ledger::Command& command, const ledger::MeterId& meter) {
    const auto* opening = std::get_if<ledger::OpenAccount>(&command);
    if (opening == nullptr) return nullptr;
    const auto found = std::ranges::find(opening->terms, meter, &ledger::SupplyTerms::meter);
    return found == opening->terms.end() ? nullptr : &*found;
}

ledger::SupplyDefaults& values_of(const ledger::MeterId& meter, std::vector<TakenDefaults>& taken) {
    const auto found = std::ranges::find(taken, meter, &TakenDefaults::meter);
    if (found != taken.end()) return found->values;
    return taken.emplace_back(meter, ledger::SupplyDefaults{}).values;
}

/// What the opening of an account, or a meter's joining it, took from the site.
std::vector<TakenDefaults> taken_by(const ledger::Command& command,
                                    const std::vector<ledger::Event>& events) {
    std::vector<TakenDefaults> taken;
    const bool takes = std::holds_alternative<ledger::OpenAccount>(command) ||
                       std::holds_alternative<ledger::AttachMeter>(command);
    if (!takes) return taken;
    for (const ledger::Event& event : events) {
        if (const auto* fact = std::get_if<ledger::TariffAssigned>(&event.payload)) {
            const auto* said = said_of(command, fact->meter);
            if (said == nullptr || said->tariff.is_empty())
                values_of(fact->meter, taken).tariff = fact->tariff;
        } else if (const auto* set = std::get_if<ledger::ThresholdsSet>(&event.payload)) {
            const auto* said = said_of(command, set->meter);
            if (said == nullptr || !said->thresholds)
                values_of(set->meter, taken).thresholds = {set->alarm1, set->alarm2,
                                                           set->overload_w};
        }
    }
    return taken;
}

/// A baseline that the rules put aside would leave the account on another one.
bool is_put_aside(const ledger::Outcome& outcome) {
    return std::ranges::any_of(outcome->events, [](const ledger::Event& event) {
        return std::holds_alternative<ledger::ReadingQuarantined>(event.payload);
    });
}

/// What a row lacks may stand in one that cannot be read: whether it is there is known then.
bool is_of_what_is_missing(const ImportFault& fault) {
    return fault.code.ends_with("_must_exist") || fault.code.ends_with("_must_be_configured") ||
           fault.code.ends_with("_must_be_known") || fault.code == "meter_must_have_a_price";
}

/// One import on its way.
class Import {
public:
    /// @param unread what is wrong with rows that cannot be read, and that the plan is without
    Import(ledger::Book& book, ImportPlan plan, ImportFaults unread, const ImportAsker& asker)
        : book_(book), plan_(std::move(plan)), unread_(std::move(unread)), asker_(asker) {
        outcome_.faults = std::move(plan_.faults);
    }

    ImportOutcome run() && {
        seal(&ledger::Book::seal_for_preview);
        rehearse();
        if (!unread_.empty()) tell_of_unread();
        if (outcome_.faults.empty() && !asker_.is_dry_run && !requests_.empty()) write();
        tally();
        return std::move(outcome_);
    }

private:
    /// All faults at once, so that nobody mends a file twice.
    void tell_of_unread() {
        std::erase_if(outcome_.faults, is_of_what_is_missing);
        std::ranges::copy(unread_, std::back_inserter(outcome_.faults));
    }

    ledger::Request request(const ledger::Command& command) const {
        return {command, asker_.actor, asker_.reason, "", false};
    }

    /// Makes commands of persons. Keys for good are made only once all the rest is known to hold.
    template <class Sealing>
    void seal(Sealing sealed) {
        for (ImportStep& step : plan_.steps) {
            if (!step.person) continue;
            const auto command = (book_.*sealed)(*step.person);
            step.commands.clear();
            if (command) {
                step.commands.emplace_back(*command);
            } else if (!is_refused(step)) {
                outcome_.faults.push_back(fault_of(step, command.error()));
            }
        }
    }

    bool is_refused(const ImportStep& step) const {
        return std::ranges::any_of(outcome_.faults, [&](const ImportFault& each) {
            return each.sheet == step.sheet && each.row == step.row;
        });
    }

    void gather() {
        requests_.clear();
        owners_.clear();
        for (const ImportStep& step : plan_.steps) {
            for (const ledger::Command& each : step.commands) {
                requests_.push_back(request(each));
                owners_.push_back(&step);
            }
        }
    }

    /// Says of each step what the book would say, each against what those before it leave.
    void rehearse() {
        gather();
        if (requests_.empty()) return;
        const auto outcomes = book_.preview_all(requests_);
        for (std::size_t i = 0; i < outcomes.size(); ++i) {
            if (!outcomes[i]) continue;
            auto taken = taken_by(requests_[i].command, outcomes[i]->events);
            std::ranges::move(taken, std::back_inserter(defaults_[owners_[i]]));
        }
        take(outcomes);
    }

    void take(const std::vector<ledger::Outcome>& outcomes) {
        std::set<const ImportStep*> refused;
        for (std::size_t i = 0; i < outcomes.size(); ++i) {
            const ImportStep& step = *owners_[i];
            if (refused.contains(&step)) continue;
            if (outcomes[i] && !is_put_aside(outcomes[i])) continue;
            refused.insert(&step);
            if (is_refused(step)) continue;
            outcome_.faults.push_back(
                outcomes[i] ? fault_of(step, {ledger::Rule::registers_must_fit, "registers",
                                              "this baseline cannot follow the meter's last good "
                                              "reading: look at the meter again"})
                            : fault_of(step, outcomes[i].error()));
        }
    }

    void write() {
        seal(&ledger::Book::seal);
        if (!outcome_.faults.empty()) return;
        gather();
        for (ledger::Request& each : requests_) each.is_brief = true;
        take(book_.submit_together(std::move(requests_)).get());
        outcome_.is_written = outcome_.faults.empty();
    }

    void tally() {
        for (const RegisterSheet& each : register_sheets()) {
            const SheetTally tally = tally_of(each.name);
            if (tally.rows > 0) outcome_.sheets.push_back(tally);
        }
    }

    SheetTally tally_of(const std::string& sheet) {
        SheetTally tally{sheet};
        std::set<std::size_t> refused;
        for (const ImportFault& each : outcome_.faults) {
            if (each.sheet == sheet && each.row > 0) refused.insert(each.row);
        }
        std::map<std::size_t, ImportChange> changes;
        std::set<std::size_t> rows = refused;
        for (const ImportStep& each : plan_.steps) {
            if (each.sheet != sheet) continue;
            rows.insert(each.row);
            if (!each.commands.empty() && !refused.contains(each.row))
                changes.try_emplace(each.row, ImportChange{sheet, each.row, each.name, each.is_new,
                                                           defaults_[&each]});
        }
        for (auto& [row, change] : changes) {
            ++(change.is_new ? tally.added : tally.changed);
            outcome_.changes.push_back(std::move(change));
        }
        tally.rows = rows.size();
        tally.refused = refused.size();
        tally.unchanged = rows.size() - refused.size() - changes.size();
        return tally;
    }

    ledger::Book& book_;
    ImportPlan plan_;
    const ImportFaults unread_;
    const ImportAsker& asker_;
    ImportOutcome outcome_;
    std::vector<ledger::Request> requests_;
    std::vector<const ImportStep*> owners_;
    std::map<const ImportStep*, std::vector<TakenDefaults>> defaults_;
};

std::optional<ledger::Zone> zone_of(const ledger::Book& book) {
    const auto name = book.read(
        [](const ledger::State& state) { return state.site ? state.site->zone : std::string(); });
    return ledger::Zone::find(name);
}

/// A row that changes nothing needs no right.
void check_rights(const ImportPlan& plan, const ImportAsker& asker) {
    if (!asker.check_right) return;
    for (const ImportStep& each : plan.steps) {
        if (each.person || !each.commands.empty()) asker.check_right(each);
    }
}

void sort_by_place(ImportFaults& faults) {
    std::map<std::string, std::size_t> order;
    for (const RegisterSheet& each : register_sheets()) order.emplace(each.name, order.size() + 1);
    std::ranges::stable_sort(faults, {}, [&](const ImportFault& each) {
        return std::pair(order[each.sheet], each.row);
    });
}

template <class List, class Show>
Json first_of(const List& list, Show show) {
    Json json = Json::array();
    for (std::size_t i = 0; i < list.size() && i < most_shown; ++i) json.push_back(show(list[i]));
    return json;
}

Json defaults_json(const TakenDefaults& taken) {
    Json json{{"meter", taken.meter.text()}};
    json.update(write_record(taken.values));
    return json;
}

}  // namespace

ImportOutcome import_register(ledger::Book& book, std::string_view bytes, const std::string& sheet,
                              const ImportAsker& asker, const PlanOccasion& occasion) {
    const std::lock_guard alone(one_at_a_time());  // two large files at once are twice the memory
    const std::vector<Table> tables = tables_of(bytes);
    const auto zone = zone_of(book);
    ImportFaults unread;
    const RegisterRows rows = read_register(tables, sheet, zone ? &*zone : nullptr, unread);
    ImportPlan plan = plan_of(rows, book, occasion);
    check_rights(plan, asker);
    ImportOutcome outcome = Import(book, std::move(plan), std::move(unread), asker).run();
    sort_by_place(outcome.faults);
    return outcome;
}

Json outcome_json(const ImportOutcome& outcome, bool is_dry_run) {
    Json json{{"written", outcome.is_written},
              {"dry_run", is_dry_run},
              {"changed", outcome.changed()},
              {"refused", outcome.faults.size()}};
    json["sheets"] = first_of(outcome.sheets, [](const SheetTally& each) {
        return Json{{"sheet", each.sheet},         {"rows", each.rows},
                    {"new", each.added},           {"changed", each.changed},
                    {"unchanged", each.unchanged}, {"refused", each.refused}};
    });
    json["changes"] = first_of(outcome.changes, [](const ImportChange& each) {
        return Json{{"sheet", each.sheet},
                    {"row", each.row},
                    {"name", each.name},
                    {"change", each.is_new ? "new" : "changed"},
                    {"defaults", first_of(each.defaults, defaults_json)}};
    });
    json["faults"] = first_of(outcome.faults, [](const ImportFault& each) {
        return Json{{"sheet", each.sheet}, {"row", each.row},   {"column", each.column},
                    {"value", each.value}, {"code", each.code}, {"detail", each.detail}};
    });
    return json;
}

}  // namespace api
