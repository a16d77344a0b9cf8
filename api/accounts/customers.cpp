#include <algorithm>
#include <map>
#include <set>

#include "api/lists.hpp"
#include "api/preconditions.hpp"

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
using Customers = projections::Page<std::pair<CustomerId, Customer>>;

/// The accounts of these customers.
Accounts accounts_of(const Call& call, const std::vector<CustomerId>& customers) {
    const std::set<CustomerId> wanted(customers.begin(), customers.end());
    return call.service.book.read([&](const State& state) {
        Accounts accounts;
        for (const auto& [id, account] : state.accounts) {
            if (wanted.contains(account.customer)) accounts[account.customer].push_back(id);
        }
        return accounts;
    });
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

struct Shown {
    CustomerId id;
    ShownPerson person;
};

/// Customers behind a name, still sealed.
Customers sealed_after(const Call& call, const CustomerId& after, std::size_t limit) {
    return call.service.book.read([&](const State& state) {
        Customers page;
        for (auto each = state.customers.upper_bound(after); each != state.customers.end();
             ++each) {
            if (page.rows.size() == limit) {
                page.next = page.rows.back().first.text();
                break;
            }
            page.rows.emplace_back(*each);
        }
        return page;
    });
}

/// Looks at a few at a time, so that the writer waits for a few copies only.
projections::Page<Shown> shown_after(const Call& call, const std::optional<std::string>& search) {
    const std::size_t limit = limit_of(call.request);
    CustomerId after(call.request.parameter("cursor").value_or(""));
    projections::Page<Shown> page;
    for (std::size_t looked = 0; looked < most_opened;) {
        const Customers some = sealed_after(call, after, limit);
        for (const auto& [id, customer] : some.rows) {
            if (page.rows.size() == limit) {
                page.next = after.text();
                return page;
            }
            ShownPerson person = call.service.book.show(customer);
            if (is_wanted(person, search)) page.rows.push_back({id, std::move(person)});
            after = id;
        }
        if (!some.next) return page;
        looked += some.rows.size();
    }
    page.next = after.text();
    return page;
}

/// GET /v1/customers?search=&cursor=&limit=: a page may hold fewer than it could, and go on
Response list_customers(const Call& call) {
    auto search = call.request.parameter("search");
    if (search) search = folded(*search);
    const auto page = shown_after(call, search);
    std::vector<CustomerId> ids;
    for (const Shown& each : page.rows) ids.push_back(each.id);
    const Accounts accounts = accounts_of(call, ids);
    return page_response(
        page, [&](const Shown& each) { return customer_json(each.id, each.person, accounts); });
}

/// GET /v1/customers/{customer}
Response read_customer(const Call& call) {
    return one_of(call, &State::customers, {"customer_must_exist", "customer", "is not registered"},
                  [&](const CustomerId& id, const Customer& customer) {
                      return customer_json(id, call.service.book.show(customer),
                                           accounts_of(call, {id}));
                  });
}

/// PUT /v1/customers/{customer} {"name": …, "phone": …}: sealed before anything else sees them
Reply register_customer(const Call& call) {
    const Wish wish = wish_of(call.request);
    const auto person = read_record<Person>(with_name(wish.body, "customer", call.names[0]), "");
    (void)key_of(call.request, Key::accepted);
    const auto command = is_dry_run(call.request) ? call.service.book.seal_for_preview(person)
                                                  : call.service.book.seal(person);
    if (!command) throw problem_of(command.error());
    return write(call, *command, wish.reason, Key::accepted);
}

/// POST /v1/customers/{customer}/forgetting {"reason": …}
Reply forget_customer(const Call& call) {
    const Wish wish = wish_of(call.request);
    const Json body = with_name(wish.body, "customer", call.names[0]);
    return write(call, read_record<ledger::ForgetCustomer>(body, ""), wish.reason, Key::accepted);
}

}  // namespace

std::vector<Route> customer_routes() {
    return {{"GET", "/v1/customers", Right::customer_read, list_customers},
            {"GET", "/v1/customers/{customer}", Right::customer_read,
             with_etag(ledger::SubjectKind::customer, read_customer)},
            {"PUT", "/v1/customers/{customer}", Right::customer_edit, register_customer},
            {"POST", "/v1/customers/{customer}/forgetting", Right::customer_edit, forget_customer}};
}

}  // namespace api
