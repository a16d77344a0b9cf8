#pragma once
#include <atomic>
#include <cstdint>
#include <thread>

#include "tests/support/fuse.hpp"

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

    /// The connection is cut where it burns.
    Fuse& fuse() { return fuse_; }

private:
    void serve();
    void carry(int program);
    bool pass(int from, int to);

    int listener_;
    int port_ = 0;
    int simulator_port_;
    Fuse fuse_;
    std::atomic<bool> stopping_{false};
    std::thread thread_;
};
