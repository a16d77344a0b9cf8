#include <algorithm>
#include <map>

#include "api/replies.hpp"

namespace api {
namespace {

using ledger::AccountId;
using ledger::Customer;
using ledger::CustomerId;
using ledger::Person;
using ledger::ShownPerson;
using ledger::State;

/// How many names are opened for one page: a search that finds little cannot hold a worker.
constexpr std::size_t most_opened = 5'000;

using Accounts = std::map<CustomerId, std::vector<AccountId>>;

/// Some customers, as the book knows them at one moment: still sealed.
struct Sealed {
    std::vector<std::pair<CustomerId, Customer>> customers;
    Accounts accounts;
    bool is_last = true;
};

Sealed sealed_after(const State& state, const CustomerId& after) {
    Sealed found;
    for (auto each = state.customers.upper_bound(after); each != state.customers.end(); ++each) {
        if (found.customers.size() == most_opened) {
            found.is_last = false;
            break;
        }
        found.customers.emplace_back(*each);
    }
    for (const auto& [id, account] : state.accounts) found.accounts[account.customer].push_back(id);
    return found;
}

Json customer_json(const CustomerId& id, const ShownPerson& person, const Accounts& accounts) {
    Json json{{"customer", id.text()},
              {"state", std::string(ledger::to_text(person.state))},
              {"name", nullptr},
              {"phone", nullptr},
              {"accounts", Json::array()}};
    if (person.state == ledger::PersonState::known) {
        json["name"] = person.name;
        json["phone"] = person.phone;
    } else {
        json["detail"] = person.sentence;
    }
    if (const auto* his = ledger::find(accounts, id)) json["accounts"] = write_value(*his);
    return json;
}

std::string folded(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return text;
}

/// ?search= is a part of a name or a phone number; letters of ASCII in either case.
bool is_wanted(const ShownPerson& person, const std::optional<std::string>& search) {
    if (!search) return true;
    if (person.state != ledger::PersonState::known) return false;
    return folded(person.name).find(*search) != std::string::npos ||
           folded(person.phone).find(*search) != std::string::npos;
}

/// GET /v1/customers?search=&cursor=&limit=: a page may hold fewer than it could, and go on
Response list_customers(const Call& call) {
    const std::size_t limit = limit_of(call.request);
    const CustomerId after(call.request.parameter("cursor").value_or(""));
    auto search = call.request.parameter("search");
    if (search) search = folded(*search);
    const Sealed sealed =
        call.service.book.read([&](const State& state) { return sealed_after(state, after); });
    projections::Page<Json> page;
    CustomerId last;
    for (const auto& [id, customer] : sealed.customers) {
        const ShownPerson person = call.service.book.show(customer);
        if (page.rows.size() == limit) {
            page.next = last.text();
            break;
        }
        last = id;
        if (is_wanted(person, search))
            page.rows.push_back(customer_json(id, person, sealed.accounts));
    }
    if (!page.next && !sealed.is_last) page.next = last.text();
    return page_response(page, [](const Json& json) { return json; });
}

/// GET /v1/customers/{customer}
Response read_customer(const Call& call) {
    const auto id = name_in<CustomerId>(call, 0);
    Accounts accounts;
    const auto customer =
        call.service.book.read([&](const State& state) -> std::optional<Customer> {
            for (const auto& [name, account] : state.accounts) {
                if (account.customer == id) accounts[id].push_back(name);
            }
            const Customer* found = ledger::find(state.customers, id);
            return found == nullptr ? std::nullopt : std::optional(*found);
        });
    if (!customer)
        throw Problem(404, "customer_must_exist", "",
                      "customer '" + id.text() + "' is not registered");
    return json_response(customer_json(id, call.service.book.show(*customer), accounts));
}

/// PUT /v1/customers/{customer} {"name": …, "phone": …}: sealed before anything else sees them
Response register_customer(const Call& call) {
    const Wish wish = wish_of(call.request);
    const auto person = read_record<Person>(with_name(wish.body, "customer", call.names[0]), "");
    (void)key_of(call.request, Key::accepted);
    const auto command = is_dry_run(call.request) ? call.service.book.seal_for_preview(person)
                                                  : call.service.book.seal(person);
    if (!command) throw problem_of(command.error());
    return write(call, *command, wish.reason, Key::accepted);
}

/// POST /v1/customers/{customer}/forgetting {"reason": …}
Response forget_customer(const Call& call) {
    const Wish wish = wish_of(call.request);
    const Json body = with_name(wish.body, "customer", call.names[0]);
    return write(call, read_record<ledger::ForgetCustomer>(body, ""), wish.reason, Key::accepted);
}

}  // namespace

std::vector<Route> customer_routes() {
    return {{"GET", "/v1/customers", list_customers},
            {"GET", "/v1/customers/{customer}", read_customer},
            {"PUT", "/v1/customers/{customer}", register_customer},
            {"POST", "/v1/customers/{customer}/forgetting", forget_customer}};
}

}  // namespace api
