#pragma once
#include <stdexcept>
#include <string>

namespace ledger {

/// What was judged cannot have happened: a promise of the ledger breaks over it. The sentence is
/// the promise.
struct Impossible : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// While one lives, a promise that breaks on its thread is thrown as Impossible and does not stop
/// the process: for whoever judges events that strangers may have written, where any amount can
/// stand. What was computed up to there is of no use any more.
class Judging {
public:
    Judging();
    ~Judging();
    Judging(const Judging&) = delete;
    Judging& operator=(const Judging&) = delete;
};

}  // namespace ledger
