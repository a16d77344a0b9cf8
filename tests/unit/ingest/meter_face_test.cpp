#include "ingest/meter_face.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace ingest {
namespace {

using ledger::Money;
using ledger::ProfileId;

const Profiles& profiles() {
    static const Profiles all = built_in_profiles();
    return all;
}

/// The blocks of a profile, one after the other filled from these words.
Blocks filled(const Profile& profile, const Words& words) {
    Blocks blocks;
    std::size_t at = 0;
    for (const Block& block : profile.blocks) {
        Words& filling = blocks.emplace_back();
        for (std::size_t i = 0; i < block.count; ++i, ++at)
            filling.push_back(words.empty() ? 0 : words[at % words.size()]);
    }
    return blocks;
}

/// A single-phase meter at 220.1 V and 1.123 kW with 10234.56 kWh, -5.20 yuan, 17 purchases, in
/// arrears, its relay closed, at 18:00:07 on 21 November 2026.
Blocks sample() {
    const Profile& profile = profiles().at(ProfileId("acrel-ddsy1352"));
    Blocks blocks = filled(profile, {});
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        if (profile.blocks[i].identifies) {
            blocks[i] = {0x2024, 0x0601, 0x0101};
            continue;
        }
        Words& live = blocks[i];
        live = {7, 0x0899, 0, 0, 0x0200, 0, 0, 0x0463, 0, 0, 0x0463};
        live.resize(48);
        live[19] = live[20] = 1;
        const Words energy{0x000F, 0x9DE0, 0x0001, 0x86A0, 0x0004, 0x93E0, 0x0006, 0x1A80, 0x0003,
                           0x68E0, 0xFFFF, 0xFDF8, 0x0011, 0,      0,      0x2060, 0};
        std::copy(energy.begin(), energy.end(), live.begin() + 21);
        live[40] = 0x1A0B;
        live[41] = 0x1506;
        live[42] = 0x1200;
        live[43] = 0x0700;
    }
    return blocks;
}

ledger::MeterRegistered registered(std::uint32_t ct) {
    return {ledger::MeterId("M1"),
            ledger::LineId("L1"),
            1,
            ProfileId("acrel-ddsy1352"),
            "202406010101",
            ct,
            1,
            13'200,
            true,
            ledger::DeductMode::book,
            {},
            {}};
}

TEST(MeterFace, ShowsWhatThePublicMapSays) {
    const MeterFace face = decode(profiles().at(ProfileId("acrel-ddsy1352")), sample());
    EXPECT_EQ(face.total, 1'023'456U);
    EXPECT_EQ(face.rates, (std::vector<std::uint64_t>{100'000, 300'000, 400'000, 223'456}));
    EXPECT_EQ(face.step_wh, 10U);
    EXPECT_EQ(face.ct, 1U);
    EXPECT_EQ(face.pt, 1U);
    EXPECT_TRUE(face.is_expected_type);
    EXPECT_EQ(face.number, "202406010101");
    EXPECT_EQ(face.remaining, Money{-5'200'000});
    EXPECT_EQ(face.purchase_count, 17U);
    EXPECT_EQ(face.relay_closed, true);
    EXPECT_EQ(face.forced, false);
    EXPECT_EQ(face.forced_closed, std::nullopt);
    EXPECT_EQ(face.power_w, 1'123);
    EXPECT_EQ(face.clock, ledger::instant_from_text("2026-11-21T18:00:07Z"));
}

TEST(MeterFace, GuessesNothingOfWhatWasNotRead) {
    const Profile& profile = profiles().at(ProfileId("acrel-ddsy1352"));
    Blocks blocks = sample();
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        if (profile.blocks[i].identifies) blocks[i].clear();
    }
    EXPECT_EQ(decode(profile, blocks).number, std::nullopt);

    const Profile& plain = profiles().at(ProfileId("acrel-dtsd1352"));
    const MeterFace face = decode(plain, filled(plain, {1}));
    EXPECT_EQ(face.remaining, std::nullopt);
    EXPECT_EQ(face.purchase_count, std::nullopt);
    EXPECT_EQ(face.relay_closed, std::nullopt);
    EXPECT_EQ(face.ct, std::nullopt);
    EXPECT_EQ(face.clock, std::nullopt);
}

TEST(MeterFace, ShowsNoNumberWhereANibbleIsNoDigit) {
    Blocks blocks = sample();
    for (Words& block : blocks) {
        if (block.size() == 3) block[1] = 0x06A1;
    }
    EXPECT_EQ(decode(profiles().at(ProfileId("acrel-ddsy1352")), blocks).number, std::nullopt);
}

TEST(MeterFace, NamesADecimalPointThatIsNoNumber) {
    const Profile& profile = profiles().at(ProfileId("dlt645-2007-1p"));
    Blocks blocks = filled(profile, {0x19});
    EXPECT_FALSE(broken_point(profile, blocks));
    EXPECT_EQ(decode(profile, blocks).total, 19'191'919U);
    const Point& peak = *profile.point("energy.peak");
    blocks[peak.block][peak.offset] = 0xFF;
    EXPECT_EQ(broken_point(profile, blocks), "energy.peak");
}

TEST(MeterFace, ShowsNoClockWhereNoDateIs) {
    Blocks blocks = sample();
    for (Words& block : blocks) {
        if (block.size() == 48) block[40] = 0x1A0D;  // month 13
    }
    EXPECT_EQ(decode(profiles().at(ProfileId("acrel-ddsy1352")), blocks).clock, std::nullopt);
}

RC_GTEST_PROP(MeterFace, AnyWordsAreTaken, (const Words& words)) {
    for (const auto& [id, profile] : profiles()) {
        const Blocks blocks = filled(profile, words);
        const MeterFace face = decode(profile, blocks);
        RC_ASSERT((face.rates.size() == 4U || broken_point(profile, blocks).has_value()));
        RC_ASSERT(face.total <= UINT32_MAX);
        RC_ASSERT(!read_back_text(face).empty());
        for (const auto& [kind, order] : profile.orders) (void)is_reached(order, face);
    }
}

TEST(Reading, HoldsRawRegistersAndTheShownRatio) {
    const Profile& profile = profiles().at(ProfileId("acrel-ddsy1352"));
    MeterFace face = decode(profile, sample());
    face.ct = 20;
    const ledger::Instant at{1'795'000'000'000'000};
    const ledger::RecordReading reading = reading_of(face, profile, registered(1), at);
    EXPECT_EQ(reading.read_at, at);
    EXPECT_EQ(reading.registers.total, 1'023'456U);
    EXPECT_EQ(reading.registers.ratio, 20U);
    EXPECT_EQ(reading.ct_seen, 20U);
    EXPECT_EQ(reading.seen.power_w, 20 * 1'123);
    EXPECT_EQ(reading.number_seen, "202406010101");
}

TEST(Reading, OfAMeterThatShowsNoRatioHasTheRegisteredOne) {
    const Profile& profile = profiles().at(ProfileId("acrel-dtsd1352"));
    const MeterFace face = decode(profile, filled(profile, {1}));
    const auto reading = reading_of(face, profile, registered(40), {});
    EXPECT_EQ(reading.registers.ratio, 40U);
    EXPECT_EQ(reading.ct_seen, 0U);
    EXPECT_EQ(reading.number_seen, "");
}

TEST(Reading, OfAMeterOfAnotherTypeNamesNoRegisteredNumber) {
    const Profile& profile = profiles().at(ProfileId("acrel-dtsy1352"));  // the sample is no DTSY
    const auto reading = reading_of(decode(profile, sample()), profile, registered(1), {});
    EXPECT_FALSE(reading.number_seen.empty());
    EXPECT_NE(reading.number_seen, registered(1).number);
}

TEST(ReadBack, ConfirmsOnlyWhatTheOrderWants) {
    const auto& orders = profiles().at(ProfileId("acrel-ddsy1352")).orders;
    MeterFace face;
    face.relay_closed = false;
    face.forced = true;
    EXPECT_TRUE(is_reached(orders.at(ledger::CommandKind::trip), face));
    EXPECT_FALSE(is_reached(orders.at(ledger::CommandKind::keep_power), face));
    EXPECT_FALSE(is_reached(orders.at(ledger::CommandKind::restore_prepaid), face));
    face.relay_closed = std::nullopt;
    EXPECT_FALSE(is_reached(orders.at(ledger::CommandKind::trip), face));
    EXPECT_EQ(read_back_text(MeterFace{}), "nothing of the relay is shown");
}

}  // namespace
}  // namespace ingest
