#pragma once
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include <boost/asio/ssl/context.hpp>

#include "api/http/server.hpp"

namespace api {

/// The pair of files that a server shows, as TLS 1.3 and nothing less. Any thread.
class Certificate {
public:
    using Context = boost::asio::ssl::context;

    /// Throws std::runtime_error with one sentence where the pair is of no use.
    explicit Certificate(CertificateFiles files);

    /// What a new connection is shown. It outlives the pair that it was made of.
    std::shared_ptr<Context> current() const;

    /// Reads the files again, as Server::renew_certificate says.
    std::optional<std::string> renew();

private:
    /// The bytes of both files.
    struct Pair {
        std::string certificate;
        std::string key;
        friend bool operator==(const Pair&, const Pair&) = default;
    };
    Pair read() const;
    std::shared_ptr<Context> context_of(const Pair& pair) const;

    const CertificateFiles files_;
    mutable std::mutex mutex_;
    Pair tried_;        ///< last, whether it could be used or not
    std::string told_;  ///< why the last one could not be used; told once
    std::shared_ptr<Context> current_;
};

}  // namespace api
