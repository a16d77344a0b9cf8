#pragma once
#include <string>
#include <type_traits>
#include <vector>

#include "ledger/events/event.hpp"
#include "ledger/events/wire.hpp"

/// Changes one value after another of a record, whatever it is made of: what `fields()` lists is
/// all there is, so a new event is changed everywhere by itself.
class EveryField {
public:
    /// The n-th value, counted from 0, becomes another one; false: there are fewer.
    template <class Record>
    bool change(Record& record, std::size_t n) {
        left_ = n;
        done_ = false;
        path_.clear();
        visit("", record);
        return done_;
    }

    const std::string& path() const { return path_; }  ///< "lines.energy": what was changed

private:
    template <class T>
    void visit(std::string_view name, T& value) {
        if (done_) return;
        if constexpr (ledger::Described<T>) {
            ledger::for_each_field(value, [&](const auto& each, auto& inner) {
                visit(std::string(name) + (name.empty() ? "" : ".") + std::string(each.name),
                      inner);
            });
        } else if constexpr (ledger::wire::IsVector<T>::value) {
            visit_list(name, value);
        } else if constexpr (ledger::wire::IsOptional<T>::value) {
            if (value) visit(name, *value);
            if (is_next(name)) value ? value.reset() : (void)value.emplace();
        } else if (is_next(name)) {
            make_other(value);
        }
    }

    /// Its elements, and that there is one less or more.
    template <class T>
    void visit_list(std::string_view name, std::vector<T>& list) {
        if (!list.empty()) visit(name, list.front());
        if (is_next(name)) list.empty() ? (void)list.emplace_back() : list.pop_back();
    }

    bool is_next(std::string_view name) {
        if (done_ || left_-- > 0) return false;
        path_ = name;
        done_ = true;
        return true;
    }

    static void make_other(bool& value) { value = !value; }
    static void make_other(std::string& text) { text += "x"; }
    static void make_other(ledger::Instant& at) { at.micros += 1; }
    static void make_other(ledger::Position& at) { at.number += 1; }
    static void make_other(ledger::Day& day) { day.number += 1; }
    static void make_other(ledger::MonthDay& day) { day.number += 1; }
    static void make_other(ledger::EventId& id) { id.bytes[0] ^= 1; }
    template <class Kind>
    static void make_other(ledger::Id<Kind>& id) {
        id = ledger::Id<Kind>(id.text() + "x");
    }
    template <class Unit>
    static void make_other(ledger::Quantity<Unit>& quantity) {
        quantity += ledger::Quantity<Unit>{1};
    }
    template <class T>
        requires(std::is_arithmetic_v<T> || std::is_enum_v<T>)
    static void make_other(T& value) {
        if constexpr (std::is_enum_v<T>) {
            const auto next = static_cast<std::size_t>(value) + 1;
            value = static_cast<T>(next % ledger::EnumNames<T>::names.size());
        } else {
            value = static_cast<T>(value + 1);
        }
    }

    std::size_t left_ = 0;
    bool done_ = false;
    std::string path_;
};
