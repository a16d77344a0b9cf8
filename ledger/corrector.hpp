#pragma once
#include <atomic>
#include <map>
#include <thread>

#include "ledger/book.hpp"

namespace ledger {

/// The thread that charges again what is due (rules/correction.hpp): it follows the log, reads the
/// past of every due meter, and asks the book. What is due stands in the state, so that a restart
/// goes on. What cannot be corrected yet is asked again when a newer fact asks for it.
class Corrector {
public:
    explicit Corrector(Book& book);
    ~Corrector();  ///< ends what it is at, and stops
    Corrector(const Corrector&) = delete;
    Corrector& operator=(const Corrector&) = delete;

private:
    void follow();
    bool correct_all(const std::map<MeterId, Due>& due);  ///< false: try again

    Book& book_;
    std::map<MeterId, Position> waiting_;  ///< could not be corrected, and for what
    std::atomic<bool> stopping_{false};
    std::thread thread_;
};

}  // namespace ledger
