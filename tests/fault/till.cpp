#include "tests/fault/till.hpp"

#include <optional>
#include <stdexcept>

#include <nlohmann/json.hpp>

namespace {

constexpr int sold = 201;

/// Nothing: the answer did not come whole.
std::optional<std::uint64_t> position_in(const Answer& answer) {
    const auto body = nlohmann::json::parse(answer.body, nullptr, false);
    if (body.is_discarded()) return std::nullopt;
    return body.at("position").get<std::uint64_t>();
}

}  // namespace

Answer Till::ask(HttpClient& client, const std::string& key) const {
    return client.ask("POST", "/v1/sales",
                      R"({"wallet":")" + wallet_ + R"(","amount":"1.00","method":"cash"})",
                      "Idempotency-Key: " + key + "\r\n");
}

bool Till::sell(HttpClient& client) {
    const std::string key = next_key();
    const Answer answer = ask(client, key);
    if (answer.status == 0) return false;
    if (answer.status != sold) throw std::runtime_error(key + ": " + answer.body);
    const auto position = position_in(answer);
    if (position) acknowledged_[key] = *position;
    return position.has_value();
}

bool Till::ask_for_an_old_one(HttpClient& client) {
    const auto known = std::next(acknowledged_.begin(),
                                 static_cast<std::ptrdiff_t>(dice_() % acknowledged_.size()));
    const Answer answer = ask(client, known->first);
    if (answer.status == 0) return false;
    const auto position = position_in(answer);
    if (position && *position != known->second)
        throw std::runtime_error(known->first + " is sold again: " + answer.body);
    return position.has_value();
}

void Till::sell_until_it_breaks(HttpClient& client) {
    constexpr unsigned one_in = 8;
    while (sell(client)) {
        if (dice_() % one_in == 0 && !ask_for_an_old_one(client)) return;
    }
}

Answer Till::sell_until_refused(HttpClient& client) {
    for (;;) {
        const Answer answer = ask(client, next_key());
        const auto position = answer.status == sold ? position_in(answer) : std::nullopt;
        if (!position) return answer;
        acknowledged_[next_key()] = *position;
    }
}
