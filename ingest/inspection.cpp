#include <algorithm>

#include <fmt/core.h>

#include "ingest/survey.hpp"

namespace ingest {
namespace {

using ledger::MeterRegistered;

/// Each register is cut to its last digit, so that the rates may lack a little of the total.
constexpr std::uint64_t cut_digits = 10;

/// A DL/T 645 meter is its number, a Modbus meter its unit.
bool is_meant(const Sighting& seen, const MeterRegistered& meter, const Profiles& profiles) {
    const auto profile = profiles.find(meter.profile);
    const bool has_unit = profile == profiles.end() || profile->second.protocol == Protocol::modbus;
    if (has_unit != (seen.unit != 0)) return false;
    return has_unit ? seen.unit == meter.unit : seen.number == meter.number;
}

/// What is odd about a meter whatever is registered.
std::vector<std::string> oddities(const MeterFace& face) {
    std::vector<std::string> odd;
    std::uint64_t sum = 0;
    for (const std::uint64_t rate : face.rates) sum += rate;
    const std::uint64_t gap = sum > face.total ? sum - face.total : face.total - sum;
    if (!face.rates.empty() && gap > cut_digits)
        odd.push_back(
            fmt::format("its rates sum to {} and its total is {}: a rate is not read, "
                        "or its schedule was changed",
                        sum, face.total));
    if (face.power_w.value_or(0) < 0)
        odd.emplace_back("its power is negative: a transformer is turned round");
    if (face.relay_closed == false) odd.emplace_back("its relay is open");
    return odd;
}

void compare_ratio(const char* what, std::uint32_t registered, std::optional<std::uint32_t> shown,
                   std::vector<std::string>& remarks) {
    if (shown && std::max(1U, *shown) != registered)
        remarks.push_back(
            fmt::format("{} {} is registered, and it shows {}: one of them is wrong "
                        "on every bill",
                        what, registered, *shown));
}

std::vector<std::string> differences(const Sighting& seen, const MeterRegistered& meter) {
    std::vector<std::string> found;
    if (seen.profiles.empty()) return {"it answers, and no profile reads it"};
    if (std::find(seen.profiles.begin(), seen.profiles.end(), meter.profile) == seen.profiles.end())
        found.push_back(fmt::format("it is registered as {}, and is read as {}",
                                    meter.profile.text(), seen.profiles.front().text()));
    if (!seen.number.empty() && seen.number != meter.number)
        found.push_back(fmt::format("number {} is registered, and {} hangs there",
                                    meter.number.empty() ? "none" : meter.number, seen.number));
    compare_ratio("CT", meter.ct, seen.face.ct, found);
    compare_ratio("PT", meter.pt, seen.face.pt, found);
    return found;
}

/// What nobody but a person in front of it can compare.
void note_unshown(const char* what, std::uint32_t registered, std::optional<std::uint32_t> shown,
                  std::vector<std::string>& remarks) {
    if (!shown && registered != 1)
        remarks.push_back(
            fmt::format("{} {} is registered, and it shows none: hold it against the nameplate",
                        what, registered));
}

Inspected judge(const Sighting& seen, const MeterRegistered& meter) {
    if (seen.is_garbled)
        return {meter.meter,
                seen,
                Verdict::garbled,
                {"what comes back is no reply: two meters with one unit, noise, or another baud "
                 "rate or parity"}};
    auto remarks = differences(seen, meter);
    const Verdict verdict = remarks.empty() ? Verdict::as_registered : Verdict::differs;
    if (!seen.profiles.empty()) {
        note_unshown("CT", meter.ct, seen.face.ct, remarks);
        note_unshown("PT", meter.pt, seen.face.pt, remarks);
    }
    for (std::string& each : oddities(seen.face)) remarks.push_back(std::move(each));
    return {meter.meter, seen, verdict, std::move(remarks)};
}

Inspected judge_stranger(const Sighting& seen, bool is_compared) {
    if (seen.is_garbled) return judge(seen, {});
    std::vector<std::string> remarks = oddities(seen.face);
    if (seen.profiles.empty()) remarks.emplace_back("it answers, and no profile reads it");
    const Verdict alone = seen.profiles.empty() ? Verdict::differs : Verdict::found;
    return {{}, seen, is_compared ? Verdict::not_registered : alone, std::move(remarks)};
}

}  // namespace

std::vector<Inspected> inspect(const std::vector<Sighting>& seen,
                               const std::vector<MeterRegistered>& registered,
                               const Profiles& profiles) {
    std::vector<Inspected> report;
    for (const Sighting& each : seen) {
        const auto meant = std::find_if(
            registered.begin(), registered.end(),
            [&](const MeterRegistered& meter) { return is_meant(each, meter, profiles); });
        report.push_back(meant == registered.end() ? judge_stranger(each, !registered.empty())
                                                   : judge(each, *meant));
    }
    for (const MeterRegistered& meter : registered) {
        const auto is_it = [&](const Sighting& each) { return is_meant(each, meter, profiles); };
        const bool was_seen = std::any_of(seen.begin(), seen.end(), is_it);
        if (was_seen) continue;
        Sighting nobody;
        nobody.unit = meter.unit;
        nobody.number = meter.number;
        report.push_back({meter.meter, nobody, Verdict::silent, {"it does not answer"}});
    }
    return report;
}

}  // namespace ingest
