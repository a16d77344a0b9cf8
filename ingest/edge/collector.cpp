#include "ingest/edge/collector.hpp"

#include <algorithm>
#include <string_view>

#include <fmt/core.h>

namespace edge {
namespace {

constexpr const char* offset_name = "offset";
constexpr const char* register_prefix = "register/";

/// What another release has kept is of no use: the book says it again.
RegisterThings kept_register(const Queue& queue) try {
    RegisterThings things;
    const std::size_t prefix = std::string_view(register_prefix).size();
    for (auto& [name, bytes] : queue.kept_under(register_prefix))
        things.emplace(name.substr(prefix), bytes);
    (void)part_of(things);
    return things;
} catch (const BadFrame&) {
    return {};
}

/// What is pending only the book knows: it may have heard of an attempt that this was not told of
/// any more, or have ended the command since.
ledger::State without_commands(ledger::State part) {
    part.commands.clear();
    for (auto& [id, meter] : part.meters) meter.pending.clear();
    return part;
}

bool is_of_profiles(const RegisterThings& changed) {
    return std::ranges::any_of(changed,
                               [](const auto& each) { return each.first.starts_with("profile/"); });
}

}  // namespace

Collector::Collector(CollectorOptions options)
    : options_(std::move(options)),
      queue_(options_.directory / "queue"),
      clock_(options_.clock),
      desk_(queue_, clock_, options_.report, options_.on_failure),
      register_(kept_register(queue_)) {
    // What a former life measured is the best guess until it is measured again.
    if (const auto known = queue_.kept(offset_name))
        clock_.remember({ledger::Duration(std::stoll(*known)), ledger::Duration::max() / 4});
    desk_.show(without_commands(part_of(register_.known())), queue_.first() - 1);
    poller_ = std::make_unique<ingest::Poller>(
        desk_, read_profiles(), [this] { return clock_.now(); }, options_.report);
    courier_ = std::make_unique<Courier>(
        options_.route,
        Courier::Partners{queue_, clock_, desk_, options_.report,
                          [this](const RegisterNews& news) { take_up(news); },
                          [this] { return poller_->tallies(); }, options_.on_failure});
}

/// Who reads may wait for the courier, and the courier for nobody: so the readers end first.
Collector::~Collector() {
    desk_.close();
    poller_->end();
    courier_.reset();
}

/// By the courier. Nothing of this waits for a line: the poller takes profiles up by itself.
void Collector::take_up(const RegisterNews& news) {
    const auto changed = register_.take(news);
    if (!changed) return;
    show();
    if (is_of_profiles(*changed)) poller_->use(read_profiles());
    Queue::Things things;
    for (const auto& [name, bytes] : *changed) things.emplace(register_prefix + name, bytes);
    queue_.keep(things);
}

void Collector::show() { desk_.show(part_of(register_.known()), queue_.first() - 1); }

ingest::Profiles Collector::read_profiles() const {
    ingest::Profiles read;
    for (const ProfileText& each : profiles_of(register_.known())) {
        try {
            read.emplace(each.profile, ingest::read_profile(each.json, each.profile.text()));
        } catch (const ingest::BadProfile& bad) {
            options_.report(ingest::Weight::warning,
                            fmt::format("the book's profile is of no use here: {}", bad.what()));
        }
    }
    return read;
}

}  // namespace edge
