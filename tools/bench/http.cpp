#include <fmt/core.h>

#include "api/access/access.hpp"
#include "api/http/server.hpp"
#include "api/routes.hpp"
#include "api/telemetry.hpp"
#include "ledger/journal/journal.hpp"
#include "projections/read_models.hpp"
#include "tools/bench/bench.hpp"
#include "tools/bench/constant_server.hpp"
#include "tools/bench/http_load.hpp"
#include "tools/bench/postgres.hpp"
#include "tools/bench/sample_book.hpp"

namespace bench {
namespace {

constexpr int connections = 64;

/// The API over the sample book, as `meterbook serve` runs it.
class ServedSample {
public:
    std::uint16_t port() const { return server_.port(); }
    const std::vector<ledger::WalletId>& wallets() const { return sample_.wallets(); }

    ServedSample() {
        server_.start([this](const api::Request& request,
                             const api::Respond& respond) { router_.answer(request, respond); },
                      [this](const api::Request& request) { return router_.is_quick(request); });
    }

private:
    TemporaryDirectory directory_;
    SampleBook sample_{directory_.path()};
    projections::ReadModels read_models_{sample_.book().journal(),
                                         directory_.path() / "projections"};
    api::Telemetry telemetry_;
    api::Access access_{sample_.book(), {.directory = directory_.path() / "access"}};
    api::Service service_{sample_.book(),
                          read_models_,
                          [this] {
                              return sample_.book().read([](const ledger::State& state) {
                                  return state.last_recorded_at;
                              });
                          },
                          telemetry_,
                          access_,
                          "",
                          "bench"};
    api::Router router_{service_};
    api::Server server_{api::ServerOptions{}};
};

/// Another wallet at each request, all of them in turn.
const std::string& wallet_of(const ServedSample& served, int connection, std::uint64_t round) {
    const auto& wallets = served.wallets();
    return wallets[(static_cast<std::size_t>(connection) * 17 + round) % wallets.size()].text();
}

std::string balance_request(const std::string& wallet) {
    return fmt::format("GET /v1/wallets/{} HTTP/1.1\r\nHost: localhost\r\n\r\n", wallet);
}

Figure sales(const ServedSample& served, Options options) {
    const Postgres postgres(served.wallets().size());
    const double theirs =
        postgres.sales_per_second(connections, options.seconds, served.wallets().size());
    const double ours =
        answers_per_second({served.port(), connections, options.seconds, 201,
                            [&](int connection, std::uint64_t round) {
                                const std::string body = fmt::format(
                                    R"({{"wallet":"{}","amount":"1.00","method":"cash"}})",
                                    wallet_of(served, connection, round));
                                return fmt::format(
                                    "POST /v1/sales HTTP/1.1\r\nHost: localhost\r\n"
                                    "Idempotency-Key: {}-{}\r\nContent-Length: {}\r\n\r\n{}",
                                    connection, round, body.size(), body);
                            }});
    return {"http: sales, durable, 64 clients",
            ours,
            theirs,
            "sales/s",
            ours / theirs,
            ">= 5",
            5,
            true};
}

Figure balances(const ServedSample& served, Options options) {
    const std::string one = balance_request(wallet_of(served, 0, 0));
    const ConstantServer constant(body_of_one(served.port(), one));
    const auto ask = [&](std::uint16_t port) {
        return answers_per_second(
            {port, connections, options.seconds, 200, [&](int connection, std::uint64_t round) {
                 return balance_request(wallet_of(served, connection, round));
             }});
    };
    const double ours = ask(served.port());
    const double limit = ask(constant.port());
    return {"http: balances read, 64 clients",
            ours,
            limit,
            "answers/s",
            ours / limit,
            ">= 0.5",
            0.5,
            true};
}

}  // namespace

std::vector<Figure> http(Options options) {
    const ServedSample served;
    return {sales(served, options), balances(served, options)};
}

}  // namespace bench
