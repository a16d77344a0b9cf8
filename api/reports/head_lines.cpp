#include "api/reports/head_lines.hpp"

#include <map>

#include <fmt/core.h>

#include "api/reports/code_words.hpp"
#include "api/reports/periods.hpp"
#include "api/reports/question.hpp"
#include "api/reports/wall_clock.hpp"

namespace api {
namespace {

const char* said(const ReportHead& head, const Wording& wording) {
    return wording.in(head.language);
}

/// Its name, and what it is called.
std::string building(const ReportHead& head, const std::string& id) {
    const std::string name =
        head.name_of ? head.name_of({ledger::SubjectKind::building, id}) : std::string();
    return name.empty() ? id : id + " " + name;
}

/// What stands for it, as a filter says it.
std::string told(const ReportHead& head, const std::string& filter, const std::string& value) {
    if (filter == "method") return method_word(ledger::MethodId(value), head.language);
    return filter == "building" ? building(head, value) : value;
}

/// What is asked besides the range, in words.
std::string narrowed(const ReportHead& head) {
    static const std::map<std::string, Wording> names{
        {"building", {"楼栋", "building"}},   {"account", {"账户", "account"}},
        {"wallet", {"钱包", "wallet"}},       {"meter", {"电表", "meter"}},
        {"operator", {"操作员", "operator"}}, {"method", {"付款方式", "method"}}};
    std::string text;
    for (const auto& [name, value] : filters_of(head.question))
        text += fmt::format("{}{} {}", text.empty() ? "" : ", ", said(head, names.at(name)),
                            told(head, name, value));
    return text;
}

/// Whose buildings alone are told of.
std::string bounds(const ReportHead& head) {
    std::string text;
    for (const ledger::BuildingId& each : head.question.allowed)
        text += (text.empty() ? "" : ", ") + building(head, each.text());
    return text;
}

std::string range(const Question& question) {
    return fmt::format("{} – {}", ledger::to_text(question.from), ledger::to_text(question.to));
}

std::string knowledge(const ReportHead& head) {
    const std::string known = head.known_at ? fmt::format("{} ({})", head.known.number,
                                                          wall_clock(*head.known_at, head.zone))
                                            : said(head, {"无", "none"});
    return fmt::format("{}: {}{}", said(head, {"截至事件", "As of event"}), known,
                       head.is_closed ? said(head, {"，已结账", ", closed"}) : "");
}

std::string printed(const ReportHead& head) {
    return fmt::format("{}: {}  {}: {}  {}: {}", said(head, {"操作员", "Printed by"}),
                       head.printed_by, said(head, {"打印时间", "at"}),
                       wall_clock(head.printed_at, head.zone), said(head, {"时区", "time zone"}),
                       head.zone_name);
}

}  // namespace

std::vector<std::string> head_lines(const ReportHead& head) {
    std::vector<std::string> lines{head.report.title.in(head.language)};
    const auto add = [&](const Wording& name, const std::string& text) {
        if (!text.empty()) lines.push_back(fmt::format("{}: {}", said(head, name), text));
    };
    if (has_range(head.report)) add({"范围", "Range"}, range(head.question));
    if (head.question.compare != Compare::nothing)
        add({"对比", "Compared with"}, range(earlier(head.question)));
    add({"查询", "Asked"}, head.asked);
    add({"仅限", "Only of"}, narrowed(head));
    add({"仅含楼栋", "Only what stands in"}, bounds(head));
    lines.push_back(knowledge(head));
    lines.push_back(printed(head));
    return lines;
}

}  // namespace api
