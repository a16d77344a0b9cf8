#include "ingest/edge/collector.hpp"

#include <fmt/core.h>

#include "ledger/rules/state_codec.hpp"

namespace edge {
namespace {

constexpr const char* register_name = "register";
constexpr const char* offset_name = "offset";

}  // namespace

Collector::Collector(CollectorOptions options)
    : options_(std::move(options)),
      queue_(options_.directory / "queue"),
      clock_(options_.clock),
      desk_(queue_, clock_, options_.report, options_.on_failure) {
    // What a former life measured is the best guess until it is measured again.
    if (const auto known = queue_.kept(offset_name))
        clock_.remember({ledger::Duration(std::stoll(*known)), ledger::Duration::max() / 4});
    if (const auto known = queue_.kept(register_name))
        take_up(message_in<Register>({Kind::reg, *known}));
    courier_ = std::make_unique<Courier>(
        options_.route, Courier::Partners{queue_, clock_, desk_, options_.report,
                                          [this](const Register& shown) {
                                              take_up(shown);
                                              queue_.keep(register_name, frame_of(shown).body);
                                          },
                                          options_.on_failure});
}

Collector::~Collector() {
    courier_.reset();
    desk_.close();
    poller_.reset();
}

void Collector::take_up(const Register& shown) {
    auto part = ledger::decode_state(shown.state);
    if (!part)
        throw BadFrame(
            "the register that the book sends is not of this release: install the "
            "book's release here");
    desk_.show(std::move(*part), queue_.first() - 1);
    if (!poller_ || shown.profiles != profiles_) read_by(shown.profiles);
}

void Collector::read_by(const std::vector<ProfileText>& profiles) {
    ingest::Profiles read;
    for (const ProfileText& each : profiles) {
        try {
            read.emplace(each.profile, ingest::read_profile(each.json, each.profile.text()));
        } catch (const ingest::BadProfile& bad) {
            options_.report(ingest::Weight::warning,
                            fmt::format("the book's profile is of no use here: {}", bad.what()));
        }
    }
    poller_.reset();  // waits for its threads
    poller_ = std::make_unique<ingest::Poller>(
        desk_, std::move(read), [this] { return clock_.now(); }, options_.report);
    profiles_ = profiles;
}

}  // namespace edge
