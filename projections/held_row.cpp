#include "projections/held_row.hpp"

namespace projections {

HeldRow::HeldRow(ledger::BytesView key, std::uint16_t room)
    : key_size_(static_cast<std::uint32_t>(key.size())), room_(room) {
    key.copy(behind(), key.size());
}

std::unique_ptr<HeldRow> HeldRow::with(ledger::BytesView key, std::uint16_t room) {
    void* memory = ::operator new(sizeof(HeldRow) + padded(key.size()) + room);
    return std::unique_ptr<HeldRow>(new (memory) HeldRow(key, room));
}

void HeldRow::forget() {
    if (content_ == nullptr) return;
    if (reinterpret_cast<char*>(content_) == room()) {
        content_->~Content();
    } else {
        delete content_;
    }
    content_ = nullptr;
}

}  // namespace projections
