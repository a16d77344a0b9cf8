#include "ingest/hooks/event_source.hpp"

#include <fmt/core.h>
#include <nlohmann/json.hpp>

namespace hooks {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t at_once = 100;
constexpr int ok = 200;

/// What the answer says, or that it cannot be read.
template <class Read>
auto read_answer(const std::string& body, const Read& read) {
    try {
        return read(Json::parse(body));
    } catch (const Json::exception& fault) {
        throw BookTrouble(fmt::format("the book's answer cannot be read: {}", fault.what()));
    }
}

std::vector<EventText> events_in(const Json& page) {
    std::vector<EventText> events;
    for (const Json& each : page.at("items"))
        events.push_back({{each.at("position").get<std::uint64_t>()},
                          each.at("type").get<std::string>(),
                          each.dump()});
    return events;
}

}  // namespace

EventSource::EventSource(Address address, notices::HttpClient client)
    : address_(std::move(address)), client_(std::move(client)) {
    while (address_.url.ends_with('/')) address_.url.pop_back();
}

ledger::Position EventSource::end() {
    return read_answer(get("/readyz"), [](const Json& json) {
        return ledger::Position{json.at("position").get<std::uint64_t>()};
    });
}

std::vector<EventText> EventSource::after(ledger::Position position) {
    auto events = read_answer(
        get(fmt::format("/v1/events?from={}&limit={}", position.next().number, at_once)),
        events_in);
    ledger::Position expected = position.next();
    for (const EventText& each : events) {
        if (each.position != expected)
            throw BookTrouble(
                fmt::format("the book answers event {} where {} is next: this is "
                            "another log, or its key may not read all of it",
                            each.position.number, expected.number));
        expected = expected.next();
    }
    return events;
}

std::string EventSource::get(const std::string& target) {
    notices::HttpRequest request{"GET", address_.url + target, {}, {}};
    if (!address_.token.empty())
        request.headers.push_back("Authorization: Bearer " + address_.token);
    try {
        notices::HttpAnswer answer = client_.ask(request);
        if (answer.status == ok) return std::move(answer.body);
        throw BookTrouble(fmt::format("the book answered {}: {}", answer.status, answer.body));
    } catch (const notices::NoAnswer& nobody) {
        throw BookTrouble(fmt::format("the book does not answer: {}", nobody.what()));
    }
}

}  // namespace hooks
