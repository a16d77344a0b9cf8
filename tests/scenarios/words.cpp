#include "tests/scenarios/words.hpp"

#include <charconv>

namespace scenarios {

using namespace ledger;

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

std::string_view Words::peek(std::size_t ahead) const {
    return next_ + ahead < words_.size() ? std::string_view(words_[next_ + ahead]) : "";
}

bool Words::is_number() const {
    const std::string_view word = peek();
    const bool is_signed = word.starts_with('-') || word.starts_with('+');
    return word.size() > (is_signed ? 1 : 0) && is_digit(word[is_signed ? 1 : 0]);
}

bool Words::skip(std::string_view word) {
    if (is_done() || peek() != word) return false;
    ++next_;
    return true;
}

void Words::expect(std::string_view word) {
    if (!skip(word)) throw_unlike("the word '" + std::string(word) + "'", peek());
}

void Words::expect_end() const {
    if (!is_done()) throw_unlike("the end of the sentence", peek());
}

std::string Words::take(std::string_view what) {
    if (is_done()) throw_unlike(what, "");
    return words_[next_++];
}

std::uint64_t Words::number(std::string_view what) {
    const std::string word = take(what);
    std::uint64_t read = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), read);
    if (error != std::errc() || end != word.data() + word.size()) throw_unlike(what, word);
    return read;
}

std::uint32_t Words::small_number(std::string_view what) {
    const std::string word(peek());
    const std::uint64_t read = number(what);
    if (read > UINT32_MAX) throw_unlike(what, word);
    return static_cast<std::uint32_t>(read);
}

Day Words::day() {
    constexpr std::string_view what = "a day such as 2026-05-01";
    const std::string word = take(what);
    const auto read = day_from_text(word);
    if (!read) throw_unlike(what, word);
    return *read;
}

std::uint32_t Words::minute() {
    constexpr std::string_view what = "a time of day such as 08:30";
    const std::string word = take(what);
    if (word.size() != 5 || word[2] != ':') throw_unlike(what, word);
    Words parts({word.substr(0, 2), word.substr(3)});
    const std::uint32_t hour = parts.small_number(what);
    const std::uint32_t past = parts.small_number(what);
    if (past > 59) throw_unlike(what, word);
    return hour * 60 + past;
}

Energy Words::kwh() {
    const auto energy = quantity<Energy>("energy such as 12.345 kWh");
    skip("kWh");
    return energy;
}

void Words::throw_unlike(std::string_view what, std::string_view word) {
    const std::string came = word.empty() ? "the end" : "'" + std::string(word) + "'";
    throw Fault{"expected " + std::string(what) + ", came " + came};
}

}  // namespace scenarios
