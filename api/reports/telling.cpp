#include "api/reports/telling.hpp"

#include "api/reports/comparison.hpp"
#include "api/reports/own_accounts.hpp"
#include "api/reports/subject_names.hpp"
#include "api/reports/totals.hpp"

namespace api {
namespace {

constexpr std::size_t rows_between_looks = 1'000;

void tell_rows(const ReportSource& source, const ReportHead& head, const RowSink& sink) {
    const Question& question = head.question;
    if (question.compare == Compare::nothing) return head.report.rows(source, question, sink);
    tell_compared(head.report, source, question, head.zone, sink);
}

}  // namespace

ReportTail tell(const ReportHead& head, const ReportSource& source, ReportWriter& writer,
                const std::function<void()>& look) {
    ReportTotals totals(head.columns, head.language);
    SubjectNames names(head);
    OwnAccounts own(head.columns, source);
    tell_rows(source, head, [&](const ReportRow& told) {
        if (totals.tail().rows % rows_between_looks == 0) look();
        const ReportRow& row = own.shown(names.shown(told));
        totals.take(row);
        writer.add(row);
    });
    return totals.tail();
}

}  // namespace api
