#include <algorithm>
#include <array>
#include <map>
#include <tuple>

#include "api/reports/code_words.hpp"
#include "api/reports/periods.hpp"
#include "projections/read_models.hpp"
#include "projections/reports/energy_parts.hpp"
#include "projections/reports/places.hpp"

namespace api {
namespace {

using ledger::Day;
using ledger::Energy;
using ledger::Money;
using projections::EnergyRow;
using projections::HourRow;
using projections::KnownEnergy;
using projections::Supply;

constexpr std::size_t bands_count = ledger::EnumNames<ledger::Band>::names.size();

const projections::Projection& energy_use(const projections::Models& models) {
    return models.energy;
}

// --- which supplies a row is about -------------------------------------------------------------

/// What stands before the figures: a meter with who was charged and where, an account, a building.
using Group = std::vector<std::string>;

Group group_of(const Supply& supply, const std::string& by) {
    const std::string account = projections::account_of(supply.wallet).text();
    if (by == "account") return {account};
    if (by == "building") return {supply.building.text()};
    if (by == "site") return {};
    return {supply.meter.text(), account, supply.building.text()};
}

void add_group_columns(std::vector<ReportColumn>& columns, const std::string& by) {
    if (by == "meter") columns.push_back({"meter", ValueKind::text, "电表", "Meter"});
    if (by == "meter" || by == "account")
        columns.push_back({"account", ValueKind::text, "账户", "Account"});
    if (by == "meter" || by == "building")
        columns.push_back({"building", ValueKind::text, "楼栋", "Building"});
}

/// Group by group, so that only one is held at a time.
std::map<Group, std::vector<Supply>> groups_of(const KnownEnergy& energy,
                                               const Question& question) {
    std::map<Group, std::vector<Supply>> groups;
    for (const Supply& each : energy.supplies()) {
        if (question.wants(each.meter) && question.wants(each.wallet) &&
            question.wants(each.building))
            groups[group_of(each, question.by)].push_back(each);
    }
    return groups;
}

ReportRow head_of(const ReportValue& period, const Group& group, const Question& question) {
    ReportRow row;
    row.reserve(group.size() + bands_count + 3);
    if (question.step != Step::all) row.push_back(period);
    row.insert(row.end(), group.begin(), group.end());
    return row;
}

// --- energy ------------------------------------------------------------------------------------

struct EnergyFigures {
    std::array<Energy, bands_count> by_band{};
    Money amount;

    void add(const EnergyRow& row) {
        if (row.tier == 0) by_band[static_cast<std::size_t>(row.band)] += row.energy;
        amount += row.amount;
    }
    Energy energy() const {
        Energy sum;
        for (const Energy each : by_band) sum += each;
        return sum;
    }
};

std::vector<ReportColumn> energy_columns(const Question& question) {
    std::vector<ReportColumn> columns;
    if (question.step != Step::all) columns.push_back(period_column(question.step));
    add_group_columns(columns, question.by);
    columns.push_back({"energy", ValueKind::energy, "用电量", "Energy", true});
    if (question.step == Step::hour) return columns;
    columns.push_back({"amount", ValueKind::money, "电费", "Amount", true});
    constexpr std::array<Wording, bands_count> headings{{{"不分时", "Single"},
                                                         {"尖", "Sharp"},
                                                         {"峰", "Peak"},
                                                         {"平", "Flat"},
                                                         {"谷", "Valley"},
                                                         {"深谷", "Deep valley"}}};
    for (std::size_t i = 0; i < bands_count; ++i)
        columns.push_back({std::string(ledger::EnumNames<ledger::Band>::names.at(i)),
                           ValueKind::energy, headings.at(i).zh, headings.at(i).en, true});
    return columns;
}

void tell_days(const KnownEnergy& energy, const std::vector<Supply>& supplies, const Group& group,
               const Question& question, const RowSink& sink) {
    std::map<Day, EnergyFigures> periods;
    for (const Supply& each : supplies) {
        energy.each_day(each, question.from, question.to, [&](const EnergyRow& row) {
            periods[span_of(row.day, question).first].add(row);
        });
    }
    for (const auto& [first, figures] : periods) {
        ReportRow row = head_of(period_of(first, question.step), group, question);
        row.emplace_back(figures.energy());
        row.emplace_back(figures.amount);
        row.insert(row.end(), figures.by_band.begin(), figures.by_band.end());
        sink(row);
    }
}

/// What is known by the day alone stands behind the hours of that day, without an hour.
void tell_hours(const KnownEnergy& energy, const std::vector<Supply>& supplies, const Group& group,
                const Question& question, const RowSink& sink) {
    std::map<std::pair<Day, std::uint8_t>, Energy> hours;
    for (const Supply& each : supplies) {
        energy.each_hour(each, question.from, question.to,
                         [&](const HourRow& row) { hours[{row.day, row.hour}] += row.energy; });
    }
    for (const auto& [hour, sum] : hours) {
        const bool is_known = hour.second != projections::no_hour;
        const ledger::Instant begin =
            energy.zone().at(hour.first) + std::chrono::hours(is_known ? hour.second : 0);
        ReportRow row =
            head_of(is_known ? ReportValue(begin) : ReportValue(hour.first), group, question);
        row.emplace_back(sum);
        sink(row);
    }
}

void energy_rows(const ReportSource& source, const Question& question, const RowSink& sink) {
    const KnownEnergy energy(source.view, source.journal, question.until);
    for (const auto& [group, supplies] : groups_of(energy, question)) {
        if (question.step == Step::hour) {
            tell_hours(energy, supplies, group, question, sink);
        } else {
            tell_days(energy, supplies, group, question, sink);
        }
    }
}

// --- by band and tier --------------------------------------------------------------------------

std::vector<ReportColumn> tariff_columns(const Question& question) {
    std::vector<ReportColumn> columns;
    if (question.step != Step::all) columns.push_back(period_column(question.step));
    add_group_columns(columns, question.by);
    columns.push_back({"band", ValueKind::text, "时段", "Band"});
    columns.push_back({"tier", ValueKind::count, "阶梯", "Tier"});
    columns.push_back({"energy", ValueKind::energy, "用电量", "Energy", true});
    columns.push_back({"surcharged", ValueKind::energy, "加价电量", "Energy surcharged", true});
    columns.push_back({"amount", ValueKind::money, "电费", "Amount", true});
    return columns;
}

void tariff_rows(const ReportSource& source, const Question& question, const RowSink& sink) {
    const KnownEnergy energy(source.view, source.journal, question.until);
    for (const auto& [group, supplies] : groups_of(energy, question)) {
        std::map<std::tuple<Day, ledger::Band, std::uint32_t>, std::pair<Energy, Money>> sums;
        for (const Supply& each : supplies) {
            energy.each_day(each, question.from, question.to, [&](const EnergyRow& row) {
                auto& sum = sums[{span_of(row.day, question).first, row.band, row.tier}];
                sum.first += row.energy;
                sum.second += row.amount;
            });
        }
        for (const auto& [key, sum] : sums) {
            const auto& [first, band, tier] = key;
            ReportRow row = head_of(period_of(first, question.step), group, question);
            row.emplace_back(word_of(WordList::band, ledger::to_text(band), question.language));
            row.emplace_back(static_cast<std::int64_t>(tier));
            row.emplace_back(tier == 0 ? sum.first : Energy{});
            row.emplace_back(tier == 0 ? Energy{} : sum.first);
            row.emplace_back(sum.second);
            sink(row);
        }
    }
}

}  // namespace

std::optional<Day> first_day_of_energy(const ReportSource& source,
                                       std::optional<ledger::Position> until) {
    return KnownEnergy(source.view, source.journal, until).first_day();
}

std::vector<Report> energy_reports() {
    const std::vector<std::string> parameters{"from",     "to",      "step",  "by",
                                              "building", "account", "meter", "compare"};
    const std::vector<std::string> groupings{"meter", "account", "building", "site"};
    return {{"energy",
             {"用能报表", "Energy"},
             {"按时、日、月、年统计电表、账户、楼栋的用电量与电费，分尖峰平谷",
              "Energy by hour, day, month or year, by meter, account or building, and by band"},
             parameters,
             {Step::day, Step::hour, Step::month, Step::year, Step::all},
             groupings,
             true,
             energy_use,
             energy_columns,
             energy_rows,
             first_day_of_energy},
            {"tariff-energy",
             {"分时阶梯用能报表", "Energy by band and tier"},
             {"按时段与阶梯统计用电量与电费", "Energy and its price by band and tier"},
             parameters,
             {Step::day, Step::month, Step::year, Step::all},
             groupings,
             true,
             energy_use,
             tariff_columns,
             tariff_rows,
             first_day_of_energy}};
}

}  // namespace api
