#pragma once
#include <optional>
#include <vector>

#include "api/register/sheet_of.hpp"
#include "ledger/events/people.hpp"
#include "ledger/person.hpp"

namespace api {

// What a row of each sheet says. Where a record of the ledger says the same, a row is that record.

/// The settings of the site in one row. The counter's, the patience's, the notices', the short
/// messages' and the default alarms' are there together or not at all.
struct SiteRow {
    ledger::SiteConfigured site{};
    std::optional<std::uint32_t> service_fee_ppm;
    std::optional<ledger::Money> overdraft;
    std::optional<ledger::Money> hoarding_limit;
    std::vector<ledger::MethodId> till_methods;
    std::optional<std::uint32_t> grace_minutes;
    std::optional<std::uint32_t> patience_minutes;
    std::vector<ledger::ProtectedHours> protected_hours;
    ledger::CalendarId holidays;
    std::vector<ledger::NoticeChannel> notice_channels;
    std::optional<ledger::NoticeLanguage> notice_language;
    std::vector<ledger::NoticeKind> notice_kinds;
    std::optional<std::uint32_t> quiet_from_minute;
    std::optional<std::uint32_t> quiet_to_minute;
    std::optional<std::uint32_t> most_a_day;
    ledger::TariffId default_tariff;
    std::optional<ledger::Money> default_alarm1;
    std::optional<ledger::Money> default_alarm2;
    std::optional<std::uint32_t> default_overload_w;
};

/// One special day; a calendar without any has one row without a day.
struct CalendarRow {
    ledger::CalendarId calendar;
    std::string name;
    std::optional<ledger::Day> day;
    std::optional<ledger::SpecialDay> kind;
};

/// One version of a tariff.
struct TariffRow {
    ledger::PublishTariff terms{};
    std::array<std::optional<ledger::Price>, 6> prices;  ///< by band
};

struct MeterRow {
    ledger::MeterRegistered meter{};
    std::optional<ledger::Money> alarm1;
    std::optional<ledger::Money> alarm2;
    std::optional<std::uint32_t> overload_w;
};

/// From then on the meter has this tariff.
struct MeterTariffRow {
    ledger::MeterId meter;
    ledger::TariffId tariff;
    ledger::Instant from;
};

/// 开户 now, or 预开户 for later.
enum class AccountStage : std::uint8_t { open, prepared };

/// One meter of an account, and what it begins with.
struct AccountRow {
    ledger::AccountId account;
    ledger::CustomerId customer;
    AccountStage stage{};
    ledger::WalletMode wallets{};
    ledger::MeterId meter;
    ledger::TariffId tariff;
    std::optional<ledger::Money> alarm1;
    std::optional<ledger::Money> alarm2;
    std::optional<std::uint32_t> overload_w;
    std::optional<ledger::Money> balance;
    std::string source;
    std::string reference;
    std::optional<ledger::Instant> read_at;  ///< none, with a total: when it is imported
    std::optional<std::uint64_t> total;      ///< register counts, as Registers has them
    std::vector<std::uint64_t> rates;
    std::optional<std::uint32_t> step_wh;
    std::optional<std::uint32_t> ratio;
};

/// All that a file says, or all that a book would say.
struct RegisterRows {
    std::vector<Placed<SiteRow>> sites;
    std::vector<Placed<ledger::BuildingRegistered>> buildings;
    std::vector<Placed<ledger::GatewayRegistered>> gateways;
    std::vector<Placed<ledger::LineRegistered>> lines;
    std::vector<Placed<CalendarRow>> calendars;
    std::vector<Placed<TariffRow>> tariffs;
    std::vector<Placed<MeterRow>> meters;
    std::vector<Placed<MeterTariffRow>> meter_tariffs;
    std::vector<Placed<ledger::Person>> customers;
    std::vector<Placed<AccountRow>> accounts;
};

const SheetOf<SiteRow>& site_sheet();
const SheetOf<ledger::BuildingRegistered>& building_sheet();
const SheetOf<ledger::GatewayRegistered>& gateway_sheet();
const SheetOf<ledger::LineRegistered>& line_sheet();
const SheetOf<CalendarRow>& calendar_sheet();
const SheetOf<TariffRow>& tariff_sheet();
const SheetOf<MeterRow>& meter_sheet();
const SheetOf<MeterTariffRow>& meter_tariff_sheet();
const SheetOf<ledger::Person>& customer_sheet();
const SheetOf<AccountRow>& account_sheet();

/// Shows each sheet with the rows that are its own, in the order in which they are brought in.
template <class Rows, class Visit>
void each_sheet(Rows& rows, Visit&& visit) {
    visit(site_sheet(), rows.sites);
    visit(building_sheet(), rows.buildings);
    visit(gateway_sheet(), rows.gateways);
    visit(line_sheet(), rows.lines);
    visit(calendar_sheet(), rows.calendars);
    visit(tariff_sheet(), rows.tariffs);
    visit(meter_sheet(), rows.meters);
    visit(meter_tariff_sheet(), rows.meter_tariffs);
    visit(customer_sheet(), rows.customers);
    visit(account_sheet(), rows.accounts);
}

/// The same sheets as they are described.
const std::vector<RegisterSheet>& register_sheets();

/// The one of this name, which is there.
const RegisterSheet& sheet_of(const std::string& name);

}  // namespace api

template <>
struct ledger::EnumNames<api::AccountStage> {
    static constexpr std::array<std::string_view, 2> names{"open", "prepared"};
};
