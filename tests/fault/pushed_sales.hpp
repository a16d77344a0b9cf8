#pragma once
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <thread>

#include <nlohmann/json.hpp>

#include "tests/fault/cut_line.hpp"
#include "tests/integration/http_client.hpp"
#include "tools/metersim/simulation.hpp"

/// One single-phase user of a box, whose meter deducts by itself, and the sales that are pushed to
/// it over a line that can be cut. Time stands still at the meter, so that nothing is used.
class PushedSales {
public:
    using Json = nlohmann::json;

    PushedSales();

    CutLine& line() { return line_; }

    /// Where the book answers now; hung up before it ends.
    void call(std::uint16_t port) { client_ = std::make_unique<HttpClient>(port); }
    void hang_up() { client_.reset(); }

    /// The site and its meter; `is_far`: a gateway that collects reads it.
    void register_all(bool is_far);
    void open_account();
    /// Waits until whoever reads the meter has begun to: from then on only sales are sent to it.
    void wait_for_reading();

    int next_key() { return ++keys_; }
    /// The position of the push that follows from it. None: the book died before it answered, and
    /// is asked again with the same key, as a till does.
    std::optional<std::uint64_t> sell(int key);
    bool is_confirmed(std::uint64_t push);
    /// Each is sold before the last one has arrived.
    void sell_in_a_row(int sales);

    /// The meter's count, its remaining amount and the book say that this much was sold.
    void hold(int sales, const std::string& when);

    /// Waits half a minute for it at most.
    template <class Condition>
    static bool comes_true(Condition&& condition) {
        const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(30);
        while (!condition()) {
            if (std::chrono::steady_clock::now() > give_up) return false;
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
        return true;
    }

private:
    Json ask(const std::string& method, const std::string& path, const Json& body = {});

    metersim::Simulation field_;
    CutLine line_;
    std::unique_ptr<HttpClient> client_;
    Json last_reading_;
    int keys_ = 0;
};
