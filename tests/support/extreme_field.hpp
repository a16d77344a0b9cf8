#pragma once
#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "ledger/events/event.hpp"
#include "ledger/values/fields.hpp"

/// Puts into one field after another of a record what no honest program writes: the greatest and
/// the least number there is, nothing, the name of nothing. What `fields()` lists is all there is.
class ExtremeField {
public:
    static constexpr std::size_t ways = 6;

    /// The n-th value, counted from 0, in one of the ways; false: there are fewer values.
    template <class Record>
    bool change(Record& record, std::size_t n, std::size_t way) {
        left_ = n;
        way_ = way;
        done_ = false;
        path_.clear();
        visit("", record);
        return done_;
    }

    const std::string& path() const { return path_; }  ///< "lines.energy": what was changed

private:
    template <class T>
    void visit(std::string_view name, T& value) {
        if (is_next(name)) make_extreme(value);
    }
    template <ledger::Described Record>
    void visit(std::string_view name, Record& record) {
        if (done_) return;
        ledger::for_each_field(record, [&](const auto& each, auto& value) {
            visit(std::string(name) + (name.empty() ? "" : ".") + std::string(each.name), value);
        });
    }
    template <class T>
    void visit(std::string_view name, std::vector<T>& list) {
        for (T& each : list) visit(name, each);
        if (is_next(name)) way_ % 2 == 0 ? list.clear() : list.resize(list.size() + way_);
    }
    template <class T>
    void visit(std::string_view name, std::optional<T>& value) {
        if (value) visit(name, *value);
        if (is_next(name)) value ? value.reset() : (void)value.emplace();
    }

    bool is_next(std::string_view name) {
        if (done_ || left_-- > 0) return false;
        path_ = name;
        done_ = true;
        return true;
    }

    template <class Number>
    Number extreme() const {
        using Limits = std::numeric_limits<Number>;
        const std::array<Number, ways> all{Limits::max(),
                                           Limits::min(),
                                           Number{0},
                                           static_cast<Number>(Limits::max() / 2),
                                           static_cast<Number>(Limits::min() + 1),
                                           static_cast<Number>(1'000'000'000'000'000'000)};
        return all.at(way_);
    }

    static void make_extreme(bool& value) { value = !value; }
    void make_extreme(std::string& text) const { text = way_ % 2 == 0 ? "" : "nowhere"; }
    void make_extreme(ledger::Instant& at) const { at.micros = extreme<std::int64_t>(); }
    void make_extreme(ledger::Position& at) const { at.number = extreme<std::uint64_t>(); }
    void make_extreme(ledger::Day& day) const { day.number = extreme<std::int64_t>(); }
    void make_extreme(ledger::MonthDay& day) const { day.number = extreme<std::uint32_t>(); }
    static void make_extreme(ledger::EventId& id) { id = {}; }
    template <class Kind>
    void make_extreme(ledger::Id<Kind>& id) const {
        id = ledger::Id<Kind>(way_ % 2 == 0 ? "" : "nowhere");
    }
    template <class Unit>
    void make_extreme(ledger::Quantity<Unit>& quantity) const {
        quantity = ledger::Quantity<Unit>{extreme<std::int64_t>()};
    }
    template <class T>
        requires(std::is_arithmetic_v<T> || std::is_enum_v<T>)
    void make_extreme(T& value) const {
        if constexpr (std::is_enum_v<T>)
            value = static_cast<T>(way_ % ledger::EnumNames<T>::names.size());
        else
            value = extreme<T>();
    }

    std::size_t left_ = 0;
    std::size_t way_ = 0;
    bool done_ = false;
    std::string path_;
};
