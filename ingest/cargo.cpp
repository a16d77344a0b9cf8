#include "ingest/cargo.hpp"

#include <algorithm>

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

std::vector<std::string> registers_for(Band band, const Profile& profile) {
    if (band != Band::single) return {"price." + std::string(ledger::to_text(band))};
    std::vector<std::string> all;
    for (const auto& [name, place] : profile.registers) {
        if (name.starts_with("price.")) all.push_back(name);
    }
    return all;
}

/// A band that the meter deducts by and that no value is for; empty: there is none.
std::string band_without_price(const std::vector<Value>& values, const Profile& profile) {
    constexpr std::string_view prefix = "price.";
    for (const auto& [name, place] : profile.registers) {
        const bool has_value = std::any_of(values.begin(), values.end(),
                                           [&](const Value& each) { return each.name == name; });
        if (name.starts_with(prefix) && !has_value) return name.substr(prefix.size());
    }
    return "";
}

}  // namespace

Writings prices_for(const ledger::Cargo& cargo, const Addressee& to) {
    std::vector<Value> values;
    for (const ledger::BandPrice& each : cargo.prices) {
        const std::string text =
            fmt::format("{} {}", ledger::to_text(each.band), ledger::to_text(each.price));
        const auto names = registers_for(each.band, to.profile);
        if (names.empty())
            return no(reason_against(to.profile, ledger::CommandKind::price_download));
        if (each.band != Band::single && to.profile.register_of(names.front()) == nullptr &&
            to.profile.register_of("price.flat") != nullptr)
            return no(fmt::format("the meter knows no price of the band {}: nothing was sent",
                                  ledger::to_text(each.band)));
        for (const std::string& name : names) values.push_back({name, each.price.count(), text});
    }
    if (const std::string band = band_without_price(values, to.profile); !band.empty())
        return no(
            fmt::format("the tariff has no price for the meter's band {}, which would keep "
                        "its old one: nothing was sent",
                        band));
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
