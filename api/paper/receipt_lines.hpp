#pragma once
#include <string>
#include <vector>

#include "api/paper/receipt.hpp"

namespace api {

/// A label and what stands behind it.
struct ReceiptLine {
    std::string label;
    std::string value;
};

// The texts of a receipt, the same on every paper.

std::string receipt_number_text(const Receipt& receipt);
/// "补打 第 2 次", or empty on the first print.
std::string reprint_text(const Receipt& receipt, const Words& words);
/// "人民币" figures and capitals of what changed hands.
std::string figure_text(const Receipt& receipt);

std::vector<ReceiptLine> about_the_supply(const Receipt& receipt, const Words& words);
std::vector<ReceiptLine> about_the_money(const Receipt& receipt, const Words& words);
std::string price_note(const Receipt& receipt, const Words& words);

}  // namespace api
