#include "api/reports/comparison.hpp"

#include <map>

#include "api/problem.hpp"
#include "api/reports/periods.hpp"
#include "api/reports/report_writer.hpp"

namespace api {
namespace {

constexpr std::size_t most_earlier_rows = 100'000;
constexpr const char* period_name = "period";

ReportValue nothing_of(ValueKind kind) {
    if (kind == ValueKind::money) return ledger::Money{};
    if (kind == ValueKind::energy) return ledger::Energy{};
    return std::int64_t{0};
}

ReportValue less(const ReportValue& now, const ReportValue& before) {
    return std::visit(
        [&](const auto& value) -> ReportValue {
            using T = std::remove_cvref_t<decltype(value)>;
            if constexpr (std::is_same_v<T, ledger::Money> || std::is_same_v<T, ledger::Energy> ||
                          std::is_same_v<T, std::int64_t>) {
                return value - std::get<T>(before);
            } else {
                return {};
            }
        },
        now);
}

bool is_name(const ReportColumn& column) { return !column.is_summed && !column.is_told; }

/// By the names of a row and the place of its period in the range.
std::string key_of(const ReportRow& row, const std::vector<ReportColumn>& columns,
                   const PeriodPlaces& places) {
    std::string key;
    for (std::size_t i = 0; i < row.size(); ++i) {
        if (!is_name(columns[i])) continue;
        key += columns[i].name == period_name ? std::to_string(places.of(row[i])) : to_text(row[i]);
        key += '\0';
    }
    return key;
}

class Comparison {
public:
    Comparison(std::vector<ReportColumn> columns, const RowSink& sink)
        : columns_(std::move(columns)), sink_(sink) {}

    void keep(std::string key, const ReportRow& row) {
        if (earlier_.size() == most_earlier_rows)
            throw Problem(400, "field_must_fit", "compare",
                          "compare: more than 100,000 rows to compare with: narrow the range, or "
                          "take longer steps");
        earlier_.emplace(std::move(key), row);
    }

    void tell(const std::string& key, const ReportRow& row) {
        const auto found = earlier_.find(key);
        if (found == earlier_.end()) return tell_pair(row, nothing_of_all());
        tell_pair(row, found->second);
        earlier_.erase(found);
    }

    /// Its period is one of the earlier range.
    void tell_rest() {
        for (const auto& [key, row] : earlier_) {
            ReportRow now = nothing_of_all();
            for (std::size_t i = 0; i < row.size(); ++i) {
                if (is_name(columns_[i])) now[i] = row[i];
            }
            tell_pair(now, row);
        }
    }

private:
    ReportRow nothing_of_all() const {
        ReportRow row;
        for (const ReportColumn& each : columns_)
            row.push_back(each.is_summed ? nothing_of(each.kind) : ReportValue());
        return row;
    }

    void tell_pair(const ReportRow& now, const ReportRow& before) const {
        ReportRow row;
        for (std::size_t i = 0; i < now.size(); ++i) {
            row.push_back(now[i]);
            if (!columns_[i].is_summed) continue;
            row.push_back(before[i]);
            row.push_back(less(now[i], before[i]));
        }
        sink_(row);
    }

    std::vector<ReportColumn> columns_;
    const RowSink& sink_;
    std::multimap<std::string, ReportRow> earlier_;
};

}  // namespace

std::vector<ReportColumn> compared(const std::vector<ReportColumn>& columns) {
    std::vector<ReportColumn> all;
    for (const ReportColumn& each : columns) {
        all.push_back(each);
        if (!each.is_summed) continue;
        all.push_back(
            {each.name + "_before", each.kind, each.zh + "（前）", each.en + ", before", true});
        all.push_back(
            {each.name + "_change", each.kind, each.zh + "（增减）", each.en + ", change", true});
    }
    return all;
}

void tell_compared(const Report& report, const ReportSource& source, const Question& question,
                   const ledger::Zone& zone, const RowSink& sink) {
    const std::vector<ReportColumn> columns = report.columns(question);
    const Question before = earlier(question);
    const bool by_calendar = is_by_calendar(question);
    const PeriodPlaces then(before.from, by_calendar, zone);
    const PeriodPlaces now(question.from, by_calendar, zone);
    Comparison comparison(columns, sink);
    report.rows(source, before,
                [&](const ReportRow& row) { comparison.keep(key_of(row, columns, then), row); });
    report.rows(source, question,
                [&](const ReportRow& row) { comparison.tell(key_of(row, columns, now), row); });
    comparison.tell_rest();
}

}  // namespace api
