#include "api/reports/telling.hpp"

#include "api/reports/comparison.hpp"
#include "api/reports/control.hpp"

namespace api {
namespace {

constexpr std::size_t rows_between_looks = 1'000;

/// Adds up what passes.
class Totals {
public:
    Totals(const std::vector<ReportColumn>& columns, Language language)
        : columns_(columns), broken_(word_of(WordList::control, control_broken, language)) {
        for (const ReportColumn& each : columns) tail_.totals.push_back(begun(each));
    }

    void take(const ReportRow& row) {
        ++tail_.rows;
        for (std::size_t i = 0; i < row.size(); ++i) {
            if (columns_[i].is_summed) add(tail_.totals[i], row[i]);
            const auto* text = std::get_if<std::string>(&row[i]);
            if (text && *text == broken_ && columns_[i].name == control_name) ++tail_.breaches;
        }
    }

    const ReportTail& tail() const { return tail_; }

private:
    static ReportValue begun(const ReportColumn& column) {
        if (!column.is_summed) return {};
        if (column.kind == ValueKind::money) return ledger::Money{};
        if (column.kind == ValueKind::energy) return ledger::Energy{};
        if (column.kind == ValueKind::duration) return TimeSpan{0};
        return std::int64_t{0};
    }

    static void add(ReportValue& sum, const ReportValue& value) {
        if (const auto* money = std::get_if<ledger::Money>(&value))
            std::get<ledger::Money>(sum) += *money;
        if (const auto* energy = std::get_if<ledger::Energy>(&value))
            std::get<ledger::Energy>(sum) += *energy;
        if (const auto* span = std::get_if<TimeSpan>(&value))
            std::get<TimeSpan>(sum).seconds += span->seconds;
        if (const auto* count = std::get_if<std::int64_t>(&value))
            std::get<std::int64_t>(sum) += *count;
    }

    const std::vector<ReportColumn>& columns_;
    const std::string broken_;
    ReportTail tail_;
};

void tell_rows(const ReportSource& source, const ReportHead& head, const RowSink& sink) {
    const Question& question = head.question;
    if (question.compare == Compare::nothing) return head.report.rows(source, question, sink);
    tell_compared(head.report, source, question, head.zone, sink);
}

}  // namespace

ReportTail tell(const ReportHead& head, const ReportSource& source, ReportWriter& writer,
                const std::function<void()>& look) {
    Totals totals(head.columns, head.language);
    tell_rows(source, head, [&](const ReportRow& row) {
        if (totals.tail().rows % rows_between_looks == 0) look();
        totals.take(row);
        writer.add(row);
    });
    return totals.tail();
}

}  // namespace api
