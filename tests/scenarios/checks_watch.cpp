#include "tests/scenarios/checks.hpp"

namespace scenarios {

using namespace ledger;

namespace {

std::string fate_of(const Stage& stage, Position notice) {
    std::string fate = "queued";
    for (const Event& event : stage.events()) {
        const auto* delivered = std::get_if<NoticeDelivered>(&event.payload);
        const auto* failed = std::get_if<NoticeFailed>(&event.payload);
        if (delivered != nullptr && delivered->notice == notice) fate = "delivered";
        if (failed != nullptr && failed->notice == notice && failed->is_final) fate = "failed";
    }
    return fate;
}

/// notice 1 arrears by sms of A1.M1 is queued
void notice(const Stage& stage, Words& words) {
    const std::uint64_t n = words.number("which one");
    const Position position = stage.nth<NoticeQueued>(n, "notice");
    const auto& fact = stage.fact_at<NoticeQueued>(position);
    const auto kind = words.one_of<NoticeKind>();
    words.expect("by");
    const auto channel = words.one_of<NoticeChannel>();
    words.expect("of");
    const std::string wallet = words.take("a wallet");
    words.expect("is");
    const std::string fate = words.take("queued, delivered, failed");
    const auto text = [](NoticeKind what, NoticeChannel by, const std::string& of) {
        return std::string(to_text(what)) + " by " + std::string(to_text(by)) + " of " + of;
    };
    expect_same(
        "notice " + std::to_string(n), text(kind, channel, wallet) + " is " + fate,
        text(fact.kind, fact.channel, fact.wallet.text()) + " is " + fate_of(stage, position));
}

/// notices 2: how many were ever queued
void notices(const Stage& stage, Words& words) {
    std::uint64_t came = 0;
    for (const Event& event : stage.events())
        came += std::holds_alternative<NoticeQueued>(event.payload) ? 1U : 0U;
    expect_same("notices", std::to_string(words.number("how many")), std::to_string(came));
}

/// batch B1 finished, or: batch B1 has 2 rows left
void batch(const Stage& stage, Words& words) {
    const auto id = words.name<BatchId>("a batch");
    const Batch* known = find(stage.state().batches, id);
    if (known == nullptr && !stage.state().finished_batches.contains(id))
        throw Fault{"there is no batch " + id.text()};
    const std::size_t left =
        known == nullptr ? 0 : known->meters.size() - known->next + known->open.size();
    if (words.skip("finished"))
        return expect_same("batch " + id.text(), "finished",
                           known == nullptr ? "finished" : "under way");
    words.expect("has");
    expect_same("rows left of " + id.text(), std::to_string(words.number("how many")),
                std::to_string(left));
    words.expect("rows");
    words.expect("left");
}

/// row of M2 in B1 refused meter_must_exist
void row(const Stage& stage, Words& words) {
    words.expect("of");
    const auto meter = words.name<MeterId>("a meter");
    words.expect("in");
    const auto id = words.name<BatchId>("a batch");
    words.expect("refused");
    const auto* refused = stage.newest<BatchRowRefused>(
        [&](const auto& fact) { return fact.batch == id && fact.meter == meter; });
    if (refused == nullptr) throw Fault{"no row of " + meter.text() + " was refused"};
    expect_same("row of " + meter.text(), words.take("a rule"), refused->rule);
}

/// purchases M1 17: the count that the book goes on from
void purchases(const Stage& stage, Words& words) {
    const auto meter = words.name<MeterId>("a meter");
    const auto& known = known_meter(stage, meter).purchases;
    expect_same("purchases of " + meter.text(), std::to_string(words.number("a count")),
                known ? std::to_string(*known) : "not known");
}

/// push 1 is 50.00 with count 18
void push(const Stage& stage, Words& words) {
    const std::uint64_t n = words.number("which one");
    std::uint64_t seen = 0;
    const Purchase* found = nullptr;
    for (const Event& event : stage.events()) {
        const auto* fact = std::get_if<CommandRequested>(&event.payload);
        const bool is_push = fact != nullptr && fact->kind == CommandKind::credit_push;
        if (is_push && ++seen == n) found = &*fact->cargo->purchase;
    }
    if (found == nullptr) throw Fault{"there is no push " + std::to_string(n)};
    words.expect("is");
    expect_same("amount of the push", to_text(words.money()), to_text(found->amount));
    words.expect("with");
    words.expect("count");
    expect_same("count of the push", std::to_string(words.number("a count")),
                std::to_string(found->count));
}

}  // namespace

Checks watch_checks() {
    return {{"notice", notice}, {"notices", notices},     {"batch", batch},
            {"row", row},       {"purchases", purchases}, {"push", push}};
}

}  // namespace scenarios
