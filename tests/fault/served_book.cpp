#include "tests/fault/served_book.hpp"

#include <csignal>

namespace {

std::vector<std::string> words_of(const std::filesystem::path& directory,
                                  std::vector<std::string> words,
                                  const std::vector<std::string>& more) {
    const auto serve =
        meterbook({"serve", "--data", directory.string(), "--listen", "127.0.0.1:0"});
    words.insert(words.end(), serve.begin(), serve.end());
    words.insert(words.end(), more.begin(), more.end());
    return words;
}

}  // namespace

ServedBook::ServedBook(const std::filesystem::path& directory,
                       const std::vector<std::string>& around, const std::vector<std::string>& more)
    : program_(words_of(directory, around, more)) {}

std::optional<std::uint16_t> ServedBook::wait_for_port() {
    const std::string before = "://127.0.0.1:";
    for (std::string line = program_.read_line(); !line.empty(); line = program_.read_line()) {
        const std::size_t at = line.find(before);
        if (at != std::string::npos)
            return static_cast<std::uint16_t>(std::stoi(line.substr(at + before.size())));
    }
    return std::nullopt;
}

std::string ServedBook::read_line() { return program_.read_line(); }

void ServedBook::renew() const { program_.signal(SIGHUP); }

void ServedBook::stand_still() const { program_.signal(SIGSTOP); }

void ServedBook::kill() const { program_.signal(SIGKILL); }

Ended ServedBook::stop() {
    program_.signal(SIGTERM);
    return program_.end();
}

Ended verify(const std::filesystem::path& directory) {
    return run(meterbook({"verify", directory.string()}));
}
