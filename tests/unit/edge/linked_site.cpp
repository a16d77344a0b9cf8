#include "tests/unit/edge/linked_site.hpp"

#include <algorithm>

#include <gtest/gtest.h>

#include "ingest/profile_texts.hpp"
#include "ledger/events/event_codec.hpp"
#include "ledger/journal/journal.hpp"
#include "tests/support/simulated_line.hpp"
#include "tests/unit/edge/times.hpp"

namespace edge {
namespace {

using ledger::Instant;
using std::chrono::steady_clock;

constexpr int speed = 600;
constexpr std::uint32_t poll_interval_s = 60;
constexpr const char* start_text = "2026-03-16T04:00:00Z";

std::function<Instant()> clock_from(Instant start) {
    return [start, began = steady_clock::now()] {
        const auto passed = steady_clock::now() - began;
        return start + std::chrono::duration_cast<ledger::Duration>(passed * speed);
    };
}

metersim::Options fast() {
    metersim::Options options;
    options.start = metersim::read_instant(start_text);
    options.speed = speed;
    return options;
}

}  // namespace

LinkedSite::LinkedSite(Way way, ledger::Duration clock_is_ahead)
    : way_(way),
      clock_(clock_from(*ledger::instant_from_text(start_text))),
      gateway_clock_(clock_from(*ledger::instant_from_text(start_text) + clock_is_ahead)),
      field_(std::make_unique<metersim::Simulation>(metersim::small_building(), fast())),
      report_([this](ingest::Weight, const std::string& sentence) {
          const std::lock_guard lock(told_mutex_);
          told_.push_back(sentence);
      }) {
    make_authority(papers(), "Corner House", this_year());
    make_server_papers(papers(), "127.0.0.1", this_year());
    make_gateway_papers(papers(), ledger::GatewayId("G1"), this_year());
    make_secret(papers(), ledger::GatewayId("G1"));
    open_book();
    register_building();
    cable_ = std::make_unique<Cable>(port());
}

LinkedSite::~LinkedSite() {
    rest();
    cable_.reset();
    close_book();
}

void LinkedSite::open_book() {
    book_ = ledger::Book::open(
        {directory_ / "book", clock_, [](const std::string& why) { ADD_FAILURE() << why; }});
    ReceptionOptions options;
    (way_ == Way::tls ? options.tls : options.sealed) = Door{"127.0.0.1", 0, papers()};
    for (const auto& [profile, json] : ingest::profile_texts({}))
        options.profiles.push_back({profile, json});
    options.release = "test";
    reception_ = std::make_unique<Reception>(std::move(options), *book_, clock_, report_);
    if (cable_) cable_->lead_to(port());
}

void LinkedSite::close_book() {
    reception_.reset();
    book_.reset();
}

std::uint16_t LinkedSite::port() const {
    return way_ == Way::tls ? reception_->tls_port() : reception_->sealed_port();
}

Route LinkedSite::route() const {
    const std::string book = "127.0.0.1:" + std::to_string(cable_->port());
    if (way_ == Way::sealed)
        return {book, {}, read_secret(papers() / "G1.secret"), ledger::GatewayId("G1"), "test"};
    return {book,
            Papers{papers() / "ca.pem", papers() / "gateway-G1.pem", papers() / "gateway-G1.key"},
            {},
            {},
            "test"};
}

void LinkedSite::collect() {
    collector_ = std::make_unique<Collector>(
        CollectorOptions{directory_ / "gateway", route(), gateway_clock_, report_,
                         [](const std::string& why) { ADD_FAILURE() << why; }});
}

void LinkedSite::copy_gateway() {
    std::filesystem::copy(directory_ / "gateway", directory_ / "copy",
                          std::filesystem::copy_options::recursive);
}

void LinkedSite::bring_back_gateway() {
    std::filesystem::remove_all(directory_ / "gateway");
    std::filesystem::rename(directory_ / "copy", directory_ / "gateway");
}

GatewayStatus LinkedSite::status() const {
    const auto all = reception_->gateways();
    return all.empty() ? GatewayStatus{} : all.front();
}

ledger::Receipt LinkedSite::tell(ledger::Command command) {
    auto outcome = book_->execute(
        {std::move(command), {ledger::ActorKind::system, "test", ""}, "a test wants it", ""});
    if (!outcome) throw std::runtime_error(outcome.error().detail);
    return *outcome;
}

ledger::Position LinkedSite::request(const std::string& meter, ledger::CommandKind kind) {
    return tell(ledger::RequestCommand{ledger::MeterId(meter), kind,
                                       clock_() + std::chrono::hours(48)})
        .events.front()
        .envelope.position;
}

void LinkedSite::register_building() {
    using namespace ledger;  // NOLINT(google-build-using-namespace): nothing but the ledger's words
    tell(ConfigureSite{{"Corner House",
                        "Asia/Shanghai",
                        "CNY",
                        {MethodId("cash")},
                        1000,
                        poll_interval_s,
                        3,
                        Cutoff::manual}});
    tell(RegisterBuilding{{BuildingId("B1"), "Corner House"}});
    tell(RegisterGateway{{GatewayId("G1"), BuildingId("B1"), "Cellar", true}});
    for (const metersim::LineSpec& line : field_->building().lines) {
        const bool is_serial = line.transport == metersim::Transport::rtu;
        tell(RegisterLine{
            {LineId(line.id),
             GatewayId("G1"),
             transport_of(line.transport),
             is_serial ? line.device : "127.0.0.1:" + std::to_string(field_->port(line.id)),
             9600,
             Parity::none,
             1,
             200,
             {},
             30}});
    }
    for (const metersim::MeterSpec& meter : field_->building().meters)
        register_meter(meter.id, poll_interval_s);
}

void LinkedSite::register_meter(const std::string& id, std::uint32_t every_s) {
    using namespace ledger;  // NOLINT(google-build-using-namespace): nothing but the ledger's words
    const auto& meters = field_->building().meters;
    const auto& meter = *std::find_if(meters.begin(), meters.end(),
                                      [&](const auto& each) { return each.id == id; });
    tell(RegisterMeter{{MeterId(meter.id),
                        LineId(meter.line),
                        static_cast<std::uint32_t>(meter.unit),
                        ProfileId(std::string(metersim::profile_name(meter.kind))),
                        meter.number,
                        static_cast<std::uint32_t>(meter.ct),
                        static_cast<std::uint32_t>(meter.pt),
                        static_cast<std::uint32_t>(meter.rated_power_w),
                        metersim::has_relay(meter.kind),
                        DeductMode::book,
                        {BuildingId("B1"), "1", meter.room},
                        every_s}});
}

std::vector<ledger::Event> LinkedSite::events() const {
    std::vector<ledger::Event> all;
    auto reader = book_->journal().read({1});
    while (const auto entry = reader.next()) {
        if (auto event = ledger::decode_event(entry->bytes)) all.push_back(std::move(*event));
    }
    return all;
}

bool LinkedSite::was_told(const std::string& words) const {
    const std::lock_guard lock(told_mutex_);
    return std::any_of(told_.begin(), told_.end(), [&](const std::string& each) {
        return each.find(words) != std::string::npos;
    });
}

bool LinkedSite::comes_true(const std::function<bool()>& condition) {
    const auto give_up = steady_clock::now() + std::chrono::seconds(30);
    while (!condition()) {
        if (steady_clock::now() > give_up) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return true;
}

}  // namespace edge
