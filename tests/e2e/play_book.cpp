#include <cstdio>
#include <functional>
#include <iostream>
#include <map>
#include <string>
#include <string_view>

#include "api/accounts/openings.hpp"
#include "api/json/json_reader.hpp"
#include "ledger/book.hpp"
#include "ledger/events/event_codec.hpp"
#include "ledger/past.hpp"
#include "ledger/values/ensure.hpp"

// Plays commands into a book on disk, one JSON object a line, each at the moment that it names:
//   {"at": "2026-11-01T00:00:00Z", "by": "ann", "reason": "", "SellCredit": {"wallet": …}}
// and answers each with one line: {"position": 17, "events": 1, "type": "CreditSold"} of its first
// event, or {"refused": "rule", "why": …}.
// Readings come from the field, and the HTTP API takes none: this is how tests say when and what.

namespace {

using api::Json;
using namespace ledger;  // NOLINT(google-build-using-namespace): a test of the ledger

template <class Wanted>
Command read_as(const Json& json) {
    return api::read_record<Wanted>(json, "");
}

/// What is declared is written as its event is.
template <class Fact>
Command declare(const Json& json) {
    return Declare<Fact>{api::read_record<Fact>(json, "")};
}

using Reader = std::function<Command(const Json&)>;

const std::map<std::string, Reader> readers{
    {"ConfigureSite", declare<SiteConfigured>},
    {"RegisterBuilding", declare<BuildingRegistered>},
    {"RegisterGateway", declare<GatewayRegistered>},
    {"RegisterLine", declare<LineRegistered>},
    {"RegisterMeter", declare<MeterRegistered>},
    {"RetireMeter", declare<MeterRetired>},
    {"SetThresholds", declare<ThresholdsSet>},
    {"PublishCalendar", declare<CalendarPublished>},
    {"PublishTariff", read_as<PublishTariff>},
    {"AssignTariff", declare<TariffAssigned>},
    {"OpenAccount", [](const Json& json) -> Command { return api::opening_in(json, ""); }},
    {"AttachMeter", read_as<AttachMeter>},
    {"DetachMeter", read_as<DetachMeter>},
    {"CloseAccount", read_as<CloseAccount>},
    {"TransferAccount", read_as<TransferAccount>},
    {"SellCredit", read_as<SellCredit>},
    {"RefundCredit", read_as<RefundCredit>},
    {"ReverseTransaction", read_as<ReverseTransaction>},
    {"TransferCredit", read_as<TransferCredit>},
    {"ProposeAdjustment", read_as<ProposeAdjustment>},
    {"ApproveAdjustment", read_as<ApproveAdjustment>},
    {"DeclineAdjustment", read_as<DeclineAdjustment>},
    {"SetApprovalLimits", declare<ApprovalLimitsSet>},
    {"ApproveTransaction", read_as<ApproveTransaction>},
    {"DeclineTransaction", read_as<DeclineTransaction>},
    {"ReportFeesDrawn", declare<FeesDrawn>},
    {"RecordReading", read_as<RecordReading>},
    {"ResolveQuarantine", read_as<ResolveQuarantine>},
    {"ReplaceMeter", read_as<ReplaceMeter>},
    {"RollOver", read_as<RollOver>},
    {"ResetMeter", read_as<ResetMeter>},
    {"ChangeRatio", read_as<ChangeRatio>},
    {"RequestCommand", read_as<RequestCommand>},
    {"ReportSent", read_as<ReportSent>},
    {"ReportConfirmed", read_as<ReportConfirmed>},
    {"ReportFailed", read_as<ReportFailed>},
    {"ExpireCommand", read_as<ExpireCommand>},
    {"CancelCommand", read_as<CancelCommand>},
    {"RequestBatch", read_as<RequestBatch>},
    {"AdvanceBatch", read_as<AdvanceBatch>},
    {"CancelBatch", read_as<CancelBatch>},
    {"ReportPurchases", read_as<ReportPurchases>},
    {"ResolvePurchases", read_as<ResolvePurchases>},
    {"ReportNoticeDelivered", read_as<ReportNoticeDelivered>},
    {"ReportNoticeFailed", read_as<ReportNoticeFailed>},
    {"ReportContactLost", read_as<ReportContactLost>},
    {"ReportContact", read_as<ReportContact>},
    {"PrepareAccount", [](const Json& json) -> Command { return api::preparation_in(json, ""); }},
    {"OpenPrepared", read_as<OpenPrepared>},
    {"WithdrawPreparation", read_as<WithdrawPreparation>},
    {"BringInBalance", read_as<BringInBalance>},
    {"SettleWallet", read_as<SettleWallet>},
    {"RegisterCustomer", declare<CustomerRegistered>},
    {"ForgetCustomer", read_as<ForgetCustomer>},
    {"SetCreditLimits", declare<CreditLimitsSet>},
    {"PublishFee", read_as<PublishFee>},
    {"AssignFee", declare<FeeAssigned>},
    {"ChargeFees", read_as<ChargeFees>},
    {"OpenShift", read_as<OpenShift>},
    {"CloseShift", read_as<CloseShift>},
    {"ClosePeriod", read_as<ClosePeriod>},
    {"DefineRole", declare<RoleDefined>},
    {"AddOperator", declare<OperatorAdded>},
    {"ChangeOperator", declare<OperatorChanged>},
    {"ReportPasswordChange", declare<PasswordChanged>},
    {"IssueKey", declare<KeyIssued>},
    {"RevokeKey", declare<KeyRevoked>},
    {"ReportSignIn", declare<OperatorSignedIn>},
    {"ReportSignInRefused", declare<SignInRefused>},
    {"ReportRefusal", declare<RequestRefused>},
    {"ReportExport", declare<ExportTaken>},
    {"RotateSigningKey", declare<SigningKeyRotated>},
    {"PrintReceipt", read_as<PrintReceipt>},
    {"ReportSessionEnd", declare<SessionEnded>},
    {"SetNoticeText", declare<NoticeTextSet>},
    {"CorrectReading", read_as<CorrectReading>},
    {"CorrectCharges", read_as<CorrectCharges>},
    {"SettleOutOfReach", read_as<SettleOutOfReach>}};

Request request_of(const Json& step) {
    for (const auto& [name, wanted] : step.items()) {
        const auto reader = readers.find(name);
        if (reader == readers.end()) continue;
        return {reader->second(wanted),
                {ActorKind::person, step.at("by").get<std::string>(), ""},
                step.at("reason").get<std::string>(),
                "",
                false};
    }
    throw std::runtime_error("no command that can be played: " + step.dump());
}

/// The meter whose past a command needs, if it needs one.
MeterId meter_of(const Book& book, const Command& command) {
    if (const auto* charges = std::get_if<CorrectCharges>(&command)) return charges->meter;
    const auto* correction = std::get_if<CorrectReading>(&command);
    if (correction == nullptr) return {};
    const auto event = decode_event(book.journal().get(correction->reading));
    const auto* reading = event ? std::get_if<ReadingRecorded>(&event->payload) : nullptr;
    return reading == nullptr ? MeterId() : reading->meter;
}

Outcome ask(Book& book, const Request& request) {
    const MeterId meter = meter_of(book, request.command);
    if (meter.is_empty()) return book.execute(request);
    return ask_with_past(book, request, meter,
                         [&](const Request& each) { return book.execute(each); });
}

Json answer_to(const Outcome& outcome) {
    if (!outcome)
        return {{"refused", std::string(to_text(outcome.error().rule))},
                {"why", outcome.error().detail}};
    const auto& events = outcome->events;
    if (events.empty()) return {{"position", 0}, {"events", 0}, {"type", nullptr}};
    return {{"position", events.front().envelope.position.number},
            {"events", outcome->count},
            {"type", std::string(name_of(events.front().payload))}};
}

[[noreturn]] void stop(const std::string& why) { throw std::runtime_error(why); }

void play(const char* directory) {
    Instant now = earliest_instant;
    // What is due is corrected when a step says so, and not before.
    const auto book = Book::open({.directory = directory,
                                  .clock = [&] { return now; },
                                  .on_failure = stop,
                                  .corrects = false});
    for (std::string line; std::getline(std::cin, line);) {
        const Json step = api::parse_json(line);
        const auto at = instant_from_text(step.at("at").get<std::string>());
        ensure(at.has_value(), "a step names its moment");
        now = *at;
        std::cout << answer_to(ask(*book, request_of(step))).dump() << '\n' << std::flush;
    }
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        std::fputs("usage: play_book DIRECTORY < commands.ndjson\n", stderr);
        return 2;
    }
    try {
        play(argv[1]);
    } catch (const std::exception& fault) {
        std::fprintf(stderr, "play_book: %s\n", fault.what());
        return 2;
    }
    return 0;
}
