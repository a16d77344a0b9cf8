#pragma once
#include <string>

#include "tests/integration/http_client.hpp"
#include "tools/metersim/simulation.hpp"

/// The small simulated building, told to a book over HTTP, which then reads it every second.
class PolledBuilding {
public:
    void register_in(HttpClient& client) const;
    /// Waits until every meter was read.
    void open_account(HttpClient& client) const;
    std::string first_meter() const { return simulation_.building().meters.front().id; }
    std::string wallet() const { return "A1." + first_meter(); }

private:
    metersim::Simulation simulation_{metersim::small_building()};
};
