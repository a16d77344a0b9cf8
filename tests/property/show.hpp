#pragma once
#include <array>
#include <map>
#include <optional>
#include <ostream>
#include <string_view>
#include <variant>
#include <vector>

#include "ledger/events/event.hpp"
#include "ledger/rules/commands.hpp"
#include "ledger/rules/refusal.hpp"
#include "ledger/rules/state.hpp"

// How values of the ledger look in a counterexample: `SellCredit{wallet: A1.M1, amount: 12.34}`.
// Every record is printed from its own `fields()`, so nothing is ever left out.

namespace ledger {

template <class Kind>
std::ostream& operator<<(std::ostream& out, const Id<Kind>& id) {
    return out << (id.is_empty() ? "nobody" : id.text());
}

template <class Unit>
std::ostream& operator<<(std::ostream& out, Quantity<Unit> quantity) {
    return out << to_text(quantity);
}

inline std::ostream& operator<<(std::ostream& out, Position position) {
    return out << '#' << position.number;
}

inline std::ostream& operator<<(std::ostream& out, Day day) { return out << to_text(day); }

inline std::ostream& operator<<(std::ostream& out, MonthDay day) { return out << to_text(day); }

inline std::ostream& operator<<(std::ostream& out, Instant at) {
    if (at < earliest_instant || at > latest_instant) return out << at.micros << "us";
    return out << to_text(at);
}

inline std::ostream& operator<<(std::ostream& out, const EventId& id) {
    return out << to_hex(id.view());
}

template <Named Enum>
std::ostream& operator<<(std::ostream& out, Enum word) {
    return out << to_text(word);
}

template <Described Record>
std::ostream& operator<<(std::ostream& out, const Record& record);

namespace show {

inline void put(std::ostream& out, const std::string& text) {
    constexpr std::string_view hex = "0123456789abcdef";
    out << '"';
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0x20 && byte != 0x7F) {
            out << c;
        } else {
            out << "\\x" << hex[byte >> 4U] << hex[byte & 15U];
        }
    }
    out << '"';
}

inline void put(std::ostream& out, bool yes) { out << (yes ? "yes" : "no"); }

template <class T>
void put(std::ostream& out, const T& value) {
    out << value;
}

template <class T>
void put(std::ostream& out, const std::optional<T>& value) {
    if (!value) {
        out << "none";
    } else {
        put(out, *value);
    }
}

template <class T>
void put(std::ostream& out, const std::vector<T>& list) {
    out << '[';
    for (std::size_t i = 0; i < list.size(); ++i) {
        if (i > 0) out << ", ";
        put(out, list[i]);
    }
    out << ']';
}

template <class Map>
    requires requires { typename Map::mapped_type; }
void put(std::ostream& out, const Map& entries) {
    out << '{';
    for (const auto& [key, value] : entries) {
        put(out, key);
        out << " -> ";
        put(out, value);
        out << "; ";
    }
    out << '}';
}

/// The commands by name, in the order of the variant.
constexpr std::array<std::string_view, 80> command_names{"ConfigureSite",
                                                         "RegisterBuilding",
                                                         "RegisterGateway",
                                                         "RegisterLine",
                                                         "RegisterMeter",
                                                         "SetThresholds",
                                                         "AssignTariff",
                                                         "PublishTariff",
                                                         "OpenAccount",
                                                         "SellCredit",
                                                         "RefundCredit",
                                                         "ReverseTransaction",
                                                         "RecordReading",
                                                         "RequestCommand",
                                                         "ReportSent",
                                                         "ReportConfirmed",
                                                         "ReportFailed",
                                                         "ExpireCommand",
                                                         "CancelCommand",
                                                         "ReportContactLost",
                                                         "ReportContact",
                                                         "PublishCalendar",
                                                         "AttachMeter",
                                                         "DetachMeter",
                                                         "CloseAccount",
                                                         "TransferAccount",
                                                         "TransferCredit",
                                                         "ProposeAdjustment",
                                                         "ApproveAdjustment",
                                                         "DeclineAdjustment",
                                                         "ResolveQuarantine",
                                                         "ReplaceMeter",
                                                         "RollOver",
                                                         "ResetMeter",
                                                         "ChangeRatio",
                                                         "SetCreditLimits",
                                                         "PublishFee",
                                                         "AssignFee",
                                                         "ChargeFees",
                                                         "OpenShift",
                                                         "CloseShift",
                                                         "ClosePeriod",
                                                         "RegisterCustomer",
                                                         "ForgetCustomer",
                                                         "PrepareAccount",
                                                         "OpenPrepared",
                                                         "WithdrawPreparation",
                                                         "BringInBalance",
                                                         "SettleWallet",
                                                         "CorrectReading",
                                                         "CorrectCharges",
                                                         "SettleOutOfReach",
                                                         "RequestBatch",
                                                         "AdvanceBatch",
                                                         "CancelBatch",
                                                         "CutPower",
                                                         "ReportNoticeDelivered",
                                                         "ReportNoticeFailed",
                                                         "ReportPurchases",
                                                         "ResolvePurchases",
                                                         "RetireMeter",

                                                         "DefineRole",
                                                         "AddOperator",
                                                         "ChangeOperator",
                                                         "ReportPasswordChange",
                                                         "IssueKey",
                                                         "RevokeKey",
                                                         "ReportSignIn",
                                                         "ReportSignInRefused",
                                                         "ReportRefusal",
                                                         "ReportExport",
                                                         "RotateSigningKey",
                                                         "PrintReceipt",
                                                         "ReportSessionEnd",
                                                         "QuarantineReading",
                                                         "SetApprovalLimits",
                                                         "ApproveTransaction",
                                                         "DeclineTransaction",
                                                         "ReportFeesDrawn",
                                                         "SetNoticeText"};
static_assert(command_names.size() == std::variant_size_v<AnyCommand>);

}  // namespace show

template <Described Record>
std::ostream& operator<<(std::ostream& out, const Record& record) {
    const char* separator = "{";
    for_each_field(record, [&](const auto& each, const auto& value) {
        out << separator << each.name << ": ";
        show::put(out, value);
        separator = ", ";
    });
    return out << '}';
}

// What is great is printed in show.cpp, once for all who print it.
std::ostream& operator<<(std::ostream& out, const State& state);
std::ostream& operator<<(std::ostream& out, const Command& command);
std::ostream& operator<<(std::ostream& out, const Payload& payload);
std::ostream& operator<<(std::ostream& out, const Event& event);

inline std::ostream& operator<<(std::ostream& out, const Refusal& refusal) {
    return out << to_text(refusal.rule) << " (" << refusal.field << "): " << refusal.detail;
}

}  // namespace ledger
