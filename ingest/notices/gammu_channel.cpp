#include "ingest/notices/gammu_channel.hpp"

#include <fstream>
#include <iterator>
#include <stdexcept>
#include <thread>

#include <fmt/core.h>

#include "ingest/notices/child_process.hpp"
#include "ingest/notices/gammu_reply.hpp"
#include "ingest/notices/sms_shape.hpp"
#include "ledger/journal/durable_file.hpp"

namespace notices {
namespace {

constexpr std::size_t most_parts = 10;
constexpr unsigned private_rights = 0600;
constexpr std::chrono::seconds time_to_die(5);
constexpr std::chrono::seconds grace(10);
constexpr std::chrono::milliseconds pause(50);

std::string content_of(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

/// Why this message cannot go out to anybody; empty: it can.
std::string objection(const Message& message, const std::string& number, const SmsShape& shape) {
    const std::string customer = message.notice.facts.customer.text();
    if (message.recipient.phone.empty())
        return fmt::format("the book knows no phone number of customer {}", customer);
    if (number.empty())
        return fmt::format("the phone number of customer {} cannot be dialled: give 3 to 15 digits",
                           customer);
    if (message.text.empty()) return "the text is empty: mend its template";
    if (shape.parts > most_parts)
        return fmt::format(
            "the text needs {} short messages, and {} is the end: shorten its "
            "template",
            shape.parts, most_parts);
    return {};
}

}  // namespace

GammuChannel::GammuChannel(std::filesystem::path folder, Modem modem)
    : folder_(std::move(folder)), modem_(std::move(modem)), gammurc_(folder_ / "gammurc") {
    const std::string lines = fmt::format(
        "[gammu]\nport = {}\nconnection = {}\nsynchronizetime = no\nlogformat = nothing\n",
        modem_.device, modem_.connection);
    ledger::write_durably(gammurc_, lines, private_rights);
    const std::filesystem::path said = folder_ / "gammu.version";
    const int code = run_to_end({modem_.program, "--version"}, "", said);
    std::filesystem::remove(said);
    if (code != 0)
        throw std::runtime_error(fmt::format(
            "cannot run {}: install Debian's package gammu, or say where it is", modem_.program));
}

std::filesystem::path GammuChannel::said_file(const std::string& id) const {
    return folder_ / (id + ".gammu");
}

Outcome GammuChannel::send(const Message& message) {
    const std::string number = dialled(message.recipient.phone);
    const SmsShape shape = shape_of(message.text);
    if (auto no = objection(message, number, shape); !no.empty())
        return {OutcomeKind::given_up, std::move(no)};
    const std::filesystem::path said = said_file(message.notice.id);
    // The command in the first line; the rest of the input is the text.
    run(fmt::format("sendsms TEXT {} {}-len {}\n{}", number, shape.is_unicode ? "-unicode " : "",
                    message.text.size(), message.text),
        said);
    return read_gammu_reply(content_of(said));
}

void GammuChannel::run(const std::string& input, const std::filesystem::path& said) const {
    run_to_end({"timeout", fmt::format("--kill-after={}", time_to_die.count()),
                std::to_string(modem_.patience.count()), modem_.program, "--config",
                gammurc_.string(), "batch"},
               input, said);
}

Outcome GammuChannel::recall(const Handover& handover) {
    if (handover.boot != boot_of_machine())
        return {OutcomeKind::unknown, "the machine went down while the modem had it"};
    const std::filesystem::path said = said_file(handover.id);
    if (!std::filesystem::exists(said))
        return {OutcomeKind::refused, "the process ended before the modem was asked"};
    const auto give_up = std::chrono::steady_clock::now() + modem_.patience + time_to_die + grace;
    while (is_still_said(said)) {
        if (std::chrono::steady_clock::now() > give_up)
            return {OutcomeKind::unknown, "gammu does not end"};
        std::this_thread::sleep_for(pause);
    }
    return read_gammu_reply(content_of(said));
}

void GammuChannel::forget(const std::string& id) { std::filesystem::remove(said_file(id)); }

}  // namespace notices
