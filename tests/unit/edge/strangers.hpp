#pragma once
#include <atomic>
#include <functional>

#include <gtest/gtest.h>

#include "ingest/edge/channel.hpp"
#include "ingest/edge/fact.hpp"
#include "ingest/edge/reception.hpp"
#include "ingest/edge/socket.hpp"
#include "ingest/edge/tls_link.hpp"
#include "ingest/edge/visit.hpp"
#include "tests/integration/opened_book.hpp"
#include "tests/unit/edge/times.hpp"

namespace edge {

using ledger::GatewayId;

constexpr const char* queue_name = "0123456789abcdef";

/// A book that lets gateways in, and whoever knocks.
class Strangers : public ::testing::Test {
protected:
    void SetUp() override {
        make_authority(papers(), "Corner House", this_year());
        make_server_papers(papers(), "127.0.0.1", this_year());
        for (const char* each : {"G1", "G2", "Unknown"})
            make_gateway_papers(papers(), GatewayId(each), this_year());
        make_secret(papers(), GatewayId("G1"));
        tell(
            ledger::RegisterGateway{{GatewayId("G1"), ledger::BuildingId("B1"), "collects", true}});
        tell(ledger::RegisterGateway{{GatewayId("G2"), ledger::BuildingId("B1"), "a box", false}});
        move_line_to("G1");
        ReceptionOptions options;
        options.tls = Door{"127.0.0.1", 0, papers()};
        options.sealed = Door{"127.0.0.1", 0, papers()};
        options.release = "test";
        reception_ =
            std::make_unique<Reception>(std::move(options), opened_.book(), clock_,
                                        [this](ingest::Weight, const std::string& sentence) {
                                            const std::lock_guard lock(mutex_);
                                            told_ += sentence + "\n";
                                        });
    }

    /// Whatever came before, a gateway that is known is served.
    void TearDown() override {
        Channel channel = come_as("G1");
        EXPECT_EQ(greet(channel, "G1").protocol, protocol);
    }

    void pass(std::chrono::minutes time) { passed_ += time.count(); }
    ledger::Instant now() const { return clock_(); }

    std::filesystem::path papers() const { return directory_ / "papers"; }

    void tell(ledger::Command command) {
        const auto outcome = opened_.book().execute(
            {std::move(command), {ledger::ActorKind::system, "test", ""}, "test", "", false});
        ASSERT_TRUE(outcome) << outcome.error().detail;
    }

    void move_line_to(const std::string& gateway) {
        auto line = opened_.book().read([](const ledger::State& state) {
            return state.lines.at(ledger::LineId("L1")).registered;
        });
        line.gateway = GatewayId(gateway);
        tell(ledger::RegisterLine{line});
    }

    Papers papers_of(const std::string& gateway) const {
        return {papers() / "ca.pem", papers() / ("gateway-" + gateway + ".pem"),
                papers() / ("gateway-" + gateway + ".key")};
    }

    Socket knock(bool sealed = false) const {
        const auto port = sealed ? reception_->sealed_port() : reception_->tls_port();
        return connect("127.0.0.1:" + std::to_string(port));
    }

    Channel come_with(const Papers& shown) const {
        const TlsSide side(TlsSide::Role::gateway, shown);
        return Channel(std::make_unique<TlsLink>(side, knock(), "127.0.0.1", in(greeting_time)));
    }
    Channel come_as(const std::string& gateway) const { return come_with(papers_of(gateway)); }

    static Hello hello_of(const std::string& gateway) {
        return {protocol, GatewayId(gateway), queue_name, 1, {}, "test"};
    }
    static Welcome greet(Channel& channel, const std::string& gateway) {
        channel.say(hello_of(gateway));
        auto welcome = channel.expect<Welcome>(in(greeting_time));
        channel.trust();
        return welcome;
    }

    /// Why the book ends the link.
    template <class Say>
    static std::string reason(Say&& say) {
        try {
            say();
        } catch (const std::exception& end) {
            return end.what();
        }
        return "it was let in";
    }

    /// The book's next word of this kind; what else it says meanwhile is passed over.
    template <class Message>
    static Message next(Channel& channel) {
        for (;;) {
            const auto frame = channel.receive(in(greeting_time));
            if (!frame) throw LinkBroken("no word came");
            if (frame->kind == Message::kind) return message_in<Message>(*frame);
            if (frame->kind == Kind::farewell) throw LinkBroken(message_in<Farewell>(*frame).why);
        }
    }

    bool was_told(const std::string& words) const {
        const Deadline until = in(std::chrono::seconds(20));
        while (std::chrono::steady_clock::now() < until) {
            {
                const std::lock_guard lock(mutex_);
                if (told_.find(words) != std::string::npos) return true;
            }
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
        ADD_FAILURE() << told_;
        return false;
    }

    TemporaryDirectory directory_;
    std::atomic<std::int64_t> passed_{0};  ///< minutes since the book was opened
    const std::function<ledger::Instant()> clock_ = [this] {
        return OpenedBook::opening_hour + std::chrono::minutes(passed_.load());
    };
    OpenedBook opened_{directory_ / "book", clock_};
    mutable std::mutex mutex_;
    std::string told_;
    std::unique_ptr<Reception> reception_;
};

inline bool has(const std::string& text, const std::string& words) {
    return text.find(words) != std::string::npos;
}

inline std::string reading_at(ledger::Instant at, std::uint64_t total,
                              const std::string& meter = "M1") {
    return encode(
        Fact{at, "",
             ledger::RecordReading{ledger::MeterId(meter), at, {total, {}, 10, 1}, {}, "", 1, 1}});
}

/// Without TLS.
inline Seal::Session ask_for_seal(Channel& channel, const std::string& gateway) {
    Seal::Session session{GatewayId(gateway), random_bytes(fresh_size), {}};
    channel.say(SealAsk{session.gateway, session.fresh_of_gateway});
    session.fresh_of_book = channel.expect<SealAnswer>(in(greeting_time)).fresh;
    return session;
}

}  // namespace edge
