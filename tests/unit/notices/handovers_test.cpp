#include "ingest/notices/handovers.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "ingest/notices/pace.hpp"
#include "tests/support/temporary_directory.hpp"

namespace notices {
namespace {

const ledger::Instant now = *ledger::instant_from_text("2026-11-21T08:00:00Z");

Handover begun(const std::string& id, std::uint32_t attempt = 1) {
    return {id, {7}, attempt, "boot", now, {}, false};
}

std::string content_of(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

/// What a later process would go by.
std::string seen_of(const Handovers& handovers, const std::string& id) {
    const Handover* found = handovers.find(id);
    if (found == nullptr) return "none";
    return std::to_string(found->attempt) +
           (found->outcome
                ? std::string(ledger::to_text(found->outcome->kind)) + found->outcome->words
                : "begun") +
           (found->is_reported ? "reported" : "open");
}

/// One step further than it is, whatever that is.
void step(Handovers& handovers, const std::string& id) {
    const Handover* found = handovers.find(id);
    if (found == nullptr || found->is_reported) {
        handovers.begin(begun(id, found == nullptr ? 1 : found->attempt + 1));
    } else if (!found->outcome) {
        const auto kind = *rc::gen::element(OutcomeKind::taken, OutcomeKind::refused,
                                            OutcomeKind::given_up, OutcomeKind::unknown);
        handovers.settle(id, {kind, *rc::gen::element<std::string>("", "17", "no \"net\"\n电")});
    } else {
        handovers.report(id);
    }
}

RC_GTEST_PROP(Handovers, AreRememberedByTheNextProcessAsTheyWere, ()) {
    const TemporaryDirectory directory;
    const auto steps =
        *rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>("a", "b", "c"));
    std::map<std::string, std::string> seen;
    {
        Handovers handovers(directory / "sms", now);
        for (const std::string& id : steps) step(handovers, id);
        for (const char* id : {"a", "b", "c"}) seen[id] = seen_of(handovers, id);
    }
    const Handovers handovers(directory / "sms", now);
    for (const char* id : {"a", "b", "c"}) RC_ASSERT(seen_of(handovers, id) == seen[id]);
}

RC_GTEST_PROP(Handovers, LoseNothingButTheLineThatWasTorn, ()) {
    const TemporaryDirectory directory;
    {
        Handovers handovers(directory / "sms", now);
        handovers.begin(begun("a"));
        handovers.settle("a", {OutcomeKind::taken, "17"});
    }
    const std::string whole = content_of(directory / "sms");
    const std::size_t first = whole.find('\n') + 1;
    const auto cut = *rc::gen::inRange<std::size_t>(0, whole.size());
    std::filesystem::resize_file(directory / "sms", cut);
    const Handovers handovers(directory / "sms", now);
    RC_ASSERT(seen_of(handovers, "a") == (cut < first ? "none" : "1begunopen"));
}

TEST(Handovers, ThatWereRefusedAreForgottenWhenTheBookKnows) {
    const TemporaryDirectory directory;
    Handovers handovers(directory / "sms", now);
    handovers.begin(begun("a"));
    handovers.settle("a", {OutcomeKind::refused, "no network"});
    EXPECT_EQ(handovers.open().size(), 1U);
    handovers.report("a");
    EXPECT_EQ(handovers.find("a"), nullptr);
}

TEST(Handovers, ThatAreOverAreRememberedForAMonth) {
    const TemporaryDirectory directory;
    {
        Handovers handovers(directory / "sms", now);
        for (const char* id : {"reported", "open"}) {
            handovers.begin(begun(id));
            handovers.settle(id, {OutcomeKind::taken, "1"});
        }
        handovers.report("reported");
    }
    const auto is_known = [&](ledger::Instant at, const char* id) {
        return Handovers(directory / "sms", at).find(id) != nullptr;
    };
    EXPECT_TRUE(is_known(now + std::chrono::hours(24 * 30), "reported"));
    EXPECT_FALSE(is_known(now + std::chrono::hours(24 * 32), "reported"));
    EXPECT_TRUE(is_known(now + std::chrono::hours(24 * 400), "open"));
}

TEST(Handovers, WithADamagedLineAreRefusedWithItsNumber) {
    const TemporaryDirectory directory;
    {
        Handovers(directory / "sms", now).begin(begun("a"));
    }
    for (const char* damage : {"{\n", "{\"id\": \"b\", \"reported\": true}\n", "[]\n",
                               "{\"id\": \"a\", \"outcome\": \"lost\", \"words\": \"\"}\n",
                               "{\"id\": \"a\", \"reported\": true}\n"}) {
        const std::string before = content_of(directory / "sms");
        std::ofstream(directory / "sms", std::ios::app) << damage;
        try {
            const Handovers handovers(directory / "sms", now);
            ADD_FAILURE() << damage << " was taken";
        } catch (const std::runtime_error& fault) {
            EXPECT_NE(std::string(fault.what()).find("/sms:2: "), std::string::npos)
                << fault.what();
        }
        std::ofstream(directory / "sms") << before;
    }
}

TEST(Handovers, AreOfOneProcessAtATimeAndOfThisUserAlone) {
    const TemporaryDirectory directory;
    const Handovers handovers(directory / "sms", now);
    EXPECT_THROW(Handovers(directory / "sms", now), std::runtime_error);
    using std::filesystem::perms;
    EXPECT_EQ(std::filesystem::status(directory / "sms").permissions() &
                  (perms::group_all | perms::others_all),
              perms::none);
}

RC_GTEST_PROP(Pace, GrowsToItsEndAndNeverShrinks, ()) {
    const Pace pace;
    const auto failures = *rc::gen::inRange<std::uint32_t>(1, 1'000'000);
    RC_ASSERT(pause_of_notice(pace, failures) >= pace.first_pause);
    RC_ASSERT(pause_of_notice(pace, failures) <= pace.longest_pause);
    RC_ASSERT(pause_of_notice(pace, failures) <= pause_of_notice(pace, failures + 1));
    RC_ASSERT(pause_of_channel(pace, failures) <= 8 * pace.first_pause);
    RC_ASSERT((pause_of_notice(pace, 0) == std::chrono::milliseconds(0)));
}

TEST(Handovers, WhatIsOldIsForgottenWhileTheProcessRuns) {
    const TemporaryDirectory directory;
    Handovers handovers(directory / "sms", now);
    constexpr int days = 400;
    for (int i = 0; i < days; ++i) {
        const std::string id = "notice" + std::to_string(i);
        Handover handover = begun(id);
        handover.at = now + std::chrono::hours(24 * i + i % 5);
        handovers.begin(handover);
        handovers.settle(id, {OutcomeKind::taken, "17"});
        handovers.report(id);
    }
    EXPECT_LT(handovers.sent_since({}).size(), 40U);
    EXPECT_NE(handovers.find("notice" + std::to_string(days - 20)), nullptr);
    EXPECT_LT(content_of(directory / "sms").size(), 12'000U);  // of 31 days, not of 400
}

TEST(Handovers, WhatTheBookDoesNotKnowYetIsNeverOld) {
    const TemporaryDirectory directory;
    Handovers handovers(directory / "sms", now);
    handovers.begin(begun("open"));
    Handover later = begun("later");
    later.at = now + std::chrono::hours(24 * 100);
    handovers.begin(later);
    EXPECT_NE(handovers.find("open"), nullptr);
}

}  // namespace
}  // namespace notices
