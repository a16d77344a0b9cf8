#include "api/reports/subject_names.hpp"

#include "ledger/book.hpp"
#include "ledger/journal/index.hpp"
#include "ledger/journal/recorded_event.hpp"
#include "ledger/past.hpp"

namespace api {
namespace {

using ledger::Position;
using ledger::Subject;
using ledger::SubjectKind;

struct Named {
    SubjectKind kind;
    ReportColumn name;
};

/// What stands behind a column; nothing: it names nothing that is called otherwise.
const Named* named(const ReportColumn& column) {
    static const std::map<std::string, Named> all{
        {"building",
         {SubjectKind::building, {"building_name", ValueKind::text, "楼栋名称", "Building name"}}},
        {"fee", {SubjectKind::fee, {"fee_name", ValueKind::text, "费用名称", "Fee name"}}}};
    const auto found = all.find(column.name);
    return column.kind == ValueKind::text && found != all.end() ? &found->second : nullptr;
}

std::string name_in(const ledger::Payload& payload) {
    if (const auto* building = std::get_if<ledger::BuildingRegistered>(&payload))
        return building->name;
    return std::get<ledger::FeePublished>(payload).name;
}

}  // namespace

std::string name_then(const ledger::Book& book, const Subject& subject, Position known) {
    constexpr std::size_t step = 100;
    ledger::wait_for_index(book, known);
    Position newest;
    for (std::uint64_t from = 1;; from += step) {
        const auto positions = book.index().find_subject(subject, from, step);
        for (const Position each : positions) {
            if (each <= known) newest = each;
        }
        if (positions.size() < step || positions.back() > known) break;
    }
    if (newest.is_none()) return "";
    return name_in(ledger::recorded_event(book.journal(), newest).payload);
}

std::vector<ReportColumn> with_names(const std::vector<ReportColumn>& columns) {
    std::vector<ReportColumn> all;
    for (const ReportColumn& each : columns) {
        all.push_back(each);
        if (const Named* known = named(each)) all.push_back(known->name);
    }
    return all;
}

SubjectNames::SubjectNames(const ReportHead& head) : head_(head) {
    for (std::size_t i = 1; i < head.columns.size(); ++i) {
        const Named* known = named(head.columns[i - 1]);
        if (known != nullptr && head.columns[i].name == known->name.name)
            named_.emplace(i, known->kind);
    }
}

const ReportRow& SubjectNames::shown(const ReportRow& row) {
    if (named_.empty()) return row;
    shown_ = row;
    for (const auto& [column, kind] : named_) {
        const auto* id = std::get_if<std::string>(&shown_[column - 1]);
        const auto behind = shown_.begin() + static_cast<std::ptrdiff_t>(column);
        shown_.insert(behind, id == nullptr ? ReportValue() : name_of({kind, *id}));
    }
    return shown_;
}

ReportValue SubjectNames::name_of(const Subject& subject) {
    if (!head_.name_of) return {};
    const auto [known, is_new] = known_.try_emplace(subject);
    if (is_new) known->second = ReportValue(head_.name_of(subject));
    return known->second;
}

}  // namespace api
