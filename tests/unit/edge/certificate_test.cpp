#include "ingest/edge/certificate.hpp"

#include <cstdlib>

#include <gtest/gtest.h>

#include "ingest/edge/seal.hpp"
#include "tests/support/temporary_directory.hpp"
#include "tests/unit/edge/times.hpp"

namespace edge {
namespace {

class Certificate : public ::testing::Test {
protected:
    void SetUp() override {
        make_authority(papers(), "Corner House", this_year());
        make_server_papers(papers(), "127.0.0.1", this_year());
        make_gateway_papers(papers(), ledger::GatewayId("G1"), this_year());
    }

    std::filesystem::path papers() const { return directory_ / "papers"; }

    /// What OpenSSL's own program says of it, for this purpose.
    bool is_believed(const std::string& file, const std::string& purpose) const {
        const std::string command = "openssl verify -x509_strict -CAfile '" +
                                    (papers() / "ca.pem").string() + "' -purpose " + purpose +
                                    " '" + (papers() / file).string() + "' >/dev/null 2>&1";
        return std::system(command.c_str()) == 0;  // NOLINT(concurrency-mt-unsafe)
    }

    TemporaryDirectory directory_;
};

TEST_F(Certificate, IsBelievedForItsOwnPurposeAlone) {
    EXPECT_TRUE(is_believed("server.pem", "sslserver"));
    EXPECT_TRUE(is_believed("gateway-G1.pem", "sslclient"));
    EXPECT_FALSE(is_believed("server.pem", "sslclient"));
    EXPECT_FALSE(is_believed("gateway-G1.pem", "sslserver"));
}

TEST_F(Certificate, NamesItsGateway) {
    EXPECT_EQ(name_in(papers() / "gateway-G1.pem"), "G1");
    EXPECT_THROW((void)name_in(papers() / "gateway-G1.key"), std::runtime_error);
}

TEST_F(Certificate, IsReadByItsOwnerAlone) {
    make_secret(papers(), ledger::GatewayId("G1"));
    using std::filesystem::perms;
    for (const auto& entry : std::filesystem::directory_iterator(papers()))
        EXPECT_EQ(entry.status().permissions(), perms::owner_read | perms::owner_write)
            << entry.path();
}

TEST_F(Certificate, OverwritesNothing) {
    EXPECT_THROW(make_authority(papers(), "Another", this_year()), std::runtime_error);
    EXPECT_THROW(make_server_papers(papers(), "127.0.0.1", this_year()), std::runtime_error);
    EXPECT_THROW(make_gateway_papers(papers(), ledger::GatewayId("G1"), this_year()),
                 std::runtime_error);
    std::filesystem::remove(papers() / "gateway-G1.pem");
    EXPECT_THROW(make_gateway_papers(papers(), ledger::GatewayId("G1"), this_year()),
                 std::runtime_error);
    EXPECT_TRUE(is_believed("server.pem", "sslserver"));
}

TEST_F(Certificate, WantsAnAuthorityThatIsThere) {
    EXPECT_THROW(make_server_papers(directory_ / "elsewhere", "127.0.0.1", this_year()),
                 std::runtime_error);
    std::filesystem::remove(papers() / "ca.pem");
    make_authority(directory_ / "other", "Other", this_year());
    std::filesystem::copy(directory_ / "other" / "ca.pem", papers() / "ca.pem");
    EXPECT_THROW(make_gateway_papers(papers(), ledger::GatewayId("G2"), this_year()),
                 std::runtime_error);
}

TEST_F(Certificate, NamesNothingButHostsAndGateways) {
    EXPECT_THROW(make_gateway_papers(papers(), ledger::GatewayId("../G2"), this_year()),
                 std::runtime_error);
    EXPECT_THROW(make_server_papers(directory_ / "papers", "a host, DNS:other", this_year()),
                 std::runtime_error);
}

TEST_F(Certificate, ASecretIsReadAsItWasMade) {
    make_secret(papers(), ledger::GatewayId("G1"));
    make_secret(papers(), ledger::GatewayId("G2"));
    const Secret one = read_secret(papers() / "G1.secret");
    EXPECT_EQ(one.bytes.size(), secret_size);
    EXPECT_NE(one.bytes, read_secret(papers() / "G2.secret").bytes);
    EXPECT_THROW(make_secret(papers(), ledger::GatewayId("G1")), std::runtime_error);
    EXPECT_THROW((void)read_secret(papers() / "ca.pem"), std::runtime_error);
}

}  // namespace
}  // namespace edge
