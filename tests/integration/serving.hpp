#pragma once
#include "api/access/access.hpp"
#include "api/http/event_streams.hpp"
#include "api/http/server.hpp"
#include "api/routes.hpp"
#include "api/telemetry.hpp"
#include "tests/integration/opened_book.hpp"

/// A real server over a real book.
class Serving {
public:
    explicit Serving(const std::filesystem::path& directory, const std::string& token = "",
                     const api::ServerOptions& options = {}, api::StreamPace pace = {})
        : opened(directory),
          read_models_(opened.book().journal(), directory / "projections"),
          access_(opened.book(), {.directory = directory / "access"}),
          streams_(opened.book(), pace),
          service_{
              opened.book(), read_models_, [] { return ledger::Instant{1'790'812'800'000'000}; },
              telemetry_,    access_,      token,
              "test"},
          router_(service_),
          server_(std::make_unique<api::Server>(options)) {
        service_.streams = &streams_;
        server_->start([this](const api::Request& request,
                              const api::Respond& respond) { router_.answer(request, respond); },
                       [this](const api::Request& request) { return router_.is_quick(request); });
    }

    std::uint16_t port() const { return server_->port(); }

    /// As the program does at SIGTERM.
    void stop() { server_.reset(); }

    OpenedBook opened;

private:
    projections::ReadModels read_models_;
    api::Telemetry telemetry_;
    api::Access access_;
    api::EventStreams streams_;
    api::Service service_;
    api::Router router_;
    std::unique_ptr<api::Server> server_;
};
