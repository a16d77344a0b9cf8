#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include "events.pb.h"
#include "ledger/events/event_codec.hpp"
#include "tests/property/show.hpp"
#include "tests/unit/ledger/events/reflected.hpp"

// One stored event of every kind, as it was written when that kind was born: <Name>.bin is the
// stored bytes, <Name>.txt the same in protobuf's text format. They must be read for ever, so
// METERBOOK_WRITE_GOLDEN=1 writes only what is missing and never over what is there.

namespace ledger {
namespace {

/// Fills every field with something that is not its zero.
class Filler {
public:
    template <class T>
    void fill(std::string_view name, T& value) {
        ++count_;
        if constexpr (std::is_same_v<T, bool>) {
            value = true;
        } else if constexpr (std::is_enum_v<T>) {
            value = static_cast<T>(1);
        } else if constexpr (std::is_arithmetic_v<T>) {
            value = static_cast<T>(std::is_signed_v<T> ? -count_ : count_);
        } else if constexpr (std::is_same_v<T, std::string>) {
            value = std::string(name) + " 电 " + std::to_string(count_);
        } else if constexpr (Described<T>) {
            for_each_field(value, [&](const auto& each, auto& inner) { fill(each.name, inner); });
        } else {
            fill_value(name, value);
        }
    }

private:
    void fill_value(std::string_view, Instant& at) const { at = {1'795'231'440'000'000 + count_}; }
    void fill_value(std::string_view, Day& day) const { day = {-count_}; }
    void fill_value(std::string_view, MonthDay& day) const {
        day = {static_cast<std::uint32_t>(count_)};
    }
    static void fill_value(std::string_view, EventId& id) {
        const std::string_view bytes = "0123456789abcdef";
        std::copy(bytes.begin(), bytes.end(), id.bytes.begin());
    }
    void fill_value(std::string_view, Position& at) const { at = {static_cast<unsigned>(count_)}; }

    template <class Unit>
    void fill_value(std::string_view, Quantity<Unit>& quantity) const {
        quantity = Quantity<Unit>{-1'000'001 * count_};
    }
    template <class Kind>
    void fill_value(std::string_view name, Id<Kind>& id) const {
        id = Id<Kind>(std::string(name) + "-" + std::to_string(count_));
    }
    template <class T>
    void fill_value(std::string_view name, std::optional<T>& value) {
        fill(name, value.emplace());
    }
    template <class T>
    void fill_value(std::string_view name, std::vector<T>& list) {
        fill(name, list.emplace_back());
        fill(name, list.emplace_back());
    }

    int count_ = 0;
};

template <class Fact>
Event sample() {
    Event event{};
    Filler filler;
    filler.fill("envelope", event.envelope);
    filler.fill("payload", event.payload.emplace<Fact>());
    event.envelope.fingerprint = Bytes("\x00\xff\x80 binary 12345", 16);
    return event;
}

std::filesystem::path golden(std::string_view name, std::string_view ending) {
    return std::filesystem::path(METERBOOK_SOURCE "/tests/golden/events") /
           (std::string(name) + std::string(ending));
}

std::string content_of(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

/// People shall be able to read the text: UTF-8 as it is.
std::string rendered(const meterbook::v1::Envelope& message) {
    google::protobuf::TextFormat::Printer printer;
    printer.SetUseUtf8StringEscaping(true);
    std::string text;
    EXPECT_TRUE(printer.PrintToString(message, &text));
    return text;
}

void write_where_missing(const Event& event) {
    const auto file = golden(name_of(event.payload), ".bin");
    // NOLINTNEXTLINE(concurrency-mt-unsafe): nobody sets it
    if (std::getenv("METERBOOK_WRITE_GOLDEN") == nullptr || std::filesystem::exists(file)) return;
    const Bytes bytes = encode(event);
    meterbook::v1::Envelope message;
    ASSERT_TRUE(message.ParseFromString(bytes));
    std::ofstream(file, std::ios::binary) << bytes;
    std::ofstream(golden(name_of(event.payload), ".txt")) << rendered(message);
}

template <class... Facts>
std::map<std::string, Event> samples_of(const std::variant<Facts...>& /*facts*/) {
    return {{std::string(Facts::event_name), sample<Facts>()}...};
}

const std::map<std::string, Event>& samples() {
    static const auto by_name = samples_of(Payload{});
    return by_name;
}

std::vector<std::string> names_of_samples() {
    std::vector<std::string> names;
    for (const auto& [name, event] : samples()) names.push_back(name);
    return names;
}

class GoldenEvent : public testing::TestWithParam<std::string> {
protected:
    void SetUp() override {
        write_where_missing(samples().at(GetParam()));
        const auto file = golden(GetParam(), ".bin");
        ASSERT_TRUE(std::filesystem::exists(file))
            << file << " is missing: run this test once with METERBOOK_WRITE_GOLDEN=1, and commit";
        bytes = content_of(file);
    }

    Bytes bytes;
};

INSTANTIATE_TEST_SUITE_P(Every, GoldenEvent, testing::ValuesIn(names_of_samples()),
                         [](const auto& each) { return each.param; });

TEST_P(GoldenEvent, IsReadForEver) {
    const auto event = decode_event(bytes);
    ASSERT_TRUE(event.has_value());
    EXPECT_EQ(name_of(event->payload), GetParam());
    meterbook::v1::Envelope message;
    ASSERT_TRUE(message.ParseFromString(bytes));
    EXPECT_EQ(reflected::difference(*event, message), "");
}

TEST_P(GoldenEvent, MeansWhatItsTextSays) {
    meterbook::v1::Envelope message;
    ASSERT_TRUE(message.ParseFromString(bytes));
    EXPECT_EQ(rendered(message), content_of(golden(GetParam(), ".txt")));
}

TEST_P(GoldenEvent, IsReadFromItsTextAsFromItsBytes) {
    meterbook::v1::Envelope message;
    const std::string text = content_of(golden(GetParam(), ".txt"));
    ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message));
    EXPECT_EQ(decode_event(message.SerializeAsString()), decode_event(bytes));
}

TEST(GoldenEvents, AreOfKindsThatStillExist) {
    std::size_t samples = 0;
    for (const auto& entry : std::filesystem::directory_iterator(golden("", ""))) {
        if (entry.path().extension() != ".bin") continue;
        ++samples;
        EXPECT_TRUE(decode_event(content_of(entry.path())).has_value()) << entry.path();
    }
    EXPECT_GE(samples, std::variant_size_v<AnyFact>);
}

}  // namespace
}  // namespace ledger
