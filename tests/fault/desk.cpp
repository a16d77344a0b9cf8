#include "tests/fault/desk.hpp"

#include <array>
#include <optional>
#include <stdexcept>

#include <nlohmann/json.hpp>

namespace {

using Json = nlohmann::json;

constexpr int taken = 201;

/// Nothing: the answer did not come whole.
std::optional<std::uint64_t> position_in(const Answer& answer) {
    const auto body = Json::parse(answer.body, nullptr, false);
    if (body.is_discarded()) return std::nullopt;
    return body.at("position").get<std::uint64_t>();
}

Order sale(const std::string& wallet) {
    return {"POST", "/v1/sales",
            R"({"wallet":")" + wallet + R"(","amount":"1.00","method":"cash"})"};
}

}  // namespace

Orders sales_into(const std::string& wallet) {
    return [wallet](std::size_t, std::uint64_t) { return sale(wallet); };
}

Orders office_work(const std::string& name, const std::string& wallet, const std::string& meter) {
    return [=](std::size_t number, std::uint64_t before) -> Order {
        static constexpr std::array commands{"trip", "restore_prepaid"};
        constexpr std::size_t kinds = 6;
        switch (number % kinds) {
            case 0:
                return sale(wallet);
            case 1:
                return {"POST", "/v1/refunds",
                        R"({"sale":)" + std::to_string(before) +
                            R"(,"amount":"0.40","method":"cash","reason":"paid too much"})"};
            case 2:
                return {"POST", "/v1/reversals",
                        R"({"transaction":)" + std::to_string(before) +
                            R"(,"debt_allowed":false,"reason":"wrong sale"})"};
            case 3:
                return {"POST", "/v1/adjustments",
                        R"({"wallet":")" + wallet +
                            R"(","kind":"goodwill","amount":"0.30","reason":"late"})"};
            case 4: {
                const std::string customer = name + "C" + std::to_string(number);
                return {"PUT", "/v1/customers/" + customer, R"({"name":"张三","phone":"138"})"};
            }
            default:
                return {"POST", "/v1/commands",
                        R"({"meter":")" + meter + R"(","kind":")" +
                            commands[number / kinds % commands.size()] + R"(","reason":"works"})"};
        }
    };
}

Answer Desk::ask(HttpClient& client, std::size_t number) const {
    const auto before = number == 0 ? 0 : acknowledged_.at(key(number - 1));
    const Order next = orders_(number, before);
    return client.ask(next.method, next.path, next.body,
                      "Idempotency-Key: " + key(number) + "\r\n");
}

bool Desk::order(HttpClient& client) {
    const std::size_t number = acknowledged_.size();
    const Answer answer = ask(client, number);
    if (answer.status == 0) return false;
    if (answer.status != taken) throw std::runtime_error(key(number) + ": " + answer.body);
    const auto position = position_in(answer);
    if (position) acknowledged_[key(number)] = *position;
    return position.has_value();
}

bool Desk::ask_for_an_old_one(HttpClient& client) {
    const std::size_t number = dice_() % acknowledged_.size();
    const std::uint64_t was = acknowledged_.at(key(number));
    const Answer answer = ask(client, number);
    if (answer.status == 0) return false;
    const auto position = position_in(answer);
    if (position && *position != was)
        throw std::runtime_error(key(number) + " is carried out again: " + answer.body);
    return position.has_value();
}

void Desk::order_until_it_breaks(HttpClient& client) {
    constexpr unsigned one_in = 8;
    while (order(client)) {
        if (dice_() % one_in == 0 && !ask_for_an_old_one(client)) return;
    }
}

Answer Desk::order_until_refused(HttpClient& client) {
    for (;;) {
        const std::size_t number = acknowledged_.size();
        const Answer answer = ask(client, number);
        const auto position = answer.status == taken ? position_in(answer) : std::nullopt;
        if (!position) return answer;
        acknowledged_[key(number)] = *position;
    }
}
