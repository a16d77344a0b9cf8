#include "tools/meterbook/bundle/checklist.hpp"

#include <algorithm>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "ledger/rules/laws.hpp"

namespace meterbook {

void Checklist::add(const std::string& check, const std::string& why_not) {
    if (std::ranges::find(findings_, check, &Finding::check) != findings_.end())
        return all_.push_back({check, "broken", ""});
    all_.push_back({check, why_not.empty() ? "holds" : "not_checked", why_not});
}

void Checklist::add_laws(const std::string& why_not) {
    for (const std::string_view law : ledger::EnumNames<ledger::Law>::names)
        add(std::string(law), why_not);
}

bool Checklist::is_complete() const {
    return std::ranges::find(all_, "not_checked", &Checked::verdict) == all_.end();
}

nlohmann::ordered_json Checklist::json() const {
    auto list = nlohmann::ordered_json::array();
    for (const Checked& each : all_) {
        nlohmann::ordered_json json{{"check", each.check}, {"verdict", each.verdict}};
        if (!each.why.empty()) json["why"] = each.why;
        list.push_back(std::move(json));
    }
    return list;
}

void Checklist::print() const {
    for (const Checked& each : all_) {
        if (each.verdict == "not_checked")
            fmt::print("not checked  {}: {}\n", each.check, each.why);
        else
            fmt::print("{:<11}  {}\n", each.verdict, each.check);
    }
}

}  // namespace meterbook
