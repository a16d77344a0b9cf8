#pragma once
#include <chrono>
#include <memory>
#include <string>

#include "api/service.hpp"

namespace api {

/// What Prometheus is shown. Any thread.
class Telemetry {
public:
    Telemetry();
    ~Telemetry();

    void count_request(int status, std::chrono::nanoseconds took);

    /// The text format, with gauges taken from the service at this moment.
    std::string text(const Service& service) const;

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace api
