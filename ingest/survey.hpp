#pragma once
#include <chrono>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "ingest/line.hpp"
#include "ingest/meter_face.hpp"

namespace ingest {

/// What is looked for on a line. Profiles outlive the survey.
struct SurveyPlan {
    std::set<std::uint32_t> units;                    ///< Modbus units to ask
    std::vector<const Profile*> profiles;             ///< that a meter could have
    std::vector<ledger::MeterRegistered> registered;  ///< of this line; also asked
};

/// Who answered: at a unit, or with DL/T 645 by a number.
struct Sighting {
    std::uint32_t unit = 0;  ///< 0: DL/T 645
    std::string number;      ///< that it shows, or answers to; empty: it shows none
    /// Which profiles read it; the first is the likeliest. None: it answers, and nobody reads it.
    std::vector<ledger::ProfileId> profiles;
    bool is_sure = false;     ///< its type code, or DL/T 645, says so
    bool is_garbled = false;  ///< something comes back, and it is no reply
    MeterFace face;           ///< as the first profile reads it
    std::chrono::milliseconds took{};
};

/// Asks a line who hangs on it, and writes nothing. Silence is believed when a unit that is not
/// registered missed once, or a registered one three times. DL/T 645 meters are found by their
/// registered numbers and by narrowing the wildcard address, which is given up on a line that is
/// never quiet: that is a garbled sighting without a number. Throws std::runtime_error where the
/// line itself cannot be reached.
class Survey {
public:
    /// Told after each question: how many of how many units were asked.
    using Progress = std::function<void(std::size_t, std::size_t)>;

    Survey(Line& line, SurveyPlan plan, Progress progress);

    std::vector<Sighting> run();

private:
    void ask_unit(std::uint32_t unit);
    void ask_number(const std::string& number, int tries);
    void seek_dlt645();
    bool is_one_or_none(const MeterAddress& address);
    void keep_garbled(const std::string& number);
    bool part(const MeterAddress& address, std::size_t known_bytes);
    bool try_profile(Sighting& sighting, const ledger::MeterRegistered& meter,
                     const Profile& profile, int tries);
    void keep(Sighting sighting);
    std::vector<const Profile*> profiles_of(Protocol protocol) const;

    Line& line_;
    SurveyPlan plan_;
    Progress progress_;
    std::vector<Sighting> seen_;
    int crowds_ = 0;  ///< that had to be parted
};

/// What is wrong with one meter of a line, or that nothing is.
enum class Verdict : std::uint8_t {
    as_registered,
    found,           ///< nothing is registered to compare it with
    silent,          ///< registered, and does not answer
    not_registered,  ///< answers, and is not registered
    garbled,         ///< two meters with one unit, noise, or another baud rate or parity
    differs          ///< another number, ratio or profile than registered
};

/// One line of a commissioning report.
struct Inspected {
    ledger::MeterId meter;  ///< as registered; empty: not registered
    Sighting seen;
    Verdict verdict;
    std::vector<std::string> remarks;  ///< sentences for whoever stands in front of the meter
};

/// Holds what was seen against what is registered. Pure. Where nothing is registered, whatever
/// answers is `found`.
std::vector<Inspected> inspect(const std::vector<Sighting>& seen,
                               const std::vector<ledger::MeterRegistered>& registered,
                               const Profiles& profiles);

}  // namespace ingest
