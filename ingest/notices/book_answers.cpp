#include "ingest/notices/book_answers.hpp"

#include <stdexcept>

#include <nlohmann/json.hpp>

#include "ingest/notices/templates.hpp"

namespace notices {
namespace {

using Json = nlohmann::json;

[[noreturn]] void unfit(const char* field) {
    throw std::invalid_argument(std::string(field) + " is not what it should be");
}

template <class Enum>
Enum word(const Json& json, const char* field) {
    const auto value = ledger::enum_from_text<Enum>(json.at(field).get<std::string>());
    if (!value) unfit(field);
    return *value;
}

/// null is nobody.
std::string text(const Json& json, const char* field) {
    const Json& value = json.at(field);
    return value.is_null() ? std::string{} : value.get<std::string>();
}

template <class Id>
Id name(const Json& json, const char* field) {
    std::string value = text(json, field);
    if (!value.empty() && !Id::is_well_formed(value)) unfit(field);
    return Id(std::move(value));
}

ledger::Instant moment(const Json& json, const char* field) {
    const auto at = ledger::instant_from_text(json.at(field).get<std::string>());
    if (!at) unfit(field);
    return *at;
}

ledger::Money money(const Json& json, const char* field) {
    const auto amount = ledger::from_text<ledger::Money>(json.at(field).get<std::string>());
    if (!amount) unfit(field);
    return *amount;
}

template <class T, class Read>
std::optional<T> maybe(const Json& json, const char* field, const Read& read) {
    return json.at(field).is_null() ? std::nullopt : std::optional<T>(read(json, field));
}

template <class T>
T number(const Json& json, const char* field) {
    if (!json.at(field).is_number_integer()) unfit(field);
    return json.at(field).get<T>();
}

ledger::NoticeQueued facts_in(const Json& json) {
    const Json& place = json.at("place");
    return {
        word<ledger::NoticeKind>(json, "kind"),
        word<ledger::NoticeChannel>(json, "channel"),
        word<ledger::NoticeLanguage>(json, "language"),
        name<ledger::CustomerId>(json, "customer"),
        name<ledger::AccountId>(json, "account"),
        name<ledger::WalletId>(json, "wallet"),
        name<ledger::MeterId>(json, "meter"),
        {name<ledger::BuildingId>(place, "building"), text(place, "floor"), text(place, "room")},
        money(json, "balance"),
        moment(json, "at"),
        maybe<ledger::Money>(json, "line", money),
        maybe<ledger::Instant>(json, "cut_at", moment),
        maybe<std::int64_t>(json, "power_w", number<std::int64_t>),
        maybe<std::uint32_t>(json, "overload_w", number<std::uint32_t>)};
}

Notice row_in(const Json& json) {
    return {{number<std::uint64_t>(json, "notice")},
            {},
            json.at("state").get<std::string>() == "queued",
            number<std::uint32_t>(json, "attempts"),
            facts_in(json.at("facts"))};
}

/// Of a site that tells its customers; a book of before the terms says nothing of them.
std::optional<ledger::ShortMessageTerms> short_messages_in(const Json& site) {
    const Json none;
    const auto member = [&](const Json& json, const char* field) -> const Json& {
        return json.is_object() && json.contains(field) ? json.at(field) : none;
    };
    const Json& terms = member(member(site, "notices"), "short_messages");
    if (terms.is_null()) return std::nullopt;
    return ledger::ShortMessageTerms{number<std::uint32_t>(terms, "quiet_from_minute"),
                                     number<std::uint32_t>(terms, "quiet_to_minute"),
                                     number<std::uint32_t>(terms, "most_a_day")};
}

}  // namespace

NoticePage notice_page_in(const std::string& body) {
    const Json json = Json::parse(body);
    NoticePage page{{}, text(json, "next_cursor")};
    for (const Json& each : json.at("items")) page.notices.push_back(row_in(each));
    return page;
}

Notice notice_in(const std::string& body) { return row_in(Json::parse(body)); }

std::string event_id_in(const std::string& body) {
    std::string id = Json::parse(body).at("event_id");
    constexpr std::size_t digits = 32;  // it names a file, too
    if (id.size() != digits || id.find_first_not_of("0123456789abcdef") != std::string::npos)
        unfit("event_id");
    return id;
}

Recipient recipient_in(const std::string& body) {
    const Json json = Json::parse(body);
    return {text(json, "name"), text(json, "phone")};
}

BookText text_in(const std::string& body) {
    const Json json = Json::parse(body);
    if (json.at("position").is_null()) return {};
    const std::string words = json.at("text");
    template_in(words);  // else it is no answer
    return {{number<std::uint64_t>(json, "position")}, words};
}

Site site_in(const std::string& body) {
    const Json json = Json::parse(body);
    return {json.at("name"), json.at("zone"), json.at("currency"), short_messages_in(json)};
}

std::optional<ledger::Position> position_in(const std::string& body) {
    const Json json = Json::parse(body);
    if (!json.contains("position")) return std::nullopt;
    return ledger::Position{number<std::uint64_t>(json, "position")};
}

ProblemText problem_in(const std::string& body) {
    const Json json = Json::parse(body, nullptr, false);
    if (!json.is_object()) return {};
    const auto member = [&](const char* field) {
        const auto found = json.find(field);
        return found != json.end() && found->is_string() ? found->get<std::string>()
                                                         : std::string{};
    };
    return {member("code"), member("detail")};
}

}  // namespace notices
