#include <algorithm>
#include <map>

#include "api/reports/case_report.hpp"
#include "projections/reports/places.hpp"

namespace api {
namespace {

using ledger::Instant;
using projections::Case;
using projections::CaseCourse;
using projections::CaseKind;
using projections::KnownCases;

constexpr const char* each_loss = "each";

/// Between two moments.
struct Stretch {
    Instant begin;
    Instant end;
    TimeSpan span() const { return span_between(begin, std::max(begin, end)); }
};

/// Of what was lost, as much as lies within the range that is asked for.
class Within {
public:
    Within(const Question& question, const ledger::Zone& zone, Instant now)
        : from_(zone.at(question.from)), to_(std::min(now, zone.at(question.to.next()))) {}

    bool has(const Case& lost, const CaseCourse& course) const {
        return lost.occurred_at <= to_ && (!course.ended_at || *course.ended_at >= from_);
    }
    Stretch of(const Case& lost, const CaseCourse& course) const {
        return {std::max(lost.occurred_at, from_), std::min(course.ended_at.value_or(to_), to_)};
    }

private:
    Instant from_;
    Instant to_;
};

using EachLoss = std::function<void(const Case&, const CaseCourse&, const Stretch&)>;

/// Every loss that lies in the range, or reaches into it.
void each_in_range(const ReportSource& source, const Question& question, const EachLoss& each) {
    const KnownCases known(source.view, question.until);
    const Within within(question, known.zone(), moment_of(source, known.horizon()));
    known.each(CaseKind::contact, {}, question.to, [&](const Case& lost, const CaseCourse& course) {
        if (within.has(lost, course)) each(lost, course, within.of(lost, course));
    });
}

// --- loss by loss ----------------------------------------------------------------------------

std::vector<ReportColumn> loss_columns() {
    return {{"position", ValueKind::count, "流水号", "Event"},
            {"what", ValueKind::text, "对象", "What"},
            {"meter", ValueKind::text, "电表", "Meter"},
            {"line", ValueKind::text, "线路", "Line"},
            {"gateway", ValueKind::text, "通讯机", "Gateway"},
            {"building", ValueKind::text, "楼栋", "Building"},
            {"meters", ValueKind::count, "涉及电表数", "Meters on it"},
            {"lost_at", ValueKind::time, "失联时间", "Lost at"},
            {"state", ValueKind::text, "状态", "State"},
            {"restored_at", ValueKind::time, "恢复时间", "Restored at"},
            {"duration", ValueKind::duration, "本期失联时长", "Lost, within the range"},
            {"detail", ValueKind::text, "详情", "Detail"}};
}

bool has_meter(const Question& question, const Case& lost) {
    return question.wants(lost.meter) ||
           std::ranges::find(lost.meters, question.meter) != lost.meters.end();
}

void tell_losses(const ReportSource& source, const Question& question, const RowSink& sink) {
    each_in_range(
        source, question, [&](const Case& lost, const CaseCourse& course, const Stretch& stretch) {
            if (!question.wants(lost.building) || !has_meter(question, lost)) return;
            const auto meters =
                std::max<std::size_t>(lost.meters.size(), lost.meter.is_empty() ? 0 : 1);
            sink({static_cast<std::int64_t>(lost.position.number),
                  word_of(WordList::contact, lost.what, question.language), lost.meter.text(),
                  lost.line.text(), lost.gateway.text(), lost.building.text(),
                  static_cast<std::int64_t>(meters), lost.occurred_at,
                  word_of(WordList::course, course.state, question.language), course.ended_at,
                  stretch.span(), lost.detail});
        });
}

// --- by meter, line or gateway ---------------------------------------------------------------

/// All that was lost of one of them.
struct Losses {
    ledger::BuildingId building;
    std::vector<Stretch> stretches;
    bool is_lost = false;  ///< still

    /// A meter may be lost itself, and with its line at the same time: what overlaps is one.
    std::vector<Stretch> merged() {
        std::ranges::sort(stretches, {}, &Stretch::begin);
        std::vector<Stretch> all;
        for (const Stretch& each : stretches) {
            if (all.empty() || all.back().end < each.begin) {
                all.push_back(each);
            } else {
                all.back().end = std::max(all.back().end, each.end);
            }
        }
        return all;
    }
};

std::vector<ReportColumn> group_columns(const Question& question) {
    std::vector<ReportColumn> columns;
    for (ReportColumn& each : loss_columns()) {
        if (each.name == question.by) columns.push_back(std::move(each));
    }
    columns.push_back({"building", ValueKind::text, "楼栋", "Building"});
    columns.push_back({"losses", ValueKind::count, "失联次数", "Times lost", true});
    columns.push_back(
        {"duration", ValueKind::duration, "本期失联时长", "Lost, within the range", true});
    columns.push_back({"state", ValueKind::text, "当前状态", "State"});
    return columns;
}

using ByName = std::map<std::string, Losses>;

/// What has been lost of lines or gateways themselves, and of meters with their lines too.
ByName losses_by(const ReportSource& source, const Question& question) {
    ByName names;
    projections::PastPlaces places(source.view);
    const auto add = [&](const std::string& name, const ledger::BuildingId& building,
                         const Stretch& stretch, bool is_over) {
        Losses& losses = names[name];
        losses.building = building;
        losses.stretches.push_back(stretch);
        losses.is_lost |= !is_over;
    };
    each_in_range(
        source, question, [&](const Case& lost, const CaseCourse& course, const Stretch& stretch) {
            const bool is_over = course.ended_at.has_value();
            if (lost.what == question.by) {
                const auto& name = question.by == "line"      ? lost.line.text()
                                   : question.by == "gateway" ? lost.gateway.text()
                                                              : lost.meter.text();
                return add(name, lost.building, stretch, is_over);
            }
            if (question.by != "meter" || lost.what != "line") return;
            for (const ledger::MeterId& meter : lost.meters)
                add(meter.text(), places.of(meter, lost.position).building, stretch, is_over);
        });
    return names;
}

void tell_groups(const ReportSource& source, const Question& question, const RowSink& sink) {
    for (auto& [name, losses] : losses_by(source, question)) {
        if (!question.wants(losses.building)) continue;
        if (question.by == "meter" && !question.wants(ledger::MeterId(name))) continue;
        std::int64_t seconds = 0;
        const auto stretches = losses.merged();
        for (const Stretch& each : stretches) seconds += each.span().seconds;
        sink({name, losses.building.text(), static_cast<std::int64_t>(stretches.size()),
              TimeSpan{seconds},
              word_of(WordList::course, losses.is_lost ? "lost" : "restored", question.language)});
    }
}

}  // namespace

std::vector<Report> contact_reports() {
    return {{"lost-contact",
             {"失联记录", "Lost contact"},
             {"失联的电表、线路与通讯机及其时长",
              "Meters, lines and gateways that did not answer, and for how long"},
             {"from", "to", "by", "building", "meter"},
             {},
             {each_loss, "meter", "line", "gateway"},
             true,
             cases_of,
             [](const Question& question) {
                 return question.by == each_loss ? loss_columns() : group_columns(question);
             },
             [](const ReportSource& source, const Question& question, const RowSink& sink) {
                 if (question.by == each_loss) return tell_losses(source, question, sink);
                 tell_groups(source, question, sink);
             }}};
}

}  // namespace api
