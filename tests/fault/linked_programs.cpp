#include "tests/fault/linked_programs.hpp"

#include <csignal>
#include <stdexcept>

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

LinkedPrograms::LinkedPrograms(std::filesystem::path directory) : directory_(std::move(directory)) {
    const std::string papers = (directory_ / "papers").string();
    make({"certificate", "authority", "Corner House", "--dir", papers});
    make({"certificate", "server", "127.0.0.1", "--dir", papers});
    make({"certificate", "gateway", "G1", "--dir", papers});
}

void LinkedPrograms::start_book() {
    book_ = std::make_unique<Program>(
        meterbook({"serve", "--data", book().string(), "--listen", "127.0.0.1:0", "--gateways",
                   "127.0.0.1:0", "--papers", (directory_ / "papers").string()}));
    const auto door = port_after(*book_, "gateways come in at 127.0.0.1:");
    http_port_ = port_after(*book_, "listening on http://127.0.0.1:");
    if (cable_) return cable_->lead_to(door);
    cable_ = std::make_unique<edge::Cable>(door);
}

void LinkedPrograms::start_gateway() {
    const auto papers = directory_ / "papers";
    gateway_ = std::make_unique<Program>(meterbook(
        {"collect", "--data", (directory_ / "gateway").string(), "--book",
         "127.0.0.1:" + std::to_string(cable_->port()), "--ca", (papers / "ca.pem").string(),
         "--certificate", (papers / "gateway-G1.pem").string(), "--key",
         (papers / "gateway-G1.key").string()}));
    (void)line_after(*gateway_, "collecting for the book");
}

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
