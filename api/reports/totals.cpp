#include "api/reports/totals.hpp"

#include "api/reports/control.hpp"

namespace api {
namespace {

ReportValue begun(const ReportColumn& column) {
    if (!column.is_summed) return {};
    if (column.kind == ValueKind::money) return ledger::Money{};
    if (column.kind == ValueKind::energy) return ledger::Energy{};
    if (column.kind == ValueKind::duration) return TimeSpan{0};
    return std::int64_t{0};
}

void add(ReportValue& sum, const ReportValue& value) {
    if (const auto* money = std::get_if<ledger::Money>(&value))
        std::get<ledger::Money>(sum) += *money;
    if (const auto* energy = std::get_if<ledger::Energy>(&value))
        std::get<ledger::Energy>(sum) += *energy;
    if (const auto* span = std::get_if<TimeSpan>(&value))
        std::get<TimeSpan>(sum).seconds += span->seconds;
    if (const auto* count = std::get_if<std::int64_t>(&value))
        std::get<std::int64_t>(sum) += *count;
}

}  // namespace

ReportTotals::ReportTotals(const std::vector<ReportColumn>& columns, Language language)
    : columns_(columns), broken_(word_of(WordList::control, control_broken, language)) {
    for (const ReportColumn& each : columns) tail_.totals.push_back(begun(each));
}

void ReportTotals::take(const ReportRow& row) {
    ++tail_.rows;
    for (std::size_t i = 0; i < row.size(); ++i) {
        if (columns_[i].is_summed) add(tail_.totals[i], row[i]);
        const auto* text = std::get_if<std::string>(&row[i]);
        if (text && *text == broken_ && columns_[i].name == control_name) ++tail_.breaches;
    }
}

}  // namespace api
