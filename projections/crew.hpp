#pragma once
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace projections {

/// Threads, each of which does what can be done next: none sleeps while there is anything. What one
/// line works with stays in the cache of the processor that did its last piece: that one goes on
/// with it, unless it has fallen behind. Between two shifts they sleep: memory that a thread leaves
/// behind is given back to the system, and asked for again.
class Crew {
public:
    using Work = std::function<void()>;

    /// Pieces of work that are done in order, and never two at once. Work goes from line to line in
    /// the order in which they were made.
    class Line {
    public:
        explicit Line(Crew& crew) : crew_(crew) { crew_.lines_.push_back(this); }
        ~Line() = default;
        Line(const Line&) = delete;
        Line& operator=(const Line&) = delete;

        /// Behind what was put before; it begins once it `is_ready`. Any thread. Waits for nothing.
        void put(Work work, std::function<bool()> is_ready = {});

    private:
        friend class Crew;
        struct Piece {
            Work work;
            std::function<bool()> is_ready;
        };
        bool can_go_on() const;

        Crew& crew_;
        std::deque<Piece> pieces_;
        bool is_busy_ = false;
        std::optional<unsigned> home_;  ///< whose thread did its last piece
    };

    /// Nothing is begun while so many pieces wait in any line: memory must not grow where one line
    /// is slower than the others.
    explicit Crew(unsigned threads = std::thread::hardware_concurrency(),
                  std::size_t most_that_wait = 32)
        : threads_(threads), most_that_wait_(most_that_wait) {}
    ~Crew();
    Crew(const Crew&) = delete;
    Crew& operator=(const Crew&) = delete;

    /// Until all lines are empty, and `begin` has no more: it is called by one thread at a time,
    /// where no line can go on, and what it gives is done beside everything else. What any of them
    /// throws ends it, and is thrown here: what was not begun is dropped. The lines are those of
    /// this moment. One thread calls it, and is one of the crew meanwhile.
    void work(std::function<Work()> begin = {});

private:
    struct Turn {
        Work work;
        Line* line = nullptr;  ///< none: it stands in none
    };

    void start_missing_threads();
    void attend(unsigned thread);
    void go_on(std::unique_lock<std::mutex>& lock, unsigned thread);
    std::optional<Turn> take(std::unique_lock<std::mutex>& lock, unsigned thread);
    Line* next_line(unsigned thread) const;
    bool may_begin() const;
    bool is_over() const;
    Work begin(std::unique_lock<std::mutex>& lock);
    void stop(std::exception_ptr broken);

    const unsigned threads_;
    const std::size_t most_that_wait_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::condition_variable called_;
    std::vector<Line*> lines_;
    std::function<Work()> begin_;
    bool is_at_work_ = false;
    bool is_dismissed_ = false;
    bool has_more_ = false;
    bool is_beginning_ = false;
    std::size_t under_way_ = 0;
    std::size_t asleep_ = 0;
    std::exception_ptr broken_;
    std::vector<std::jthread> others_;  ///< besides the one that calls
};

}  // namespace projections
