#include <fstream>
#include <list>
#include <set>

#include <gtest/gtest.h>
#include <openssl/ssl.h>

#include "tests/integration/each_wire.hpp"

// The certificate that the server shows, and what goes with every answer.

namespace {

api::Response hello(const api::Request&) {
    return {200, {{"Content-Type", "application/json"}}, "{}"};
}

void write(const std::filesystem::path& file, const std::string& text) {
    std::ofstream(file, std::ios::trunc) << text;
}

class Tls : public testing::Test {
protected:
    Papers papers_;
    api::CertificateFiles files_ = papers_.made("first");

    api::ServerOptions secure() const {
        api::ServerOptions options;
        options.certificate = files_;
        return options;
    }
    static std::string shown_by(const api::Server& server) {
        return HttpClient(server.port(), Wire::tls).shown_name();
    }
};

TEST_F(Tls, ShowsARenewedCertificateToNewConnectionsAndKeepsTheOldOnes) {
    api::Server server(secure());
    server.start(api::at_once(hello));
    HttpClient old(server.port(), Wire::tls);
    EXPECT_EQ(old.shown_name(), "first");
    EXPECT_FALSE(server.renew_certificate()) << "nothing has changed";
    Papers::replace(files_, papers_.made("second"));
    const auto news = server.renew_certificate();
    ASSERT_TRUE(news);
    EXPECT_NE(news->find(files_.certificate.string()), std::string::npos) << *news;
    EXPECT_EQ(shown_by(server), "second");
    EXPECT_EQ(old.ask("GET", "/").status, 200);
    EXPECT_FALSE(server.renew_certificate());
}

TEST_F(Tls, KeepsTheCertificateOfBeforeWhereTheNewOneIsOfNoUse) {
    api::Server server(secure());
    server.start(api::at_once(hello));
    const api::CertificateFiles other = papers_.made("other");
    const std::string good = [&] {
        std::ifstream in(files_.certificate);
        return std::string{std::istreambuf_iterator<char>(in), {}};
    }();
    const std::vector<std::function<void()>> spoil{
        [&] {
            std::filesystem::copy_file(other.certificate, files_.certificate,
                                       std::filesystem::copy_options::overwrite_existing);
        },
        [&] { write(files_.certificate, "-----BEGIN CERTIFICATE-----\nMII"); },
        [&] { std::filesystem::remove(files_.certificate); }};
    for (const auto& each : spoil) {
        each();
        const auto sentence = server.renew_certificate();
        ASSERT_TRUE(sentence);
        EXPECT_NE(sentence->find("of before is still shown"), std::string::npos) << *sentence;
        EXPECT_NE(sentence->find(files_.certificate.string()), std::string::npos) << *sentence;
        EXPECT_EQ(shown_by(server), "first");
        EXPECT_FALSE(server.renew_certificate()) << "told once";
    }
    write(files_.certificate, good);
    EXPECT_TRUE(server.renew_certificate());
    EXPECT_EQ(shown_by(server), "first");
    Papers::replace(files_, other);
    EXPECT_TRUE(server.renew_certificate());
    EXPECT_EQ(shown_by(server), "other");
}

TEST_F(Tls, RefusesAPairThatIsNoneBeforeItListens) {
    const auto refusal = [](const api::CertificateFiles& files) {
        api::ServerOptions options;
        options.certificate = files;
        try {
            const api::Server server(options);
        } catch (const std::runtime_error& no) {
            return std::string(no.what());
        }
        return std::string("it was taken");
    };
    const auto other = papers_.made("other");
    EXPECT_NE(refusal({files_.certificate, other.key}).find(other.key.string()), std::string::npos);
    EXPECT_NE(refusal({"/nowhere", files_.key}).find("/nowhere"), std::string::npos);
    EXPECT_NE(refusal({files_.key, files_.key}).find("give a certificate"), std::string::npos);
}

/// Hands over a client context, and says whether hands are shaken.
bool shakes_hands(std::uint16_t port, const std::function<void(SSL_CTX*)>& set_up) {
    const std::unique_ptr<SSL_CTX, void (*)(SSL_CTX*)> context(SSL_CTX_new(TLS_client_method()),
                                                               SSL_CTX_free);
    set_up(context.get());
    const std::unique_ptr<BIO, void (*)(BIO*)> bio(BIO_new_ssl_connect(context.get()),
                                                   BIO_free_all);
    BIO_set_conn_hostname(bio.get(), ("127.0.0.1:" + std::to_string(port)).c_str());
    return BIO_do_connect(bio.get()) == 1 && BIO_do_handshake(bio.get()) == 1;
}

TEST_F(Tls, IsOfVersionOneDotThreeAndSpeaksHttp11Alone) {
    api::Server server(secure());
    server.start(api::at_once(hello));
    const auto speaks = [&](int version) {
        return shakes_hands(server.port(), [=](SSL_CTX* context) {
            SSL_CTX_set_max_proto_version(context, version);
        });
    };
    EXPECT_TRUE(speaks(TLS1_3_VERSION));
    EXPECT_FALSE(speaks(TLS1_2_VERSION));
    const auto offers = [&](const std::string& protocols) {
        return shakes_hands(server.port(), [=](SSL_CTX* context) {
            SSL_CTX_set_alpn_protos(context,
                                    reinterpret_cast<const unsigned char*>(protocols.data()),
                                    static_cast<unsigned>(protocols.size()));
        });
    };
    EXPECT_TRUE(offers("\x02h2\x08http/1.1"));
    EXPECT_FALSE(offers("\x02h2"));
}

TEST_F(Tls, LetsGoWhoeverDoesNotShakeHands) {
    api::ServerOptions options = secure();
    options.request_time = std::chrono::seconds(1);
    api::Server server(options);
    server.start(api::at_once(hello));
    std::list<HttpClient> silent;
    for (int i = 0; i < 20; ++i) silent.emplace_back(server.port());
    HttpClient plain(server.port());
    plain.send("GET / HTTP/1.1\r\nHost: t\r\n\r\n");
    while (!plain.receive_some().empty()) {  // an alert, and then nothing
    }
    EXPECT_EQ(HttpClient(server.port(), Wire::tls).ask("GET", "/").status, 200);
    for (HttpClient& each : silent) EXPECT_TRUE(each.is_closed());
}

class Headers : public OverEachWire {};
INSTANTIATE_TEST_SUITE_P(, Headers, each_wire, name_of_wire);

TEST_P(Headers, OfEveryAnswerKeepBrowsersFromMischief) {
    api::Server server(over());
    server.start(api::at_once([](const api::Request& request) -> api::Response {
        return {request.path == "/none" ? 404 : 200, {{"Content-Type", "application/json"}}, "{}"};
    }));
    HttpClient client(server.port(), GetParam());
    for (const char* path : {"/", "/none", "no path"}) {
        const Answer answer = client.ask("GET", path);
        EXPECT_EQ(answer.headers.at("x-content-type-options"), "nosniff");
        EXPECT_EQ(answer.headers.at("cache-control"), "no-store");
        EXPECT_EQ(answer.headers.at("referrer-policy"), "no-referrer");
        EXPECT_EQ(answer.headers.at("x-frame-options"), "DENY");
        EXPECT_EQ(answer.headers.at("content-security-policy"),
                  "default-src 'none'; frame-ancestors 'none'");
        EXPECT_EQ(answer.headers.contains("strict-transport-security"), GetParam() == Wire::tls);
    }
}

TEST_P(Headers, OfADocumentAreItsOwnWhereItSaysSo) {
    api::Server server(over());
    const std::string policy = "default-src 'none'; script-src 'self'; frame-ancestors 'none'";
    server.start(api::at_once([&](const api::Request&) -> api::Response {
        return {200,
                {{"Content-Type", "text/html"},
                 {"Content-Security-Policy", policy},
                 {"Cache-Control", "no-cache"}},
                "<p>"};
    }));
    const Answer answer = HttpClient(server.port(), GetParam()).ask("GET", "/");
    EXPECT_EQ(answer.headers.at("content-security-policy"), policy);
    EXPECT_EQ(answer.headers.at("cache-control"), "no-cache");
    EXPECT_EQ(answer.headers.at("x-content-type-options"), "nosniff");
}

TEST_P(Headers, SayWhenToComeAgainWhereThereWereTooManyRequests) {
    api::ServerOptions options = over();
    options.rates.per_key = {0.5, 3};
    api::Server server(options);
    server.start(api::at_once(hello));
    HttpClient client(server.port(), GetParam());
    const auto ask = [&](const std::string& key) {
        return client.ask("GET", "/", "", "Authorization: Bearer " + key + "\r\n");
    };
    for (int i = 0; i < 3; ++i) EXPECT_EQ(ask("one").status, 200);
    const Answer refused = ask("one");
    EXPECT_EQ(refused.status, 429);
    const int wait = std::stoi(refused.headers.at("retry-after"));
    EXPECT_TRUE(wait == 1 || wait == 2) << wait;
    EXPECT_EQ(ask("another").status, 200) << "each key has a bucket of its own";
    EXPECT_EQ(client.ask("GET", "/").status, 200) << "this machine itself is not counted";
}

}  // namespace
