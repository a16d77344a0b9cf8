#include "tests/unit/api/guarded_service.hpp"

#include <stdexcept>

#include "api/access/password.hpp"
#include "api/access/secrets.hpp"
#include "ledger/journal/journal.hpp"
#include "ledger/journal/recorded_event.hpp"
#include "tests/support/small_house.hpp"
#include "tests/unit/api/recorded.hpp"

using namespace ledger;  // NOLINT(google-build-using-namespace): a test that fills a book

namespace {

constexpr Instant opening_hour{1'790'812'800'000'000};

/// A verifier takes a tenth of a second: one for all.
const std::string& verifier() {
    static const std::string once = api::verifier_of(GuardedService::secret());
    return once;
}

std::vector<RoleId> named(const std::vector<std::string>& roles) {
    return {roles.begin(), roles.end()};
}

}  // namespace

GuardedService::GuardedService() {
    open();
    tell(small_house::site());
    tell(small_house::tariff());
    for (const std::string number : {"1", "2"}) {
        const GatewayId gateway("G" + number);
        const small_house::Supply each{MeterId("M" + number), LineId("L" + number), 1,
                                       BuildingId("B" + number)};
        tell(RegisterBuilding{{each.building, "Tower"}});
        tell(RegisterGateway{{gateway, each.building, "Box"}});
        tell(small_house::line(each.line, gateway));
        tell(small_house::meter(each));
        tell(AssignTariff{{each.meter, TariffId("T"), small_house::before}});
        tell(small_house::reading(each.meter, small_house::before));
        tell(OpenAccount{AccountId("A" + number), CustomerId("C" + number), {each.meter}});
    }
    hire("chen", {"administrator"});
}

void GuardedService::open() {
    book_ = Book::open({directory_.path(), [this] { return now(); },
                        [](const std::string& why) { throw std::runtime_error(why); }});
    read_models_ =
        std::make_unique<projections::ReadModels>(book_->journal(), directory_ / "projections");
    access_ = std::make_unique<api::Access>(
        *book_,
        api::AccessOptions{directory_ / "access", [this] { return first_tick + passed_.load(); }});
    service_ = std::make_unique<api::Service>(api::Service{
        *book_, *read_models_, [this] { return now(); }, telemetry_, *access_, "", "test"});
    router_ = std::make_unique<api::Router>(*service_);
}

Instant GuardedService::now() const {
    return opening_hour + std::chrono::duration_cast<std::chrono::microseconds>(passed_.load());
}

void GuardedService::restart() {
    router_.reset();
    service_.reset();
    access_.reset();
    read_models_.reset();
    book_.reset();
    open();
}

void GuardedService::hire(const std::string& name, const std::vector<std::string>& roles,
                          OperatorAdded bounds) {
    bounds.who = OperatorId(name);
    bounds.roles = named(roles);
    tell(AddOperator{bounds});
    access_->credentials.set_password(bounds.who, verifier());
}

std::string GuardedService::hire_machine(const std::string& name,
                                         const std::vector<std::string>& roles) {
    const ApiKeyId key(name + "-key");
    tell(AddOperator{{OperatorId(name), true, "", named(roles), {}, {}}});
    tell(IssueKey{{OperatorId(name), key}});
    const std::string secret = api::fresh_secret();
    access_->credentials.keep_key(key, api::digest_of(secret));
    return api::key_text(key, secret);
}

void GuardedService::tell(Command command, const std::string& reason) {
    const auto outcome =
        book_->execute({std::move(command), {ActorKind::system, "test", ""}, reason, "", false});
    ensure(outcome.has_value(), "the book takes its set-up");
}

api::Response GuardedService::ask(const std::string& method, const std::string& path,
                                  const Headers& headers, const std::string& body) const {
    api::Request request;
    request.method = method;
    request.path = path;
    request.headers = headers;
    request.headers.try_emplace("idempotency-key", "k" + std::to_string(++keys_));
    request.headers.try_emplace("content-type", "application/json");
    request.body = body;
    request.address = "192.0.2.1";
    return answered(request);
}

api::Response GuardedService::ask(const Browser& browser, const std::string& method,
                                  const std::string& path, const std::string& body) const {
    return ask(method, path, {{"cookie", browser.cookie}, {"x-csrf-token", browser.csrf_token}},
               body);
}

api::Response GuardedService::ask_with(const Browser& browser, const std::string& path,
                                       const std::map<std::string, std::string>& query) const {
    api::Request request;
    request.method = "GET";
    request.path = path;
    request.query = query;
    request.headers["cookie"] = browser.cookie;
    return answered(request);
}

void GuardedService::catch_up() {
    ensure(read_models_->runner.wait_for(book_->journal().head().last, std::chrono::seconds(60)),
           "the read models see the set-up");
}

api::Response GuardedService::try_to_sign_in(const std::string& name, const std::string& password,
                                             const std::string& address) const {
    api::Request request;
    request.method = "POST";
    request.path = "/v1/sessions";
    request.headers["content-type"] = "application/json";
    request.body = Json{{"operator", name}, {"password", password}}.dump();
    request.address = address;
    return answered(request);
}

api::Response GuardedService::answered(const api::Request& request) const {
    const api::Response answer = router_->answer(request);
    record(request, answer);
    return answer;
}

std::optional<Browser> GuardedService::sign_in(const std::string& name) const {
    const api::Response answer = try_to_sign_in(name, secret());
    if (answer.status != 201) return std::nullopt;
    const std::string cookie = answer.headers.at("Set-Cookie");
    return Browser{cookie.substr(0, cookie.find(';')),
                   Json::parse(answer.body)["csrf_token"].get<std::string>()};
}

std::vector<Event> GuardedService::events(const std::string& name) const {
    std::vector<Event> found;
    auto reader = book_->journal().read({1});
    while (const auto entry = reader.next()) {
        Event event = recorded_event(entry->bytes);
        if (name_of(event.payload) == name) found.push_back(std::move(event));
    }
    return found;
}

std::string code_of(const api::Response& response) {
    const auto body = nlohmann::json::parse(response.body, nullptr, false);
    return body.is_object() && body.contains("code") ? body["code"].get<std::string>() : "";
}
