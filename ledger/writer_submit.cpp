#include "ledger/writer.hpp"

// What is asked, on the threads of those who ask.

namespace ledger {
namespace {

constexpr std::size_t worth_waking = 16;  ///< requests, while the disk is busy

}  // namespace

std::future<Outcome> Writer::submit(Request request) {
    Reply::One promise;
    std::future<Outcome> answer = promise.get_future();
    enqueue(std::move(request), std::make_shared<Reply>(std::move(promise)));
    return answer;
}

void Writer::submit(Request request, Reply::Then then) {
    enqueue(std::move(request), std::make_shared<Reply>(std::move(then)));
}

std::future<std::vector<Outcome>> Writer::submit_all(std::vector<Request> requests,
                                                     Acceptance acceptance) {
    Reply::Many promise;
    std::future<std::vector<Outcome>> answer = promise.get_future();
    if (requests.empty()) {
        promise.set_value({});
        return answer;
    }
    const std::size_t count = requests.size();
    enqueue({std::move(requests), std::make_shared<Reply>(std::move(promise), count), acceptance});
    return answer;
}

void Writer::enqueue(Request request, std::shared_ptr<Reply> reply) {
    std::vector<Request> requests;
    requests.push_back(std::move(request));
    enqueue({std::move(requests), std::move(reply)});
}

void Writer::enqueue(Waiting waiting) {
    {
        const std::lock_guard lock(mutex_);
        if (failed_) throw BookStopped(*failed_);
        if (stopping_) throw BookStopped("the book is closing: ask again after the restart");
        asked_ += waiting.requests.size();
        queue_.push_back(std::move(waiting));
        if (!is_worth_waking()) return;
    }
    wake_decider_.notify_one();
}

/// While the disk is busy nothing is lost by a wait for a few more: the committer wakes the decider
/// when it is done.
bool Writer::is_worth_waking() const {
    return (!sealing_ && row_.empty()) || asked_ >= worth_waking;
}

}  // namespace ledger
