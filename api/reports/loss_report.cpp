#include <cstdlib>
#include <map>
#include <set>

#include "api/reports/periods.hpp"
#include "projections/read_models.hpp"

namespace api {
namespace {

using ledger::Day;
using ledger::Energy;
using ledger::MeterId;
using projections::KnownEnergy;
using projections::Supply;

/// A main meter and the meters that hung right behind it, whether they have counted anything yet or
/// not; those behind these are counted by them.
struct Branch {
    ledger::BuildingId building;
    std::vector<const Supply*> main;
    std::vector<const Supply*> subs;
    std::int64_t sub_meters = 0;
};

std::map<MeterId, Branch> branches_of(const KnownEnergy& energy) {
    std::map<MeterId, Branch> branches;
    for (const MeterId& each : energy.meters()) {
        if (const MeterId main = energy.main_meter_of(each); !main.is_empty())
            ++branches[main].sub_meters;
    }
    for (auto& [meter, branch] : branches) branch.building = energy.building_of(meter);
    for (const Supply& each : energy.supplies()) {
        const auto as_main = branches.find(each.meter);
        if (as_main != branches.end()) as_main->second.main.push_back(&each);
        const auto as_sub = branches.find(energy.main_meter_of(each.meter));
        if (as_sub != branches.end()) as_sub->second.subs.push_back(&each);
    }
    return branches;
}

/// Per cent of what went in, to a hundredth, half away from zero; nothing of nothing.
ReportValue per_cent(Energy loss, Energy whole) {
    __extension__ using Wide = __int128;
    if (whole.is_zero()) return {};
    const Wide scaled = Wide{loss.count()} * 10'000 * 2;
    const Wide divisor = Wide{whole.count()} * 2;
    const Wide half = (scaled < 0) == (divisor < 0) ? whole.count() : -whole.count();
    return Percent{static_cast<std::int64_t>((scaled + half) / divisor)};
}

using Periods = std::map<Day, Energy>;

Periods sums_of(const KnownEnergy& energy, const std::vector<const Supply*>& supplies,
                const Question& question) {
    Periods periods;
    for (const Supply* each : supplies) {
        energy.each_day(*each, question.from, question.to, [&](const projections::EnergyRow& row) {
            if (row.tier == 0) periods[span_of(row.day, question).first] += row.energy;
        });
    }
    return periods;
}

std::vector<ReportColumn> columns(const Question& question) {
    std::vector<ReportColumn> all;
    if (question.step != Step::all) all.push_back(period_column(question.step));
    const std::vector<ReportColumn> others{
        {"meter", ValueKind::text, "总表", "Main meter"},
        {"building", ValueKind::text, "楼栋", "Building"},
        {"main_energy", ValueKind::energy, "总表电量", "Main meter, energy", true},
        {"sub_meters", ValueKind::count, "分表数", "Sub-meters", false, true},
        {"sub_energy", ValueKind::energy, "分表电量合计", "Sub-meters, energy", true},
        {"loss", ValueKind::energy, "损耗", "Loss", true},
        {"loss_percent", ValueKind::percent, "损耗率%", "Loss, per cent", false, true}};
    all.insert(all.end(), others.begin(), others.end());
    return all;
}

void tell(const KnownEnergy& energy, const MeterId& meter, const Branch& branch,
          const Question& question, const RowSink& sink) {
    const Periods main = sums_of(energy, branch.main, question);
    const Periods subs = sums_of(energy, branch.subs, question);
    std::set<Day> periods;
    for (const auto& [day, sum] : main) periods.insert(day);
    for (const auto& [day, sum] : subs) periods.insert(day);
    const auto at = [](const Periods& sums, Day day) {
        const auto found = sums.find(day);
        return found == sums.end() ? Energy{} : found->second;
    };
    for (const Day day : periods) {
        const Energy in = at(main, day);
        const Energy out = at(subs, day);
        ReportRow row;
        if (question.step != Step::all) row.push_back(period_of(day, question.step));
        row.insert(row.end(), {meter.text(), branch.building.text(), in, branch.sub_meters, out,
                               in - out, per_cent(in - out, in)});
        sink(row);
    }
}

void rows(const ReportSource& source, const Question& question, const RowSink& sink) {
    const KnownEnergy energy(source.view, source.journal, question.until);
    for (const auto& [meter, branch] : branches_of(energy)) {
        if (question.wants(meter) && question.wants(branch.building))
            tell(energy, meter, branch, question, sink);
    }
}

}  // namespace

std::vector<Report> loss_reports() {
    return {
        {"losses",
         {"总分表损耗报表", "Losses"},
         {"总表电量与其下分表电量之差", "What a main meter counts against the meters behind it"},
         {"from", "to", "step", "building", "meter", "compare"},
         {Step::day, Step::month, Step::year, Step::all},
         {},
         true,
         [](const projections::Models& models) -> const projections::Projection& {
             return models.energy;
         },
         columns,
         rows,
         first_day_of_energy}};
}

}  // namespace api
