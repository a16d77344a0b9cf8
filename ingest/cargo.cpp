#include "ingest/cargo.hpp"

#include <set>

#include <fmt/core.h>

namespace ingest {
namespace {

using ledger::Band;

ledger::Refused<std::string> no(std::string why) { return ledger::refused(std::move(why)); }

/// A value in counts of the register's step; nothing where it is finer, or does not fit.
std::optional<Words> words_of(const Register& place, std::int64_t value) {
    if (value < 0 || value % place.factor != 0) return std::nullopt;
    const std::int64_t count = value / place.factor;
    if (count > (place.is_wide ? std::int64_t{UINT32_MAX} : std::int64_t{UINT16_MAX}))
        return std::nullopt;
    const auto low = static_cast<std::uint16_t>(count & 0xFFFF);
    if (!place.is_wide) return Words{low};
    return Words{static_cast<std::uint16_t>(count >> 16), low};
}

struct Value {
    std::string name;  ///< of the register
    std::int64_t value;
    std::string text;
};

/// The writings of these values, each in a register of its own.
Writings writings_of(const std::vector<Value>& values, const Addressee& to,
                     ledger::CommandKind kind) {
    std::vector<Writing> all;
    for (const Value& each : values) {
        const Register* place = to.profile.register_of(each.name);
        if (place == nullptr) return no(reason_against(to.profile, kind));
        auto words = words_of(*place, each.value);
        if (!words)
            return no(
                fmt::format("{} does not fit the meter's register, whose step is coarser or "
                            "whose range is smaller: nothing was sent",
                            each.text));
        all.push_back({place->address, std::move(*words), each.text});
    }
    return all;
}

constexpr std::string_view price_of_band = "price.";

std::string price_register(Band band) {
    return std::string(price_of_band) + std::string(ledger::to_text(band));
}

/// Where the meter keeps the prices that it deducts by, one a band.
std::set<std::string> price_registers(const Profile& profile) {
    std::set<std::string> all;
    for (const auto& [name, place] : profile.registers) {
        if (name.starts_with(price_of_band)) all.insert(name);
    }
    return all;
}

}  // namespace

Writings prices_for(const ledger::Cargo& cargo, const Addressee& to) {
    const auto places = price_registers(to.profile);
    if (places.empty()) return no(reason_against(to.profile, ledger::CommandKind::price_download));
    std::vector<Value> values;
    auto unpriced = places;
    for (const ledger::BandPrice& each : cargo.prices) {
        const std::string text =
            fmt::format("{} {}", ledger::to_text(each.band), ledger::to_text(each.price));
        const bool is_for_all = each.band == Band::single;
        if (!is_for_all && !places.contains(price_register(each.band)))
            return no(fmt::format("the meter knows no price of the band {}: nothing was sent",
                                  ledger::to_text(each.band)));
        for (const std::string& name : is_for_all ? places : std::set{price_register(each.band)}) {
            values.push_back({name, each.price.count(), text});
            unpriced.erase(name);
        }
    }
    if (!unpriced.empty())
        return no(
            fmt::format("the tariff has no price for the meter's band {}, which would keep "
                        "its old one: nothing was sent",
                        unpriced.begin()->substr(price_of_band.size())));
    return writings_of(values, to, ledger::CommandKind::price_download);
}

Writings settings_for(const ledger::Cargo& cargo, const Addressee& to) {
    const ledger::MeterSettings& settings = cargo.settings.value();
    const bool is_watched = settings.overload_w > 0;
    const std::uint32_t ratio = to.profile.secondary_side ? to.meter.ct * to.meter.pt : 1;
    const Register* place = to.profile.register_of("overload");
    const std::int64_t step = place == nullptr ? 1 : place->factor;
    const std::int64_t watts = settings.overload_w / ratio / step * step;
    if (is_watched && watts == 0)
        return no(
            fmt::format("an overload of {} W is less than one step of the meter's register: "
                        "set a higher one",
                        settings.overload_w));
    std::vector<Value> values{
        {"alarm1", settings.alarm1.count(), "alarm 1 " + ledger::to_text(settings.alarm1)},
        {"alarm2", settings.alarm2.count(), "alarm 2 " + ledger::to_text(settings.alarm2)}};
    if (is_watched)
        values.push_back({"overload", watts, fmt::format("overload {} W", watts * ratio)});
    values.push_back({"overload_switch", is_watched ? 1 : 0,
                      is_watched ? "overload watched" : "overload not watched"});
    return writings_of(values, to, ledger::CommandKind::settings_download);
}

Writings purchase_for(const ledger::Purchase& purchase, const Addressee& to) {
    const std::string text =
        fmt::format("purchase {} of {}", purchase.count, ledger::to_text(purchase.amount));
    auto parts = writings_of({{"purchase.amount", purchase.amount.count(), text},
                              {"purchase.count", static_cast<std::int64_t>(purchase.count), text}},
                             to, ledger::CommandKind::credit_push);
    if (!parts) return parts;
    Writing& whole = parts->front();
    whole.words.push_back(parts->back().words.front());
    parts->pop_back();
    return parts;
}

std::string reason_against(const Profile& profile, ledger::CommandKind kind) {
    for (const std::string& what : {std::string(ledger::to_text(kind)), std::string("control")}) {
        const auto why = profile.not_supported.find(what);
        if (why != profile.not_supported.end()) return why->second;
    }
    return fmt::format("profile '{}' has no {}", profile.id.text(), ledger::to_text(kind));
}

std::optional<std::string> why_no_push(const Profiles& profiles, const ledger::ProfileId& id) {
    const auto profile = profiles.find(id);
    if (profile == profiles.end()) return "no profile of this name is installed";
    const bool is_written = profile->second.register_of("purchase.amount") != nullptr;
    if (is_written && profile->second.point("purchase_count") != nullptr) return std::nullopt;
    return reason_against(profile->second, ledger::CommandKind::credit_push);
}

Transaction<Done> write_all(Line& line, const Addressee& to, const std::vector<Writing>& writings) {
    for (const Writing& each : writings) {
        auto written = line.write(to.meter.unit, each.address, each.words);
        if (!written) return written;
    }
    return Done{};
}

Transaction<bool> shows_all(Line& line, const Addressee& to, const std::vector<Writing>& writings) {
    for (const Writing& each : writings) {
        const auto words =
            line.read(to.meter.unit, each.address, static_cast<std::uint16_t>(each.words.size()));
        if (!words) return ledger::refused(words.error());
        if (*words != each.words) return false;
    }
    return true;
}

std::string text_of(const std::vector<Writing>& writings) {
    std::string text;
    std::string before;
    for (const Writing& each : writings) {
        if (each.text == before) continue;  // one price in several registers
        text += (text.empty() ? "" : ", ") + each.text;
        before = each.text;
    }
    return text;
}

}  // namespace ingest
