#pragma once
#include <atomic>
#include <functional>
#include <map>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "ledger/book.hpp"

namespace ledger {

/// The thread that charges again what is due (rules/correction/correction.hpp): it follows the log,
/// reads the past of every due meter, and asks the book. What is due stands in the state, so that a
/// restart goes on. What cannot be corrected yet is asked again when a newer fact asks for it.
class Corrector {
public:
    /// `on_failure` is told in one sentence why it ended by itself: the log cannot be read.
    Corrector(Book& book, std::function<void(const std::string&)> on_failure);
    ~Corrector();  ///< ends what it is at, and stops
    Corrector(const Corrector&) = delete;
    Corrector& operator=(const Corrector&) = delete;

private:
    using DueMeters = std::vector<std::pair<MeterId, Due>>;

    void follow();
    void follow_until_stopped();
    DueMeters not_asked_yet();
    bool correct_all(const DueMeters& due);  ///< false: try again

    Book& book_;
    std::function<void(const std::string&)> on_failure_;
    std::map<MeterId, Due> waiting_;  ///< could not be corrected, and what was due
    std::atomic<bool> stopping_{false};
    std::thread thread_;
};

}  // namespace ledger
