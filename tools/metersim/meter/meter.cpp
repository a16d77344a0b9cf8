#include "tools/metersim/meter/meter.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "tools/metersim/maps/register_map.hpp"
#include "tools/metersim/meter/dice.hpp"

namespace metersim {
namespace {

constexpr std::int64_t nanofen_per_fen = 1'000'000'000;  // = microwatt-hours in a kWh
constexpr std::int64_t highest_balance_fen = 2'147'483'647;
constexpr std::int64_t spike_uwh = 100'000LL * 1'000'000'000;

std::int64_t floor_fen(std::int64_t nanofen) {
    const std::int64_t fen = nanofen / nanofen_per_fen;
    return nanofen % nanofen_per_fen < 0 ? fen - 1 : fen;
}

MeterState first_state(const MeterSpec& spec, Box box) {
    MeterState state;
    state.kind = spec.kind;
    state.unit = spec.unit;
    state.number = spec.number;
    state.ct = spec.ct;
    state.pt = spec.pt;
    state.box = std::move(box);
    state.balance_fen = spec.balance_fen;
    state.total_purchased_fen = std::max<std::int64_t>(spec.balance_fen, 0);
    state.purchase_count = spec.purchase_count;
    state.settings.is_prepaid = spec.is_prepaid;
    state.settings.load_control[1] =
        static_cast<std::uint16_t>(std::min<std::int64_t>(spec.rated_power_w, 65535));
    return state;
}

MeterState disguised(MeterState state, Disguise disguise) {
    if (disguise == Disguise::zero) state.rates_uwh = {};
    if (disguise == Disguise::spike) state.rates_uwh[1] += spike_uwh;
    return state;
}

void check_ratio(int ct, int pt) {
    const auto in_range = [](int ratio) { return ratio >= 1 && ratio <= 9999; };
    if (!in_range(ct) || !in_range(pt)) throw std::invalid_argument("ct and pt must be 1 to 9999");
}

}  // namespace

Meter::Meter(MeterSpec spec, Box box, const Surroundings& place)
    : spec_(std::move(spec)),
      clock_(place.clock),
      utc_offset_(place.utc_offset),
      seed_(seed_of(place.seed, spec_.id)),
      load_(spec_.load, place.utc_offset, seed_),
      at_(place.clock.now()),
      credit_nanofen_(spec_.balance_fen * nanofen_per_fen),
      state_(first_state(spec_, std::move(box))) {
    counter_.set_total(spec_.energy_centikwh * uwh_per_register_step);
    settle();
}

MeterState Meter::true_state() {
    const std::lock_guard lock{mutex_};
    catch_up();
    return state_;
}

MeterState Meter::shown(Disguise disguise) { return disguised(true_state(), disguise); }

void Meter::force(const ForcedControl& forced) {
    const std::lock_guard lock{mutex_};
    catch_up();
    state_.forced = forced;
    settle();
}

std::variant<Words, Exception> Meter::read(Address first, std::size_t count, Disguise disguise) {
    const std::lock_guard lock{mutex_};
    catch_up();
    const RegisterImage image = map_of(spec_.kind).show(disguised(state_, disguise));
    auto words = image.read(first, count);
    if (!words) return Exception::illegal_address;
    return *std::move(words);
}

Exception Meter::write(Address first, std::span<const std::uint16_t> words) {
    const std::lock_guard lock{mutex_};
    catch_up();
    const RegisterMap& map = map_of(spec_.kind);
    const auto holds = [&](const Window& window) { return window.holds(first, words.size()); };
    if (std::ranges::none_of(map.writable, holds)) return Exception::illegal_address;

    RegisterImage image = map.show(state_);
    image.patch(first, words);
    const auto orders = map.understand(image, state_);
    if (!orders) return Exception::illegal_value;

    if (covers(map.clock, first, words.size())) {
        const auto told = instant_of(map.clock_in(image));
        if (!told) return Exception::illegal_value;
        put_clock(*told - utc_offset_ - at_);
    }
    const bool is_purchase = covers(map.purchase_count, first, words.size());
    if (is_purchase) {
        const Exception refusal =
            buy({.amount_fen = orders->offered_fen, .count = orders->purchase_count});
        if (refusal != Exception::none) return refusal;
    }
    state_.offered_fen = is_purchase ? 0 : orders->offered_fen;
    state_.forced = orders->forced;
    state_.settings = orders->settings;
    state_.ct = orders->ct;
    state_.pt = orders->pt;
    settle();
    return Exception::none;
}

Exception Meter::buy(const Purchase& purchase) {
    if (purchase.count == state_.purchase_count) return Exception::none;
    if (purchase.count != state_.purchase_count + 1) return Exception::illegal_value;
    if (floor_fen(credit_nanofen_) + purchase.amount_fen > highest_balance_fen) {
        return Exception::illegal_value;
    }
    credit_nanofen_ += purchase.amount_fen * nanofen_per_fen;
    state_.total_purchased_fen += purchase.amount_fen;
    state_.purchase_count = purchase.count;
    return Exception::none;
}

bool Meter::is_relay_order(Address first, std::size_t words) const {
    return covers(map_of(spec_.kind).forced_control, first, words);
}

void Meter::set_relay_stuck(bool is_stuck) {
    const std::lock_guard lock{mutex_};
    catch_up();
    is_relay_stuck_ = is_stuck;
    settle();
}

void Meter::set_energy(std::int64_t centikwh) {
    if (centikwh < 0 || centikwh > highest_energy_centikwh) {
        throw std::invalid_argument("energy must be 0 to 42949672.95 kWh");
    }
    const std::lock_guard lock{mutex_};
    catch_up();
    counter_.set_total(centikwh * uwh_per_register_step);
    settle();
}

void Meter::step_back(std::int64_t centikwh) {
    const std::lock_guard lock{mutex_};
    catch_up();
    counter_.step_back(shanghai_schedule().rate_at(own_time(at_)),
                       centikwh * uwh_per_register_step);
    settle();
}

void Meter::put_clock(std::chrono::milliseconds error) {
    clock_error_ = error;
    settle();
}

void Meter::set_clock_error(std::chrono::seconds error) {
    const std::lock_guard lock{mutex_};
    catch_up();
    put_clock(error);
}

bool Meter::set_clock(const LocalTime& told) {
    const auto moment = instant_of(told);
    if (!moment) return false;
    const std::lock_guard lock{mutex_};
    catch_up();
    put_clock(*moment - utc_offset_ - at_);
    return true;
}

void Meter::hear_time(const LocalTime& told) {
    const auto moment = instant_of(told);
    if (!moment) return;
    const std::lock_guard lock{mutex_};
    catch_up();
    const Instant own = at_ + clock_error_;
    const auto off = std::chrono::abs(*moment - utc_offset_ - own);
    const bool is_new_day = !heard_time_ || at_ - *heard_time_ >= std::chrono::hours{24};
    if (off > std::chrono::minutes{5} || !is_new_day) return;
    heard_time_ = at_;
    put_clock(*moment - utc_offset_ - at_);
}

void Meter::set_balance(std::int64_t fen) {
    if (fen > highest_balance_fen || fen < -highest_balance_fen) {
        throw std::invalid_argument("a balance must lie within 21474836.47 yuan either way");
    }
    const std::lock_guard lock{mutex_};
    catch_up();
    credit_nanofen_ = fen * nanofen_per_fen;
    settle();
}

void Meter::set_number(std::string_view twelve_digits) {
    const bool is_digits = twelve_digits.find_first_not_of("0123456789") == std::string_view::npos;
    if (twelve_digits.size() != 12 || !is_digits) {
        throw std::invalid_argument("a meter number must have 12 digits");
    }
    const std::lock_guard lock{mutex_};
    state_.number = twelve_digits;
}

void Meter::set_ratio(int ct, int pt) {
    check_ratio(ct, pt);
    const std::lock_guard lock{mutex_};
    catch_up();
    state_.ct = ct;
    state_.pt = pt;
    settle();
}

void Meter::catch_up() {
    const Instant now = clock_.now();
    while (at_ < now) {
        const auto to_slot = shanghai_schedule().minutes_to_change(own_time(at_));
        const Instant slot_end = std::chrono::floor<std::chrono::minutes>(at_ + clock_error_) +
                                 std::chrono::minutes{to_slot} - clock_error_;
        step(std::min({now, slot_end, Load::next_change(at_)}));
    }
    settle();
}

void Meter::step(Instant until) {
    if (!state_.is_relay_closed) {
        at_ = until;
        return;
    }
    const std::int64_t microwatts = load_.microwatts(at_);
    const Rate rate = shanghai_schedule().rate_at(own_time(at_));
    const bool trips_by_itself = state_.settings.is_prepaid && !state_.forced.is_enabled;
    if (trips_by_itself && !is_relay_stuck_) until = exhausted_at(microwatts, rate, until);

    const std::int64_t gain = counter_.gain_uwh(microwatts, until - at_, state_.ratio());
    counter_.count(rate, microwatts, until - at_, state_.ratio());
    if (state_.settings.is_prepaid) credit_nanofen_ -= cost_nanofen(gain, rate);
    at_ = until;
    if (!is_relay_stuck_) state_.is_relay_closed = should_be_closed();
}

/// The first millisecond at which the credit is used up, or `until` when it lasts longer.
Instant Meter::exhausted_at(std::int64_t microwatts, Rate rate, Instant until) const {
    const auto lasts = [&](Instant moment) {
        const std::int64_t gain = counter_.gain_uwh(microwatts, moment - at_, state_.ratio());
        return credit_nanofen_ - cost_nanofen(gain, rate) > floor_nanofen();
    };
    Instant good = at_;
    Instant bad = until;
    if (lasts(until)) return until;
    while (bad - good > std::chrono::milliseconds{1}) {
        const Instant middle = good + (bad - good) / 2;
        (lasts(middle) ? good : bad) = middle;
    }
    return bad;
}

/// The tenant pays for what was used, so for the primary side.
std::int64_t Meter::cost_nanofen(std::int64_t uwh, Rate rate) const {
    return uwh * state_.ratio() * state_.settings.price_fen.at(static_cast<std::size_t>(rate));
}

std::int64_t Meter::floor_nanofen() const {
    return -state_.settings.overdraft_fen * nanofen_per_fen;
}

bool Meter::should_be_closed() const {
    if (!has_relay(spec_.kind)) return true;
    if (state_.forced.is_enabled) return !state_.forced.is_trip;
    return !state_.settings.is_prepaid || !is_exhausted();
}

void Meter::settle() {
    const Settings& settings = state_.settings;
    if (!is_relay_stuck_) state_.is_relay_closed = should_be_closed();
    state_.clock = own_time(at_);
    state_.rates_uwh = counter_.rates_uwh();
    state_.balance_fen = floor_fen(credit_nanofen_);
    state_.is_in_arrears = settings.is_prepaid && is_exhausted();
    state_.is_alarm_1 = settings.is_prepaid && state_.balance_fen < settings.alarm_1_fen;
    state_.is_alarm_2 = settings.is_prepaid && state_.balance_fen < settings.alarm_2_fen;
    look_at_the_wires();
}

void Meter::look_at_the_wires() {
    const std::int64_t primary = state_.is_relay_closed ? load_.microwatts(at_) : 0;
    const auto minute = std::chrono::floor<std::chrono::minutes>(at_.time_since_epoch()).count();
    state_.electricity = measure(primary / state_.ratio(), phases_of(spec_.kind),
                                 dice(seed_, static_cast<std::uint64_t>(minute)));
    const bool is_watching = state_.settings.load_control[0] == 1;
    state_.is_over_limit =
        is_watching && state_.electricity.total_watts > state_.settings.load_control[1];
}

}  // namespace metersim
