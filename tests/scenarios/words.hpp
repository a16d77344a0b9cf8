#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/values/day.hpp"
#include "ledger/values/fields.hpp"
#include "ledger/values/quantity.hpp"
#include "tests/scenarios/fault.hpp"

namespace scenarios {

/// The words of one sentence, taken from left to right. What does not fit is a Fault that says what
/// was expected and what stands there.
class Words {
public:
    explicit Words(std::vector<std::string> words) : words_(std::move(words)) {}

    bool is_done() const { return next_ == words_.size(); }
    /// The word that comes, or the one after it; empty at the end.
    std::string_view peek(std::size_t ahead = 0) const;
    bool is_number() const;

    bool skip(std::string_view word);
    void expect(std::string_view word);
    /// All sentences end here: words that nobody asked for are a fault.
    void expect_end() const;

    std::string take(std::string_view what);
    std::uint64_t number(std::string_view what);
    std::uint32_t small_number(std::string_view what);
    ledger::Day day();
    std::uint32_t minute();

    template <class Id>
    Id name(std::string_view what) {
        return Id(take(what));
    }

    template <class Q>
    Q quantity(std::string_view what) {
        const std::string word = take(what);
        const auto read = ledger::from_text<Q>(word.starts_with('+') ? word.substr(1) : word);
        if (!read) throw_unlike(what, word);
        return *read;
    }
    ledger::Money money() { return quantity<ledger::Money>("an amount such as 12.34"); }
    ledger::Price price() { return quantity<ledger::Price>("a price such as 0.6173"); }
    ledger::Energy kwh();

    template <ledger::Named Enum>
    Enum one_of() {
        std::string all;
        for (const std::string_view name : ledger::EnumNames<Enum>::names)
            all += (all.empty() ? "one of " : ", ") + std::string(name);
        const std::string word = take(all);
        const auto read = ledger::enum_from_text<Enum>(word);
        if (!read) throw_unlike(all, word);
        return *read;
    }

    template <ledger::Named Enum>
    bool is_one_of() const {
        return ledger::enum_from_text<Enum>(peek()).has_value();
    }

private:
    [[noreturn]] static void throw_unlike(std::string_view what, std::string_view word);

    std::vector<std::string> words_;
    std::size_t next_ = 0;
};

}  // namespace scenarios
