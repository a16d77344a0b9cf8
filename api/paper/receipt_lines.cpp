#include "api/paper/receipt_lines.hpp"

#include <fmt/core.h>

#include "api/paper/figures.hpp"

namespace api {
namespace {

using ledger::to_text;
using projections::TransactionType;
using Lines = std::vector<ReceiptLine>;

constexpr std::size_t most_supplies = 3;

void add(Lines& lines, std::string label, std::string value) {
    if (!value.empty()) lines.push_back({std::move(label), std::move(value)});
}

std::string place_text(const SupplyOnPaper& supply) {
    std::string text = supply.building.empty() ? supply.place.building.text() : supply.building;
    for (const std::string& part : {supply.place.floor, supply.place.room}) {
        if (!part.empty()) text += (text.empty() ? "" : " ") + part;
    }
    return text;
}

/// The first few, and how many there are where there are more.
template <class Text>
std::string listed(const Receipt& receipt, const Words& words, Text&& text) {
    const auto& supplies = receipt.holder.supplies;
    std::string list;
    for (std::size_t i = 0; i < supplies.size() && i < most_supplies; ++i)
        list += (i == 0 ? "" : words.of("、", ", ")) + text(supplies[i]);
    if (supplies.size() <= most_supplies) return list;
    return list + (words.are_chinese() ? fmt::format(" 等 {} 只", supplies.size())
                                       : fmt::format(" … {} in all", supplies.size()));
}

std::string meter_text(const SupplyOnPaper& supply) {
    if (supply.number.empty() || supply.number == supply.meter.text()) return supply.meter.text();
    return supply.meter.text() + " (" + supply.number + ")";
}

std::string tenant_text(const Receipt& receipt) {
    const std::string id = receipt.holder.customer.text();
    return receipt.holder.name.empty() ? id : receipt.holder.name + " (" + id + ")";
}

/// Of a paper about the sale of this receipt.
std::string number_text(const Receipt& receipt, TransactionType type, ledger::Position position) {
    if (type == TransactionType::sale) return fmt::format("{:08}", receipt.receipt_number);
    return fmt::format("{:08}-{}", receipt.receipt_number, position.number);
}

}  // namespace

std::string receipt_number_text(const Receipt& receipt) {
    return number_text(receipt, receipt.row.type, receipt.row.position);
}

std::string reprint_text(const Receipt& receipt, const Words& words) {
    if (receipt.print == 0) return words.of("电子副本", "Copy on screen");
    if (receipt.print == 1) return "";
    const std::uint64_t again = receipt.print - 1;
    return words.are_chinese() ? fmt::format("补打 第 {} 次", again)
                               : fmt::format("Reprint {}", again);
}

std::string figure_text(const Receipt& receipt) {
    const bool is_yuan = receipt.currency == "CNY";
    return (is_yuan ? "¥ " : receipt.currency + " ") + figure(receipt.row.paid);
}

Lines about_the_supply(const Receipt& receipt, const Words& words) {
    Lines lines;
    add(lines, words.of("房间", "Room"), listed(receipt, words, place_text));
    add(lines, words.of("客户", "Customer"), tenant_text(receipt));
    add(lines, words.of("账户", "Account"), receipt.holder.account.text());
    add(lines, words.of("钱包", "Wallet"), receipt.row.wallet.text());
    add(lines, words.of("电表", "Meter"), listed(receipt, words, meter_text));
    return lines;
}

Lines about_the_money(const Receipt& receipt, const Words& words) {
    const auto& row = receipt.row;
    Lines lines;
    add(lines, words.of("方式", "Method"), words.of(row.method));
    if (row.type == TransactionType::refund)
        add(lines, words.of("原收据", "Of receipt"), fmt::format("{:08}", receipt.receipt_number));
    if (row.type == TransactionType::reversal)
        add(lines, words.of("冲正对象", "Undoes"),
            words.title_of(receipt.undone) + " " + number_text(receipt, receipt.undone, row.of));
    if (!row.fee.is_zero()) {
        add(lines, words.of("服务费", "Service fee"), figure(row.fee));
        add(lines, words.of("购电金额", "Credit"), figure(row.amount));
    }
    add(lines, words.of("交易前余额", "Balance before"), figure(receipt.balance_before));
    add(lines, words.of("交易后余额", "Balance after"), figure(row.balance_after));
    if (row.type == TransactionType::sale)
        add(lines, words.of("购电次数", "Purchase count"), std::to_string(row.recharge_count));
    add(lines, words.of("原因", "Reason"), row.reason);
    return lines;
}

std::string price_note(const Receipt& receipt, const Words& words) {
    std::string note;
    for (const PriceOnPaper& each : receipt.holder.prices) {
        note += (note.empty() ? "" : words.of("；", "; ")) + each.name;
        for (const auto& price : each.prices) {
            const bool is_one = price.band == ledger::Band::single;
            note += " " + (is_one ? "" : words.of(price.band) + " ") + to_text(price.price);
        }
        note += " " + receipt.currency + "/kWh";
        if (each.has_tiers) note += words.of("，阶梯加价另计", ", tiers on top");
        if (each.is_provisional) note += words.of("（暂定价）", " (provisional)");
    }
    return note;
}

}  // namespace api
