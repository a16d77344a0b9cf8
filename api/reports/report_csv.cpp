#include "api/reports/report_writer.hpp"
#include "api/reports/spool.hpp"
#include "api/tables/csv.hpp"

namespace api {
namespace {

Cell cell_of(const ReportValue& value) {
    const bool is_number = std::holds_alternative<ledger::Money>(value) ||
                           std::holds_alternative<ledger::Energy>(value) ||
                           std::holds_alternative<std::int64_t>(value);
    return is_number ? number_cell(to_text(value)) : text_cell(to_text(value));
}

class CsvReport : public ReportWriter {
public:
    explicit CsvReport(const ReportHead& head) : language_(head.language) {
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
        write(tail.totals, language_ == Language::zh ? "# 合计" : "# Total");
        Response response{200, {{"Content-Type", "text/csv; charset=utf-8"}}, ""};
        spool_.move_into(response);
        return response;
    }

private:
    void write(const ReportRow& row, const std::string& mark) {
        std::vector<Cell> cells;
        for (const ReportValue& each : row) cells.push_back(cell_of(each));
        if (!mark.empty()) cells.at(0) = text_cell(marked(mark, cells.at(0)));
        std::string csv;
        append_csv_row(csv, cells);
        spool_.write(csv);
    }

    /// A total that stands in the first column stands behind the mark.
    static std::string marked(const std::string& mark, const Cell& cell) {
        return cell.is_empty() ? mark : mark + " " + cell.text;
    }

    Language language_;
    Spool spool_;
};

}  // namespace

std::unique_ptr<ReportWriter> csv_writer(const ReportHead& head) {
    return std::make_unique<CsvReport>(head);
}

}  // namespace api
