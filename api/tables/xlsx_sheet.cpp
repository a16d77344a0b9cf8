#include "api/tables/xlsx_sheet.hpp"

#include <charconv>

#include "api/tables/exact_decimal.hpp"
#include "api/tables/xlsx_styles.hpp"
#include "api/tables/xlsx_texts.hpp"

namespace api {
namespace {

constexpr std::size_t most_columns = 200;
constexpr std::size_t last_row = 1'048'576;
constexpr std::size_t last_column = 16'384;
constexpr std::size_t longest_text = 32'767 * 4;

std::string value_of(const XmlEvents::Attributes& attributes, const char* name) {
    const auto found = attributes.find(name);
    return found == attributes.end() ? "" : found->second;
}

std::optional<std::size_t> number_in(std::string_view text) {
    std::size_t number = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (fault != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return number;
}

/// "AB12" is column 28; 0 where there are no letters.
std::size_t column_in(std::string_view reference) {
    std::size_t column = 0;
    for (const char c : reference) {
        if (c < 'A' || c > 'Z' || column > last_column) break;
        column = column * 26 + static_cast<std::size_t>(c - 'A') + 1;
    }
    return column;
}

std::string letters_of(std::size_t column) {
    std::string letters;
    for (; column > 0; column = (column - 1) / 26)
        letters.insert(letters.begin(), static_cast<char>('A' + (column - 1) % 26));
    return letters;
}

}  // namespace

void SheetEvents::refuse(const std::string& cell, const std::string& detail) const {
    throw UnreadableFile("sheet " + table_.name + ", " +
                             (cell.find(':') == std::string::npos ? "cell " : "cells ") + cell,
                         detail);
}

void SheetEvents::begin(const std::string& name, const XmlEvents::Attributes& attributes) {
    if (name == "row") begin_row(attributes);
    if (name == "c") begin_cell(attributes);
    if (name == "f") has_formula_ = true;
    if (name == "v") in_value_ = has_value_ = true;
    if (name == "t") in_text_ = true;
    if (name == "rPh") is_spoken_ = true;
    if (name == "mergeCell")
        refuse(value_of(attributes, "ref"),
               "they are merged, and it is not known what the hidden ones say: unmerge them");
}

void SheetEvents::end(const std::string& name) {
    if (name == "v") in_value_ = false;
    if (name == "t") in_text_ = false;
    if (name == "rPh") is_spoken_ = false;
    if (name == "c") end_cell();
    if (name == "row") end_row();
}

void SheetEvents::text(std::string_view piece) {
    if (is_spoken_ || (!in_value_ && !in_text_)) return;
    std::string& text = in_value_ ? value_ : inline_text_;
    if (text.size() + piece.size() > longest_text)
        refuse(letters_of(column_) + std::to_string(row_.number), "it is too long: shorten it");
    text += piece;
}

void SheetEvents::begin_row(const XmlEvents::Attributes& attributes) {
    const std::string said = value_of(attributes, "r");
    const auto number = said.empty() ? std::optional(row_.number + 1) : number_in(said);
    if (!number || *number <= row_.number || *number > last_row)
        refuse("A" + said, "its row does not follow the one before: save the file anew");
    row_ = {*number, {}};
    column_ = 0;
}

void SheetEvents::begin_cell(const XmlEvents::Attributes& attributes) {
    const std::string said = value_of(attributes, "r");
    const std::size_t column = said.empty() ? column_ + 1 : column_in(said);
    if (column <= column_ || column > last_column)
        refuse(said, "it does not follow the one before: save the file anew");
    column_ = column;
    type_ = value_of(attributes, "t");
    const auto format = number_in(value_of(attributes, "s"));
    is_date_ = format && *format < parts_.dates.size() && parts_.dates[*format];
    value_.clear();
    inline_text_.clear();
    has_formula_ = has_value_ = in_value_ = in_text_ = false;
}

void SheetEvents::end_cell() {
    Cell read = cell();
    if (read.is_empty()) return;
    const std::string place = letters_of(column_) + std::to_string(row_.number);
    if (column_ > most_columns) refuse(place, "beyond 200 columns: leave them out");
    row_.cells.resize(column_);
    row_.cells.back() = std::move(read);
}

void SheetEvents::end_row() {
    if (row_.is_note()) return;
    const std::size_t number = row_.number;
    if (table_.header.empty()) {
        for (const Cell& each : row_.cells) table_.header.push_back(each.text);
        table_.header_row = number;
    } else {
        budget_.take_row("sheet " + table_.name + ", row " + std::to_string(number), row_);
        table_.rows.push_back(std::move(row_));
    }
    row_ = {number, {}};
}

Cell SheetEvents::cell() const {
    if (has_formula_ && value_.empty() && type_ != "str")
        return unreadable_cell(
            "the formula has no result: open the file in a spreadsheet and save "
            "it, or type the value");
    if (type_ == "inlineStr") return text_cell_of(inline_text_);
    if (!has_value_) return {};
    if (type_ == "s") {
        const auto index = number_in(value_);
        if (!index || *index >= parts_.texts.size())
            return unreadable_cell("its text is not in the file: save the file anew");
        return text_cell(parts_.texts[*index]);
    }
    if (type_ == "str") return text_cell_of(value_);
    if (type_ == "b") return flag_cell(value_ == "1" || value_ == "true");
    if (type_ == "e") return unreadable_cell("it shows the error " + value_ + ": mend the formula");
    if (type_ == "d") return {Cell::Kind::moment, value_};
    if (type_.empty() || type_ == "n") return number();
    return unreadable_cell("it is of a kind that is not known: type it as text");
}

Cell SheetEvents::number() const {
    const auto decimal = exact_decimal(value_);
    if (is_date_) {
        const std::string moment = moment_of_serial(decimal ? *decimal : value_, parts_.is_1904);
        if (!moment.empty()) return {Cell::Kind::moment, moment};
        return unreadable_cell("it is no date from March 1900 on: type it as 2026-11-21");
    }
    if (decimal) return number_cell(*decimal);
    return unreadable_cell("it holds " + value_.substr(0, 40) +
                           ", which a spreadsheet does not show whole: type the number that is "
                           "meant, with at most 15 digits, or as text");
}

Cell SheetEvents::text_cell_of(const std::string& text) { return text_cell(unescaped(text)); }

}  // namespace api
