#pragma once
#include <array>
#include <concepts>
#include <cstdint>

#include "ledger/journal/big_endian.hpp"
#include "ledger/rules/postings.hpp"
#include "ledger/values/bytes.hpp"
#include "ledger/values/id.hpp"

namespace projections {

/// The key of a row, put together of its parts where it is used: a letter, names, numbers with
/// their highest byte first. A fold puts together dozens at every reading, and most rows are known
/// by then, so a key takes no memory of its own unless it is unusually long.
class Key {
public:
    template <class... Part>
    explicit Key(const Part&... parts) : size_((width(parts) + ...)) {
        if (size_ > near_.size()) far_.resize(size_);
        char* at = far_.empty() ? near_.data() : far_.data();
        ((at = write(parts, at)), ...);
    }

    operator ledger::BytesView() const {  // NOLINT(google-explicit-constructor): it is what it says
        return {far_.empty() ? near_.data() : far_.data(), size_};
    }

private:
    static std::size_t width(char) { return 1; }
    static std::size_t width(ledger::BytesView text) { return text.size(); }
    template <std::unsigned_integral Number>
    static std::size_t width(Number) {
        return sizeof(Number);
    }
    static std::size_t width(ledger::Position) { return sizeof(std::uint64_t); }
    template <class Kind>
    static std::size_t width(const ledger::Id<Kind>& name) {
        return name.text().size();
    }
    static std::size_t width(const ledger::BookAccount& account) {
        return prefix_of(account.of).size() + account.name.size();
    }

    static char* write(char letter, char* at) {
        *at = letter;
        return at + 1;
    }
    static char* write(ledger::BytesView text, char* at) {
        return at + text.copy(at, text.size());  // an empty one may point nowhere
    }
    template <std::unsigned_integral Number>
    static char* write(Number number, char* at) {
        return ledger::write_big_endian(number, at);
    }
    static char* write(ledger::Position position, char* at) { return write(position.number, at); }
    template <class Kind>
    static char* write(const ledger::Id<Kind>& name, char* at) {
        return write(ledger::BytesView(name.text()), at);
    }
    static char* write(const ledger::BookAccount& account, char* at) {
        return write(account.name, write(prefix_of(account.of), at));
    }

    std::size_t size_;
    std::array<char, 120>
        near_;  // NOLINT(cppcoreguidelines-pro-type-member-init): as far as it is written
    ledger::Bytes far_;
};

}  // namespace projections
