#pragma once
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "api/language.hpp"
#include "ledger/values/day.hpp"
#include "ledger/values/id.hpp"
#include "ledger/values/instant.hpp"
#include "ledger/values/quantity.hpp"

namespace ledger {
class Journal;
struct CustomerRegistered;
struct ShownPerson;
}  // namespace ledger
namespace projections {
class Projection;
struct Models;
class TableView;
struct MeterSpot;
}  // namespace projections

namespace api {

/// What people read, in either language.
struct Wording {
    const char* zh;
    const char* en;

    const char* in(Language language) const { return language == Language::zh ? zh : en; }
};

/// A period without a day: "2026-10", or with month 0 "2026".
struct CalendarMonth {
    int year;
    unsigned month;
    friend bool operator==(const CalendarMonth&, const CalendarMonth&) = default;
};

/// How long something lasted, in whole seconds: "26:03:04".
struct TimeSpan {
    std::int64_t seconds;
    friend bool operator==(const TimeSpan&, const TimeSpan&) = default;
};
/// A share of something, in hundredths of a per cent: "12.50".
struct Percent {
    std::int64_t hundredths;
    friend bool operator==(const Percent&, const Percent&) = default;
};
TimeSpan span_between(ledger::Instant begin, ledger::Instant end);

enum class ValueKind : std::uint8_t {
    text,
    money,
    energy,
    count,
    time,
    date,
    month,
    year,
    duration,
    percent
};

using AnyReportValue =
    std::variant<std::monostate, std::string, ledger::Money, ledger::Energy, std::int64_t,
                 ledger::Instant, ledger::Day, CalendarMonth, TimeSpan, Percent>;

/// What stands under one column; nothing where it is not known. Copied and moved by code that is
/// compiled once.
struct ReportValue : AnyReportValue {
    using AnyReportValue::AnyReportValue;
    ReportValue();
    /// An empty text is nothing.
    ReportValue(std::string text);  // NOLINT(google-explicit-constructor): rows are lists of them
    template <typename Known>
    ReportValue(
        const std::optional<Known>& value) {  // NOLINT(google-explicit-constructor): as above
        if (value) *this = ReportValue(*value);
    }
    ReportValue(const ReportValue&);
    ReportValue(ReportValue&&) noexcept;
    ReportValue& operator=(const ReportValue&);
    ReportValue& operator=(ReportValue&&) noexcept;
    ~ReportValue();
};
using ReportRow = std::vector<ReportValue>;

struct ReportColumn {
    std::string name;
    ValueKind kind;
    std::string zh;
    std::string en;
    bool is_summed = false;  ///< has a total, and can be compared with another range
    bool is_told = false;    ///< of a row, without being one of its names: a share, say
};

enum class Step : std::uint8_t { all, hour, day, month, year };
enum class Compare : std::uint8_t { nothing, before, month, year };

/// What was asked of a report, in the terms of the site.
struct Question {
    ledger::Day from;
    ledger::Day to;
    Step step = Step::all;
    std::string by;  ///< one of the report's groupings; empty: it has none
    ledger::BuildingId building;
    ledger::AccountId account;
    ledger::WalletId wallet;
    ledger::MeterId meter;
    ledger::OperatorId actor;
    ledger::MethodId method;
    std::vector<ledger::BuildingId> allowed;  ///< whoever asks is bound to; empty: to none
    Compare compare = Compare::nothing;
    std::optional<ledger::Position> until;  ///< what was known after it; nothing: all
    Language language = Language::en;       ///< of the words in the rows
    bool sees_people = false;               ///< whoever asks may read names and telephones

    bool wants(const ledger::BuildingId& place) const;
    /// Of a wallet: whoever is bound to buildings is told of it where all of these are theirs;
    /// asked for it is by the first.
    bool wants(const std::vector<ledger::BuildingId>& places) const;
    /// Where its meters stand, and whether the meter that is asked for is one of them.
    bool wants(const std::vector<projections::MeterSpot>& meters) const;
    bool wants(const ledger::WalletId& id) const;
    bool wants(const ledger::MeterId& id) const { return meter.is_empty() || meter == id; }
    bool wants_operator(const std::string& name) const {
        return actor.is_empty() || actor.text() == name;
    }
    bool wants(const ledger::MethodId& id) const { return method.is_empty() || method == id; }
};

/// Out of what a report is made: of one piece, whatever is written meanwhile.
struct ReportSource {
    const projections::TableView& view;
    const ledger::Journal& journal;
    /// Opens what was sealed, of somebody who has not been forgotten since.
    std::function<ledger::ShownPerson(const ledger::CustomerRegistered&)> show{};
    /// Whether whoever asks may know whose an account is, and what it holds; not given: always.
    std::function<bool(const ledger::AccountId&)> may_see{};

    bool sees(const ledger::AccountId& account) const {
        return account.is_empty() || !may_see || may_see(account);
    }
};

using RowSink = std::function<void(const ReportRow&)>;

/// One report: what it is called, what can be asked, its columns, and its rows, which come one
/// after the other however many there are.
struct Report {
    std::string name;
    Wording title;
    Wording about;  ///< in one sentence
    std::vector<std::string> parameters;
    std::vector<Step> steps{};             ///< the first where none is asked for
    std::vector<std::string> groupings{};  ///< likewise
    bool has_places = false;               ///< its rows can be those of some buildings
    const projections::Projection& (*read_model)(const projections::Models&);
    std::function<std::vector<ReportColumn>(const Question&)> columns;
    std::function<void(const ReportSource&, const Question&, const RowSink&)> rows;
    /// Of what is told, as it was known; nothing, and where it is not given: the book's own.
    std::function<std::optional<ledger::Day>(const ReportSource&, std::optional<ledger::Position>)>
        first_day{};
};

/// On which energy was used first.
std::optional<ledger::Day> first_day_of_energy(const ReportSource& source,
                                               std::optional<ledger::Position> until);

/// Every report, in the order of the list.
const std::vector<Report>& all_reports();

// One file a subject; each gives its reports.
std::vector<Report> sales_reports();
std::vector<Report> shift_reports();
std::vector<Report> record_reports();
std::vector<Report> balance_reports();
std::vector<Report> energy_reports();
std::vector<Report> loss_reports();
std::vector<Report> trial_reports();
std::vector<Report> alarm_reports();
std::vector<Report> contact_reports();
std::vector<Report> command_reports();
std::vector<Report> correction_reports();
std::vector<Report> reconciliation_reports();
std::vector<Report> notice_reports();

}  // namespace api
