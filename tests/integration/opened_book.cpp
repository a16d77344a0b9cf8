#include "tests/integration/opened_book.hpp"

#include <stdexcept>

#include "tests/support/small_house.hpp"

using namespace ledger;  // NOLINT(google-build-using-namespace): a test of the ledger

OpenedBook::OpenedBook(const std::filesystem::path& directory, std::function<Instant()> clock)
    : book_(Book::open({directory, std::move(clock),
                        [](const std::string& why) { throw std::runtime_error(why); }})) {
    if (book_->read([](const State& state) { return state.site.has_value(); })) return;
    const small_house::Supply first{MeterId("M1"), LineId("L1"), 1, BuildingId("B1")};
    tell(small_house::site());
    tell(RegisterBuilding{{first.building, "Tower"}});
    tell(small_house::line(first.line, {}));
    tell(small_house::tariff());
    tell(small_house::meter(first));
    tell(AssignTariff{{first.meter, TariffId("T"), small_house::before}});
    tell(small_house::reading(first.meter, opening_hour));
    tell(OpenAccount{AccountId("A1"), CustomerId("C1"), {MeterId("M1")}});
}

void OpenedBook::share_account(const BuildingId& building) {
    const MeterId second("M2");
    tell(small_house::meter({second, LineId("L1"), 2, building}));
    tell(AssignTariff{{second, TariffId("T"), small_house::before}});
    tell(small_house::reading(second, opening_hour));
    tell(AttachMeter{AccountId("A1"), second});
}

void OpenedBook::tell(Command command) {
    const auto outcome =
        book_->execute({std::move(command), {ActorKind::system, "test", ""}, "test", "", false});
    ensure(outcome.has_value(), "the book takes its set-up");
}

Request OpenedBook::sale(const std::string& key, std::int64_t amount) {
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
