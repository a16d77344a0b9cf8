#pragma once
#include <atomic>
#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "api/access/access.hpp"
#include "api/routes.hpp"
#include "api/telemetry.hpp"
#include "tests/support/temporary_directory.hpp"

/// What a browser keeps of a sign-in.
struct Browser {
    std::string cookie;  ///< "meterbook_session=…"
    std::string csrf_token;
};

/// The handlers over a real book with operators, asked without a socket. Its administrator is
/// `chen`; everybody's password is `secret()`.
class GuardedService {
public:
    using Headers = std::map<std::string, std::string>;
    using Json = nlohmann::json;

    GuardedService();

    static std::string secret() { return "correct horse battery"; }

    void hire(const std::string& name, const std::vector<std::string>& roles,
              ledger::OperatorAdded bounds = {});
    /// The bearer of a machine that was not there before.
    std::string hire_machine(const std::string& name, const std::vector<std::string>& roles);

    api::Response ask(const std::string& method, const std::string& path, const Headers& headers,
                      const std::string& body = "{}") const;
    api::Response ask(const Browser& browser, const std::string& method, const std::string& path,
                      const std::string& body = "{}") const;

    /// GET with parameters.
    api::Response ask_with(const Browser& browser, const std::string& path,
                           const std::map<std::string, std::string>& query) const;

    /// Waits until the read models have seen everything.
    void catch_up();

    api::Response try_to_sign_in(const std::string& name, const std::string& password,
                                 const std::string& address = "192.0.2.1") const;
    /// Nothing where it is refused.
    std::optional<Browser> sign_in(const std::string& name) const;

    /// Of the events of this kind.
    std::vector<ledger::Event> events(const std::string& name) const;

    void tell(ledger::Command command, const std::string& reason = "because");
    void pass(std::chrono::seconds time) { passed_ = passed_.load() + time; }
    ledger::Instant now() const;
    void restart();

    const std::filesystem::path& directory() const { return directory_.path(); }
    ledger::Book& book() { return *book_; }
    api::Access& access() { return *access_; }

private:
    void open();
    api::Response answered(const api::Request& request) const;

    TemporaryDirectory directory_;
    static constexpr std::chrono::steady_clock::time_point first_tick{std::chrono::hours(1)};
    std::atomic<std::chrono::steady_clock::duration> passed_{};  // threads of the book ask, too
    std::unique_ptr<ledger::Book> book_;
    std::unique_ptr<projections::ReadModels> read_models_;
    api::Telemetry telemetry_;
    std::unique_ptr<api::Access> access_;
    std::unique_ptr<api::Service> service_;
    std::unique_ptr<api::Router> router_;
    mutable int keys_ = 0;
};

/// "code" of a problem; empty where the answer is none.
std::string code_of(const api::Response& response);
