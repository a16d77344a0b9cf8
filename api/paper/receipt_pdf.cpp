#include <fmt/core.h>

#include "api/paper/canvas.hpp"
#include "api/paper/capitals.hpp"
#include "api/paper/receipt_lines.hpp"

namespace api {
namespace {

using Lines = std::vector<ReceiptLine>;

Imprint imprint_of(const Receipt& receipt, const Words& words) {
    return {words.title_of(receipt.row.type) + " " + receipt_number_text(receipt), receipt.site,
            receipt.row.occurred_at};
}

std::string proof_note(const Receipt& receipt, const Words& words) {
    if (receipt.address.empty())
        return words.of("本笔记录的哈希值", "Hash of this entry") + "\n" +
               receipt.hash.substr(0, 32) + "\n" + receipt.hash.substr(32);
    return words.of("扫码查验本收据的证明", "Scan for the proof of this receipt");
}

std::string signature_note(const Receipt& receipt, const Words& words) {
    return words.of("操作员 ", "Operator ") + receipt.row.actor;
}

/// A5, upright: what a counter's laser printer cuts from A4. Long names and many meters make the
/// letters smaller, by a scale.
class A5Sheet {
public:
    A5Sheet(const Receipt& receipt, const Words& words, double scale)
        : receipt_(receipt), words_(words), scale_(scale), canvas_(imprint_of(receipt, words)) {}

    /// False: it does not fit on one sheet, and the foot stands on a second one.
    bool draw() {
        canvas_.begin_page(width, height);
        draw_head();
        draw_lines(about_the_supply(receipt_, words_));
        draw_amount();
        draw_lines(about_the_money(receipt_, words_));
        draw_price();
        const bool fits = top_ <= foot_at;
        if (!fits) canvas_.begin_page(width, height);
        draw_foot();
        return fits;
    }

    std::string finish() { return canvas_.finish(); }

private:
    static constexpr double width = 148;
    static constexpr double height = 210;
    static constexpr double margin = 12;
    static constexpr double inner = width - 2 * margin;
    static constexpr double label_width = 30;
    static constexpr double row_gap = 2.4;
    static constexpr double side = 27;  ///< of the code
    static constexpr double foot_at = height - margin - side - 6;

    Style scaled(Style style) const {
        style.points *= scale_;
        return style;
    }

    void draw_head() {
        top_ = margin;
        top_ += canvas_.put({margin, top_, inner}, receipt_.site, {15, true, Align::centre});
        top_ += canvas_.put({margin, top_ + 1, inner}, words_.title_of(receipt_.row.type),
                            {12, false, Align::centre}) +
                2.5;
        const std::string number = words_.of("编号 ", "No. ") + receipt_number_text(receipt_);
        const double line = canvas_.put({margin, top_, inner / 2}, number, {10, true});
        canvas_.put({margin + inner / 2, top_, inner / 2}, reprint_text(receipt_, words_),
                    {10, true, Align::right});
        top_ += line + 1.5;
        canvas_.rule(margin, top_, inner, 0.5);
        canvas_.rule(margin, top_ + 0.9, inner, 0.15);
        top_ += 4.5;
    }

    void draw_lines(const Lines& lines) {
        for (const ReceiptLine& each : lines) {
            canvas_.put({margin, top_, label_width}, each.label,
                        scaled({9.5, false, Align::left, 0.55}));
            top_ += canvas_.put({margin + label_width, top_, inner - label_width}, each.value,
                                scaled({9.5})) +
                    row_gap * scale_;
        }
        top_ += 1.5 * scale_;
    }

    /// As high as the amount in words needs.
    void draw_amount() {
        const double room = inner - label_width - 4;
        const Style label{9.5, false, Align::left, 0.55};
        const std::string in_words = capitals(receipt_.row.paid);
        const double figure = canvas_.height_of(figure_text(receipt_), room, {17, true});
        const double block = figure + canvas_.height_of(in_words, room, {12, true}) + 5.5;
        canvas_.shade({margin, top_, inner}, block, 0.06);
        canvas_.put({margin + 4, top_ + 3, label_width - 4}, words_.of("金额", "Amount"), label);
        canvas_.put({margin + label_width, top_ + 1.6, room}, figure_text(receipt_), {17, true});
        canvas_.put({margin + 4, top_ + figure + 3.4, label_width - 4},
                    words_.of("大写", "In capitals"), label);
        canvas_.put({margin + label_width, top_ + figure + 2.6, room}, in_words, {12, true});
        top_ += block + 5 * scale_;
    }

    void draw_price() {
        const std::string note = price_note(receipt_, words_);
        if (note.empty()) return;
        draw_lines({{words_.of("电价", "Price"), note}});
    }

    void draw_foot() {
        const double base = height - margin - side;
        canvas_.rule(margin, base - 5, inner, 0.15);
        const bool has_code = !receipt_.address.empty();
        if (has_code) canvas_.put(qr_code(receipt_.address), width - margin - side, base, side);
        const double room = has_code ? inner - side - 4 : inner;
        double line = base;
        for (const std::string& each :
             {receipt_.clock(), signature_note(receipt_, words_), proof_note(receipt_, words_)})
            line += canvas_.put({margin, line, room}, each, {9, false, Align::left, 0.8}) + 1.2;
        const std::string note = words_.of("本收据由系统出具，重打不改变编号。",
                                           "Issued by the system; a reprint keeps its number.");
        canvas_.put({margin, height - margin - 3.5, room}, note, {7.5, false, Align::left, 0.6});
    }

    const Receipt& receipt_;
    const Words& words_;
    const double scale_;
    Canvas canvas_;
    double top_ = 0;
};

/// The largest letters with which it fits on one sheet.
std::string a5_pdf(const Receipt& receipt, const Words& words) {
    constexpr double smallest = 0.7;
    for (double scale = 1; scale > smallest; scale -= 0.1) {
        A5Sheet sheet(receipt, words, scale);
        if (sheet.draw()) return sheet.finish();
    }
    A5Sheet sheets(receipt, words, smallest);
    (void)sheets.draw();
    return sheets.finish();
}

/// A roll of 80 mm, of which thermal printers reach 72: as long as what stands on it.
class RollStrip {
public:
    RollStrip(const Receipt& receipt, const Words& words)
        : receipt_(receipt), words_(words), canvas_(imprint_of(receipt, words)) {}

    /// Draws it and says how long it became.
    double draw_on(double length) {
        canvas_.begin_page(width, length);
        top_ = margin;
        draw_head();
        draw_lines(about_the_supply(receipt_, words_));
        tear();
        draw_amount();
        tear();
        draw_lines(about_the_money(receipt_, words_));
        draw_price();
        tear();
        draw_foot();
        return top_ + margin;
    }

    std::string finish() { return canvas_.finish(); }

private:
    static constexpr double width = 80;
    static constexpr double margin = 4;
    static constexpr double inner = width - 2 * margin;
    static constexpr double label_width = 23;

    void centre(const std::string& text, double size, bool is_bold) {
        top_ += canvas_.put({margin, top_, inner}, text, {size, is_bold, Align::centre}) + 0.8;
    }

    void tear() {
        top_ += 1;
        canvas_.rule(margin, top_, inner, 0.2, true);
        top_ += 1.8;
    }

    void draw_head() {
        centre(receipt_.site, 12, true);
        centre(words_.title_of(receipt_.row.type), 10.5, false);
        centre(words_.of("编号 ", "No. ") + receipt_number_text(receipt_), 10, true);
        const std::string again = reprint_text(receipt_, words_);
        if (!again.empty()) centre(again, 10, true);
        tear();
    }

    void draw_lines(const Lines& lines) {
        for (const ReceiptLine& each : lines) {
            canvas_.put({margin, top_, label_width}, each.label, {9});
            top_ += canvas_.put({margin + label_width, top_, inner - label_width}, each.value,
                                {9, false, Align::right}) +
                    0.9;
        }
    }

    void draw_amount() {
        centre(figure_text(receipt_), 16, true);
        centre(capitals(receipt_.row.paid), 10.5, true);
    }

    void draw_price() {
        const std::string note = price_note(receipt_, words_);
        if (note.empty()) return;
        top_ += canvas_.put({margin, top_, inner}, words_.of("电价 ", "Price ") + note, {8}) + 0.6;
    }

    void draw_foot() {
        draw_lines({{words_.of("时间", "Time"), receipt_.clock()},
                    {words_.of("操作员", "Operator"), receipt_.row.actor}});
        if (!receipt_.address.empty()) {
            constexpr double side = 34;
            canvas_.put(qr_code(receipt_.address), (width - side) / 2, top_ + 2, side);
            top_ += side + 4;
        }
        centre(proof_note(receipt_, words_), 8, false);
    }

    const Receipt& receipt_;
    const Words& words_;
    Canvas canvas_;
    double top_ = 0;
};

}  // namespace

std::string receipt_pdf(const Receipt& receipt, Paper paper, const Words& words) {
    if (paper == Paper::a5) return a5_pdf(receipt, words);
    constexpr double more_than_enough = 1'000;
    const double length = RollStrip(receipt, words).draw_on(more_than_enough);
    RollStrip strip(receipt, words);
    (void)strip.draw_on(length);
    return strip.finish();
}

}  // namespace api
