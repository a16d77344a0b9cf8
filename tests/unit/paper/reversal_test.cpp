#include <algorithm>

#include <gtest/gtest.h>

#include "api/paper/receipt_lines.hpp"

namespace {

using projections::TransactionType;

/// What stands beside this label on the paper of event 50, a reversal of event 45.
std::string told(TransactionType undone, api::Language language, const std::string& label) {
    api::Receipt receipt;
    receipt.row.position = {50};
    receipt.row.type = TransactionType::reversal;
    receipt.row.of = {45};
    receipt.undone = undone;
    receipt.receipt_number = 3;
    const auto lines = api::about_the_money(receipt, api::Words(language));
    const auto line = std::ranges::find(lines, label, &api::ReceiptLine::label);
    return line == lines.end() ? "" : line->value;
}

TEST(AReversal, SaysWhichPaperItUndoes) {
    using api::Language;
    EXPECT_EQ(told(TransactionType::sale, Language::zh, "冲正对象"), "售电收据 00000003");
    EXPECT_EQ(told(TransactionType::refund, Language::zh, "冲正对象"), "退电凭证 00000003-45");
    EXPECT_EQ(told(TransactionType::sale, Language::en, "Undoes"), "Receipt 00000003");
    EXPECT_EQ(told(TransactionType::refund, Language::en, "Undoes"), "Refund receipt 00000003-45");
}

}  // namespace
