#pragma once
#include <chrono>
#include <deque>
#include <memory>
#include <optional>

#include "tools/metersim/wire/frames.hpp"

namespace metersim {

using Tick = std::chrono::steady_clock::time_point;

/// One request as it came off a wire.
struct Request {
    std::uint8_t unit = 0;
    Bytes pdu;
    std::uint16_t transaction = 0;  ///< Modbus TCP only.
    Tick heard;                     ///< When its last byte arrived.
    Bytes station{};                ///< DL/T 645: the address that is asked; the pdu is its frame's
                                    ///< control code and data.
};

/// Cuts a stream of bytes into requests, and wraps replies the same way. It takes any bytes without
/// harm. One framer a connection, one thread.
class Framer {
public:
    virtual ~Framer() = default;

    virtual void hear(BytesView bytes, Tick now) = 0;

    /// Lets silence decide what bytes alone cannot; call when `wakes_at` has come.
    virtual void hear_silence(Tick now) = 0;
    virtual std::optional<Tick> wakes_at() const = 0;

    /// True when the stream can no longer be understood: hang up.
    virtual bool is_lost() const = 0;

    /// The frame of a reply by the request's unit or station.
    virtual Bytes wrap(const Request& request, BytesView pdu) const = 0;

    bool has_request() const { return !ready_.empty(); }
    Request take_request();

protected:
    std::deque<Request> ready_;
};

/// Modbus RTU: unit, pdu, CRC. A frame's length follows from its function code, as it does for the
/// real meters; a frame of an unknown function, and what follows a bad CRC, ends with silence.
class RtuFramer : public Framer {
public:
    void hear(BytesView bytes, Tick now) override;
    void hear_silence(Tick now) override;
    std::optional<Tick> wakes_at() const override;
    bool is_lost() const override { return false; }
    Bytes wrap(const Request& request, BytesView pdu) const override;

    /// Longer than a network's hiccup between two halves of a frame, shorter than any master's
    /// wait.
    static constexpr std::chrono::milliseconds silence{30};

private:
    void cut(Tick now);
    void take_frame(std::size_t length, Tick now);

    Bytes pending_;
    bool is_noise_ = false;
    Tick last_heard_;
};

/// Modbus TCP: the MBAP header carries the length, no CRC.
class MbapFramer : public Framer {
public:
    void hear(BytesView bytes, Tick now) override;
    void hear_silence(Tick) override {}
    std::optional<Tick> wakes_at() const override { return std::nullopt; }
    bool is_lost() const override { return is_lost_; }
    Bytes wrap(const Request& request, BytesView pdu) const override;

private:
    Bytes pending_;
    bool is_lost_ = false;
};

}  // namespace metersim
