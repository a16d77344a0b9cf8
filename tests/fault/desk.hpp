#pragma once
#include <functional>
#include <map>
#include <random>
#include <string>

#include "tests/integration/http_client.hpp"

struct Order {
    std::string method;
    std::string path;
    std::string body;
};

/// The order of a number, the same whenever it is asked for. `before` is the position of the order
/// before it; of the first there is none: 0.
using Orders = std::function<Order(std::size_t number, std::uint64_t before)>;

/// Sales of one yuan.
Orders sales_into(const std::string& wallet);

/// What an office does all day: sales, refunds of them and their reversals, adjustments, customers,
/// and commands to meters.
Orders office_work(const std::string& name, const std::string& wallet, const std::string& meter);

/// A desk that gives its orders over one connection at a time, a key an order. Where no answer
/// comes, whether it was carried out is unknown: it asks again with the same key, first thing on
/// the next connection.
class Desk {
public:
    Desk(std::string name, Orders orders, unsigned seed)
        : name_(std::move(name)), orders_(std::move(orders)), dice_(seed) {}

    /// Until the connection breaks. Throws where an answer is not the one that is due.
    void order_until_it_breaks(HttpClient& client);

    /// One order; false: there was no answer.
    bool order(HttpClient& client);

    /// Until an order is not taken; gives that answer.
    Answer order_until_refused(HttpClient& client);

    /// Keys whose order was acknowledged, with the position of its event.
    const std::map<std::string, std::uint64_t>& acknowledged() const { return acknowledged_; }

    /// Of the order that it gives next.
    std::string next_key() const { return key(acknowledged_.size()); }

private:
    std::string key(std::size_t number) const { return name_ + "-" + std::to_string(number); }
    Answer ask(HttpClient& client, std::size_t number) const;
    bool ask_for_an_old_one(HttpClient& client);

    std::string name_;
    Orders orders_;
    std::mt19937 dice_;
    std::map<std::string, std::uint64_t> acknowledged_;
};
