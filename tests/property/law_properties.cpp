#include <functional>

#include <gtest/gtest.h>

#include "ledger/rules/laws.hpp"
#include "tests/property/refusal_records.hpp"
#include "tests/property/written.hpp"

// What somebody changes in the log of a meter that moves, or of money that is given back, is
// noticed: one field at a time.

namespace property {
namespace {

using namespace ledger;

bool is_noticed(const Written& written, const Event& forged) {
    return find_breach(written.before, forged, past_in({})).has_value();
}

template <class Fact>
class Forgery {
public:
    explicit Forgery(Written written) : written_(std::move(written)) {
        EXPECT_FALSE(is_noticed(written_, written_.event));
    }

    void expect_noticed(const std::function<void(Fact&)>& change) {
        Event forged = written_.event;
        change(std::get<Fact>(forged.payload));
        EXPECT_TRUE(is_noticed(written_, forged));
    }

    void expect_time_noticed(Duration off) {
        Event forged = written_.event;
        forged.envelope.occurred_at = forged.envelope.occurred_at + off;
        EXPECT_TRUE(is_noticed(written_, forged));
    }

private:
    Written written_;
};

World world_with_use() {
    World world({Cutoff::manual, 0, 0});
    world.take(Read{0, 60, 500, 0, 0, Fault::none, 0});
    return world;
}

const Turn& leave(World& world) {
    return world.ask(DetachMeter{AccountId("A1"), meter_name(0), {}, {}});
}

TEST(Laws, NoticeThatAMeterIsAttachedOtherwiseThanItStands) {
    World world = world_with_use();
    leave(world);
    Forgery<MeterAttached> forgery(
        written_in<MeterAttached>(world.ask(AttachMeter{AccountId("A1"), meter_name(0)})));
    forgery.expect_noticed([](auto& fact) { ++fact.baseline.total; });
    forgery.expect_noticed([](auto& fact) { fact.wallet = wallet_name(1); });
    forgery.expect_noticed([](auto& fact) { fact.meter = meter_name(1); });
    forgery.expect_time_noticed(Duration(1));
    forgery.expect_time_noticed(Duration(-1));
}

TEST(Laws, NoticeThatAMeterIsDetachedOtherwiseThanItStands) {
    World world = world_with_use();
    Forgery<MeterDetached> forgery(written_in<MeterDetached>(leave(world)));
    forgery.expect_noticed([](auto& fact) { ++fact.final.total; });
    forgery.expect_noticed([](auto& fact) { fact.wallet = wallet_name(1); });
    forgery.expect_noticed([](auto& fact) { fact.account = AccountId("A9"); });
    forgery.expect_time_noticed(Duration(1));
}

TEST(Laws, NoticeThatWhatAnOldDeviceCountedIsLost) {
    World world = world_with_use();
    world.take(Read{1, 30, 0, 0, 0, Fault::none, 0});
    const auto wanted =
        with<ReplaceMeter>(replacement(world), [](auto& each) { each.estimated = Energy{1'000}; });
    Forgery<MeterReplaced> forgery(written_in<MeterReplaced>(world.ask(wanted)));
    forgery.expect_noticed([](auto& fact) { ++fact.final.total; });
    forgery.expect_noticed([](auto& fact) { fact.old_number += "X"; });
    forgery.expect_time_noticed(-std::chrono::hours(2));
}

TEST(Laws, NoticeThatASaleIsGivenBackOtherwiseThanItWasPaid) {
    World world = world_with_use();
    Forgery<TransactionReversed> forgery(
        written_in<TransactionReversed>(world.ask(ReverseTransaction{sold(world), true})));
    forgery.expect_noticed([](auto& fact) { fact.method = MethodId("bank"); });
    forgery.expect_noticed([](auto& fact) { fact.fee = cents(1); });
}

TEST(Laws, NoticeThatARefundIsUndoneOtherwiseThanItWasPaid) {
    World world = world_with_use();
    const Position refund = refunded(world, sold(world, 100'000));
    Forgery<TransactionReversed> forgery(
        written_in<TransactionReversed>(world.ask(ReverseTransaction{refund, true})));
    forgery.expect_noticed([](auto& fact) { fact.method = MethodId("bank"); });
    forgery.expect_noticed([](auto& fact) { fact.fee = cents(1); });
}

/// It is noticed where the site wants a second person for whatever is paid out.
void expect_to_need_another(Written paid_out) {
    EXPECT_FALSE(is_noticed(paid_out, paid_out.event));
    paid_out.before.office.approval_limits.refund_above = Money{};
    EXPECT_TRUE(is_noticed(paid_out, paid_out.event));
}

TEST(Laws, NoticeThatNobodyElseApprovedWhatAWalletPaidOut) {
    World world = world_with_use();
    sold(world, 100'000);
    expect_to_need_another(written_in<WalletSettled>(
        world.ask(DetachMeter{AccountId("A1"), meter_name(0), MethodId("bank"), {}})));
}

TEST(Laws, NoticeThatNobodyElseApprovedWhatAnAccountPaidOut) {
    World world = world_with_use();
    sold(world, 100'000);
    for (std::uint32_t meter = 0; meter < meter_count; ++meter)
        world.take(Read{meter, 1, 500, 0, 0, Fault::none, 0});
    expect_to_need_another(
        written_in<AccountClosed>(world.ask(CloseAccount{AccountId("A1"), MethodId("bank")})));
}

}  // namespace
}  // namespace property
