#include "ingest/survey.hpp"

#include <algorithm>
#include <stdexcept>

#include <fmt/core.h>

#include "ingest/meter_talk.hpp"

namespace ingest {
namespace {

using Kind = LineFault::Kind;
using std::chrono::steady_clock;

constexpr int tries_for_strangers = 1;
constexpr int tries_for_registered = 3;
constexpr int most_crowds = 40;  // of meters that answer at once; a bus of 32 seldom has ten

/// Somebody to talk to of whom nothing is known yet.
ledger::MeterRegistered stranger(std::uint32_t unit, const std::string& number) {
    ledger::MeterRegistered meter{};
    meter.unit = unit;
    meter.number = number;
    meter.ct = 1;
    meter.pt = 1;
    return meter;
}

/// A gateway's own words: the path is not there, or nobody behind it answered.
bool is_of_gateway(const LineFault& fault) { return fault.exception >= 10; }

/// The profile that knows the meter by a type code, then the one that reads most of it.
bool is_likelier(const Profile& one, const Profile& other) {
    const auto rank = [](const Profile& each) {
        return std::pair(each.point("type_code") != nullptr, each.points.size());
    };
    return rank(one) > rank(other);
}

}  // namespace

Survey::Survey(Line& line, SurveyPlan plan, Progress progress)
    : line_(line), plan_(std::move(plan)), progress_(std::move(progress)) {
    std::stable_sort(
        plan_.profiles.begin(), plan_.profiles.end(),
        [](const Profile* one, const Profile* other) { return is_likelier(*one, *other); });
}

std::vector<Sighting> Survey::run() {
    std::size_t asked = 0;
    for (const std::uint32_t unit : plan_.units) {
        ask_unit(unit);
        progress_(++asked, plan_.units.size());
    }
    const bool has_rtu = line_.settings().transport != ledger::Transport::modbus_tcp;
    if (has_rtu && !profiles_of(Protocol::dlt645).empty()) seek_dlt645();
    return seen_;
}

std::vector<const Profile*> Survey::profiles_of(Protocol protocol) const {
    std::vector<const Profile*> all;
    std::copy_if(plan_.profiles.begin(), plan_.profiles.end(), std::back_inserter(all),
                 [&](const Profile* each) { return each->protocol == protocol; });
    return all;
}

void Survey::ask_unit(std::uint32_t unit) {
    const bool is_registered = std::any_of(plan_.registered.begin(), plan_.registered.end(),
                                           [&](const auto& each) { return each.unit == unit; });
    const int tries = is_registered ? tries_for_registered : tries_for_strangers;
    Sighting sighting;
    sighting.unit = unit;
    bool answers = false;
    for (const Profile* profile : profiles_of(Protocol::modbus)) {
        answers = try_profile(sighting, stranger(unit, ""), *profile, tries) || answers;
        if (!answers) break;  // who is silent to one question is silent to the others
    }
    if (answers || sighting.is_garbled) keep(std::move(sighting));
}

void Survey::ask_number(const std::string& number, int tries) {
    const bool was_seen = std::any_of(seen_.begin(), seen_.end(), [&](const Sighting& each) {
        return each.unit == 0 && each.number == number;
    });
    if (was_seen) return;
    Sighting sighting;
    sighting.number = number;
    bool answers = false;
    for (const Profile* profile : profiles_of(Protocol::dlt645)) {
        answers = try_profile(sighting, stranger(0, number), *profile, tries) || answers;
        if (!answers) return;
    }
    keep(std::move(sighting));
}

/// True when the meter answered, whether the profile fits or not.
bool Survey::try_profile(Sighting& sighting, const ledger::MeterRegistered& meter,
                         const Profile& profile, int tries) {
    const auto began = steady_clock::now();
    const auto face = read_face(line_, {meter, profile}, true, tries);
    const auto took = steady_clock::now() - began;
    if (!face && face.error().is_of_the_line())
        throw std::runtime_error(
            fmt::format("the line cannot be asked: {}: mend the way to it", face.error().detail));
    if (!face) {
        sighting.is_garbled = sighting.is_garbled || face.error().kind == Kind::garbage;
        return face.error().kind == Kind::exception && !is_of_gateway(face.error());
    }
    if (!face->is_expected_type) return true;
    if (sighting.profiles.empty()) {
        sighting.face = *face;
        sighting.number = face->number.value_or("");
        sighting.is_sure =
            profile.protocol == Protocol::dlt645 || profile.point("type_code") != nullptr;
        sighting.took = std::chrono::duration_cast<std::chrono::milliseconds>(took);
    }
    sighting.profiles.push_back(profile.id);
    return true;
}

void Survey::keep(Sighting sighting) {
    sighting.is_garbled = sighting.is_garbled && sighting.profiles.empty();
    seen_.push_back(std::move(sighting));
}

/// A clean reply to the wildcard is one meter; noise is several. Who has answered as
/// Modbus has it is not asked by number, too: each silence takes six timeouts.
void Survey::seek_dlt645() {
    for (const auto& meter : plan_.registered) {
        const bool has_answered = std::ranges::any_of(
            seen_, [&](const Sighting& each) { return each.number == meter.number; });
        if (!has_answered && address_of(meter.number))
            ask_number(meter.number, tries_for_registered);
    }
    if (is_one_or_none(any_meter) || part(any_meter, 0)) return;
    std::erase_if(seen_, [](const Sighting& each) { return each.unit == 0 && each.is_garbled; });
    keep_garbled("");
}

/// All whose number ends in the known digits answer at once.
bool Survey::is_one_or_none(const MeterAddress& address) {
    const auto reply = line_.ask({address, control_code::read_address, {}});
    if (!reply) return reply.error().kind != Kind::garbage;
    if (const auto number = number_of(reply->address)) ask_number(*number, tries_for_registered);
    return true;
}

void Survey::keep_garbled(const std::string& number) {
    Sighting sighting;
    sighting.number = number;
    sighting.is_garbled = true;
    keep(std::move(sighting));
}

/// Two more digits part those who answered at once, unless they have one number. False where there
/// are more than hang on any bus: the line is never quiet.
bool Survey::part(const MeterAddress& address, std::size_t known_bytes) {
    if (++crowds_ > most_crowds) return false;
    if (known_bytes == address.size()) return keep_garbled(number_of(address).value_or("")), true;
    for (unsigned two_digits = 0; two_digits < 100; ++two_digits) {
        MeterAddress narrower = address;
        narrower[known_bytes] = static_cast<std::uint8_t>(two_digits / 10 << 4U | two_digits % 10);
        if (!is_one_or_none(narrower) && !part(narrower, known_bytes + 1)) return false;
    }
    return true;
}

}  // namespace ingest
