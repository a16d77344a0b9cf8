#include <cstdlib>

#include <fmt/core.h>

#include "api/reports/question.hpp"
#include "api/reports/report_writer.hpp"
#include "api/reports/spool.hpp"
#include "api/tables/scratch_directory.hpp"
#include "api/tables/xlsx_writer.hpp"

namespace api {
namespace {

/// So long after midnight as the wall shows; on days whose clock jumps too.
std::chrono::seconds wall_time(ledger::Instant at, ledger::Day day, const ledger::Zone& zone) {
    using std::chrono::duration_cast;
    using std::chrono::minutes;
    const auto since_midnight = duration_cast<std::chrono::seconds>(at - zone.at(day));
    const auto jump = std::chrono::hours(24) - (zone.at(day.next()) - zone.at(day));
    const auto minute = static_cast<std::uint32_t>(duration_cast<minutes>(since_midnight).count());
    const bool is_before_jump = zone.at(day, minute) <= at && at < zone.at(day, minute + 1);
    if (is_before_jump) return since_midnight;
    return since_midnight + duration_cast<std::chrono::seconds>(jump);
}

/// Workbooks count in days: to less than a hundred thousandth of a second.
std::string in_days(TimeSpan span) {
    constexpr std::int64_t day = 86'400;
    constexpr std::int64_t parts = 10'000'000'000;
    const std::int64_t all = std::abs(span.seconds);
    return fmt::format("{}{}.{:010}", span.seconds < 0 ? "-" : "", all / day,
                       (all % day * parts + day / 2) / day);
}

/// "2026-11-21T08:00:00", as a clock on the site's wall showed it.
std::string wall_clock(ledger::Instant at, const ledger::Zone& zone) {
    const ledger::Day day = zone.day_of(at);
    const std::int64_t seconds = wall_time(at, day, zone).count();
    return fmt::format("{}T{:02}:{:02}:{:02}", ledger::to_text(day), seconds / 3'600,
                       seconds / 60 % 60, seconds % 60);
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
        case ValueKind::duration:
            described.form = Form::decimal;
            described.number_format = "[h]:mm:ss";
            break;
        default:
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
                            lines_of(head));
    }

    void add(const ReportRow& row) override { writer_.add(cells_of(row)); }

    Response finish(const ReportTail& tail) override {
        std::vector<Cell> totals = cells_of(tail.totals);
        if (!totals.empty() && totals.front().is_empty())
            totals.front() = text_cell(said("合计", "Total"));
        writer_.add(totals, XlsxWriter::Emphasis::total);
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
    const char* said(const char* zh, const char* en) const { return Wording{zh, en}.in(language_); }

    std::vector<std::string> lines_of(const ReportHead& head) const {
        const Question& question = head.question;
        const std::string known = head.known_at ? fmt::format("{} ({})", head.known.number,
                                                              wall_clock(*head.known_at, head.zone))
                                                : said("无", "none");
        return {head.report.title.in(head.language),
                fmt::format("{}: {} – {}", said("范围", "Range"), ledger::to_text(question.from),
                            ledger::to_text(question.to)),
                fmt::format("{}: {}{}", said("截至事件", "As of event"), known,
                            head.is_closed ? said("，已结账", ", closed") : ""),
                fmt::format("{}: {}  {}: {}  {}: {}", said("操作员", "Printed by"), head.printed_by,
                            said("打印时间", "at"), wall_clock(head.printed_at, head.zone),
                            said("时区", "time zone"), head.zone_name)};
    }

    Cell cell_of(const ReportValue& value) const {
        if (const auto* at = std::get_if<ledger::Instant>(&value))
            return {Cell::Kind::moment, wall_clock(*at, zone_)};
        if (std::holds_alternative<ledger::Day>(value)) return {Cell::Kind::moment, to_text(value)};
        if (const auto* span = std::get_if<TimeSpan>(&value)) return number_cell(in_days(*span));
        const bool is_text = std::holds_alternative<std::string>(value) ||
                             std::holds_alternative<CalendarMonth>(value);
        if (is_text) return text_cell(to_text(value));
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
