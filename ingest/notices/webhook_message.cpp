#include "ingest/notices/webhook_message.hpp"

#include <algorithm>
#include <array>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

namespace notices {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t longest_reference = 100;
constexpr std::array<int, 4> never{400, 410, 413, 422};

Json known(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

template <class T, class Write>
Json maybe(const std::optional<T>& value, const Write& write) {
    return value ? Json(write(*value)) : Json(nullptr);
}

std::string reference_in(const std::string& body) {
    const Json json = Json::parse(body, nullptr, false);
    if (!json.is_object() || !json.contains("reference") || !json["reference"].is_string())
        return {};
    std::string reference = json["reference"];
    const bool is_plain = std::all_of(reference.begin(), reference.end(),
                                      [](char c) { return c >= ' ' && c <= '~'; });
    return is_plain && reference.size() <= longest_reference ? reference : std::string{};
}

}  // namespace

std::string webhook_body(const Message& message) {
    const ledger::NoticeQueued& told = message.notice.facts;
    const auto money = [](ledger::Money amount) { return ledger::to_text(amount); };
    const auto moment = [](ledger::Instant at) { return ledger::to_text(at); };
    const auto number = [](auto watts) { return watts; };
    const Json json{{"id", message.notice.id},
                    {"notice", message.notice.position.number},
                    {"kind", std::string(ledger::to_text(told.kind))},
                    {"language", std::string(ledger::to_text(told.language))},
                    {"text", message.text},
                    {"customer",
                     {{"customer", told.customer.text()},
                      {"name", known(message.recipient.name)},
                      {"phone", known(message.recipient.phone)}}},
                    {"account", told.account.text()},
                    {"wallet", told.wallet.text()},
                    {"meter", told.meter.text()},
                    {"place",
                     {{"building", known(told.place.building.text())},
                      {"floor", told.place.floor},
                      {"room", told.place.room}}},
                    {"balance", money(told.balance)},
                    {"currency", message.currency},
                    {"at", moment(told.at)},
                    {"line", maybe(told.line, money)},
                    {"cut_at", maybe(told.cut_at, moment)},
                    {"power_w", maybe(told.power_w, number)},
                    {"overload_w", maybe(told.overload_w, number)}};
    return json.dump();
}

Outcome read_webhook_answer(int status, const std::string& body) {
    if (status >= 200 && status < 300) return {OutcomeKind::taken, reference_in(body)};
    const bool is_final = std::find(never.begin(), never.end(), status) != never.end();
    return {is_final ? OutcomeKind::given_up : OutcomeKind::refused,
            fmt::format("the webhook answered {}", status)};
}

}  // namespace notices
