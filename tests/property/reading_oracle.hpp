#pragma once
#include <map>
#include <optional>

#include "ledger/rules/commands.hpp"
#include "tests/property/rating_oracle.hpp"

namespace property {

/// What should become of a reading.
enum class Fate : std::uint8_t { refused, nothing, quarantined, opening, late, unbilled, charged };

struct Verdict {
    Fate fate;
    ledger::QuarantineReason reason;  ///< where it is quarantined
    Posted posted;                    ///< where it is charged
    Cost cost;                        ///< where it is charged
    std::int64_t total_wh;            ///< counted since the last good reading
};

/// Judges readings by the words of design 7, knowing nothing but the events so far. Keeps its own
/// carry of every wallet and never looks at a charge line of the book.
class ReadingOracle {
public:
    void see(const ledger::Event& event);

    Verdict judge(const ledger::RecordReading& reading, ledger::Instant now) const;

private:
    /// What showed the registers until a replacement, a rollover, a reset or other transformers.
    struct Device {
        ledger::Instant until;
        std::string number;
        std::uint32_t ct{};
        std::uint32_t pt{};
    };
    struct Meter {
        ledger::MeterRegistered registered;
        ledger::WalletId wallet;
        std::optional<ledger::Registers> last;
        ledger::Instant last_at;
        std::vector<Device> earlier;  ///< by when they ended
        Standing standing;
    };

    void see_reading(const ledger::ReadingRecorded& fact, ledger::Instant at);
    void see_attachment(const ledger::Event& event);
    void see_migration(const ledger::Event& event);
    void see_passage(const ledger::Event& event);

    /// Something was charged: moves carry and tiers on.
    void charged(const ledger::MeterId& id, Meter& meter, ledger::Instant until,
                 const ledger::Registers& before, const ledger::Registers& now);

    static Verdict judge_earlier(const ledger::RecordReading& reading, const Meter& meter);
    static std::optional<ledger::QuarantineReason> doubt(const ledger::RecordReading& reading,
                                                         const Meter& meter);
    std::optional<ledger::QuarantineReason> doubt_of_energy(const ledger::RecordReading& reading,
                                                            const Meter& meter) const;
    Verdict price(const ledger::RecordReading& reading, const Meter& meter) const;

    RatingOracle rating_;
    std::uint32_t margin_percent_ = 0;
    std::map<ledger::MeterId, Meter> meters_;
    std::map<ledger::WalletId, std::int64_t> carry_;
    std::map<ledger::AccountId, std::int64_t> opened_;  ///< on which day
    std::map<std::pair<ledger::AccountId, ledger::MeterId>, Standing> left_;
};

}  // namespace property
