#include "tools/meterbook/probe_report.hpp"

#include <algorithm>
#include <array>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "ledger/values/quantity.hpp"

namespace meterbook {
namespace {

using ingest::Inspected;
using ingest::MeterFace;
using ingest::Sighting;
using ingest::Verdict;
using Json = nlohmann::ordered_json;  // people read it, too: keep our order

bool is_well(Verdict verdict) {
    return verdict == Verdict::as_registered || verdict == Verdict::found;
}

std::string where(const Sighting& seen) {
    return seen.unit == 0 ? "DL/T 645" : fmt::format("unit {}", seen.unit);
}

/// What the register shows, before CT and PT.
std::string energy_text(const MeterFace& face) {
    const auto wh = static_cast<std::int64_t>(face.total * face.step_wh);
    return to_text(ledger::Energy{wh});
}

std::string face_text(const Sighting& seen) {
    const MeterFace& face = seen.face;
    std::string text = fmt::format("{}{}, register {} kWh", seen.profiles.front().text(),
                                   seen.is_sure ? "" : " (likely)", energy_text(face));
    if (face.ct || face.pt)
        text += fmt::format(", CT {} PT {}", face.ct.value_or(1), face.pt.value_or(1));
    if (face.remaining) text += fmt::format(", remaining {}", to_text(*face.remaining));
    if (face.purchase_count) text += fmt::format(", {} purchases", *face.purchase_count);
    if (face.relay_closed) text += *face.relay_closed ? ", relay closed" : ", relay open";
    return text + fmt::format(", {} ms", seen.took.count());
}

std::string line_of(const Inspected& each) {
    const Sighting& seen = each.seen;
    std::string text =
        fmt::format("{:<9} {:<12} {:<10} {}", where(seen), seen.number.empty() ? "-" : seen.number,
                    each.meter.is_empty() ? "-" : each.meter.text(), name_of(each.verdict));
    if (!seen.profiles.empty()) text += ": " + face_text(seen);
    for (const std::string& remark : each.remarks) text += "\n          " + remark;
    return text + "\n";
}

std::size_t count(const std::vector<Inspected>& report, Verdict verdict) {
    return static_cast<std::size_t>(
        std::count_if(report.begin(), report.end(),
                      [&](const Inspected& each) { return each.verdict == verdict; }));
}

constexpr std::array verdicts{Verdict::as_registered,  Verdict::found,   Verdict::silent,
                              Verdict::not_registered, Verdict::garbled, Verdict::differs};

Json face_json(const Sighting& seen) {
    const MeterFace& face = seen.face;
    Json json{{"register_kwh", energy_text(face)}};
    if (face.ct) json["ct"] = *face.ct;
    if (face.pt) json["pt"] = *face.pt;
    if (face.remaining) json["remaining"] = to_text(*face.remaining);
    if (face.purchase_count) json["purchase_count"] = *face.purchase_count;
    if (face.relay_closed) json["relay_closed"] = *face.relay_closed;
    json["milliseconds"] = seen.took.count();
    return json;
}

Json row_json(const Inspected& each) {
    const Sighting& seen = each.seen;
    Json row{{"verdict", name_of(each.verdict)}};
    if (!each.meter.is_empty()) row["meter"] = each.meter.text();
    row["protocol"] = seen.unit == 0 ? "dlt645" : "modbus";
    if (seen.unit != 0) row["unit"] = seen.unit;
    if (!seen.number.empty()) row["number"] = seen.number;
    row["profiles"] = Json::array();
    for (const auto& profile : seen.profiles) row["profiles"].push_back(profile.text());
    row["profile_is_sure"] = seen.is_sure;
    if (!seen.profiles.empty()) row["shows"] = face_json(seen);
    row["remarks"] = each.remarks;
    return row;
}

}  // namespace

const char* name_of(Verdict verdict) {
    switch (verdict) {
        case Verdict::as_registered:
            return "as registered";
        case Verdict::found:
            return "found";
        case Verdict::silent:
            return "silent";
        case Verdict::not_registered:
            return "not registered";
        case Verdict::garbled:
            return "garbled";
        case Verdict::differs:
            return "differs";
    }
    return "";
}

std::string report_text(const std::vector<Inspected>& report) {
    std::string text;
    for (const Inspected& each : report) text += line_of(each);
    std::string sums;
    for (const Verdict verdict : verdicts) {
        const std::size_t of_it = count(report, verdict);
        if (of_it > 0)
            sums += fmt::format("{}{} {}", sums.empty() ? "" : ", ", of_it, name_of(verdict));
    }
    return text + (sums.empty() ? "nobody answers on this line" : sums) + "\n";
}

std::string report_json(const std::vector<Inspected>& report) {
    Json json{{"all_well", is_all_well(report)}, {"counts", Json::object()}};
    for (const Verdict verdict : verdicts)
        json["counts"][name_of(verdict)] = count(report, verdict);
    json["meters"] = Json::array();
    for (const Inspected& each : report) json["meters"].push_back(row_json(each));
    return json.dump(2) + "\n";
}

bool is_all_well(const std::vector<Inspected>& report) {
    return !report.empty() && std::all_of(report.begin(), report.end(),
                                          [](const auto& each) { return is_well(each.verdict); });
}

}  // namespace meterbook
