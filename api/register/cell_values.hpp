#pragma once
#include <array>
#include <charconv>
#include <optional>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <vector>

#include "api/tables/table.hpp"
#include "ledger/events/catalogue.hpp"
#include "ledger/rating/zone.hpp"
#include "ledger/values/fields.hpp"

namespace api {

/// A cell that is not what its column wants: what should be there.
struct UnfitCell : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// What a cell is read with.
struct CellReading {
    const ledger::Zone* zone = nullptr;  ///< of moments that name none; null: they must name one
};

// The values of cells. Each `read` is the other side of `cell_of`: what one writes the other reads
// as it was. Several values in one cell are separated by semicolons.

std::uint64_t read_whole(const Cell& cell, std::uint64_t most);
bool read_flag(const Cell& cell);
ledger::Day read_day(const Cell& cell);
ledger::Instant read_moment(const Cell& cell, const CellReading& reading);
std::vector<std::uint64_t> read_counts(const Cell& cell);
std::vector<ledger::BandSlot> read_slots(const Cell& cell);
std::vector<ledger::Tier> read_tiers(const Cell& cell);
std::vector<ledger::DayRule> read_rules(const Cell& cell);
std::vector<ledger::ProtectedHours> read_hours(const Cell& cell);
/// The parts of a list; full-width punctuation is as good as ours.
std::vector<std::string> parts_of(const std::string& text, char separator);

std::string text_of(const std::vector<std::uint64_t>& counts);
std::string text_of(const std::vector<ledger::BandSlot>& slots);
std::string text_of(const std::vector<ledger::Tier>& tiers);
std::string text_of(const std::vector<ledger::DayRule>& rules);
std::string text_of(const std::vector<ledger::ProtectedHours>& hours);

template <class T>
struct IsListOf : std::false_type {};
template <class T>
struct IsListOf<std::vector<T>> : std::true_type {};
template <class T>
struct IsPerhaps : std::false_type {};
template <class T>
struct IsPerhaps<std::optional<T>> : std::true_type {};
template <class T>
concept IsName = requires { T::is_well_formed(""); };
template <class T>
concept IsAmount = requires { typename T::unit; };

template <class T>
T read_name(const std::string& text) {
    if (!T::is_well_formed(text)) throw UnfitCell("give a name of 1 to 40 of A-Z a-z 0-9 _ -");
    return T(text);
}

template <class T>
T read_word(const std::string& text) {
    if (const auto word = ledger::enum_from_text<T>(text)) return *word;
    std::string words;
    for (const std::string_view each : ledger::EnumNames<T>::names)
        words += (words.empty() ? "give one of " : ", ") + std::string(each);
    throw UnfitCell(words);
}

template <class T>
T read_amount(const std::string& text) {
    if (const auto amount = ledger::from_text<T>(text)) return *amount;
    throw UnfitCell("give a decimal number such as 12.34, with at most " +
                    std::to_string(T::unit::digits) + " decimals");
}

template <class T>
std::vector<T> read_list_of(const std::string& text) {
    std::vector<T> list;
    for (const std::string& each : parts_of(text, ';')) {
        if constexpr (IsName<T>)
            list.push_back(read_name<T>(each));
        else
            list.push_back(read_word<T>(each));
    }
    return list;
}

inline const std::string& text_in_cell(const Cell& cell) {
    if (cell.kind == Cell::Kind::moment)
        throw UnfitCell("the cell is a date: format it as text, and type it again");
    return cell.text;
}

/// The value of a cell that is not empty.
template <class T>
T read_cell(const Cell& cell, const CellReading& reading) {
    if constexpr (IsPerhaps<T>::value) {
        return read_cell<typename T::value_type>(cell, reading);
    } else if constexpr (std::is_same_v<T, bool>) {
        return read_flag(cell);
    } else if constexpr (std::is_unsigned_v<T>) {
        return static_cast<T>(read_whole(cell, std::numeric_limits<T>::max()));
    } else if constexpr (std::is_same_v<T, ledger::Day>) {
        return read_day(cell);
    } else if constexpr (std::is_same_v<T, ledger::Instant>) {
        return read_moment(cell, reading);
    } else if constexpr (std::is_same_v<T, std::vector<std::uint64_t>>) {
        return read_counts(cell);
    } else if constexpr (std::is_same_v<T, std::vector<ledger::BandSlot>>) {
        return read_slots(cell);
    } else if constexpr (std::is_same_v<T, std::vector<ledger::Tier>>) {
        return read_tiers(cell);
    } else if constexpr (std::is_same_v<T, std::vector<ledger::DayRule>>) {
        return read_rules(cell);
    } else if constexpr (std::is_same_v<T, std::vector<ledger::ProtectedHours>>) {
        return read_hours(cell);
    } else if constexpr (IsListOf<T>::value) {
        return read_list_of<typename T::value_type>(text_in_cell(cell));
    } else if constexpr (std::is_enum_v<T>) {
        return read_word<T>(text_in_cell(cell));
    } else if constexpr (IsAmount<T>) {
        return read_amount<T>(text_in_cell(cell));
    } else if constexpr (IsName<T>) {
        return read_name<T>(text_in_cell(cell));
    } else {
        return text_in_cell(cell);
    }
}

template <class T>
Cell cell_of(const T& value);

template <class List>
Cell cell_of_list(const List& values) {
    std::string text;
    for (const auto& each : values) text += (text.empty() ? "" : "; ") + cell_of(each).text;
    return text_cell(text);
}

/// The cell of a value; empty where the value is none.
template <class T>
Cell cell_of(const T& value) {
    if constexpr (IsPerhaps<T>::value) {
        return value ? cell_of(*value) : Cell{};
    } else if constexpr (std::is_same_v<T, bool>) {
        return text_cell(value ? "yes" : "no");
    } else if constexpr (std::is_unsigned_v<T>) {
        return number_cell(std::to_string(value));
    } else if constexpr (IsAmount<T>) {
        return number_cell(ledger::to_text(value));
    } else if constexpr (IsName<T>) {
        return text_cell(value.text());
    } else if constexpr (std::is_same_v<T, std::string>) {
        return text_cell(value);
    } else if constexpr (requires { text_of(value); }) {
        return text_cell(text_of(value));
    } else if constexpr (IsListOf<T>::value) {
        return cell_of_list(value);
    } else {
        return text_cell(std::string(ledger::to_text(value)));
    }
}

template <class T>
constexpr Form form_of() {
    if constexpr (IsPerhaps<T>::value) return form_of<typename T::value_type>();
    if constexpr (std::is_same_v<T, bool>) return Form::flag;
    if constexpr (std::is_unsigned_v<T>) return Form::whole;
    if constexpr (IsAmount<T>) return Form::decimal;
    if constexpr (std::is_enum_v<T>) return Form::word;
    if constexpr (std::is_same_v<T, ledger::Day>) return Form::day;
    if constexpr (std::is_same_v<T, ledger::Instant>) return Form::moment;
    if constexpr (IsListOf<T>::value) return Form::list;
    return Form::text;
}

/// The words of an enumeration, for a list to choose from; none for other values.
template <class T>
std::vector<std::string> words_of() {
    if constexpr (IsPerhaps<T>::value) {
        return words_of<typename T::value_type>();
    } else if constexpr (std::is_same_v<T, bool>) {
        return {"yes", "no"};
    } else if constexpr (std::is_enum_v<T>) {
        const auto& names = ledger::EnumNames<T>::names;
        return {names.begin(), names.end()};
    } else {
        return {};
    }
}

}  // namespace api
