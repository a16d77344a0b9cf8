#include "tests/integration/opened_book.hpp"

#include <stdexcept>

using namespace ledger;  // NOLINT(google-build-using-namespace): a test of the ledger

namespace {

constexpr Instant before{1'790'000'000'000'000};

}  // namespace

OpenedBook::OpenedBook(const std::filesystem::path& directory, std::function<Instant()> clock)
    : book_(Book::open({directory, std::move(clock),
                        [](const std::string& why) { throw std::runtime_error(why); }})) {
    if (book_->read([](const State& state) { return state.site.has_value(); })) return;
    tell(ConfigureSite{
        {"Test", "Asia/Shanghai", "CNY", {MethodId("cash")}, 120, 1800, 3, Cutoff::manual}});
    tell(RegisterBuilding{{BuildingId("B1"), "Tower"}});
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
    tell(PublishTariff{TariffId("T"), "Flat", before, "", {{Band::single, Price{50'000'000}}}, {}});
    tell(RegisterMeter{{MeterId("M1"),
                        LineId("L1"),
                        1,
                        ProfileId("acrel-ddsy1352"),
                        "",
                        1,
                        1,
                        13'200,
                        true,
                        DeductMode::book,
                        {BuildingId("B1"), "1", "101"},
                        {}}});
    tell(AssignTariff{{MeterId("M1"), TariffId("T"), before}});
    tell(RecordReading{MeterId("M1"), opening_hour, {1'000, {}, 10, 1}, {}, "", 1, 1});
    tell(OpenAccount{AccountId("A1"), CustomerId("C1"), {MeterId("M1")}});
}

void OpenedBook::share_account(const BuildingId& building) {
    tell(RegisterMeter{{MeterId("M2"),
                        LineId("L1"),
                        2,
                        ProfileId("acrel-ddsy1352"),
                        "",
                        1,
                        1,
                        13'200,
                        true,
                        DeductMode::book,
                        {building, "1", "101"},
                        {}}});
    tell(AssignTariff{{MeterId("M2"), TariffId("T"), before}});
    tell(RecordReading{MeterId("M2"), opening_hour, {1'000, {}, 10, 1}, {}, "", 1, 1});
    tell(AttachMeter{AccountId("A1"), MeterId("M2")});
}

void OpenedBook::tell(Command command) {
    const auto outcome =
        book_->execute({std::move(command), {ActorKind::system, "test", ""}, "test", "", false});
    ensure(outcome.has_value(), "the book takes its set-up");
}

Request OpenedBook::sale(const std::string& key, std::int64_t amount) const {
    return {SellCredit{WalletId("A1.M1"), cents(amount), MethodId("cash")},
            {ActorKind::person, "cashier", ""},
            "",
            key,
            false};
}

Money OpenedBook::balance() const {
    return book_->read(
        [](const State& state) { return state.wallets.at(WalletId("A1.M1")).balance; });
}
