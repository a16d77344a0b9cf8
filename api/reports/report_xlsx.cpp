#include <cstdlib>

#include <fmt/core.h>

#include "api/reports/head_lines.hpp"
#include "api/reports/report_writer.hpp"
#include "api/reports/spool.hpp"
#include "api/reports/wall_clock.hpp"
#include "api/tables/scratch_directory.hpp"
#include "api/tables/xlsx_writer.hpp"

namespace api {
namespace {

/// Workbooks count in days: to less than a hundred thousandth of a second.
std::string in_days(TimeSpan span) {
    constexpr std::int64_t day = 86'400;
    constexpr std::int64_t parts = 10'000'000'000;
    const std::int64_t all = std::abs(span.seconds);
    return fmt::format("{}{}.{:010}", span.seconds < 0 ? "-" : "", all / day,
                       (all % day * parts + day / 2) / day);
}

XlsxColumn column_of(const ReportColumn& column, Language language) {
    XlsxColumn described{heading_of(column, language), Form::text};
    switch (column.kind) {
        case ValueKind::money:
            described.form = Form::decimal;
            described.number_format = "#,##0.00####";
            break;
        case ValueKind::energy:
            described.form = Form::decimal;
            described.number_format = "#,##0.00#";
            break;
        case ValueKind::count:
            described.form = Form::whole;
            break;
        case ValueKind::time:
            described.form = Form::moment;
            break;
        case ValueKind::date:
            described.form = Form::day;
            break;
        case ValueKind::month:
            described.form = Form::day;
            described.number_format = "yyyy-mm";
            break;
        case ValueKind::year:
            described.form = Form::whole;
            break;
        case ValueKind::percent:
            described.form = Form::decimal;
            described.number_format = "0.00";
            break;
        case ValueKind::duration:
            described.form = Form::decimal;
            described.number_format = "[h]:mm:ss";
            break;
        case ValueKind::text:
            break;
    }
    return described;
}

class XlsxReport : public ReportWriter {
public:
    explicit XlsxReport(const ReportHead& head)
        : zone_(head.zone),
          language_(head.language),
          file_(scratch_.path() / "report.xlsx"),
          writer_(file_) {
        std::vector<XlsxColumn> columns;
        for (const ReportColumn& each : head.columns)
            columns.push_back(column_of(each, head.language));
        writer_.begin_sheet(head.report.title.in(head.language), std::move(columns),
                            head_lines(head));
    }

    void add(const ReportRow& row) override { writer_.add(cells_of(row)); }

    Response finish(const ReportTail& tail) override {
        if (!tail.totals.empty()) add_totals(tail.totals);
        if (tail.breaches > 0)
            writer_.add(
                {text_cell(fmt::format("{} {}", said("核对不符的行数", "Rows that do not hold"),
                                       tail.breaches))},
                XlsxWriter::Emphasis::total);
        writer_.finish();
        Response response{
            200,
            {{"Content-Type", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}},
            ""};
        move_file_into(file_, response);
        return response;
    }

private:
    void add_totals(const ReportRow& row) {
        std::vector<Cell> totals = cells_of(row);
        if (totals.front().is_empty()) totals.front() = text_cell(said("合计", "Total"));
        writer_.add(totals, XlsxWriter::Emphasis::total);
    }

    const char* said(const char* zh, const char* en) const { return Wording{zh, en}.in(language_); }

    Cell cell_of(const ReportValue& value) const {
        if (const auto* at = std::get_if<ledger::Instant>(&value))
            return {Cell::Kind::moment, wall_clock(*at, zone_)};
        if (std::holds_alternative<ledger::Day>(value)) return {Cell::Kind::moment, to_text(value)};
        if (const auto* span = std::get_if<TimeSpan>(&value)) return number_cell(in_days(*span));
        if (const auto* month = std::get_if<CalendarMonth>(&value); month && month->month != 0)
            return {Cell::Kind::moment, to_text(value) + "-01"};
        if (std::holds_alternative<std::string>(value)) return text_cell(to_text(value));
        return std::holds_alternative<std::monostate>(value) ? Cell{} : number_cell(to_text(value));
    }

    std::vector<Cell> cells_of(const ReportRow& row) const {
        std::vector<Cell> cells;
        for (const ReportValue& each : row) cells.push_back(cell_of(each));
        return cells;
    }

    const ledger::Zone zone_;
    const Language language_;
    ScratchDirectory scratch_;
    const std::filesystem::path file_;
    XlsxWriter writer_;
};

}  // namespace

std::unique_ptr<ReportWriter> xlsx_writer(const ReportHead& head) {
    return std::make_unique<XlsxReport>(head);
}

}  // namespace api
