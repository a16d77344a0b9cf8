#pragma once
#include <array>
#include <cstdint>
#include <string_view>

#include "ledger/values/fields.hpp"

namespace ledger {

// The closed lists of the vocabulary. Their numbers are stored: append, never reorder.

/// Time-of-use band 尖峰平谷深谷; `single` where a price does not depend on the time of day.
enum class Band : std::uint8_t { single, sharp, peak, flat, valley, deep_valley };
template <>
struct EnumNames<Band> {
    static constexpr std::array<std::string_view, 6> names{"single", "sharp",  "peak",
                                                           "flat",   "valley", "deep_valley"};
};

/// Which days a rule of a tariff is about. A calendar makes holidays of workdays, and workdays of
/// weekends.
enum class DayKind : std::uint8_t { any, workday, weekend, holiday };
template <>
struct EnumNames<DayKind> {
    static constexpr std::array<std::string_view, 4> names{"any", "workday", "weekend", "holiday"};
};

/// What a calendar says of a day that is not what its weekday says.
enum class SpecialDay : std::uint8_t { holiday, workday };
template <>
struct EnumNames<SpecialDay> {
    static constexpr std::array<std::string_view, 2> names{"holiday", "workday"};
};

/// Over which time energy is counted for tiers.
enum class TierCycle : std::uint8_t { month, year };
template <>
struct EnumNames<TierCycle> {
    static constexpr std::array<std::string_view, 2> names{"month", "year"};
};

/// Where months and years begin: with the calendar's, or on the day the account was opened.
enum class CycleStart : std::uint8_t { calendar, account };
template <>
struct EnumNames<CycleStart> {
    static constexpr std::array<std::string_view, 2> names{"calendar", "account"};
};

/// Who cuts power when credit is gone: a person, or the book by itself.
enum class Cutoff : std::uint8_t { manual, automatic };
template <>
struct EnumNames<Cutoff> {
    static constexpr std::array<std::string_view, 2> names{"manual", "automatic"};
};

enum class Transport : std::uint8_t { modbus_tcp, rtu_over_tcp, rtu_serial };
template <>
struct EnumNames<Transport> {
    static constexpr std::array<std::string_view, 3> names{"modbus_tcp", "rtu_over_tcp",
                                                           "rtu_serial"};
};

enum class Parity : std::uint8_t { none, even, odd };
template <>
struct EnumNames<Parity> {
    static constexpr std::array<std::string_view, 3> names{"none", "even", "odd"};
};

/// Who deducts: the book at every reading, or the meter by itself.
enum class DeductMode : std::uint8_t { book, meter };
template <>
struct EnumNames<DeductMode> {
    static constexpr std::array<std::string_view, 2> names{"book", "meter"};
};

/// One wallet a meter, or one for the whole account.
enum class WalletMode : std::uint8_t { per_meter, pooled };
template <>
struct EnumNames<WalletMode> {
    static constexpr std::array<std::string_view, 2> names{"per_meter", "pooled"};
};

/// What the amount of a fixed fee is for.
enum class FeePeriod : std::uint8_t { day, month };
template <>
struct EnumNames<FeePeriod> {
    static constexpr std::array<std::string_view, 2> names{"day", "month"};
};

/// What can be closed: 日结 月结 年结.
enum class PeriodKind : std::uint8_t { day, month, year };
template <>
struct EnumNames<PeriodKind> {
    static constexpr std::array<std::string_view, 3> names{"day", "month", "year"};
};

enum class TransactionKind : std::uint8_t { sale, refund };
template <>
struct EnumNames<TransactionKind> {
    static constexpr std::array<std::string_view, 2> names{"sale", "refund"};
};

/// What a second person may have to approve before it is done.
enum class ProposedType : std::uint8_t { refund, reversal, settlement };
template <>
struct EnumNames<ProposedType> {
    static constexpr std::array<std::string_view, 3> names{"refund", "reversal", "settlement"};
};

/// Why a balance is changed by hand: each kind is an account of its own in the books.
enum class AdjustmentKind : std::uint8_t {
    correction,      ///< something was charged or sold wrongly and cannot be reversed
    goodwill,        ///< a present
    write_off,       ///< a debt that nobody will pay
    opening_balance  ///< 老表金额转入: what an older system still owed, or was owed
};
template <>
struct EnumNames<AdjustmentKind> {
    static constexpr std::array<std::string_view, 4> names{"correction", "goodwill", "write_off",
                                                           "opening_balance"};
};

/// How the energy of a charge line is known.
enum class LineBasis : std::uint8_t {
    measured,   ///< from the register that counts this band, or the total under one price
    estimated,  ///< the interval was split in proportion to time
    remainder   ///< total register less the rate registers; may be negative
};
template <>
struct EnumNames<LineBasis> {
    static constexpr std::array<std::string_view, 3> names{"measured", "estimated", "remainder"};
};

/// What became of a good reading.
enum class ReadingUse : std::uint8_t {
    charged,   ///< its energy was drawn from a wallet
    unbilled,  ///< nobody pays for this meter now; the energy is recorded
    late,      ///< older than what was charged already; its energy is in a later reading
    opening,   ///< the first reading of this meter: there is nothing to compare it with
    corrects   ///< older than what was charged already: what was charged since is corrected by it
};
template <>
struct EnumNames<ReadingUse> {
    static constexpr std::array<std::string_view, 5> names{"charged", "unbilled", "late", "opening",
                                                           "corrects"};
};

/// Why a reading is kept apart instead of charged.
enum class QuarantineReason : std::uint8_t {
    wrong_meter,                ///< the identity registers name another meter
    wrong_ratio,                ///< CT or PT is not the registered one
    registers_went_back,        ///< a register is lower than at the last good reading
    too_much_energy,            ///< more than rated power × time × margin
    registers_changed_shape,    ///< other rate registers or another step than before
    contradicts_later_reading,  ///< a late reading above what was read after it
    no_price,                   ///< the tariff has no price for this moment or band
    wrong_gateway,              ///< told by a gateway that did not read this meter at that moment
    wrong_clock                 ///< told with a moment that cannot be
};
template <>
struct EnumNames<QuarantineReason> {
    static constexpr std::array<std::string_view, 9> names{"wrong_meter",
                                                           "wrong_ratio",
                                                           "registers_went_back",
                                                           "too_much_energy",
                                                           "registers_changed_shape",
                                                           "contradicts_later_reading",
                                                           "no_price",
                                                           "wrong_gateway",
                                                           "wrong_clock"};
};

/// What a person made of a quarantined reading.
enum class Resolution : std::uint8_t {
    accepted,   ///< it was true after all, and is charged
    corrected,  ///< other registers were keyed in for it
    rejected    ///< it was nonsense, and is not charged
};
template <>
struct EnumNames<Resolution> {
    static constexpr std::array<std::string_view, 3> names{"accepted", "corrected", "rejected"};
};

/// What can be told to a meter.
enum class CommandKind : std::uint8_t {
    trip,               ///< 拉闸: forced open
    keep_power,         ///< 保电: forced closed, whatever is owed
    restore_prepaid,    ///< 恢复预付费: nothing is forced any more
    read_now,           ///< 抄表
    close,              ///< 合闸: nothing is forced any more, and the relay is seen closed
    price_download,     ///< 电价下发
    settings_download,  ///< 设置下发: alarm amounts and the overload threshold
    clock_sync,         ///< 校时
    credit_push         ///< a sale, to a meter that deducts by itself
};
template <>
struct EnumNames<CommandKind> {
    static constexpr std::array<std::string_view, 9> names{
        "trip",           "keep_power",        "restore_prepaid", "read_now",   "close",
        "price_download", "settings_download", "clock_sync",      "credit_push"};
};

enum class CommandCause : std::uint8_t { person, arrears, credit, sale };
template <>
struct EnumNames<CommandCause> {
    static constexpr std::array<std::string_view, 4> names{"person", "arrears", "credit", "sale"};
};

/// What customers are told.
enum class NoticeKind : std::uint8_t {
    balance_low,       ///< below alarm 1
    balance_very_low,  ///< below alarm 2
    arrears,           ///< power will be cut
    power_cut,
    power_restored,
    overload
};
template <>
struct EnumNames<NoticeKind> {
    static constexpr std::array<std::string_view, 6> names{
        "balance_low", "balance_very_low", "arrears", "power_cut", "power_restored", "overload"};
};

/// The way to a customer.
enum class NoticeChannel : std::uint8_t { sms, webhook };
template <>
struct EnumNames<NoticeChannel> {
    static constexpr std::array<std::string_view, 2> names{"sms", "webhook"};
};

enum class NoticeLanguage : std::uint8_t { zh, en };
template <>
struct EnumNames<NoticeLanguage> {
    static constexpr std::array<std::string_view, 2> names{"zh", "en"};
};

enum class AlarmKind : std::uint8_t {
    balance_low,              ///< below alarm 1
    balance_very_low,         ///< below alarm 2
    arrears,                  ///< below zero
    quarantine,               ///< a reading of this meter waits for a person
    rates_disagree,           ///< the rate registers do not add up to the total
    overload,                 ///< more power than the threshold
    command_failed,           ///< a remote command did not reach its goal
    correction_waits,         ///< what was charged is to be corrected, and cannot be yet
    correction_out_of_reach,  ///< the book cannot correct it by itself: a person settles it
    purchases_disagree,       ///< the meter's purchase count is not the book's
    power_reversed,           ///< power flows backwards: a current transformer is turned round
    clock_off                 ///< the meter's clock is wrong: it counts bands at the wrong time
};
template <>
struct EnumNames<AlarmKind> {
    static constexpr std::array<std::string_view, 12> names{
        "balance_low",        "balance_very_low", "arrears",
        "quarantine",         "rates_disagree",   "overload",
        "command_failed",     "correction_waits", "correction_out_of_reach",
        "purchases_disagree", "power_reversed",   "clock_off"};
};

/// Why somebody did not get in.
enum class SignInFault : std::uint8_t {
    wrong,      ///< the name or the password
    held_back,  ///< too many wrong ones before; the password was not even looked at
    disabled,   ///< the password was right
    expired     ///< the key was right once
};
template <>
struct EnumNames<SignInFault> {
    static constexpr std::array<std::string_view, 4> names{"wrong", "held_back", "disabled",
                                                           "expired"};
};

/// Why somebody who had signed in is out.
enum class SessionEnd : std::uint8_t {
    signed_out,  ///< by themselves
    replaced,    ///< too many of one operator: the oldest went
    password,    ///< another one was given
    disabled,    ///< the operator may not ask any more
    expired      ///< idle too long, or too old; noticed later
};
template <>
struct EnumNames<SessionEnd> {
    static constexpr std::array<std::string_view, 5> names{"signed_out", "replaced", "password",
                                                           "disabled", "expired"};
};

enum class ExportFormat : std::uint8_t { csv, xlsx, json, pdf };
template <>
struct EnumNames<ExportFormat> {
    static constexpr std::array<std::string_view, 4> names{"csv", "xlsx", "json", "pdf"};
};

enum class ActorKind : std::uint8_t { system, poller, api, person };
template <>
struct EnumNames<ActorKind> {
    static constexpr std::array<std::string_view, 4> names{"system", "poller", "api", "person"};
};

enum class SubjectKind : std::uint8_t {
    none,
    site,
    building,
    gateway,
    line,
    meter,
    tariff,
    customer,
    account,
    wallet,
    calendar,
    fee,
    till,
    batch,
    role,
    operator_,
    approvals,
    notice_text
};
template <>
struct EnumNames<SubjectKind> {
    static constexpr std::array<std::string_view, 18> names{
        "none",   "site",     "building", "gateway",  "line",      "meter",
        "tariff", "customer", "account",  "wallet",   "calendar",  "fee",
        "till",   "batch",    "role",     "operator", "approvals", "notice_text"};
};

}  // namespace ledger
