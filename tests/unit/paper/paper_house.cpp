#include "tests/unit/paper/paper_house.hpp"

#include <stdexcept>

#include "ledger/journal/journal.hpp"
#include "tests/unit/api/recorded.hpp"

using namespace ledger;  // NOLINT(google-build-using-namespace): a test that fills a book

namespace {

constexpr Instant begin{1'790'780'400'000'000};  // 2026-09-30 23:00 in Shanghai

TariffPublished shop_tariff() {
    TariffPublished terms{};
    terms.prices = {{Band::peak, Price{102'340'000}}, {Band::valley, Price{41'570'000}}};
    return terms;
}

}  // namespace

PaperHouse::PaperHouse()
    : micros_(begin.micros),
      book_(Book::open({.directory = directory_.path(),
                        .clock = [this] { return clock(); },
                        .on_failure = [](const std::string& why) { throw std::runtime_error(why); },
                        .corrects = false})),
      read_models_(book_->journal(), directory_ / "projections"),
      access_(*book_, {.directory = directory_ / "access"}),
      service_{*book_, read_models_, [this] { return clock(); }, telemetry_, access_, "", "test"},
      router_(service_) {
    service_.public_address = "https://power.example.com";
    furnish();
}

void PaperHouse::furnish() {
    tell(ConfigureSite{{"宏汇莲花广场",
                        "Asia/Shanghai",
                        "CNY",
                        {MethodId("cash"), MethodId("wechat")},
                        120,
                        1800,
                        3,
                        Cutoff::manual,
                        CounterTerms{15'000, {}, {}, {}}}});
    tell(RegisterBuilding{{BuildingId("B1"), "双子塔 A 座"}});
    tell(RegisterLine{{LineId("L1"),
                       {},
                       Transport::rtu_over_tcp,
                       "127.0.0.1:1",
                       9600,
                       Parity::none,
                       1,
                       1000,
                       {},
                       30}});
    tell(PublishTariff{TariffId("SHOP"),
                       "商铺分时",
                       {begin.micros - 1},
                       "",
                       shop_tariff().prices,
                       {{0, Band::valley}, {480, Band::peak}, {1320, Band::valley}}});
    tell(RegisterMeter{{MeterId("M0203"),
                        LineId("L1"),
                        1,
                        ProfileId("acrel-dtsy1352"),
                        "20260203001",
                        1,
                        1,
                        26'400,
                        true,
                        DeductMode::book,
                        {BuildingId("B1"), "2", "0203"},
                        {}}});
    tell(AssignTariff{{MeterId("M0203"), TariffId("SHOP"), {begin.micros - 1}}});
    tell(*book_->seal({CustomerId("C0203"), "王小明", "13800000000"}));
    count(0, 0);
    tell(OpenAccount{AccountId("A0203"), CustomerId("C0203"), {MeterId("M0203")}});
}

std::optional<Command> PaperHouse::sealed(const std::string& customer, const std::string& name) {
    const auto command = book_->seal({CustomerId(customer), name, ""});
    return command ? std::optional<Command>(*command) : std::nullopt;
}

Position PaperHouse::tell(Command command, const std::string& reason) {
    auto outcome =
        book_->execute({std::move(command), {ActorKind::person, "li", ""}, reason, "", false});
    if (!outcome) throw std::runtime_error(outcome.error().detail);
    ensure(read_models_.runner.wait_for(book_->journal().head().last, std::chrono::seconds(60)),
           "the read models see what is told");
    return outcome->events.empty() ? Position{} : outcome->events.front().envelope.position;
}

void PaperHouse::count(std::uint64_t peak_wh, std::uint64_t valley_wh) {
    peak_ += peak_wh / 10;
    valley_ += valley_wh / 10;
    constexpr std::uint64_t old = 123'456;
    const Registers registers{old + peak_ + valley_, {0, peak_, 0, old + valley_}, 10, 1};
    tell(RecordReading{MeterId("M0203"), clock(), registers, {}, "20260203001", 1, 1});
}

void PaperHouse::live_a_month() {
    using namespace std::chrono;
    tell(SellCredit{wallet(), cents(500'00), MethodId("wechat")});
    for (std::uint64_t day = 0; day < 30; ++day) {
        pass(hours(12));
        count(14'310 + day * 130, 1'200);
        if (day == 9) tell(SellCredit{wallet(), cents(300'50), MethodId("cash")});
        pass(hours(12));
        count(3'070, 2'260 + day * 20);
    }
}

api::Response PaperHouse::get(const std::string& path, const Query& query,
                              const Query& headers) const {
    const api::Request request{"GET", path, query, headers, ""};
    api::Response answer = router_.answer(request);
    record(request, answer);
    return answer;
}

PaperHouse::Json PaperHouse::read(const std::string& path, const Query& query) const {
    const auto answer = get(path, query);
    if (answer.status != 200) throw std::runtime_error(path + ": " + answer.body);
    return Json::parse(answer.body);
}

api::Response PaperHouse::post(const std::string& path, const Json& body) const {
    const api::Request request{
        "POST", path, {}, {{"content-type", "application/json"}}, body.dump()};
    api::Response answer = router_.answer(request);
    record(request, answer);
    return answer;
}
