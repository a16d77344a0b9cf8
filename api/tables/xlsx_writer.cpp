#include "api/tables/xlsx_writer.hpp"

#include <charconv>
#include <fstream>
#include <iterator>
#include <map>
#include <stdexcept>
#include <utility>

#include <xlsxwriter.h>

#include "api/problem.hpp"
#include "api/tables/exact_decimal.hpp"
#include "api/tables/scratch_directory.hpp"
#include "api/tables/xlsx_texts.hpp"
#include "ledger/values/ensure.hpp"

namespace api {
namespace {

constexpr lxw_row_t last_typed_row = 20'000;  // so far down lists and notes are offered
constexpr double narrowest = 11;
constexpr double widest = 42;
constexpr std::size_t longest_note = 255;
constexpr std::size_t longest_list = 255;

std::string number_format_of(const XlsxColumn& column) {
    if (!column.number_format.empty()) return column.number_format;
    switch (column.form) {
        case Form::whole:
            return "0";
        case Form::decimal:
            return "0.00######";
        case Form::day:
            return "yyyy-mm-dd";
        case Form::moment:
            return "yyyy-mm-dd hh:mm:ss";
        default:
            return "@";
    }
}

int number_at(const std::string& text, std::size_t at, std::size_t size) {
    int number = 0;
    if (text.size() >= at + size) std::from_chars(&text[at], &text[at] + size, number);
    return number;
}

/// "2026-11-21" or "2026-11-21T08:00:00"
lxw_datetime date_of(const std::string& text) {
    return {number_at(text, 0, 4),  number_at(text, 5, 2),
            number_at(text, 8, 2),  number_at(text, 11, 2),
            number_at(text, 14, 2), static_cast<double>(number_at(text, 17, 2))};
}

/// Cut where no character is.
std::string at_most(std::string text, std::size_t most) {
    if (text.size() <= most) return text;
    while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0U) == 0x80U) --most;
    text.resize(most);
    return text;
}

}  // namespace

struct XlsxWriter::Parts {
    explicit Parts(const std::filesystem::path& file) : path(file.string()) {
        lxw_workbook_options options{1, nullptr, 0};
        book = ::workbook_new_opt(path.c_str(), &options);
        if (book == nullptr)
            throw std::runtime_error("cannot write " + path + ": see that its disk has room");
        header = ::workbook_add_format(book);
        ::format_set_bold(header);
        ::format_set_bg_color(header, 0xDDEBF7);
        ::format_set_border(header, LXW_BORDER_THIN);
        ::format_set_text_wrap(header);
    }
    ~Parts() {
        if (book != nullptr) ::lxw_workbook_free(book);
    }
    Parts(const Parts&) = delete;
    Parts& operator=(const Parts&) = delete;

    lxw_format* format(const std::string& code, Emphasis emphasis) {
        lxw_format*& known = formats[{code, emphasis}];
        if (known != nullptr) return known;
        known = ::workbook_add_format(book);
        ::format_set_num_format(known, code.c_str());
        if (emphasis == Emphasis::total) ::format_set_bold(known);
        if (emphasis == Emphasis::note) {
            ::format_set_italic(known);
            ::format_set_font_color(known, 0x7F7F7F);
        }
        return known;
    }

    std::string path;
    lxw_workbook* book = nullptr;
    lxw_worksheet* sheet = nullptr;
    lxw_format* header = nullptr;
    std::map<std::pair<std::string, Emphasis>, lxw_format*> formats;
    std::vector<XlsxColumn> columns;
    lxw_row_t header_row = 0;
    lxw_row_t last_row = 0;  ///< that is filtered
    bool is_filtered = false;
    lxw_row_t row = 0;
};

XlsxWriter::XlsxWriter(const std::filesystem::path& file) : parts_(std::make_unique<Parts>(file)) {}

XlsxWriter::~XlsxWriter() = default;

namespace {

/// What is offered where a cell of this column is typed.
void guide(lxw_worksheet* sheet, lxw_row_t from, lxw_col_t column, const XlsxColumn& described) {
    std::vector<char*> words;
    std::size_t length = 0;
    std::vector<std::string> kept = described.words;
    for (std::string& each : kept) {
        words.push_back(each.data());
        length += each.size() + 1;
    }
    words.push_back(nullptr);
    const bool is_list = !kept.empty() && length <= longest_list;
    if (!is_list && described.note.empty()) return;
    std::string note = at_most(described.note, longest_note);
    lxw_data_validation validation{};
    validation.validate = is_list ? LXW_VALIDATION_TYPE_LIST : LXW_VALIDATION_TYPE_ANY;
    validation.value_list = is_list ? words.data() : nullptr;
    validation.ignore_blank = LXW_VALIDATION_ON;
    validation.dropdown = LXW_VALIDATION_ON;
    validation.show_input = LXW_VALIDATION_ON;
    validation.show_error = LXW_VALIDATION_ON;
    if (!note.empty()) validation.input_message = note.data();
    ::worksheet_data_validation_range(sheet, from, column, last_typed_row, column, &validation);
}

}  // namespace

void XlsxWriter::begin_sheet(const std::string& name, std::vector<XlsxColumn> columns,
                             const std::vector<std::string>& head) {
    end_sheet();
    Parts& parts = *parts_;
    parts.columns = std::move(columns);
    parts.sheet = ::workbook_add_worksheet(parts.book, name.c_str());
    ledger::ensure(parts.sheet != nullptr, "sheets have names of their own that fit");
    for (std::size_t i = 0; i < parts.columns.size(); ++i) {
        const XlsxColumn& each = parts.columns[i];
        const auto width = static_cast<double>(each.heading.size()) + 2;
        const auto column = static_cast<lxw_col_t>(i);
        ::worksheet_set_column(parts.sheet, column, column, std::clamp(width, narrowest, widest),
                               parts.format(number_format_of(each), Emphasis::none));
    }
    parts.row = 0;
    for (const std::string& each : head)
        ::worksheet_write_string(parts.sheet, parts.row++, 0, each.c_str(),
                                 parts.format("@", Emphasis::total));
    parts.header_row = parts.last_row = parts.row++;
    parts.is_filtered = false;
    for (std::size_t i = 0; i < parts.columns.size(); ++i) {
        const auto column = static_cast<lxw_col_t>(i);
        ::worksheet_write_string(parts.sheet, parts.header_row, column,
                                 parts.columns[i].heading.c_str(), parts.header);
        guide(parts.sheet, parts.row, column, parts.columns[i]);
    }
    ::worksheet_freeze_panes(parts.sheet, parts.row, 1);
}

void XlsxWriter::put(std::uint16_t column, const Cell& cell, Emphasis emphasis) {
    Parts& parts = *parts_;
    const XlsxColumn& described = parts.columns.at(column);
    lxw_format* format = parts.format(number_format_of(described), emphasis);
    const bool is_day = described.form == Form::day && emphasis != Emphasis::total;
    const bool is_date =
        cell.kind == Cell::Kind::moment || (is_day && cell.kind == Cell::Kind::text);
    if (cell.is_empty()) return;
    if (is_date) {
        lxw_datetime date = date_of(cell.text);
        ::worksheet_write_datetime(parts.sheet, parts.row, column, &date, format);
        return;
    }
    double number = 0;
    const char* end = cell.text.data() + cell.text.size();
    const bool is_number = cell.kind == Cell::Kind::number && is_shown_whole(cell.text) &&
                           std::from_chars(cell.text.data(), end, number).ptr == end;
    if (is_number) {
        ::worksheet_write_number(parts.sheet, parts.row, column, number, format);
    } else {
        ::worksheet_write_string(parts.sheet, parts.row, column, escaped(cell.text).c_str(),
                                 parts.format("@", emphasis));
    }
}

void XlsxWriter::add(const std::vector<Cell>& cells, Emphasis emphasis) {
    ledger::ensure(parts_->sheet != nullptr, "a sheet is begun before it is written");
    if (parts_->row == LXW_ROW_MAX)
        throw Problem(400, "workbook_must_fit", "format",
                      "format: a sheet of a workbook ends at its row 1,048,576, and there is more: "
                      "ask for csv, or for less");
    if (emphasis == Emphasis::total) filter();
    for (std::size_t i = 0; i < cells.size(); ++i)
        put(static_cast<std::uint16_t>(i), cells[i], emphasis);
    if (emphasis != Emphasis::total) parts_->last_row = parts_->row;
    ++parts_->row;
}

void XlsxWriter::end_sheet() {
    if (parts_->sheet != nullptr && !parts_->columns.empty()) filter();
}

/// Totals stay where they are, whatever is filtered above them. Asked for before the first of them
/// is written: what is written already is not reached any more.
void XlsxWriter::filter() {
    if (std::exchange(parts_->is_filtered, true)) return;
    ::worksheet_autofilter(parts_->sheet, parts_->header_row, 0, parts_->last_row,
                           static_cast<lxw_col_t>(parts_->columns.size() - 1));
}

void XlsxWriter::finish() {
    end_sheet();
    const lxw_error error = ::workbook_close(parts_->book);
    parts_->book = nullptr;  // closing frees it, whatever came of it
    if (error != LXW_NO_ERROR)
        throw std::runtime_error("cannot write " + parts_->path + ": " + ::lxw_strerror(error) +
                                 "; see that its disk has room");
}

std::string workbook_of(const std::function<void(XlsxWriter&)>& write) {
    const ScratchDirectory scratch;
    const std::filesystem::path file = scratch.path() / "book.xlsx";
    XlsxWriter writer(file);
    write(writer);
    writer.finish();
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace api
