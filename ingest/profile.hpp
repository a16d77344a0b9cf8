#pragma once
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "ledger/events/words.hpp"
#include "ledger/values/id.hpp"

namespace ingest {

/// A profile that cannot be used: one sentence with the file, the place in it, the fault, and the
/// way out.
struct BadProfile : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// How a meter is spoken to.
enum class Protocol : std::uint8_t { modbus, dlt645 };

/// What is read in one transaction: registers, or one item of DL/T 645. Its cells are registers of
/// 16 bits, or bytes.
struct Block {
    std::string name;
    std::uint32_t address;  ///< the first register, or the item's identifier
    std::uint16_t count;    ///< 1 to 125 registers, 1 to 1000 bytes
    bool identifies;        ///< read at first contact and now and then, not at every poll
    bool is_optional;       ///< a meter may say that it has no such thing, and is read all the same
};

/// The types of Modbus, then those of DL/T 645: decimal digits two to a byte, the last two first.
/// `clock` stands in the order Y M D W h m s, `clock_smh` in that in which it is set; `date` and
/// `time` are items of their own; `sbcd6` has its sign in the highest bit.
enum class PointType : std::uint8_t {
    u16,
    s16,
    u32,
    s32,
    bits,
    bcd12,
    clock,
    bcd4,
    bcd6,
    bcd8,
    clock_smh,
    date,
    time,
    sbcd6
};

/// Where a value stands and what one count of it is worth.
struct Point {
    std::size_t block;
    std::size_t offset;
    PointType type;
    std::uint16_t mask;   ///< of bits: the value is true when any of them is set
    std::int64_t factor;  ///< Wh, micro-units of money or mW of one count; 1 for plain numbers
    std::optional<std::int64_t> expect;
    bool is_inverted;  ///< of bits: the value is true when none of them is set
};

/// A remote command: what is written by function 16, or the orders (N1) of DL/T 645 in turn; and
/// what has to be read back afterwards.
struct Order {
    std::uint16_t address;
    std::vector<std::uint16_t> values;
    std::optional<bool> relay_closed;
    std::optional<bool> forced;
    std::optional<bool> forced_closed;
};

/// A register that a command writes and reads back.
struct Register {
    std::uint16_t address;
    bool is_wide;         ///< of 32 bits, high word first
    std::int64_t factor;  ///< micro-units of money, 1e-8 of it a kWh, or W of one count; else 1,
                          ///< also of a clock, which takes four registers
};

/// What DL/T 645 asks of who orders: who it is, and how they prove it.
struct Access {
    std::uint8_t level;
    std::uint32_t password;  ///< six digits as hexadecimal
    std::uint32_t operator_code;
};

/// The register map of one kind of meter, from a data file. 32-bit values stand high word first.
struct Profile {
    ledger::ProfileId id;
    Protocol protocol;
    Access access;  ///< of DL/T 645
    std::string title;
    std::string provenance;  ///< where the map comes from, and how far it can be trusted
    bool hardware_verified;
    bool secondary_side;  ///< registers count before CT × PT
    std::vector<Block> blocks;
    std::map<std::string, Point> points;
    std::map<ledger::CommandKind, Order> orders;
    std::map<std::string, Register> registers;  ///< of downloads and purchases, where documented
    std::map<std::string, std::string> not_supported;  ///< capability -> why

    const Register* register_of(const std::string& name) const {
        const auto found = registers.find(name);
        return found == registers.end() ? nullptr : &found->second;
    }

    const Point* point(const std::string& name) const {
        const auto found = points.find(name);
        return found == points.end() ? nullptr : &found->second;
    }
};

using Profiles = std::map<ledger::ProfileId, Profile>;

/// Reads one profile; `name` is how errors call the file. Throws BadProfile.
Profile read_profile(const std::string& json, const std::string& name);

/// Each of these files, which are as profile_texts gives them.
Profiles profiles_in(const std::map<ledger::ProfileId, std::string>& texts);

/// The profiles that this program carries in itself.
Profiles built_in_profiles();

/// The built-in ones and those of a directory (*.json), which win; an empty path: the built-in ones
/// alone. Throws BadProfile.
Profiles load_profiles(const std::filesystem::path& directory);

}  // namespace ingest
