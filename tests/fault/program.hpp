#pragma once
#include <string>
#include <vector>

#include <sys/types.h>

/// How a program ended, and what it said.
struct Ended {
    int code;  ///< minus the signal's number where a signal ended it
    std::string out;
    std::string err;
};

/// A child process. Whoever waits for it waits thirty seconds at most for its next word; it is gone
/// with this object. Of one thread, but `signal`.
class Program {
public:
    explicit Program(std::vector<std::string> words);
    ~Program();
    Program(const Program&) = delete;
    Program& operator=(const Program&) = delete;

    /// Its next line on stdout, without the end; empty: it has ended.
    std::string read_line();
    void signal(int number) const;
    Ended end();

private:
    pid_t process_ = -1;
    int out_ = -1;
    int err_ = -1;
    std::string said_;  ///< all of stdout
    std::size_t read_ = 0;
};

/// Runs a program to its end.
Ended run(std::vector<std::string> words);

/// `meterbook` with these words.
std::vector<std::string> meterbook(const std::vector<std::string>& words);

/// What the program owes whoever reads stderr: "meterbook: ", a sentence, one line.
bool is_one_sentence(const std::string& err);
