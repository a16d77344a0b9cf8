#pragma once
#include <string>

#include <gtest/gtest.h>

#include "api/http/server.hpp"
#include "tests/integration/http_client.hpp"
#include "tests/integration/papers.hpp"

/// What holds of a server holds plain, and over TLS.
class OverEachWire : public testing::TestWithParam<Wire> {
protected:
    static api::ServerOptions over(api::ServerOptions options = {}) {
        static Papers papers;
        static const api::CertificateFiles files = papers.made("localhost");
        if (GetParam() == Wire::tls) options.certificate = files;
        return options;
    }
};

inline const auto each_wire = testing::Values(Wire::plain, Wire::tls);

inline std::string name_of_wire(const testing::TestParamInfo<Wire>& wire) {
    return wire.param == Wire::plain ? "Plain" : "Tls";
}
