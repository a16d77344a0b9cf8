#pragma once
#include <atomic>
#include <map>
#include <optional>
#include <string>

#include <nlohmann/json.hpp>

#include "api/access/access.hpp"
#include "api/routes.hpp"
#include "api/telemetry.hpp"
#include "tests/support/temporary_directory.hpp"

/// A shop, room 0203, whose meter M0203 has rate registers and a tariff with peak and valley; it is
/// account A0203 of customer C0203, 王小明. From 1 to 30 October 2026 it is read twice a day.
class PaperHouse {
public:
    using Query = std::map<std::string, std::string>;
    using Json = nlohmann::json;

    PaperHouse();

    api::Response get(const std::string& path, const Query& query = {},
                      const Query& headers = {}) const;
    /// The body of a 200.
    Json read(const std::string& path, const Query& query = {}) const;
    api::Response post(const std::string& path, const Json& body) const;

    /// By operator `li`; a refusal throws. The position of its first event.
    ledger::Position tell(ledger::Command command, const std::string& reason = "");
    void pass(std::chrono::microseconds time) { micros_ += time.count(); }
    ledger::Instant clock() const { return {micros_}; }
    void forget_address() { service_.public_address.clear(); }
    std::optional<ledger::Command> sealed(const std::string& customer, const std::string& name);
    const ledger::Book& book() const { return *book_; }

    /// So much more on the register of the peak and of the valley, in Wh.
    void count(std::uint64_t peak_wh, std::uint64_t valley_wh);
    /// Reads the month, with these sales in it.
    void live_a_month();

    static ledger::WalletId wallet() { return ledger::WalletId("A0203.M0203"); }

private:
    void furnish();

    TemporaryDirectory directory_;
    std::atomic<std::int64_t> micros_;
    std::unique_ptr<ledger::Book> book_;
    projections::ReadModels read_models_;
    api::Telemetry telemetry_;
    api::Access access_;
    api::Service service_;
    api::Router router_;
    std::uint64_t peak_ = 0;
    std::uint64_t valley_ = 0;
};
