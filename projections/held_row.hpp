#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <typeinfo>

#include "projections/content.hpp"

namespace projections {

/// A row in memory: its key, and behind it in the same piece of memory what it says. A fold asks
/// for thousands of rows in turn, which do not lie in the processor's caches, and a piece that is
/// found through another one is waited for twice.
class HeldRow {
public:
    /// As much as a row of this kind takes behind its key.
    template <class Row>
    static constexpr std::uint16_t room_of() {
        static_assert(sizeof(ContentOf<Row>) <= UINT16_MAX);
        static_assert(alignof(ContentOf<Row>) <= alignment);
        return sizeof(ContentOf<Row>);
    }

    /// Says nothing yet.
    static std::unique_ptr<HeldRow> with(ledger::BytesView key, std::uint16_t room);
    ~HeldRow() { forget(); }
    HeldRow(const HeldRow&) = delete;
    HeldRow& operator=(const HeldRow&) = delete;
    // NOLINTNEXTLINE(misc-new-delete-overloads): `with` takes the memory, as much as it needs
    static void operator delete(void* row) { ::operator delete(row); }  // of whatever size

    ledger::BytesView key() const { return {behind(), key_size_}; }

    /// Null: there is no row of this key.
    const Content* content() const { return content_; }

    /// As this kind of row; it is read anew where it was held as another. It says something.
    template <class Row>
    Row& as() {
        const Content& held = *content_;
        if (typeid(held) != typeid(ContentOf<Row>)) say(RowForm<Row>::row(held.bytes()));
        return static_cast<ContentOf<Row>&>(*content_).row();
    }

    template <class Row>
    void say(Row row) {
        using Said = ContentOf<Row>;
        forget();
        content_ =
            room_of<Row>() <= room_ ? new (room()) Said(std::move(row)) : new Said(std::move(row));
    }

    bool is_changed = false;       ///< since the last commit
    bool was_asked_again = false;  ///< since room was made last

private:
    static constexpr std::size_t alignment = alignof(std::uint64_t);

    HeldRow(ledger::BytesView key, std::uint16_t room);
    static std::size_t padded(std::size_t size) {
        return (size + alignment - 1) / alignment * alignment;
    }
    const char* behind() const { return reinterpret_cast<const char*>(this + 1); }
    char* behind() { return reinterpret_cast<char*>(this + 1); }
    char* room() { return behind() + padded(key_size_); }
    void forget();

    Content* content_ = nullptr;  ///< in the room, or elsewhere where that is too small
    std::uint32_t key_size_;
    std::uint16_t room_;
};

}  // namespace projections
