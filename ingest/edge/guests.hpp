#pragma once
#include <atomic>
#include <cstddef>
#include <functional>
#include <list>
#include <string>
#include <thread>

#include "ingest/edge/quiet_report.hpp"
#include "ingest/edge/socket.hpp"

namespace edge {

/// Who came in by one door, each with a thread of its own. Strangers have not said yet who they
/// are: where too many stand about, the one goes that has waited longest of those who came from the
/// busiest address, so that nobody keeps out who comes from elsewhere. Of one thread.
class Guests {
public:
    struct Limits {
        std::size_t known;
        std::size_t strangers;
    };

    /// One guest, for its thread.
    class Guest {
    public:
        /// He has said who he is: from now on he stays.
        void is_known() { is_stranger_ = false; }

    private:
        friend class Guests;
        std::string from_;
        int knob_ = -1;  ///< a descriptor of the same socket, to end it by
        bool is_sent_away_ = false;
        std::atomic<bool> is_stranger_{true};
        std::atomic<bool> has_left_{false};
        std::thread thread_;
    };
    using Serve = std::function<void(Socket, const std::string& from, Guest&)>;

    Guests(Limits limits, Serve serve, QuietReport& report)
        : limits_(limits), serve_(std::move(serve)), report_(report) {}
    ~Guests();  ///< sends the strangers away, and waits for all to leave
    Guests(const Guests&) = delete;
    Guests& operator=(const Guests&) = delete;

    /// False: somebody who was sent away has to leave before the next one may come.
    bool have_room();
    void let_in(const Listener::Caller& caller);

private:
    void clear_away();
    static void send_away(Guest& guest);
    Guest* least_welcome();

    Limits limits_;
    Serve serve_;
    QuietReport& report_;
    std::list<Guest> all_;
};

}  // namespace edge
