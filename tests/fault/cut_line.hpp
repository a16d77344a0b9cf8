#pragma once
#include <atomic>
#include <cstdint>
#include <functional>
#include <mutex>
#include <thread>

/// A Modbus TCP line between a program and a simulator that something happens to at a chosen step:
/// before the n-th request goes on, after it went on and before its reply does, or after the reply.
/// The steps of one request are three, counted from 0 since the line was armed.
class CutLine {
public:
    explicit CutLine(int simulator_port);
    ~CutLine();
    CutLine(const CutLine&) = delete;
    CutLine& operator=(const CutLine&) = delete;

    int port() const { return port_; }

    /// At this step `happens` is called, once, and the connection is cut.
    void arm(unsigned step, std::function<void()> happens);
    void disarm();
    bool has_fired() const { return has_fired_; }

private:
    void serve();
    void carry(int program);
    bool pass(int from, int to);
    bool is_cut_here();

    int listener_ = -1;
    int port_ = 0;
    int simulator_port_;
    std::mutex mutex_;
    std::function<void()> happens_;
    unsigned steps_left_ = 0;
    std::atomic<bool> has_fired_{false};
    std::atomic<bool> stopping_{false};
    std::thread thread_;
};
