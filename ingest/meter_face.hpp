#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ingest/profile.hpp"
#include "ledger/rules/commands.hpp"

namespace ingest {

/// The cells of a block: registers, or with DL/T 645 bytes.
using Words = std::vector<std::uint16_t>;

/// The cells of each block of a profile, in its order; empty: not read this time.
using Blocks = std::vector<Words>;

/// What a meter showed. A point that its profile lacks, or that was not read, is nothing: no guess.
struct MeterFace {
    std::uint64_t total = 0;
    std::vector<std::uint64_t> rates;
    std::uint32_t step_wh = 0;
    std::optional<std::uint32_t> ct;
    std::optional<std::uint32_t> pt;
    bool is_expected_type = true;
    std::optional<std::string> number;
    std::optional<ledger::Money> remaining;
    std::optional<std::uint64_t> purchase_count;
    std::optional<bool> relay_closed;
    std::optional<bool> forced;
    std::optional<bool> forced_closed;
    std::optional<std::int64_t> power_w;  ///< on the register's side

    /// Date and time of the meter's clock, as if it were UTC; nothing where it shows none that is.
    std::optional<ledger::Instant> clock;
};

/// The name of a point that was read and is no number: a decimal digit above nine.
std::optional<std::string> broken_point(const Profile& profile, const Blocks& blocks);

/// Decodes the blocks that were read. Pure; any words are taken.
MeterFace decode(const Profile& profile, const Blocks& blocks);

/// The reading that the ledger judges; a meter's clock goes by the zone of its site.
ledger::RecordReading reading_of(const MeterFace& face, const Profile& profile,
                                 const ledger::MeterRegistered& meter, ledger::Instant read_at);

/// True when the face shows everything that the order wants to be read back.
bool is_reached(const Order& order, const MeterFace& face);

/// "relay open, forced on": what was read back, for people.
std::string read_back_text(const MeterFace& face);

}  // namespace ingest
