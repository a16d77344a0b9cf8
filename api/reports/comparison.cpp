#include "api/reports/comparison.hpp"

#include <algorithm>
#include <map>
#include <optional>

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

/// What is not there counts as nothing.
ReportValue less(const ReportValue& now, const ReportValue& before, ValueKind kind) {
    const auto known = [&](const ReportValue& value) {
        return std::holds_alternative<std::monostate>(value) ? nothing_of(kind) : value;
    };
    return std::visit(
        [&](const auto& value) -> ReportValue {
            using T = std::remove_cvref_t<decltype(value)>;
            if constexpr (std::is_same_v<T, ledger::Money> || std::is_same_v<T, ledger::Energy> ||
                          std::is_same_v<T, std::int64_t>) {
                return value - std::get<T>(known(before));
            } else {
                return {};
            }
        },
        known(now));
}

bool is_name(const ReportColumn& column) { return !column.is_summed && !column.is_told; }

/// Rows of two ranges, each beside the one that has the same names and the period beside its own.
class Comparison {
public:
    Comparison(std::vector<ReportColumn> columns, const PeriodPairs& periods, const RowSink& sink)
        : columns_(std::move(columns)), periods_(periods), sink_(sink) {
        const auto period = std::ranges::find(columns_, period_name, &ReportColumn::name);
        if (period != columns_.end()) period_ = static_cast<std::size_t>(period - columns_.begin());
    }

    void keep(const ReportRow& row) {
        if (earlier_.size() == most_earlier_rows)
            throw Problem(400, "field_must_fit", "compare",
                          "compare: more than 100,000 rows to compare with: narrow the range, or "
                          "take longer steps");
        earlier_.emplace(key_of(row, period_ ? row[*period_] : ReportValue()), row);
    }

    void tell(const ReportRow& row) {
        const ReportValue before = period_ ? periods_.before(row[*period_]) : ReportValue();
        const auto found = earlier_.find(key_of(row, before));
        if (found == earlier_.end() || is_alone(before))
            return tell_pair(row, with(before, row, is_alone(before)));
        tell_pair(row, found->second);
        earlier_.erase(found);
    }

    void tell_rest() {
        for (const auto& [key, row] : earlier_) {
            const ReportValue now = period_ ? periods_.now(row[*period_]) : ReportValue();
            tell_pair(with(now, row, is_alone(now)), row);
        }
    }

private:
    bool is_alone(const ReportValue& beside) const {
        return period_ && std::holds_alternative<std::monostate>(beside);
    }

    /// By the names of a row, in this period.
    std::string key_of(const ReportRow& row, const ReportValue& period) const {
        std::string key = to_text(period);
        for (std::size_t i = 0; i < row.size(); ++i) {
            if (is_name(columns_[i]) && i != period_) key += '\0' + to_text(row[i]);
        }
        return key;
    }

    /// The names of a row in that period, in which nothing happened, or that there is not.
    ReportRow with(const ReportValue& period, const ReportRow& names, bool is_missing) const {
        ReportRow row(names.size());
        for (std::size_t i = 0; i < row.size(); ++i) {
            if (is_name(columns_[i])) row[i] = names[i];
            if (columns_[i].is_summed && !is_missing) row[i] = nothing_of(columns_[i].kind);
        }
        if (period_) row[*period_] = period;
        return row;
    }

    /// Changes add up to their total: beside nothing all of it is one.
    void tell_pair(const ReportRow& now, const ReportRow& before) const {
        ReportRow row;
        for (std::size_t i = 0; i < now.size(); ++i) {
            row.push_back(now[i]);
            if (i == period_) row.push_back(before[i]);
            if (!columns_[i].is_summed) continue;
            row.push_back(before[i]);
            row.push_back(less(now[i], before[i], columns_[i].kind));
        }
        sink_(row);
    }

    std::vector<ReportColumn> columns_;
    std::optional<std::size_t> period_;
    const PeriodPairs& periods_;
    const RowSink& sink_;
    std::multimap<std::string, ReportRow> earlier_;
};

}  // namespace

std::vector<ReportColumn> compared(const std::vector<ReportColumn>& columns) {
    std::vector<ReportColumn> all;
    const auto add = [&](const ReportColumn& of, const char* name, const Wording& what) {
        all.push_back({of.name + name, of.kind, of.zh + what.zh, of.en + what.en, of.is_summed});
    };
    for (const ReportColumn& each : columns) {
        all.push_back(each);
        if (each.is_summed || each.name == period_name)
            add(each, "_before", {"（前）", ", before"});
        if (each.is_summed) add(each, "_change", {"（增减）", ", change"});
    }
    return all;
}

void tell_compared(const Report& report, const ReportSource& source, const Question& question,
                   const ledger::Zone& zone, const RowSink& sink) {
    const Question before = earlier(question);
    const PeriodPairs periods(question, before, zone);
    Comparison comparison(report.columns(question), periods, sink);
    report.rows(source, before, [&](const ReportRow& row) { comparison.keep(row); });
    report.rows(source, question, [&](const ReportRow& row) { comparison.tell(row); });
    comparison.tell_rest();
}

}  // namespace api
