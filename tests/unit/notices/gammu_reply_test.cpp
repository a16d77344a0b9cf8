#include "ingest/notices/gammu_reply.hpp"

#include <string>

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

namespace notices {
namespace {

const std::string greeting =
    "------\nExecuting batch \"standard input\" - command 1: sendsms TEXT +8613900000000 -len 9\n"
    "If you want break, press Ctrl+C…\n9 / 0\n";

/// What gammu says of one part that the modem took.
std::string taken(int index, int count, int reference) {
    return "Sending SMS " + std::to_string(index) + "/" + std::to_string(count) +
           "…waiting for network answer..OK, message reference=" + std::to_string(reference) + "\n";
}

TEST(GammuReply, ThatGivesEveryPartAReferenceIsTaken) {
    EXPECT_EQ(read_gammu_reply(greeting + taken(1, 1, 17)), (Outcome{OutcomeKind::taken, "17"}));
    EXPECT_EQ(read_gammu_reply(greeting + taken(1, 2, 255) + taken(2, 2, 0)),
              (Outcome{OutcomeKind::taken, "255,0"}));
    EXPECT_EQ(read_gammu_reply(taken(1, 1, -1)), (Outcome{OutcomeKind::taken, ""}));
}

TEST(GammuReply, MayHaveTheAnswerBeforeItWaitsForIt) {
    EXPECT_EQ(read_gammu_reply("Sending SMS 1/1..OK, message reference=9\n"
                               "…waiting for network answer"),
              (Outcome{OutcomeKind::taken, "9"}));
}

TEST(GammuReply, WithoutAPartDidNotReachTheModem) {
    EXPECT_EQ(read_gammu_reply(greeting + "Error opening device. Unknown, busy.\n\n"),
              (Outcome{OutcomeKind::refused,
                       "the modem was not reached: Error opening device. Unknown, busy."}));
    EXPECT_EQ(read_gammu_reply(""),
              (Outcome{OutcomeKind::refused, "the modem was not reached: it said nothing"}));
}

TEST(GammuReply, IsNotRepeatedWithANumberInIt) {
    const Outcome outcome = read_gammu_reply(
        "Executing batch \"standard input\" - command 1: sendsms TEXT +8613900000000 -len 90\n");
    EXPECT_EQ(outcome.kind, OutcomeKind::refused);
    EXPECT_EQ(outcome.words.find("139"), std::string::npos) << outcome.words;
    EXPECT_NE(outcome.words.find("+… -len 90"), std::string::npos) << outcome.words;
}

TEST(GammuReply, ThatEndsBeforeThePromptDidNotReachTheModem) {
    EXPECT_EQ(read_gammu_reply("Sending SMS 1/12No response in specified timeout.\n").kind,
              OutcomeKind::refused);
    EXPECT_EQ(read_gammu_reply("Sending SMS 1/2No response in specified timeout.\n").words,
              "part 1 of 2 did not reach the modem: No response in specified timeout.");
}

TEST(GammuReply, ThatBreaksOffIsUnknown) {
    EXPECT_EQ(read_gammu_reply("Sending SMS 1/1").kind, OutcomeKind::unknown);
    EXPECT_EQ(read_gammu_reply("Sending SMS 1/1…waiting for network answer").kind,
              OutcomeKind::unknown);
    EXPECT_EQ(read_gammu_reply("Sending SMS 2/2..OK, message reference=1").kind,
              OutcomeKind::unknown);
}

RC_GTEST_PROP(GammuReply, OfAnErrorIsTriedAgainUnlessTheNumberIsNone, ()) {
    const int code = *rc::gen::inRange(-1, 600);
    const bool is_no_number = code == 1 || code == 28 || code == 30;
    const Outcome outcome =
        read_gammu_reply(taken(1, 2, 7) + "Sending SMS 2/2…waiting for network answer..error " +
                         std::to_string(code) + ", message reference=-1\nUnknown error.\n");
    RC_ASSERT((outcome.kind == (is_no_number ? OutcomeKind::given_up : OutcomeKind::refused)));
    RC_ASSERT(
        outcome.words.starts_with("the modem refused part 2 of 2: error " + std::to_string(code)));
}

RC_GTEST_PROP(GammuReply, IsNeverTakenBeforeItsLastReferenceBegan, ()) {
    const int count = *rc::gen::inRange(1, 6);
    std::string said = greeting;
    for (int part = 1; part <= count; ++part) said += taken(part, count, 10 * part);
    const std::size_t last =
        said.rfind("message reference=") + std::string("message reference=").size();
    const auto cut = *rc::gen::inRange<std::size_t>(0, last + 1);
    RC_ASSERT(read_gammu_reply(said.substr(0, cut)).kind != OutcomeKind::taken);
}

/// Once a part was begun, only an answer about it can make another attempt possible.
RC_GTEST_PROP(GammuReply, ThatBreaksOffInTheLastPartIsNeverTriedAgain, ()) {
    const int count = *rc::gen::inRange(1, 6);
    std::string said = greeting;
    for (int part = 1; part < count; ++part) said += taken(part, count, part);
    const std::string last = taken(count, count, 99);
    const std::size_t answer = last.find("reference=") + std::string("reference=").size();
    const auto cut = *rc::gen::inRange<std::size_t>(std::string("Sending SMS ").size(), answer + 1);
    RC_ASSERT(read_gammu_reply(said + last.substr(0, cut)).kind == OutcomeKind::unknown);
}

RC_GTEST_PROP(GammuReply, OfAnyBytesIsOneOfTheOutcomes, (const std::string& said)) {
    const Outcome outcome = read_gammu_reply(said);
    RC_ASSERT((outcome.kind == OutcomeKind::taken || !outcome.words.empty()));
}

}  // namespace
}  // namespace notices
