#pragma once
#include <cstdint>
#include <functional>
#include <stdexcept>
#include <string>

namespace CLI {
class App;
}

namespace meterbook {

/// What scripts can rely on.
enum ExitCode : int {
    all_well = 0,
    something_wrong = 1,  ///< it ran, and found something wrong
    cannot = 2,           ///< it could not do it: bad input, or the environment
    partly = 3            ///< it found nothing wrong, and could not look at all that was wanted
};

/// Ends the program with one sentence on stderr and exit code 2.
struct Cannot : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Each subcommand adds itself and says what to run when it was the one that was asked for.
using Chosen = std::function<int()>;
void add_serve(CLI::App& app, Chosen& chosen);
void add_collect(CLI::App& app, Chosen& chosen);
void add_deliver(CLI::App& app, Chosen& chosen);
void add_forward(CLI::App& app, Chosen& chosen);
void add_certificate(CLI::App& app, Chosen& chosen);
void add_verify(CLI::App& app, Chosen& chosen);
void add_replay(CLI::App& app, Chosen& chosen);
void add_explain(CLI::App& app, Chosen& chosen);
void add_export(CLI::App& app, Chosen& chosen);
void add_import(CLI::App& app, Chosen& chosen);
void add_line(CLI::App& app, Chosen& chosen);
void add_operator(CLI::App& app, Chosen& chosen);
void add_bench(CLI::App& app, Chosen& chosen);
void add_diff(CLI::App& app, Chosen& chosen);
void add_inspect(CLI::App& app, Chosen& chosen);
void add_backup(CLI::App& app, Chosen& chosen);
void add_restore(CLI::App& app, Chosen& chosen);
void add_key(CLI::App& app, Chosen& chosen);

/// How far long work is, on stderr, where that is a terminal: "verify: 120000 of 500000 events".
class ProgressLine {
public:
    explicit ProgressLine(std::string what);
    ~ProgressLine();
    ProgressLine(const ProgressLine&) = delete;
    ProgressLine& operator=(const ProgressLine&) = delete;
    void show(std::uint64_t done, std::uint64_t all);

private:
    std::string what_;
    bool is_terminal_;
    std::uint64_t next_ = 0;
    bool shown_ = false;
};

}  // namespace meterbook
