#include "ingest/notices/handovers.hpp"

#include <cerrno>
#include <fstream>
#include <stdexcept>
#include <system_error>

#include <fcntl.h>
#include <fmt/core.h>
#include <nlohmann/json.hpp>
#include <sys/file.h>
#include <unistd.h>

#include "ledger/journal/durable_file.hpp"
#include "ledger/values/ensure.hpp"

// {"id", "notice", "attempt", "boot", "at", "customer", "text"}   it is begun
// {"id", "outcome", "words"}                              somebody saw its end
// {"id", "reported": true}                                the book knows

namespace notices {
namespace {

using Json = nlohmann::ordered_json;

constexpr unsigned private_rights = 0600;
constexpr ledger::Duration day = std::chrono::hours(24);
constexpr ledger::Duration month = 31 * day;

int open_private(const std::filesystem::path& file, int flags) {
    return ::open(file.c_str(), flags | O_CLOEXEC, private_rights);
}

std::string line_of(const Json& json) { return json.dump() + "\n"; }

std::string begun_line(const Handover& handover) {
    return line_of({{"id", handover.id},
                    {"notice", handover.notice.number},
                    {"attempt", handover.attempt},
                    {"boot", handover.boot},
                    {"at", to_text(handover.at)},
                    {"customer", handover.customer.text()},
                    {"text", handover.text.number}});
}

std::string settled_line(const std::string& id, const Outcome& outcome) {
    return line_of({{"id", id},
                    {"outcome", std::string(ledger::to_text(outcome.kind))},
                    {"words", outcome.words}});
}

std::string reported_line(const std::string& id) {
    return line_of({{"id", id}, {"reported", true}});
}

bool is_over(const Handover& handover) {
    return handover.is_reported && handover.outcome->kind == OutcomeKind::refused;
}

Handover begun_in(const Json& json) {
    const auto at = ledger::instant_from_text(json.at("at").get<std::string>());
    if (!at) throw std::invalid_argument("at is no moment");
    return {json.at("id"),
            {json.at("notice").get<std::uint64_t>()},
            json.at("attempt"),
            json.at("boot"),
            *at,
            {},
            false,
            ledger::CustomerId(json.value("customer", "")),
            {json.value("text", std::uint64_t{0})}};
}

}  // namespace

Handovers::Handovers(const std::filesystem::path& file, ledger::Instant now)
    : path_(file),
      lock_(open_private(file.string() + ".lock", O_RDWR | O_CREAT),
            "open " + file.string() + ".lock") {
    if (::flock(lock_.number(), LOCK_EX | LOCK_NB) != 0)
        throw std::runtime_error(fmt::format(
            "another process delivers with {}: give each a directory of its own", file.string()));
    read();
    forget_old(now);
}

void Handovers::read() {
    std::ifstream in(path_, std::ios::binary);
    if (!in && std::filesystem::exists(path_)) cannot("read " + path_.string(), errno);
    std::string line;
    for (std::size_t number = 1; std::getline(in, line) && !in.eof(); ++number) {
        try {
            take(line);
        } catch (const std::exception& fault) {
            throw std::runtime_error(
                fmt::format("{}:{}: the record of what was handed over is damaged: {}: look what "
                            "customers received, then move the file away",
                            path_.string(), number, fault.what()));
        }
    }
}

void Handovers::forget_old(ledger::Instant now) {
    std::erase_if(all_, [&](const auto& each) {
        return each.second.is_reported && each.second.at + month < now;
    });
    rewrite();
    forgot_at_ = now;
}

void Handovers::take(const std::string& line) {
    const Json json = Json::parse(line);
    const std::string id = json.at("id");
    if (json.contains("at")) {
        all_.insert_or_assign(id, begun_in(json));
        return;
    }
    Handover& handover = all_.at(id);
    if (json.contains("outcome")) {
        const auto kind =
            ledger::enum_from_text<OutcomeKind>(json.at("outcome").get<std::string>());
        if (!kind) throw std::invalid_argument("outcome is none");
        handover.outcome = Outcome{*kind, json.at("words")};
        return;
    }
    handover.is_reported = json.at("reported");
    if (!handover.outcome) throw std::invalid_argument("reported before its outcome");
    if (is_over(handover)) all_.erase(id);
}

void Handovers::rewrite() {
    std::string lines;
    for (const auto& [id, handover] : all_) {
        lines += begun_line(handover);
        if (handover.outcome) lines += settled_line(id, *handover.outcome);
        if (handover.is_reported) lines += reported_line(id);
    }
    const std::filesystem::path fresh = path_.string() + ".new";
    ledger::write_durably(fresh, lines, private_rights);
    std::filesystem::rename(fresh, path_);
    ledger::sync_directory(path_.parent_path());
    file_.emplace(open_private(path_, O_WRONLY | O_APPEND), "open " + path_.string());
}

void Handovers::append(const std::string& lines) {
    const ssize_t written = ::write(file_->number(), lines.data(), lines.size());
    if (written != static_cast<ssize_t>(lines.size()) || ::fdatasync(file_->number()) != 0)
        throw std::runtime_error(fmt::format("cannot record what is handed over: {}: free the disk",
                                             std::generic_category().message(errno)));
}

const Handover* Handovers::find(const std::string& id) const {
    const auto found = all_.find(id);
    return found == all_.end() ? nullptr : &found->second;
}

std::vector<Handover> Handovers::sent_since(ledger::Instant at) const {
    std::vector<Handover> sent;
    for (const auto& [id, handover] : all_) {
        const bool may_be_there =
            handover.outcome && (handover.outcome->kind == OutcomeKind::taken ||
                                 handover.outcome->kind == OutcomeKind::unknown);
        if (may_be_there && handover.at > at) sent.push_back(handover);
    }
    return sent;
}

std::vector<Handover> Handovers::open() const {
    std::vector<Handover> open;
    for (const auto& [id, handover] : all_) {
        if (!handover.is_reported) open.push_back(handover);
    }
    return open;
}

void Handovers::begin(const Handover& handover) {
    if (handover.at > forgot_at_ + day) forget_old(handover.at);
    append(begun_line(handover) +
           (handover.outcome ? settled_line(handover.id, *handover.outcome) : ""));
    all_.insert_or_assign(handover.id, handover);
}

void Handovers::settle(const std::string& id, const Outcome& outcome) {
    append(settled_line(id, outcome));
    all_.at(id).outcome = outcome;
}

void Handovers::report(const std::string& id) {
    append(reported_line(id));
    Handover& handover = all_.at(id);
    ledger::ensure(handover.outcome.has_value(), "what is reported has an outcome");
    handover.is_reported = true;
    if (is_over(handover)) all_.erase(id);
}

std::string boot_of_machine() {
    std::ifstream in("/proc/sys/kernel/random/boot_id");
    std::string boot;
    if (!(in >> boot)) throw std::runtime_error("cannot read the kernel's boot_id: mount /proc");
    return boot;
}

}  // namespace notices
