#include "tests/fault/linked_programs.hpp"

#include <csignal>
#include <stdexcept>

#include <fmt/chrono.h>

namespace {

/// What follows these words in one of the next lines.
std::string line_after(Program& program, const std::string& words) {
    for (std::string line = program.read_line(); !line.empty(); line = program.read_line()) {
        const std::size_t at = line.find(words);
        if (at != std::string::npos) return line.substr(at + words.size());
    }
    throw std::runtime_error("it ended before it said '" + words + "': " + program.end().err);
}

std::uint16_t port_after(Program& program, const std::string& words) {
    return static_cast<std::uint16_t>(std::stoi(line_after(program, words)));
}

void make(const std::vector<std::string>& words) {
    const Ended made = run(meterbook(words));
    if (made.code != 0) throw std::runtime_error(made.err);
}

}  // namespace

LinkedPrograms::LinkedPrograms(std::filesystem::path directory, Seal seal, unsigned speed)
    : directory_(std::move(directory)), seal_(seal), speed_(speed) {
    const std::string papers = (directory_ / "papers").string();
    if (seal_ == Seal::shared_secret) {
        make({"certificate", "secret", "G1", "--dir", papers});
        return;
    }
    make({"certificate", "authority", "Corner House", "--dir", papers});
    make({"certificate", "server", "127.0.0.1", "--dir", papers});
    make({"certificate", "gateway", "G1", "--dir", papers});
}

std::vector<std::string> LinkedPrograms::door() const {
    const std::string papers = (directory_ / "papers").string();
    if (seal_ == Seal::tls) return {"--gateways", "127.0.0.1:0", "--papers", papers};
    return {"--gateways-without-tls", "127.0.0.1:0", "--secrets", papers};
}

std::vector<std::string> LinkedPrograms::credentials() const {
    const auto papers = directory_ / "papers";
    if (seal_ == Seal::shared_secret) return {"--secret", secret().string(), "--gateway", "G1"};
    return {"--ca",          (papers / "ca.pem").string(),
            "--certificate", (papers / "gateway-G1.pem").string(),
            "--key",         (papers / "gateway-G1.key").string()};
}

std::vector<std::string> LinkedPrograms::clock() const {
    if (speed_ == 1) return {};
    const auto shown = began_ + (std::chrono::system_clock::now() - began_) * speed_;
    const auto second = std::chrono::floor<std::chrono::seconds>(shown);
    return {"--clock-start", fmt::format("{:%FT%TZ}", second), "--clock-speed",
            std::to_string(speed_)};
}

void LinkedPrograms::start_book() {
    std::vector<std::string> words{"serve", "--data", book().string(), "--listen", "127.0.0.1:0"};
    for (const auto& some : {door(), clock()}) words.insert(words.end(), some.begin(), some.end());
    book_ = std::make_unique<Program>(meterbook(words));
    const auto door = port_after(*book_, "come in at 127.0.0.1:");
    http_port_ = port_after(*book_, "listening on http://127.0.0.1:");
    if (cable_) return cable_->lead_to(door);
    cable_ = std::make_unique<edge::Cable>(door);
}

void LinkedPrograms::start_gateway() {
    std::vector<std::string> words{"collect", "--data", (directory_ / "gateway").string(), "--book",
                                   "127.0.0.1:" + std::to_string(cable_->port())};
    for (const auto& some : {credentials(), clock()})
        words.insert(words.end(), some.begin(), some.end());
    gateway_ = std::make_unique<Program>(meterbook(words));
    (void)line_after(*gateway_, "collecting for the book");
}

void LinkedPrograms::book_says(const std::string& words) { (void)line_after(*book_, words); }

void LinkedPrograms::kill_book() {
    book_->signal(SIGKILL);
    (void)book_->end();
}

void LinkedPrograms::kill_gateway() {
    gateway_->signal(SIGKILL);
    (void)gateway_->end();
}

Ended LinkedPrograms::stop_book() {
    book_->signal(SIGTERM);
    return book_->end();
}

Ended LinkedPrograms::stop_gateway() {
    gateway_->signal(SIGTERM);
    return gateway_->end();
}
