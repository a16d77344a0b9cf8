#include "api/tables/csv.hpp"

#include <algorithm>
#include <array>

#include "api/tables/text_encoding.hpp"

namespace api {
namespace {

constexpr std::size_t most_columns = 200;
/// What a spreadsheet calculates, the wide characters of East Asian keyboards too.
bool begins_a_formula(std::string_view text) {
    constexpr std::array<std::string_view, 11> signs{"=",  "+",  "-",  "@",  "\t", "\r",
                                                     "\n", "＝", "＋", "－", "＠"};
    return std::ranges::any_of(signs, [&](auto sign) { return text.starts_with(sign); });
}

/// Behind whatever apostrophes stand before it.
std::string_view without_apostrophes(std::string_view text) {
    return text.substr(std::min(text.find_first_not_of('\''), text.size()));
}

[[noreturn]] void fault(std::size_t line, const std::string& detail) {
    throw UnreadableFile("line " + std::to_string(line), detail);
}

/// The separator that the first line has most of, outside of quotes.
char separator_of(std::string_view text) {
    constexpr std::string_view known = ",;\t";
    std::array<std::size_t, known.size()> counts{};
    bool is_quoted = false;
    for (const char c : text) {
        if (c == '"') is_quoted = !is_quoted;
        if (c == '\n' && !is_quoted) break;
        const std::size_t which = known.find(c);
        if (!is_quoted && which != std::string_view::npos) ++counts[which];
    }
    const auto most = std::max_element(counts.begin(), counts.end());
    return known[static_cast<std::size_t>(most - counts.begin())];
}

/// Takes one row after the other.
class Rows {
public:
    explicit Rows(std::string_view text) : rest_(text), separator_(separator_of(text)) {}

    bool is_done() const { return rest_.empty(); }

    TableRow take() {
        TableRow row{line_, {take_cell()}};
        while (skip(separator_)) {
            row.cells.push_back(take_cell());
            if (row.cells.size() > most_columns) fault(line_, "more than 200 cells: give fewer");
        }
        (void)skip('\r');
        if (!rest_.empty() && !skip('\n')) fault(line_, "text stands behind a closed quote");
        ++line_;
        return row;
    }

private:
    bool skip(char c) {
        if (!rest_.starts_with(c)) return false;
        rest_.remove_prefix(1);
        return true;
    }

    Cell take_cell() {
        if (skip('"')) return take_quoted();
        const std::string ends{separator_, '\n'};
        const std::size_t end = std::min(rest_.find_first_of(ends), rest_.size());
        const bool is_last = end == rest_.size() || rest_[end] == '\n';
        std::string_view text = rest_.substr(0, end);
        rest_.remove_prefix(end);
        if (is_last && text.ends_with('\r')) text.remove_suffix(1);
        return plain(std::string(text));
    }

    Cell take_quoted() {
        std::string text;
        for (;;) {
            const std::size_t end = rest_.find('"');
            if (end == std::string_view::npos) fault(line_, "a quote is not closed: close it");
            text += rest_.substr(0, end);
            rest_.remove_prefix(end + 1);
            if (!skip('"')) break;
            text += '"';
        }
        line_ += static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
        return plain(std::move(text));
    }

    /// Without the apostrophe that kept a spreadsheet from calculating.
    static Cell plain(std::string text) {
        if (text.starts_with('\'') && begins_a_formula(without_apostrophes(text))) text.erase(0, 1);
        return text_cell(std::move(text));
    }

    std::string_view rest_;
    char separator_;
    std::size_t line_ = 1;
};

/// Of whatever size: "-210.17".
bool is_number(std::string_view text) {
    constexpr std::string_view digits = "0123456789";
    if (text.starts_with('-')) text.remove_prefix(1);
    const std::size_t whole = std::min(text.find_first_not_of(digits), text.size());
    const std::string_view rest = text.substr(whole);
    const bool is_fraction = rest.size() > 1 && rest.front() == '.' &&
                             rest.find_first_not_of(digits, 1) == std::string_view::npos;
    return whole > 0 && (rest.empty() || is_fraction);
}

std::string harmless(const Cell& cell) {
    const bool is_harmless = cell.kind == Cell::Kind::number || is_number(cell.text) ||
                             !begins_a_formula(without_apostrophes(cell.text));
    return is_harmless ? cell.text : "'" + cell.text;
}

void append_cell(std::string& csv, const std::string& text) {
    if (text.find_first_of(",;\t\"\r\n") == std::string::npos) {
        csv += text;
        return;
    }
    csv += '"';
    for (const char c : text) csv += c == '"' ? "\"\"" : std::string(1, c);
    csv += '"';
}

}  // namespace

Table read_csv(std::string_view bytes) {
    TableBudget budget;
    return read_csv(bytes, budget);
}

Table read_csv(std::string_view bytes, TableBudget& budget) {
    const std::string text = utf8_of(bytes);
    Rows rows(text);
    Table table;
    while (!rows.is_done()) {
        TableRow row = rows.take();
        if (row.is_note()) continue;
        if (table.header.empty()) {
            for (Cell& each : row.cells) table.header.push_back(std::move(each.text));
            table.header_row = row.number;
            continue;
        }
        if (row.cells.size() > table.header.size())
            fault(row.number, "it has " + std::to_string(row.cells.size()) +
                                  " cells and the header " + std::to_string(table.header.size()) +
                                  ": give one for each column, and quote what holds a separator");
        budget.take_row("line " + std::to_string(row.number), row);
        table.rows.push_back(std::move(row));
    }
    return table;
}

void append_csv_row(std::string& csv, const std::vector<Cell>& cells) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (i > 0) csv += ',';
        append_cell(csv, harmless(cells[i]));
    }
    csv += "\r\n";
}

std::string write_csv(const Table& table) {
    std::vector<Cell> header;
    for (const std::string& each : table.header) header.push_back(text_cell(each));
    std::string csv = csv_mark;
    append_csv_row(csv, header);
    for (const TableRow& row : table.rows) append_csv_row(csv, row.cells);
    return csv;
}

}  // namespace api
