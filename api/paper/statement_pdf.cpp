#include <array>
#include <cmath>

#include <fmt/core.h>

#include "api/paper/canvas.hpp"
#include "api/paper/clock.hpp"
#include "api/paper/figures.hpp"
#include "api/paper/statement.hpp"
#include "api/reports/code_words.hpp"

namespace api {
namespace {

using ledger::to_text;
using projections::EntryKind;

struct TableColumn {
    double width;
    std::string heading;
    Align align;
};
using Columns = std::vector<TableColumn>;
using Cells = std::vector<std::string>;

constexpr double page_width = 210;
constexpr double page_height = 297;
constexpr double margin = 13;
constexpr double inner = page_width - 2 * margin;
constexpr double bottom = page_height - 18;
constexpr double cell_gap = 3;
constexpr double row_points = 8.5;

/// What one drawing learns for the next: laying texts out takes nearly all of its time.
struct Measures {
    std::size_t pages = 0;       ///< 0: they are to be counted, and nothing else is needed
    std::vector<double> rows{};  ///< how high each row of a table is, in their order
};

/// Pages of A4 that follow each other, with a line about themselves at the foot.
class Sheets {
public:
    Sheets(const Statement& statement, const Words& words, Measures& measures)
        : statement_(statement),
          words_(words),
          measures_(measures),
          canvas_({words.of("电费对账单 ", "Statement ") + statement.account.text(), statement.site,
                   statement.made}) {}

    void draw() {
        begin_page();
        draw_head();
        for (const WalletStatement& each : statement_.wallets) draw_wallet(each);
        measures_.pages = page_;
    }

    std::string finish() { return canvas_.finish(); }

private:
    void begin_page() {
        ++page_;
        top_ = margin;
        if (is_counting()) return;
        canvas_.begin_page(page_width, page_height);
        const Style small{7.5, false, Align::left, 0.6};
        const std::string about =
            fmt::format("{} · {} · {} – {} · {} {}", statement_.site, statement_.account.text(),
                        to_text(statement_.from), to_text(statement_.to),
                        words_.of("截至记录", "up to event"), statement_.position.number);
        canvas_.rule(margin, bottom + 4, inner, 0.15);
        canvas_.put({margin, bottom + 5.5, inner * 0.75}, about, small);
        const std::string of = words_.are_chinese()
                                   ? fmt::format("第 {} 页 共 {} 页", page_, measures_.pages)
                                   : fmt::format("Page {} of {}", page_, measures_.pages);
        canvas_.put({margin + inner * 0.75, bottom + 5.5, inner * 0.25}, of,
                    {7.5, false, Align::right, 0.6});
    }

    void need(double height) {
        if (top_ + height > bottom) begin_page();
    }

    void draw_head() {
        top_ += canvas_.put({margin, top_, inner}, statement_.site, {16, true, Align::left});
        top_ += canvas_.put({margin, top_, inner}, words_.of("电费对账单", "Statement of account"),
                            {12, false, Align::left}) +
                2;
        canvas_.rule(margin, top_, inner, 0.5);
        top_ += 3;
        const std::string customer =
            statement_.customer_name.empty()
                ? statement_.customer.text()
                : statement_.customer_name + " (" + statement_.customer.text() + ")";
        const std::array<std::pair<std::string, std::string>, 4> facts{
            {{words_.of("账户", "Account"), statement_.account.text()},
             {words_.of("期间", "Period"),
              to_text(statement_.from) + " – " + to_text(statement_.to)},
             {words_.of("客户", "Customer"), customer},
             {words_.of("币种、时区", "Currency, clock"),
              statement_.currency + ", " + statement_.zone}}};
        double height = 0;  // of the higher of the two that stand beside each other
        for (std::size_t i = 0; i < facts.size(); ++i) {
            const double left = margin + (i % 2 == 0 ? 0 : inner * 0.5);
            canvas_.put({left, top_, 26}, facts[i].first, {9, false, Align::left, 0.55});
            height = std::max(
                height, canvas_.put({left + 26, top_, inner * 0.5 - 28}, facts[i].second, {9}));
            if (i % 2 == 0) continue;
            top_ += height + 1;
            height = 0;
        }
        top_ += 3;
    }

    void draw_wallet(const WalletStatement& section) {
        need(50);
        const std::string title =
            words_.of("钱包 ", "Wallet ") + section.wallet.text() + supplies_of(section);
        const double height = canvas_.height_of(title, inner - 4, {10, true}) + 2.4;
        canvas_.shade({margin, top_, inner}, height, 0.1);
        canvas_.put({margin + 2, top_ + 1.2, inner - 4}, title, {10, true});
        top_ += height + 3;
        draw_equation(section);
        draw_entries(section);
        draw_bands(section);
        draw_meters(section);
        top_ += 6;
    }

    static std::string supplies_of(const WalletStatement& section) {
        std::string text;
        constexpr std::size_t most = 3;
        for (std::size_t i = 0; i < section.supplies.size() && i < most; ++i) {
            const SupplyOnPaper& each = section.supplies[i];
            const std::string building =
                each.building.empty() ? each.place.building.text() : each.building;
            text += "   " + each.meter.text() + " " + building + " " + each.place.room;
        }
        return section.supplies.size() > most ? text + "   …" : text;
    }

    /// Opening, what each kind of entry sums to, closing: the last is the sum of the others.
    void draw_equation(const WalletStatement& section) {
        const Columns columns{
            {62, words_.of("收支平衡", "How the balance came to be"), Align::left},
            {32, statement_.currency, Align::right}};
        begin_table(columns);
        row({words_.of("期初余额", "Opening balance"), figure(section.opening)}, {});
        for (const KindSum& each : section.sums)
            row({words_.of(each.kind), signed_text(each.amount)}, {});
        row({words_.of("期末余额", "Closing balance"), figure(section.closing)}, {.is_bold = true});
        top_ += 5;
    }

    void draw_entries(const WalletStatement& section) {
        double energy = width_of(22, to_text(section.energy));
        double amount = 24;
        double balance = width_of(width_of(25, figure(section.opening)), figure(section.closing));
        for (const StatementRow& each : section.rows) {
            energy = width_of(energy, energy_text(each));
            amount = width_of(amount, signed_text(each.amount));
            balance = width_of(balance, figure(each.balance_after));
        }
        constexpr double entry = 22;
        constexpr double details = inner - 31 - entry;  // and the figures, which need their width
        begin_table(
            {{31, words_.of("时间", "Time"), Align::left},
             {entry, words_.of("项目", "Entry"), Align::left},
             {details - energy - amount - balance, words_.of("说明", "Details"), Align::left},
             {energy, words_.of("电量 kWh", "Energy kWh"), Align::right},
             {amount, words_.of("金额", "Amount"), Align::right},
             {balance, words_.of("余额", "Balance"), Align::right}});
        row({to_text(statement_.from), words_.of("期初", "Opening"), "", "", "",
             figure(section.opening)},
            {.is_bold = true});
        for (const StatementRow& each : section.rows)
            row({time_text(each), words_.of(each.kind), details_of(each), energy_text(each),
                 signed_text(each.amount), figure(each.balance_after)},
                {});
        row({to_text(statement_.to), words_.of("期末", "Closing"), "", to_text(section.energy), "",
             figure(section.closing)},
            {.is_bold = true});
        top_ += 5;
    }

    void draw_bands(const WalletStatement& section) {
        if (section.bands.empty()) return;
        begin_table({{40, words_.of("时段", "Band"), Align::left},
                     {36, words_.of("单价 /kWh", "Price /kWh"), Align::right},
                     {32, words_.of("电量 kWh", "Energy kWh"), Align::right},
                     {36, words_.of("电费", "Charge"), Align::right}});
        ledger::Money charged;
        for (const StatementLine& each : section.bands) {
            charged += each.amount;
            row({band_text(each), to_text(each.price), to_text(each.energy), figure(each.amount)},
                {});
        }
        row({words_.of("合计", "Total"), "", to_text(section.energy), figure(charged)},
            {.is_bold = true});
        top_ += 5;
    }

    void draw_meters(const WalletStatement& section) {
        if (section.meters.empty()) return;
        begin_table({{30, words_.of("电表", "Meter"), Align::left},
                     {32, words_.of("期初抄表", "First reading"), Align::left},
                     {28, words_.of("起码 kWh", "Register kWh"), Align::right},
                     {32, words_.of("期末抄表", "Last reading"), Align::left},
                     {28, words_.of("止码 kWh", "Register kWh"), Align::right},
                     {28, words_.of("计费电量", "Charged kWh"), Align::right}});
        const auto zone = *ledger::Zone::find(statement_.zone);
        for (const MeterStand& each : section.meters)
            row({each.meter.text(), short_clock_text(each.from, zone), to_text(each.before),
                 short_clock_text(each.to, zone), to_text(each.after), to_text(each.charged)},
                {});
        top_ += 5;
    }

    // --- tables --------------------------------------------------------------------------------

    struct RowLook {
        bool is_bold = false;
    };

    bool is_counting() const { return measures_.pages == 0; }

    /// Of the row that comes next; measured once.
    double next_height(const Cells& cells, const Style& style) {
        if (is_counting()) measures_.rows.push_back(height_of(cells, style));
        return measures_.rows.at(row_++);
    }

    double height_of(const Cells& cells, const Style& style) {
        double height = 0;
        for (std::size_t i = 0; i < cells.size(); ++i)
            height = std::max(height, canvas_.height_of(cells[i], columns_[i].width - cell_gap,
                                                        style_of(cells[i], columns_[i], style)));
        return height + 1.4;
    }

    /// Of a column in which this figure stands too, in bold; one that is wider than it may become
    /// is drawn smaller.
    double width_of(double column, const std::string& text) {
        constexpr double widest = 34;
        const double needed =
            canvas_.width_of_figures(text, {row_points, true}).value_or(0) + cell_gap;
        return std::max(column, std::min(needed, widest));
    }

    /// A number is never broken: it is smaller where it is wider than its column. Sizes are whole
    /// quarters of a point, since what figures look like is learnt for each.
    Style style_of(const std::string& cell, const TableColumn& column, Style style) {
        style.align = column.align;
        if (column.align != Align::right) return style;
        const double room = column.width - cell_gap;
        const auto width = canvas_.width_of_figures(cell, style);
        if (width && *width > room) style.points = std::floor(style.points * room / *width * 4) / 4;
        return style;
    }

    /// The heading stands on every page that the table reaches.
    void begin_table(Columns columns) {
        columns_ = std::move(columns);
        need(24);
        draw_heading();
    }

    void draw_heading() {
        Cells cells;
        double width = 0;
        for (const TableColumn& each : columns_) {
            cells.push_back(each.heading);
            width += each.width;
        }
        const Style style{row_points, true, Align::left, 0.7};
        draw_cells(cells, style, height_of(cells, style));
        canvas_.rule(margin, top_ - 0.5, width, 0.3);
    }

    void row(const Cells& cells, RowLook look) {
        const Style style{row_points, look.is_bold};
        const double height = next_height(cells, style);
        if (top_ + height > bottom) {
            begin_page();
            draw_heading();
        }
        if (is_counting())
            top_ += height;
        else
            draw_cells(cells, style, height);
    }

    void draw_cells(const Cells& cells, const Style& style, double height) {
        double left = margin;
        for (std::size_t i = 0; i < cells.size(); ++i) {
            const bool follows_figures =
                i > 0 && columns_[i].align == Align::left && columns_[i - 1].align == Align::right;
            const bool is_figure = columns_[i].align == Align::right;
            const double indent = follows_figures || is_figure ? cell_gap : 0;
            canvas_.put({left + indent, top_, columns_[i].width - cell_gap}, cells[i],
                        style_of(cells[i], columns_[i], style));
            left += columns_[i].width;
        }
        top_ += height;
    }

    // --- texts ---------------------------------------------------------------------------------

    static std::string signed_text(ledger::Money amount) {
        return (amount.is_positive() ? "+" : "") + figure(amount);
    }

    static std::string energy_text(const StatementRow& row) {
        return row.energy.is_zero() ? "" : to_text(row.energy);
    }

    std::string time_text(const StatementRow& row) const {
        const auto zone = *ledger::Zone::find(statement_.zone);
        if (row.first != row.last) return to_text(zone.day_of(row.from));
        return short_clock_text(row.from, zone);
    }

    std::string band_text(const StatementLine& line) const {
        std::string band = words_.of(line.band);
        if (line.tier == 0) return band;
        return words_.are_chinese() ? fmt::format("{} 第 {} 阶梯加价", band, line.tier)
                                    : fmt::format("{}, tier {} surcharge", band, line.tier);
    }

    std::string about(const StatementRow& row) const {
        if (row.kind != EntryKind::adjustment) return row.about;
        const Language language = words_.are_chinese() ? Language::zh : Language::en;
        return word_of(WordList::adjustment, row.about, language);
    }

    std::string details_of(const StatementRow& row) const {
        std::string text;
        const auto say = [&](const std::string& more) {
            if (!more.empty()) text += (text.empty() ? "" : " · ") + more;
        };
        if (row.receipt_number != 0)
            say(words_.of("收据 ", "Receipt ") + fmt::format("{:08}", row.receipt_number));
        if (!row.method.is_empty()) say(words_.of(row.method));
        say(about(row));
        if (row.kind != EntryKind::charge && row.kind != EntryKind::correction) say(row.actor);
        say(row.reason);
        for (const StatementLine& each : row.lines)
            text += (text.empty() ? "" : "\n") + band_text(each) + " " + to_text(each.energy) +
                    " × " + to_text(each.price) + " = " + figure(each.amount);
        return text;
    }

    const Statement& statement_;
    const Words& words_;
    Measures& measures_;
    Canvas canvas_;
    Columns columns_;
    std::size_t page_ = 0;
    std::size_t row_ = 0;
    double top_ = 0;
};

}  // namespace

std::string statement_pdf(const Statement& statement, const Words& words) {
    Measures measures;
    Sheets(statement, words, measures).draw();
    Sheets sheets(statement, words, measures);
    sheets.draw();
    return sheets.finish();
}

}  // namespace api
