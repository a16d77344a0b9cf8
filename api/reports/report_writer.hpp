#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "api/http/http.hpp"
#include "api/reports/report.hpp"
#include "ledger/events/words.hpp"
#include "ledger/rating/zone.hpp"

namespace ledger {
struct Subject;
}  // namespace ledger

namespace api {

/// What is said of a report besides its rows.
struct ReportHead {
    const Report& report;
    const Question& question;
    Language language;
    std::vector<ReportColumn> columns;
    ledger::Position known;                   ///< the last event that counts
    std::optional<ledger::Instant> known_at;  ///< when that was recorded
    bool is_closed;                           ///< told as it was when the range was closed
    ledger::Zone zone;
    std::string zone_name;
    std::string currency;
    std::string printed_by;
    ledger::Instant printed_at;
    std::optional<std::size_t> most_rows;  ///< to be listed; nothing: all
    std::string asked{};  ///< of a list: its address and what it was narrowed to; else empty
    /// What a building or a fee was called then; not given: their names are not told.
    std::function<std::string(const ledger::Subject&)> name_of{};
};

struct ReportTail {
    ReportRow totals;  ///< under the summed columns, nothing under the others; of a list empty
    std::size_t rows = 0;
    std::size_t breaches = 0;
};

/// Makes a file of a report, row by row: a million of them need no more memory than a thousand.
class ReportWriter {
public:
    ReportWriter() = default;
    virtual ~ReportWriter() = default;
    ReportWriter(const ReportWriter&) = delete;
    ReportWriter& operator=(const ReportWriter&) = delete;

    virtual void add(const ReportRow& row) = 0;
    /// The answer; nothing may follow.
    virtual Response finish(const ReportTail& tail) = 0;
};

std::unique_ptr<ReportWriter> json_writer(const ReportHead& head);
std::unique_ptr<ReportWriter> csv_writer(const ReportHead& head);
std::unique_ptr<ReportWriter> xlsx_writer(const ReportHead& head);
std::unique_ptr<ReportWriter> writer_of(ledger::ExportFormat format, const ReportHead& head);

/// A value as JSON and CSV show it: exact, times in UTC; empty where there is none.
std::string to_text(const ReportValue& value);

const std::string& heading_of(const ReportColumn& column, Language language);
std::string to_text(ValueKind kind);

}  // namespace api
