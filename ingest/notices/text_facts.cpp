#include "ingest/notices/text_facts.hpp"

#include <stdexcept>

#include <fmt/core.h>

#include "ingest/wall_time.hpp"
#include "ledger/values/decimal.hpp"

namespace notices {
namespace {

using ledger::NoticeLanguage;

constexpr std::int64_t cent = 10'000;  // in micro-units

std::string amount(ledger::Money money) {
    std::int64_t cents = money.count() / cent;
    if (money.count() % cent < 0) --cents;
    return ledger::to_decimal(cents, 2);
}

std::string moment(ledger::Instant at, const ledger::Zone& zone, NoticeLanguage language) {
    const auto [second, minute, hour, day, month, year] = ingest::wall_time(at, zone);
    if (language == NoticeLanguage::zh)
        return fmt::format("20{:02x}年{:x}月{:x}日{:02x}:{:02x}", year, month, day, hour, minute);
    return fmt::format("20{:02x}-{:02x}-{:02x} {:02x}:{:02x}", year, month, day, hour, minute);
}

std::string currency(const Site& site, NoticeLanguage language) {
    return language == NoticeLanguage::zh && site.currency == "CNY" ? "元" : site.currency;
}

void add_if_known(TextFacts& facts, const char* name, const std::string& text) {
    if (!text.empty()) facts[name] = text;
}

}  // namespace

ledger::Zone zone_of(const Site& site) {
    const auto zone = ledger::Zone::find(site.zone);
    if (!zone)
        throw std::runtime_error(fmt::format(
            "this system does not know the site's time zone '{}': install tzdata", site.zone));
    return *zone;
}

TextFacts text_facts(const Notice& notice, const Recipient& recipient, const Site& site) {
    const ledger::NoticeQueued& told = notice.facts;
    const ledger::Zone zone = zone_of(site);
    TextFacts facts{{"site", site.name},
                    {"notice", std::to_string(notice.position.number)},
                    {"account", told.account.text()},
                    {"wallet", told.wallet.text()},
                    {"meter", told.meter.text()},
                    {"balance", amount(told.balance)},
                    {"currency", currency(site, told.language)},
                    {"time", moment(told.at, zone, told.language)}};
    add_if_known(facts, "customer", recipient.name);
    add_if_known(facts, "building", told.place.building.text());
    add_if_known(facts, "floor", told.place.floor);
    add_if_known(facts, "room", told.place.room);
    if (told.line) facts["line"] = amount(*told.line);
    if (told.cut_at) facts["cut_at"] = moment(*told.cut_at, zone, told.language);
    if (told.power_w) facts["power"] = std::to_string(*told.power_w);
    if (told.overload_w) facts["overload"] = std::to_string(*told.overload_w);
    return facts;
}

}  // namespace notices
