#pragma once
#include <map>

#include "api/reports/report_writer.hpp"
#include "ledger/events/event.hpp"

namespace ledger {
class Book;
}  // namespace ledger

namespace api {

/// What a building or a fee was called after an event; empty where it was not there yet. Waits
/// until the index knows that event.
std::string name_then(const ledger::Book& book, const ledger::Subject& subject,
                      ledger::Position known);

/// The columns of a report, each building and each fee followed by what it is called.
std::vector<ReportColumn> with_names(const std::vector<ReportColumn>& columns);

/// Puts these names into the rows of a report; each is asked for once. One thread.
class SubjectNames {
public:
    /// Of columns that have them. The head has to outlive it.
    explicit SubjectNames(const ReportHead& head);

    /// Valid until the next row.
    const ReportRow& shown(const ReportRow& row);
    const ReportRow& shown(ReportRow&& row) = delete;

private:
    ReportValue name_of(const ledger::Subject& subject);

    const ReportHead& head_;
    std::map<std::size_t, ledger::SubjectKind> named_;  ///< by the column of the name
    std::map<ledger::Subject, ReportValue> known_;
    ReportRow shown_;
};

}  // namespace api
