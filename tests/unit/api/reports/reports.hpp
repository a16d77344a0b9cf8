#pragma once
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/unit/api/asked_service.hpp"

/// Two days behind what the service was begun with: on the first one two sales, one of which is
/// reversed, and a refund; a kilowatt-hour of M1, at 0.50.
class Reports : public testing::Test {
protected:
    Reports() {
        service.pass(std::chrono::hours(48));
        const auto sold =
            service.tell(ledger::SellCredit{ledger::WalletId("A1.M1"), ledger::cents(80'00), cash});
        const auto mistake =
            service.tell(ledger::SellCredit{ledger::WalletId("A2.M2"), ledger::cents(20'50), cash});
        service.tell(
            ledger::RefundCredit{sold.events.front().envelope.position, ledger::cents(5'25), cash});
        service.tell(ledger::ReverseTransaction{mistake.events.front().envelope.position, false});
        service.tell(ledger::RecordReading{
            ledger::MeterId("M1"), service.clock(), {1'100, {}, 10, 1}, {}, "", 1, 1});
        service.pass(std::chrono::hours(24));
        service.tell(ledger::SellCredit{ledger::WalletId("A3.M3"), ledger::cents(1'00), cash});
    }

    api::Response asked(const std::string& target) const {
        api::Response answer = service.ask("GET", "/v1/reports/" + target);
        EXPECT_EQ(answer.status, 200) << target << ": " << answer.body;
        return answer;
    }
    nlohmann::ordered_json json(const std::string& target) const {
        return nlohmann::ordered_json::parse(asked(target).body);
    }
    std::string code(const std::string& target) const {
        return nlohmann::ordered_json::parse(service.ask("GET", "/v1/reports/" + target).body)
            .value("code", "");
    }

    /// A tenth of what is paid.
    void charge_a_service_fee() {
        ledger::SiteConfigured site =
            service.book().read([](const ledger::State& state) { return *state.site; });
        site.counter = ledger::CounterTerms{100'000, {}, {}, {}};
        service.tell(ledger::ConfigureSite{site});
    }

    void register_behind(const char* meter, const char* main) {
        ledger::MeterRegistered sub = service.book().read([&](const ledger::State& state) {
            return state.meters.at(ledger::MeterId(meter)).registered;
        });
        sub.main_meter = ledger::MeterId(main);
        service.tell(ledger::RegisterMeter{sub});
    }
    void read(const char* meter, std::uint64_t total) {
        service.tell(ledger::RecordReading{
            ledger::MeterId(meter), service.clock(), {total, {}, 10, 1}, {}, "", 1, 1});
    }

    const ledger::MethodId cash{"cash"};
    AskedService service;
};
