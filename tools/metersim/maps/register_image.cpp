#include "tools/metersim/maps/register_image.hpp"

namespace metersim {

void RegisterImage::area(Address first, int count) {
    for (int step = 0; step < count; ++step) put(static_cast<Address>(first + step), 0);
}

void RegisterImage::put(Address at, std::int64_t value) {
    words_[at] = static_cast<std::uint16_t>(value & 0xFFFF);
}

void RegisterImage::put_2(Address at, std::int64_t value) {
    put(at, value >> 16);
    put(static_cast<Address>(at + 1), value);
}

void RegisterImage::put_bytes(Address at, int high, int low) { put(at, high * 256 + low); }

std::optional<std::vector<std::uint16_t>> RegisterImage::read(Address first,
                                                              std::size_t count) const {
    std::vector<std::uint16_t> words;
    std::size_t wanted = first;
    for (auto at = words_.find(first); at != words_.end() && words.size() < count; ++at) {
        if (at->first != wanted++) return std::nullopt;
        words.push_back(at->second);
    }
    if (words.size() != count) return std::nullopt;
    return words;
}

bool RegisterImage::patch(Address first, std::span<const std::uint16_t> words) {
    if (!read(first, words.size())) return false;
    Address at = first;
    for (const std::uint16_t word : words) words_[at++] = word;
    return true;
}

int RegisterImage::get(Address at) const { return words_.at(at); }

std::int64_t RegisterImage::get_2(Address at) const {
    return std::int64_t{get(at)} * 65536 + get(static_cast<Address>(at + 1));
}

}  // namespace metersim
