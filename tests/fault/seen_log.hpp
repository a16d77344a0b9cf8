#pragma once
#include <map>
#include <set>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "tests/integration/http_client.hpp"

/// A book's log as others see it, over HTTP or as an export. Every event taken must be the next one
/// and a new one; else it throws with what is wrong.
class SeenLog {
public:
    /// What is new since the last call.
    void read(HttpClient& client);
    /// One JSON event a line.
    void read(const std::string& ndjson);

    /// Of the events that carry this idempotency key: one, in a book that is well.
    std::vector<std::uint64_t> positions_of(const std::string& key) const;
    /// The same of every key that begins and ends so.
    std::vector<std::uint64_t> positions_of(const std::string& beginning,
                                            const std::string& end) const;
    const std::vector<std::string>& event_ids() const { return ids_; }
    std::size_t keys() const { return keys_.size(); }
    std::size_t count(const std::string& type) const;

private:
    void take(const nlohmann::json& event);

    std::vector<std::string> ids_;
    std::set<std::string> known_;
    std::map<std::string, std::vector<std::uint64_t>> keys_;
    std::map<std::string, std::size_t> types_;
};
