#include "ingest/edge/register_things.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "ledger/rules/state_codec.hpp"

namespace edge {
namespace {

using ledger::State;

constexpr const char* site = "site";
constexpr std::string_view profile_prefix = "profile/";

/// Each thing travels as a state that holds nothing else.
template <class Fill>
ledger::Bytes bytes_of(const Fill& fill) {
    State alone;
    fill(alone);
    return ledger::encode(alone);
}

void add_meters(const State& part, RegisterThings& things) {
    for (const auto& [id, meter] : part.meters) {
        things["meter/" + id.text()] = bytes_of([&, &known = meter](State& alone) {
            alone.meters[known.registered.meter] = known;
            for (const ledger::Position command : known.pending)
                alone.commands.emplace(command, part.commands.at(command));
        });
    }
}

void add_terms(const State& part, RegisterThings& things) {
    for (const auto& [id, tariff] : part.tariffs)
        things["tariff/" + id.text()] = bytes_of(
            [&, &name = id, &known = tariff](State& alone) { alone.tariffs[name] = known; });
    for (const auto& [id, calendar] : part.calendars)
        things["calendar/" + id.text()] = bytes_of(
            [&, &known = calendar](State& alone) { alone.calendars[known.calendar] = known; });
}

/// What is in one state only is in both.
void merge(State alone, State& part) {
    if (alone.site) part.site = std::move(alone.site);
    part.lines.merge(alone.lines);
    part.calendars.merge(alone.calendars);
    part.commands.merge(alone.commands);
    for (auto& [id, meter] : alone.meters) part.meters[id] = std::move(meter);
    for (auto& [id, tariff] : alone.tariffs) part.tariffs[id] = std::move(tariff);
}

bool is_used(const State& part, const ledger::ProfileId& profile) {
    return std::ranges::any_of(
        part.meters, [&](const auto& meter) { return meter.second.registered.profile == profile; });
}

std::vector<RegisterThing> changes(const RegisterThings& before, const RegisterThings& now) {
    std::vector<RegisterThing> all;
    for (const auto& [name, bytes] : now) {
        const auto known = before.find(name);
        if (known == before.end() || known->second != bytes) all.push_back({name, bytes});
    }
    for (const auto& [name, bytes] : before) {
        if (!now.contains(name)) all.push_back({name, {}});
    }
    return all;
}

}  // namespace

RegisterThings things_of(const State& part, const std::vector<ProfileText>& profiles) {
    RegisterThings things;
    if (part.site) things[site] = bytes_of([&](State& alone) { alone.site = part.site; });
    for (const auto& [id, line] : part.lines)
        things["line/" + id.text()] =
            bytes_of([&, &name = id, &known = line](State& alone) { alone.lines[name] = known; });
    add_meters(part, things);
    add_terms(part, things);
    for (const ProfileText& each : profiles) {
        if (is_used(part, each.profile))
            things[std::string(profile_prefix) + each.profile.text()] = each.json;
    }
    return things;
}

State part_of(const RegisterThings& things) {
    State part;
    for (const auto& [name, bytes] : things) {
        if (name.starts_with(profile_prefix)) continue;
        auto alone = ledger::decode_state(bytes);
        if (!alone)
            throw BadFrame(
                "the register that the book sends is not of this release: install the "
                "book's release here");
        merge(std::move(*alone), part);
    }
    return part;
}

std::vector<ProfileText> profiles_of(const RegisterThings& things) {
    std::vector<ProfileText> profiles;
    for (const auto& [name, bytes] : things) {
        if (!name.starts_with(profile_prefix)) continue;
        std::string id = name.substr(profile_prefix.size());
        if (ledger::ProfileId::is_well_formed(id))
            profiles.push_back({ledger::ProfileId(std::move(id)), bytes});
    }
    return profiles;
}

std::vector<RegisterNews> news_of(const std::optional<RegisterThings>& before,
                                  const RegisterThings& now) {
    auto changed = changes(before.value_or(RegisterThings{}), now);
    if (before && changed.empty()) return {};
    std::vector<RegisterNews> frames{{!before, false, {}}};
    std::size_t bytes = 0;
    for (RegisterThing& each : changed) {
        if (bytes >= register_bytes_at_once) {
            frames.push_back({false, false, {}});
            bytes = 0;
        }
        bytes += each.name.size() + each.bytes.size();
        frames.back().things.push_back(std::move(each));
    }
    frames.back().is_whole = true;
    return frames;
}

std::optional<RegisterThings> RegisterBook::take(const RegisterNews& news) {
    if (news.is_anew) {
        coming_.clear();
        for (const auto& [name, bytes] : known_) coming_[name].clear();  // but for what is named
    }
    for (const RegisterThing& each : news.things) coming_[each.name] = each.bytes;
    if (!news.is_whole) return std::nullopt;
    RegisterThings now = known_;
    for (const auto& [name, bytes] : coming_) {
        if (bytes.empty()) {
            now.erase(name);
        } else {
            now[name] = bytes;
        }
    }
    RegisterThings changed = std::exchange(coming_, {});
    (void)part_of(now);  // or nothing of it is taken
    std::erase_if(changed, [&](const auto& each) {
        const auto known = known_.find(each.first);
        return known == known_.end() ? each.second.empty() : known->second == each.second;
    });
    known_ = std::move(now);
    return changed;
}

}  // namespace edge
