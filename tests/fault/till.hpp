#pragma once
#include <map>
#include <random>
#include <string>

#include "tests/integration/http_client.hpp"

/// A till that sells over one connection at a time, a key a sale. Where no answer comes, whether
/// the sale was made is unknown: it asks again with the same key, first thing on the next
/// connection.
class Till {
public:
    Till(std::string name, std::string wallet, unsigned seed)
        : name_(std::move(name)), wallet_(std::move(wallet)), dice_(seed) {}

    /// Until the connection breaks. Throws where an answer is not the one that is due.
    void sell_until_it_breaks(HttpClient& client);

    /// One sale; false: there was no answer.
    bool sell(HttpClient& client);

    /// Until an answer is not "sold"; gives that one.
    Answer sell_until_refused(HttpClient& client);

    /// Keys whose sale was acknowledged, with its position.
    const std::map<std::string, std::uint64_t>& acknowledged() const { return acknowledged_; }

    /// Of the sale that it asks for next.
    std::string next_key() const { return name_ + "-" + std::to_string(acknowledged_.size()); }

private:
    Answer ask(HttpClient& client, const std::string& key) const;
    bool ask_for_an_old_one(HttpClient& client);

    std::string name_;
    std::string wallet_;
    std::mt19937 dice_;
    std::map<std::string, std::uint64_t> acknowledged_;
};
