#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "ledger/events/event.hpp"
#include "ledger/rules/control/control_state.hpp"
#include "ledger/rules/office/office_state.hpp"
#include "ledger/values/directory.hpp"

namespace ledger {

// What the rules read to decide, and nothing else: it is a fold of the events, can be thrown away,
// and comes out the same again. It grows with meters, wallets and sales, not with readings.

struct AssignedTariff {
    Instant from;
    TariffId tariff;

    static constexpr void fields(auto&& visit) {
        visit(field<1>("from", &AssignedTariff::from), field<2>("tariff", &AssignedTariff::tariff));
    }
    friend bool operator==(const AssignedTariff&, const AssignedTariff&) = default;
};

struct LastReading {
    Position position;
    Instant at;
    Registers registers;
    Position reading{};  ///< that showed them, whatever has corrected it; none: no reading did

    static constexpr void fields(auto&& visit) {
        using T = LastReading;
        visit(field<1>("position", &T::position), field<2>("at", &T::at),
              field<3>("registers", &T::registers), field<4>("reading", &T::reading));
    }
    friend bool operator==(const LastReading&, const LastReading&) = default;
};

/// The newest reading of a meter that waits for a person.
struct DoubtfulReading {
    Position position;
    Instant at;
    Registers registers;
    Observation seen;
    QuarantineReason reason{};

    static constexpr void fields(auto&& visit) {
        using T = DoubtfulReading;
        visit(field<1>("position", &T::position), field<2>("at", &T::at),
              field<3>("registers", &T::registers), field<4>("seen", &T::seen),
              field<5>("reason", &T::reason));
    }
    friend bool operator==(const DoubtfulReading&, const DoubtfulReading&) = default;
};

/// Where a meter stood when it was attached to the account that pays for it now.
struct Attachment {
    Position position;
    Instant at;
    Registers registers;
    TierCount tiers;
    Position baseline{};  ///< the reading that showed them; none: no reading did

    static constexpr void fields(auto&& visit) {
        using T = Attachment;
        visit(field<1>("position", &T::position), field<2>("at", &T::at),
              field<3>("registers", &T::registers), field<4>("tiers", &T::tiers),
              field<5>("baseline", &T::baseline));
    }
    friend bool operator==(const Attachment&, const Attachment&) = default;
};

/// What showed the registers of a meter until they were set anew: the device before a replacement,
/// or the same one before a rollover, a reset or other transformers.
struct EarlierDevice {
    Instant until;
    std::string number;
    std::uint32_t ct{};
    std::uint32_t pt{};

    static constexpr void fields(auto&& visit) {
        using T = EarlierDevice;
        visit(field<1>("until", &T::until), field<2>("number", &T::number), field<3>("ct", &T::ct),
              field<4>("pt", &T::pt));
    }
    friend bool operator==(const EarlierDevice&, const EarlierDevice&) = default;
};

/// What a meter was charged is to be corrected.
struct Due {
    std::optional<Instant> from;  ///< none: nothing that its present account was charged
    bool before{};   ///< something that an account was charged which the meter has left
    Position cause;  ///< the newest fact that asks for it

    static constexpr void fields(auto&& visit) {
        visit(field<1>("from", &Due::from), field<2>("before", &Due::before),
              field<3>("cause", &Due::cause));
    }
    friend bool operator==(const Due&, const Due&) = default;
};

/// A meter, as the rules know it.
struct Meter {
    MeterRegistered registered;
    std::vector<AssignedTariff> tariffs;  ///< by `from`, oldest first
    std::optional<ThresholdsSet> thresholds;
    AccountId account;  ///< empty: not opened
    WalletId wallet;
    std::optional<LastReading> last_good;
    std::map<AlarmKind, Position> alarms;  ///< that are on
    Position contact_lost;                 ///< none: in contact
    CommandKind supply{};  ///< the last confirmed trip, keep, restore; at first restore_prepaid
    CommandCause supply_cause{};
    std::optional<bool> relay_closed;  ///< as last seen
    TierCount tiers;                   ///< as long as it is its account's
    std::optional<DoubtfulReading> doubtful;
    Attachment attached;                     ///< where it is attached
    Instant left_at;                         ///< an account, last; at first 1970
    std::vector<Position> pending;           ///< commands, oldest first
    std::optional<std::uint64_t> purchases;  ///< 购电次数 the book counts on from; none: not seen
    std::vector<EarlierDevice> earlier;      ///< oldest first
    Position retired;                        ///< none: in use
    bool may_be_cut{};  ///< for arrears: that was sent, and given up before it was read back
    std::vector<CommandKind> failed;  ///< and have not succeeded since

    static constexpr void fields(auto&& visit) {
        using T = Meter;
        visit(field<1>("registered", &T::registered), field<2>("tariffs", &T::tariffs),
              field<3>("thresholds", &T::thresholds), field<4>("account", &T::account),
              field<5>("wallet", &T::wallet), field<6>("last_good", &T::last_good),
              field<7>("alarms", &T::alarms), field<8>("contact_lost", &T::contact_lost),
              field<9>("supply", &T::supply), field<10>("supply_cause", &T::supply_cause),
              field<11>("relay_closed", &T::relay_closed), field<12>("tiers", &T::tiers),
              field<13>("doubtful", &T::doubtful), field<40>("attached", &T::attached),
              field<41>("left_at", &T::left_at), field<42>("pending", &T::pending),
              field<43>("purchases", &T::purchases), field<50>("earlier", &T::earlier),
              field<51>("retired", &T::retired), field<52>("may_be_cut", &T::may_be_cut),
              field<53>("failed", &T::failed));
    }
    friend bool operator==(const Meter&, const Meter&) = default;
};

/// A line and whether it answers.
struct Line {
    LineRegistered registered;
    Position contact_lost;

    static constexpr void fields(auto&& visit) {
        visit(field<1>("registered", &Line::registered),
              field<2>("contact_lost", &Line::contact_lost));
    }
    friend bool operator==(const Line&, const Line&) = default;
};

struct TariffVersion {
    Position published;
    TariffPublished terms;

    static constexpr void fields(auto&& visit) {
        visit(field<1>("published", &TariffVersion::published),
              field<2>("terms", &TariffVersion::terms));
    }
    friend bool operator==(const TariffVersion&, const TariffVersion&) = default;
};

struct Tariff {
    std::vector<TariffVersion> versions;  ///< by `effective_from`, oldest first

    static constexpr void fields(auto&& visit) { visit(field<1>("versions", &Tariff::versions)); }
    friend bool operator==(const Tariff&, const Tariff&) = default;
};

struct Customer {
    CustomerRegistered registered;  ///< the newest; nothing sealed once forgotten
    Position forgotten;             ///< none: not forgotten

    static constexpr void fields(auto&& visit) {
        visit(field<1>("registered", &Customer::registered),
              field<2>("forgotten", &Customer::forgotten));
    }
    friend bool operator==(const Customer&, const Customer&) = default;
};

struct Account {
    CustomerId customer;
    WalletMode wallets{};
    std::vector<MeterId> meters;
    Instant opened;
    std::map<MeterId, TierCount> left_tiers;  ///< of meters that left, for when they come back
    Money paid_back;  ///< refunds that stand, and what its wallets were paid out at their end

    static constexpr void fields(auto&& visit) {
        using T = Account;
        visit(field<1>("customer", &T::customer), field<2>("wallets", &T::wallets),
              field<3>("meters", &T::meters), field<4>("opened", &T::opened),
              field<5>("left_tiers", &T::left_tiers), field<6>("paid_back", &T::paid_back));
    }
    friend bool operator==(const Account&, const Account&) = default;
};

/// An adjustment that waits for a second person.
struct Proposal {
    WalletId wallet;
    AdjustmentKind kind{};
    Money amount;
    std::string proposer;

    static constexpr void fields(auto&& visit) {
        using T = Proposal;
        visit(field<1>("wallet", &T::wallet), field<2>("kind", &T::kind),
              field<3>("amount", &T::amount), field<4>("proposer", &T::proposer));
    }
    friend bool operator==(const Proposal&, const Proposal&) = default;
};

/// Prepaid credit. While the balance is positive it is the sum of `credit`; in debt there is none.
struct Wallet {
    AccountId account;
    Money balance;
    std::int64_t carry{};  ///< 1e-11 currency units not yet charged, 0 to 99 999
    /// Unconsumed part by sale, or by what else brought it; consumed first in, first out.
    std::map<Position, Money> credit;
    std::uint64_t recharge_count{};
    Money overdraft;                      ///< in arrears only below minus this
    std::optional<Money> hoarding_limit;  ///< none: no limit
    std::map<FeeId, FeeDuty> fees;
    Position brought_in;  ///< its balance in an older system; none: nothing was brought in
    std::optional<Arrears> arrears;  ///< while a meter that draws on it has the alarm
    std::vector<Position> notices;   ///< that are on their way
    std::vector<MeterId> meters;     ///< that draw on it, in the order in which they came

    static constexpr void fields(auto&& visit) {
        using T = Wallet;
        visit(field<1>("account", &T::account), field<3>("balance", &T::balance),
              field<4>("carry", &T::carry), field<5>("credit", &T::credit),
              field<6>("recharge_count", &T::recharge_count), field<7>("overdraft", &T::overdraft),
              field<8>("hoarding_limit", &T::hoarding_limit), field<9>("fees", &T::fees),
              field<10>("brought_in", &T::brought_in), field<11>("arrears", &T::arrears),
              field<12>("notices", &T::notices), field<13>("meters", &T::meters));
    }
    friend bool operator==(const Wallet&, const Wallet&) = default;
};

struct Sale {
    WalletId wallet;
    Money amount;
    MethodId method;
    Money refunded;
    bool reversed{};
    Money fee{};

    static constexpr void fields(auto&& visit) {
        using T = Sale;
        visit(field<1>("wallet", &T::wallet), field<2>("amount", &T::amount),
              field<3>("method", &T::method), field<4>("refunded", &T::refunded),
              field<5>("reversed", &T::reversed), field<6>("fee", &T::fee));
    }
    friend bool operator==(const Sale&, const Sale&) = default;
};

struct Refund {
    WalletId wallet;
    Position sale;
    Money amount;
    MethodId method;
    bool reversed{};

    static constexpr void fields(auto&& visit) {
        using T = Refund;
        visit(field<1>("wallet", &T::wallet), field<2>("sale", &T::sale),
              field<3>("amount", &T::amount), field<4>("method", &T::method),
              field<5>("reversed", &T::reversed));
    }
    friend bool operator==(const Refund&, const Refund&) = default;
};

struct State {
    Position last;  ///< the event this state has seen last
    Instant last_recorded_at;
    std::optional<SiteConfigured> site;
    std::map<BuildingId, BuildingRegistered> buildings;
    std::map<GatewayId, GatewayRegistered> gateways;
    std::map<LineId, Line> lines;
    Directory<MeterId, Meter> meters;
    Directory<TariffId, Tariff> tariffs;
    std::map<CalendarId, CalendarPublished> calendars;
    std::map<CustomerId, Customer> customers;
    std::map<AccountId, AccountPrepared> prepared;  ///< and neither opened nor withdrawn
    Directory<AccountId, Account> accounts;         ///< that are open
    std::map<AccountId, Position> closed_accounts;  ///< by the event that closed them
    Directory<WalletId, Wallet> wallets;
    std::map<Position, Sale> sales;
    std::map<Position, Refund> refunds;
    std::map<Position, Position> reversals;  ///< and the transaction that each undid
    std::map<Position, PendingCommand> commands;
    std::map<Position, Proposal> proposals;
    std::map<BatchId, Batch> batches;
    std::map<BatchId, Position> finished_batches;  ///< by the event that requested them
    std::map<Position, PendingNotice> notices;
    std::map<Position, NoticeTextSet> notice_texts;  ///< every one that was ever set
    std::map<MeterId, Due> due;                      ///< meters whose charges are to be corrected
    Directory<Subject, std::uint64_t> versions;      ///< how many events each subject has
    Directory<Subject, Position> edited;             ///< by which event each was edited last
    std::uint64_t receipts{};                        ///< receipt numbers given so far
    std::map<Position, std::uint64_t> prints;  ///< of each transaction that was printed, how many
    Office office;

    static constexpr void fields(auto&& visit) {
        using T = State;
        visit(field<1>("last", &T::last), field<2>("last_recorded_at", &T::last_recorded_at),
              field<3>("site", &T::site), field<4>("buildings", &T::buildings),
              field<5>("gateways", &T::gateways), field<6>("lines", &T::lines),
              field<7>("meters", &T::meters), field<8>("tariffs", &T::tariffs),
              field<9>("accounts", &T::accounts), field<10>("wallets", &T::wallets),
              field<11>("sales", &T::sales), field<12>("refunds", &T::refunds),
              field<13>("commands", &T::commands), field<14>("versions", &T::versions),
              field<15>("receipts", &T::receipts), field<16>("reversals", &T::reversals),
              field<17>("calendars", &T::calendars), field<18>("proposals", &T::proposals),
              field<19>("closed_accounts", &T::closed_accounts), field<20>("office", &T::office),
              field<26>("customers", &T::customers), field<27>("prepared", &T::prepared),
              field<40>("due", &T::due), field<41>("batches", &T::batches),
              field<42>("finished_batches", &T::finished_batches),
              field<43>("notices", &T::notices), field<60>("edited", &T::edited),
              field<61>("prints", &T::prints), field<62>("notice_texts", &T::notice_texts));
    }
    friend bool operator==(const State&, const State&) = default;
};

/// The thing of this name, or nothing: `find(state.meters, id)`.
template <class Map>
auto find(Map& map, const typename Map::key_type& key) -> decltype(&map.begin()->second) {
    const auto found = map.find(key);
    return found == map.end() ? nullptr : &found->second;
}

/// The thing of this name, which an event that can be applied speaks of.
template <class Map>
auto& known(Map& map, const typename Map::key_type& key) {
    auto* found = find(map, key);
    ensure(found != nullptr, "an event speaks of what the book knows");
    return *found;
}

/// Shows each meter that draws on this wallet now.
template <class Show>
void each_meter_of(const State& state, const WalletId& wallet, Show&& show) {
    for (const MeterId& id : state.wallets.at(wallet).meters) show(state.meters.at(id));
}

/// The meters that draw on this wallet now.
std::vector<const Meter*> meters_of(const State& state, const WalletId& wallet);

}  // namespace ledger
