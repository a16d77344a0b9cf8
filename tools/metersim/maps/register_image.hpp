#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <vector>

namespace metersim {

using Address = std::uint16_t;

/// The registers of one device at one moment. Only addresses that were put in exist; 32-bit values
/// take two, high word first. Reading or patching an address that does not exist is refused.
class RegisterImage {
public:
    /// `count` registers of 0 from `first` on: a range a device answers for even where it keeps
    /// silent about the meaning.
    void area(Address first, int count);

    void put(Address at, std::int64_t value);  ///< One register: the low 16 bits, two's complement.
    void put_2(Address at, std::int64_t value);  ///< Two registers: the low 32 bits.
    void put_bytes(Address at, int high, int low);

    /// Nothing when one of them does not exist.
    std::optional<std::vector<std::uint16_t>> read(Address first, std::size_t count) const;
    bool patch(Address first, std::span<const std::uint16_t> words);

    /// For what was put in before.
    int get(Address at) const;
    std::int64_t get_2(Address at) const;  ///< Unsigned.

private:
    std::map<Address, std::uint16_t> words_;
};

}  // namespace metersim
