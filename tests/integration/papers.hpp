#pragma once
#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>

#include "api/http/server.hpp"
#include "ingest/edge/certificate.hpp"
#include "tests/support/temporary_directory.hpp"

/// Certificates for servers of tests, each in files of its own until they are put in one's place.
class Papers {
public:
    /// A pair for a server of this name, in new files.
    api::CertificateFiles made(const std::string& name) {
        const auto folder = folder_.path() / std::to_string(++made_);
        const ledger::Instant now{std::chrono::duration_cast<std::chrono::microseconds>(
                                      std::chrono::system_clock::now().time_since_epoch())
                                      .count()};
        const edge::Validity day{now - std::chrono::hours(1), now + std::chrono::hours(24)};
        edge::make_authority(folder, "Test", day);
        edge::make_server_papers(folder, name, day);
        return {folder / "server.pem", folder / "server.key"};
    }

    /// Writes one pair over another, as whoever renews a certificate does.
    static void replace(const api::CertificateFiles& files, const api::CertificateFiles& by) {
        const auto over = std::filesystem::copy_options::overwrite_existing;
        std::filesystem::copy_file(by.certificate, files.certificate, over);
        std::filesystem::copy_file(by.key, files.key, over);
    }

private:
    TemporaryDirectory folder_;
    int made_ = 0;
};
