#include "api/reports/report_writer.hpp"
#include "api/reports/spool.hpp"
#include "api/reports/wall_clock.hpp"
#include "api/tables/csv.hpp"

namespace api {
namespace {

/// All but texts are as they are, negative ones too; times are the site's.
Cell cell_of(const ReportValue& value, const ledger::Zone& zone) {
    if (std::holds_alternative<std::monostate>(value)) return {};
    if (const auto* at = std::get_if<ledger::Instant>(&value))
        return number_cell(local_time(*at, zone));
    const bool is_text = std::holds_alternative<std::string>(value);
    return is_text ? text_cell(to_text(value)) : number_cell(to_text(value));
}

class CsvReport : public ReportWriter {
public:
    explicit CsvReport(const ReportHead& head) : language_(head.language), zone_(head.zone) {
        std::vector<Cell> header;
        for (const ReportColumn& each : head.columns)
            header.push_back(text_cell(heading_of(each, head.language)));
        std::string csv = csv_mark;
        append_csv_row(csv, header);
        spool_.write(csv);
    }

    void add(const ReportRow& row) override { write(row, ""); }

    /// For people: whoever reads tables takes a line that begins so for a note.
    Response finish(const ReportTail& tail) override {
        if (!tail.totals.empty())
            write(tail.totals, language_ == Language::zh ? "# 合计" : "# Total");
        Response response{200, {{"Content-Type", "text/csv; charset=utf-8"}}, ""};
        spool_.move_into(response);
        return response;
    }

private:
    void write(const ReportRow& row, const std::string& mark) {
        std::vector<Cell> cells;
        for (const ReportValue& each : row) cells.push_back(cell_of(each, zone_));
        if (!mark.empty()) cells.at(0) = text_cell(marked(mark, cells.at(0)));
        std::string csv;
        append_csv_row(csv, cells);
        spool_.write(csv);
    }

    /// A total that stands in the first column stands behind the mark.
    static std::string marked(const std::string& mark, const Cell& cell) {
        return cell.is_empty() ? mark : mark + " " + cell.text;
    }

    const Language language_;
    const ledger::Zone zone_;
    Spool spool_;
};

}  // namespace

std::unique_ptr<ReportWriter> csv_writer(const ReportHead& head) {
    return std::make_unique<CsvReport>(head);
}

}  // namespace api
