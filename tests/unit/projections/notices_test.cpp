#include "projections/notices.hpp"

#include <gtest/gtest.h>

#include "tests/unit/projections/shown.hpp"
#include "tests/unit/projections/story.hpp"

namespace projections {
namespace {

using namespace ledger;  // NOLINT(google-build-using-namespace): commands are the ledger's
using story::meter;
using story::Shown;
using story::Story;

/// Two customers fall into arrears, and are told of it.
Story two_in_arrears() {
    Story story;
    SiteConfigured site = *story.state().site;
    site.notices = NoticeTerms{{NoticeChannel::sms}, NoticeLanguage::en, {NoticeKind::arrears}};
    story.tell(ConfigureSite{site});
    story.pass(60);
    story.read(meter(1), 1'000);
    story.read(meter(2), 1'000);
    return story;
}

TEST(Notice, IsQueuedWithItsFactsUntilItIsDelivered) {
    Story story = two_in_arrears();
    ASSERT_EQ(story.state().notices.size(), 2U);
    const Position notice = story.state().notices.begin()->first;
    {
        const Shown<Notices> notices(story.events());
        const NoticeRow row = notices->of(notice).value();
        EXPECT_EQ(row.state, NoticeState::queued);
        EXPECT_EQ(row.facts.meter, meter(1));
        EXPECT_TRUE(row.facts.balance.is_negative());
        EXPECT_EQ(row.facts.at, story.now());
    }
    story.tell(ReportNoticeFailed{notice, "no network", false});
    EXPECT_EQ(Shown<Notices>(story.events())->of(notice)->state, NoticeState::queued);
    EXPECT_EQ(Shown<Notices>(story.events())->of(notice)->attempts, 1U);
    story.tell(ReportNoticeDelivered{notice, "ref 7"});
    const Shown<Notices> notices(story.events());
    EXPECT_EQ(notices->of(notice)->state, NoticeState::delivered);
    EXPECT_EQ(notices->of(notice)->attempts, 2U);
    EXPECT_EQ(notices->of(notice)->result, "ref 7");
    EXPECT_FALSE(notices->of(notice.next()).has_value());
}

TEST(Notices, ThatAreQueuedComeOldestFirstAndAllNewestFirst) {
    Story story = two_in_arrears();
    const Position first = story.state().notices.begin()->first;
    const Position second = std::next(story.state().notices.begin())->first;
    NoticeFilter queued;
    queued.state = NoticeState::queued;
    queued.limit = 1;
    {
        const Shown<Notices> notices(story.events());
        const auto page = notices->list(queued);
        ASSERT_EQ(page.rows.size(), 1U);
        EXPECT_EQ(page.rows[0].notice, first);
        queued.cursor = {std::stoull(page.next.value())};
        EXPECT_EQ(notices->list(queued).rows.at(0).notice, second);
        EXPECT_EQ(notices->list({}).rows.at(0).notice, second);
    }
    story.tell(ReportNoticeFailed{first, "no such number", true});
    queued.cursor = {};
    const Shown<Notices> notices(story.events());
    EXPECT_EQ(notices->list(queued).rows.at(0).notice, second);
    NoticeFilter of_first;
    of_first.wallet = story::wallet(1);
    ASSERT_EQ(notices->list(of_first).rows.size(), 1U);
    EXPECT_EQ(notices->list(of_first).rows[0].state, NoticeState::failed);
}

}  // namespace
}  // namespace projections
