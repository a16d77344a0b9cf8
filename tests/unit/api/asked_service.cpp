#include "tests/unit/api/asked_service.hpp"

#include <memory>
#include <stdexcept>

#include <gtest/gtest.h>

#include "ledger/journal/journal.hpp"
#include "tests/unit/api/recorded.hpp"

using namespace ledger;  // NOLINT(google-build-using-namespace): a test that fills a book

namespace {

constexpr Instant now{1'790'812'800'000'000};
constexpr Instant morning{now - std::chrono::minutes(5)};
constexpr Instant before{1'790'000'000'000'000};

}  // namespace

AskedService::AskedService()
    : micros_((now - std::chrono::hours(24)).micros),
      book_(Book::open({directory_.path(), [this] { return clock(); },
                        [](const std::string& why) { throw std::runtime_error(why); }})),
      read_models_(book_->journal(), directory_ / "projections"),
      access_(*book_, {.directory = directory_ / "access"}),
      shelf_(directory_ / "backups"),
      service_{*book_, read_models_, [this] { return clock(); }, telemetry_, access_, "", "test"},
      router_(service_) {
    service_.backups = shelf_.shelf();
    tell_by({{NoticeKind::arrears, NoticeLanguage::zh, "{meter}", "M1", "{meter}"}});
    tell(ConfigureSite{
        {"Test", "Asia/Shanghai", "CNY", {MethodId("cash")}, 120, 1800, 3, Cutoff::manual}});
    pass(std::chrono::hours(24));  // the first day is over
    tell(RegisterBuilding{{BuildingId("B1"), "Tower"}});
    tell(RegisterGateway{{GatewayId("G1"), BuildingId("B1"), "Box"}});
    tell(RegisterLine{{LineId("L1"),
                       GatewayId("G1"),
                       Transport::rtu_over_tcp,
                       "127.0.0.1:1",
                       9600,
                       Parity::none,
                       1,
                       1000,
                       {},
                       30}});
    tell(PublishTariff{TariffId("T"), "Flat", before, "", {{Band::single, Price{50'000'000}}}, {}});
    for (std::uint32_t unit = 1; unit <= 5; ++unit) {
        const MeterId meter("M" + std::to_string(unit));
        tell(RegisterMeter{{meter,
                            LineId("L1"),
                            unit,
                            ProfileId("acrel-ddsy1352"),
                            "",
                            1,
                            1,
                            13'200,
                            true,
                            DeductMode::book,
                            {BuildingId("B1"), "1", "10" + std::to_string(unit)},
                            {}}});
        tell(AssignTariff{{meter, TariffId("T"), before}});
        tell(RecordReading{meter, morning, {1'000, {}, 10, 1}, {}, "", 1, 1});
        if (unit == 5) continue;
        tell(OpenAccount{AccountId("A" + std::to_string(unit)),
                         CustomerId("C" + std::to_string(unit)),
                         {meter}});
        tell(SellCredit{WalletId("A" + std::to_string(unit) + "." + meter.text()), cents(100'00),
                        MethodId("cash")});
        tell(RequestCommand{meter, CommandKind::read_now, latest_instant});
    }
    const auto refund =
        RefundCredit{book_->read([](const State& state) { return state.sales.begin()->first; }),
                     cents(1'00), MethodId("cash")};
    tell(refund);
    furnish();
    ensure(read_models_.runner.wait_for(book_->journal().head().last, std::chrono::seconds(20)),
           "the read models see the set-up");
}

/// One of each that waits for somebody.
void AskedService::furnish() {
    tell(RecordReading{MeterId("M3"), now, {1'050, {}, 10, 1}, {}, "", 1, 1});
    tell(RecordReading{MeterId("M4"), now, {10, {}, 10, 1}, {}, "", 1, 1});
    tell(AttachMeter{AccountId("A1"), MeterId("M5")});
    tell(SellCredit{WalletId("A1.M5"), cents(5'00), MethodId("cash")});
    tell(DetachMeter{AccountId("A1"), MeterId("M5")});
    tell(RegisterBuilding{{BuildingId("B9"), "Annexe"}});
    tell(RegisterGateway{{GatewayId("G9"), BuildingId("B9"), "Box"}});
    tell(PublishTariff{TariffId("U"), "Dear", before, "", {{Band::single, Price{90'000'000}}}, {}});
    tell(ProposeAdjustment{WalletId("A2.M2"), AdjustmentKind::goodwill, cents(2'00)});
    tell(ProposeAdjustment{WalletId("A1.M1"), AdjustmentKind::goodwill, cents(1'00)});
    tell(SetApprovalLimits{{Money{}, std::nullopt}});
    const auto sale = book_->read([](const State& state) { return state.sales.begin()->first; });
    tell(RefundCredit{sale, cents(2'00), MethodId("cash")});
    tell(SetApprovalLimits{});
    tell(OpenShift{TillId("K1"), MethodId("cash"), cents(20'00)});
    tell(
        PublishFee{FeeId("CARE"), "Care", cents(10), FeePeriod::day, *day_from_text("2026-10-01")});
    tell(PrepareAccount{
        {AccountId("P1"), CustomerId("C7"), {MeterId("M5")}, WalletMode::per_meter, {}}});
    tell(*book_->seal({CustomerId("C9"), "Wang", ""}));
    furnish_control();
}

/// A batch that failed and one that is under way, a notice, and a count that does not agree.
void AskedService::furnish_control() {
    tell(RequestBatch{BatchId("FAILED"), CommandKind::settings_download, {MeterId("M1")}, {}, {}});
    tell(AdvanceBatch{BatchId("FAILED")});
    tell(RequestBatch{BatchId("WAITS"), CommandKind::trip, {MeterId("M3")}, {}, {}});
    SiteConfigured site = book_->read([](const State& state) { return *state.site; });
    site.notices = NoticeTerms{{NoticeChannel::sms}, NoticeLanguage::zh, {NoticeKind::balance_low}};
    tell(ConfigureSite{site});
    tell(SetThresholds{{MeterId("M2"), cents(500'00), cents(1'00), 0}});
    tell(ReportPurchases{MeterId("M2"), "it shows purchase 7"});
    const Instant late = morning + std::chrono::minutes(1);  // and out of the book's reach
    tell(RecordReading{MeterId("M3"), late, {1'010, {}, 10, 1}, {}, "", 1, 1});
}

ledger::Receipt AskedService::tell(Command command) {
    auto outcome =
        book_->execute({std::move(command), {ActorKind::system, "test", ""}, "test", "", false});
    if (!outcome) throw std::runtime_error(outcome.error().detail);
    ensure(read_models_.runner.wait_for(book_->journal().head().last, std::chrono::seconds(20)),
           "the read models see what is told");
    return std::move(*outcome);
}

api::Response AskedService::ask(const std::string& method, const std::string& target,
                                const std::string& body) const {
    api::Request request{method, target.substr(0, target.find('?')), {}, {}, body};
    std::size_t at = target.find('?');
    while (at != std::string::npos) {
        const std::size_t end = target.find('&', at + 1);
        const std::string pair = target.substr(at + 1, end - at - 1);
        request.query[pair.substr(0, pair.find('='))] = pair.substr(pair.find('=') + 1);
        at = end;
    }
    return ask(request);
}

api::Response AskedService::ask(const api::Request& request) const {
    const api::Response answer = router_.answer(request);
    record(request, answer);
    return answer;
}

namespace {

/// One service for all tests; gone before what it stands on is (statics of other libraries).
class Served : public testing::Environment {
public:
    AskedService& service() {
        if (!service_) service_ = std::make_unique<AskedService>();
        return *service_;
    }
    void TearDown() override { service_.reset(); }

private:
    std::unique_ptr<AskedService> service_;
};

Served& served = dynamic_cast<Served&>(*testing::AddGlobalTestEnvironment(new Served));

}  // namespace

AskedService& asked() { return served.service(); }
