#include "tools/meterbook/secret_prompt.hpp"

#include <iostream>

#include <fmt/core.h>
#include <termios.h>
#include <unistd.h>

#include "tools/meterbook/command_line.hpp"

namespace meterbook {
namespace {

/// What is typed is not shown while this lives.
class NoEcho {
public:
    NoEcho() {
        if (::tcgetattr(STDIN_FILENO, &before_) != 0)
            throw Cannot("the terminal cannot hide what is typed: give it on standard input");
        termios hidden = before_;
        hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        (void)::tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
    }
    ~NoEcho() { (void)::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_); }
    NoEcho(const NoEcho&) = delete;
    NoEcho& operator=(const NoEcho&) = delete;

private:
    termios before_{};
};

std::string line_of_input(const std::string& what) {
    std::string line;
    if (!std::getline(std::cin, line))
        throw Cannot(fmt::format(
            "no {} came: type it, or give it on the first line of standard input", what));
    return line;
}

std::string typed(const std::string& prompt) {
    fmt::print(stderr, "{}: ", prompt);
    const NoEcho hidden;
    std::string line = line_of_input(prompt);
    fmt::print(stderr, "\n");
    return line;
}

}  // namespace

std::string ask_secret(const std::string& what) {
    if (::isatty(STDIN_FILENO) == 0) return line_of_input(what);
    std::string first = typed(what);
    if (first != typed(what + " again")) throw Cannot("the two are not the same: type it again");
    return first;
}

}  // namespace meterbook
