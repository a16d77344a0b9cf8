#include "tests/fault/seen_log.hpp"

#include <sstream>
#include <stdexcept>

#include <nlohmann/json.hpp>

using Json = nlohmann::json;

void SeenLog::read(HttpClient& client) {
    std::string next = std::to_string(ids_.size() + 1);
    while (!next.empty()) {
        const Answer page = client.ask("GET", "/v1/events?limit=1000&from=" + next);
        if (page.status != 200) throw std::runtime_error("no page of the log: " + page.body);
        const Json body = Json::parse(page.body);
        for (const Json& event : body.at("items")) take(event);
        const Json& cursor = body.at("next_cursor");
        next = cursor.is_null() ? "" : cursor.get<std::string>();
    }
}

void SeenLog::read(const std::string& ndjson) {
    std::istringstream lines(ndjson);
    for (std::string line; std::getline(lines, line);) take(Json::parse(line));
}

void SeenLog::take(const Json& event) {
    const auto position = event.at("position").get<std::uint64_t>();
    if (position != ids_.size() + 1)
        throw std::runtime_error("event " + std::to_string(position) + " follows " +
                                 std::to_string(ids_.size()));
    ids_.push_back(event.at("event_id").get<std::string>());
    if (!known_.insert(ids_.back()).second)
        throw std::runtime_error("event " + std::to_string(position) + " stands there twice");
    const auto key = event.value("idempotency_key", std::string());
    if (!key.empty()) keys_[key].push_back(position);
    ++types_[event.at("type").get<std::string>()];
}

std::vector<std::uint64_t> SeenLog::positions_of(const std::string& key) const {
    const auto found = keys_.find(key);
    return found == keys_.end() ? std::vector<std::uint64_t>() : found->second;
}

std::vector<std::uint64_t> SeenLog::positions_of(const std::string& beginning,
                                                 const std::string& end) const {
    std::vector<std::uint64_t> all;
    for (const auto& [key, positions] : keys_) {
        if (key.starts_with(beginning) && key.ends_with(end))
            all.insert(all.end(), positions.begin(), positions.end());
    }
    return all;
}

std::size_t SeenLog::count(const std::string& type) const {
    const auto found = types_.find(type);
    return found == types_.end() ? 0 : found->second;
}
