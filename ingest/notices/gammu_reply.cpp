#include "ingest/notices/gammu_reply.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <vector>

#include <fmt/format.h>

// Gammu flushes each step before it takes it (gammu 1.42, message.c):
//   Sending SMS 1/2…waiting for network answer..OK, message reference=7
//   Sending SMS 2/2…waiting for network answer..error 38, message reference=-1
//   Sending SMS 1/1No response in specified timeout. Probably the phone is not connected.

namespace notices {
namespace {

constexpr std::string_view sending = "Sending SMS ";
constexpr std::string_view waiting = "waiting for network answer";
constexpr std::string_view taken = "..OK, message reference=";
constexpr std::string_view refused = "..error ";
constexpr std::size_t longest_cause = 200;

std::optional<int> number_at(std::string_view text, std::size_t at) {
    int number = 0;
    const char* end = text.data() + text.size();
    const auto [stop, error] =
        std::from_chars(text.data() + std::min(at, text.size()), end, number);
    return error == std::errc() ? std::optional<int>(number) : std::nullopt;
}

/// The number behind a phrase.
std::optional<int> number_after(std::string_view text, std::string_view phrase) {
    const std::size_t at = text.find(phrase);
    return at == std::string_view::npos ? std::nullopt : number_at(text, at + phrase.size());
}

constexpr std::size_t longest_digits = 5;

/// Without what could be a phone number.
std::string masked(std::string_view line) {
    std::string text;
    for (std::size_t at = 0; at < line.size();) {
        const std::size_t end = std::min(line.find_first_not_of("0123456789", at), line.size());
        const bool is_long = end - at > longest_digits;
        if (end > at) text += is_long ? "…" : line.substr(at, end - at);
        if (end < line.size()) text += line[end];
        at = end + 1;
    }
    return text;
}

/// What a person can read of its last words.
std::string last_line(std::string_view said) {
    const std::size_t end = said.find_last_not_of("\r\n \t");
    if (end == std::string_view::npos) return "it said nothing";
    const std::size_t before = said.find_last_of("\r\n", end);
    const std::size_t begin = before == std::string_view::npos ? 0 : before + 1;
    std::string line;
    for (const char c : said.substr(begin, std::min(end + 1 - begin, longest_cause)))
        if (c >= ' ' && c <= '~') line += c;
    return line.empty() ? "it said nothing that can be read" : masked(line);
}

struct Meaning {
    int code;
    std::string_view words;
    bool is_final;
};
/// 3GPP TS 27.005 section 3.2.5 and 24.011 annex E: those that people meet.
constexpr std::array<Meaning, 21> meanings{{{1, "the number is not assigned", true},
                                            {8, "the operator bars it", false},
                                            {10, "the SIM is barred from calls", false},
                                            {21, "the short message is rejected", false},
                                            {27, "the destination is out of service", false},
                                            {28, "the number is not known", true},
                                            {30, "the subscriber is not known", true},
                                            {38, "the network is out of order", false},
                                            {41, "the network fails for the moment", false},
                                            {42, "the network is congested", false},
                                            {50, "the service is not subscribed to", false},
                                            {69, "the service is not implemented", false},
                                            {300, "the modem fails", false},
                                            {310, "there is no SIM", false},
                                            {311, "the SIM wants its PIN", false},
                                            {313, "the SIM fails", false},
                                            {316, "the SIM wants its PUK", false},
                                            {330, "the service centre is not known", false},
                                            {331, "there is no network", false},
                                            {332, "the network did not answer", false},
                                            {500, "no reason is given", false}}};

Outcome refusal(std::string_view part, int code) {
    const auto* found = std::find_if(meanings.begin(), meanings.end(),
                                     [&](const Meaning& each) { return each.code == code; });
    const bool is_known = found != meanings.end();
    return {is_known && found->is_final ? OutcomeKind::given_up : OutcomeKind::refused,
            fmt::format("the modem refused part {}: error {}{}{}", part, code, is_known ? ", " : "",
                        is_known ? found->words : "")};
}

/// "1/2", what is said about that part, and where the next one begins.
struct Part {
    int index;
    int count;
    std::string_view said;
};

std::optional<Part> part_at(std::string_view said, std::size_t at) {
    const std::size_t begin = at + sending.size();
    const std::size_t slash = said.find('/', begin);
    if (slash == std::string_view::npos) return std::nullopt;
    const auto index = number_at(said, begin);
    const auto count = number_at(said, slash + 1);
    if (!index || !count) return std::nullopt;
    const std::size_t next = std::min(said.find(sending, begin), said.size());
    std::string_view rest = said.substr(slash + 1, next - slash - 1);
    rest.remove_prefix(std::min(rest.find_first_not_of("0123456789"), rest.size()));
    return Part{*index, *count, rest};
}

std::string name_of(const Part& part) { return fmt::format("{} of {}", part.index, part.count); }

/// Nothing: it was taken.
std::optional<Outcome> trouble_of(const Part& part) {
    if (number_after(part.said, taken)) return std::nullopt;
    if (const auto code = number_after(part.said, refused)) return refusal(name_of(part), *code);
    const bool is_waiting = part.said.find(waiting) != std::string_view::npos;
    const bool ended_before = !is_waiting && part.said.find('\n') != std::string_view::npos;
    if (ended_before)
        return Outcome{OutcomeKind::refused, fmt::format("part {} did not reach the modem: {}",
                                                         name_of(part), last_line(part.said))};
    return Outcome{
        OutcomeKind::unknown,
        fmt::format("the modem was given part {} and said nothing more about it", name_of(part))};
}

}  // namespace

Outcome read_gammu_reply(std::string_view said) {
    std::size_t at = said.find(sending);
    if (at == std::string_view::npos)
        return {OutcomeKind::refused, "the modem was not reached: " + last_line(said)};
    std::vector<int> references;
    for (int expected = 1;; ++expected) {
        const auto part = part_at(said, at);
        if (!part || part->index != expected)
            return {OutcomeKind::unknown, "what gammu said about the message cannot be read"};
        if (auto trouble = trouble_of(*part)) return *trouble;
        const int reference = number_after(part->said, taken).value_or(-1);
        if (reference >= 0) references.push_back(reference);
        if (part->index == part->count)
            return {OutcomeKind::taken, fmt::format("{}", fmt::join(references, ","))};
        at = said.find(sending, at + sending.size());
        if (at == std::string_view::npos)
            return {OutcomeKind::refused, fmt::format("gammu ended after part {}", name_of(*part))};
    }
}

}  // namespace notices
