#include "api/reports/report.hpp"

#include <algorithm>
#include <iterator>

#include "projections/reports/places.hpp"

namespace api {

ReportValue::ReportValue() = default;
ReportValue::ReportValue(std::string text) {
    if (!text.empty()) emplace<std::string>(std::move(text));
}
ReportValue::ReportValue(const ReportValue&) = default;
ReportValue::ReportValue(ReportValue&&) noexcept = default;
ReportValue& ReportValue::operator=(const ReportValue&) = default;
ReportValue& ReportValue::operator=(ReportValue&&) noexcept = default;
ReportValue::~ReportValue() = default;

TimeSpan span_between(ledger::Instant begin, ledger::Instant end) {
    return {std::chrono::floor<std::chrono::seconds>(end - begin).count()};
}

bool Question::wants(const ledger::BuildingId& place) const { return wants(std::vector{place}); }

bool Question::wants(const std::vector<ledger::BuildingId>& places) const {
    const auto is_theirs = [&](const ledger::BuildingId& each) {
        return std::ranges::find(allowed, each) != allowed.end();
    };
    const bool is_allowed =
        allowed.empty() || (!places.empty() && std::ranges::all_of(places, is_theirs));
    const bool is_there = !places.empty() && places.front() == building;
    return is_allowed && (building.is_empty() || is_there);
}

bool Question::wants(const std::vector<projections::MeterSpot>& meters) const {
    const bool has_meter =
        meter.is_empty() ||
        std::ranges::find(meters, meter, &projections::MeterSpot::meter) != meters.end();
    return has_meter && wants(projections::buildings_of(meters));
}

bool Question::wants(const ledger::WalletId& id) const {
    return (wallet.is_empty() || wallet == id) &&
           (account.is_empty() || account == projections::account_of(id));
}

const std::vector<Report>& all_reports() {
    static const std::vector<Report> reports = [] {
        std::vector<Report> all;
        for (auto* subject :
             {sales_reports, shift_reports, record_reports, balance_reports, energy_reports,
              loss_reports, trial_reports, alarm_reports, contact_reports, command_reports,
              correction_reports, reconciliation_reports, notice_reports})
            std::ranges::move(subject(), std::back_inserter(all));
        return all;
    }();
    return reports;
}

}  // namespace api
