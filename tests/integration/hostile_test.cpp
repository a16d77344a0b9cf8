#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/integration/each_wire.hpp"
#include "tests/integration/serving.hpp"

// What is sent by those who do not mean well, or cannot do better: it is refused, the connection
// ends where its end could be read in two ways, and everybody else is served as before.

namespace {

/// Bytes, and the status that they are answered with; 0: with nothing.
struct Hostile {
    const char* what;
    std::string bytes;
    int status;
};

const std::string host = "Host: localhost\r\n";
const std::string sale = R"({"wallet":"A1.M1","amount":"1.00","method":"cash"})";

/// A sale, with other headers than its own.
std::string post(const std::string& headers, const std::string& body) {
    return "POST /v1/sales HTTP/1.1\r\n" + host + "Idempotency-Key: k\r\n" + headers + "\r\n" +
           body;
}

std::string with_length(const std::string& headers, const std::string& body) {
    return post(headers + "Content-Length: " + std::to_string(body.size()) + "\r\n", body);
}

std::string get(const std::string& target, const std::string& headers = host) {
    return "GET " + target + " HTTP/1.1\r\n" + headers + "\r\n";
}

std::string nested(int depth) {
    return std::string(static_cast<std::size_t>(depth), '[') +
           std::string(static_cast<std::size_t>(depth), ']');
}

/// After these nothing can be known to begin where the next request does.
std::vector<Hostile> ambiguous() {  // NOLINT(readability-function-size): a table
    const std::string chunk = "5\r\nhello\r\n0\r\n\r\n";
    const std::string behind = get("/healthz");
    return {
        {"two lengths", post("Content-Length: 4\r\nContent-Length: 6\r\n", "abcdef") + behind, 400},
        {"one length twice", post("Content-Length: 2\r\nContent-Length: 2\r\n", "{}") + behind,
         400},
        {"lengths in a list", post("Content-Length: 2, 2\r\n", "{}") + behind, 400},
        {"a length with a sign", post("Content-Length: +2\r\n", "{}") + behind, 400},
        {"a negative length", post("Content-Length: -1\r\n", "") + behind, 400},
        {"a length beyond all", post("Content-Length: 99999999999999999999999\r\n", "") + behind,
         400},
        {"a field behind the chunks",
         post("Transfer-Encoding: chunked\r\n", "2\r\n{}\r\n0\r\nX-Operator: boss\r\n\r\n") +
             behind,
         400},
        {"a length and chunks",
         post("Content-Length: 4\r\nTransfer-Encoding: chunked\r\n", chunk) + behind, 400},
        {"chunks and a length",
         post("Transfer-Encoding: chunked\r\nContent-Length: 4\r\n", chunk) + behind, 400},
        {"xchunked", post("Transfer-Encoding: xchunked\r\n", chunk) + behind, 400},
        {"chunked twice", post("Transfer-Encoding: chunked, chunked\r\n", chunk) + behind, 400},
        {"gzip, chunked", post("Transfer-Encoding: gzip, chunked\r\n", chunk) + behind, 400},
        {"two encodings",
         post("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n", chunk) + behind,
         400},
        {"an encoding behind a vertical tab",
         post("Transfer-Encoding: \x0b"
              "chunked\r\n",
              chunk) +
             behind,
         400},
        {"a name with a blank behind", post("Content-Length : 2\r\n", "{}") + behind, 400},
        {"a folded header", get("/healthz", host + "X: a\r\n b\r\n") + behind, 400},
        {"a folded length", post("Content-Length:\r\n 2\r\n", "{}") + behind, 400},
        {"a folded encoding", post("Transfer-Encoding:\r\n\tchunked\r\n", chunk) + behind, 400},
        {"chunks of HTTP/1.0",
         "POST /v1/sales HTTP/1.0\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n" + chunk, 400},
        {"a chunk whose size is no number",
         post("Transfer-Encoding: chunked\r\n", "xyz\r\nhello\r\n0\r\n\r\n") + behind, 400},
        {"a chunk that is longer than it says",
         post("Transfer-Encoding: chunked\r\n", "3\r\nhello\r\n0\r\n\r\n") + behind, 400},
        {"a chunk larger than all",
         post("Transfer-Encoding: chunked\r\n", "ffffffffffffffff1\r\nhello") + behind, 400},
        {"a chunk larger than may be", post("Transfer-Encoding: chunked\r\n", "7fffffff\r\n"), 413},
        {"an endless line of a chunk",
         post("Transfer-Encoding: chunked\r\n", "5;" + std::string(60'000, 'x')), 431},
        {"an endless header", "GET / HTTP/1.1\r\n" + host + "X: " + std::string(60'000, 'x'), 431},
        {"ten thousand headers",
         [] {
             std::string many = "GET / HTTP/1.1\r\n" + host;
             for (int i = 0; i < 10'000; ++i) many += "X" + std::to_string(i) + ": y\r\n";
             return many + "\r\n";
         }(),
         431},
        {"an endless target", "GET /" + std::string(60'000, 'a'), 431},
        {"a body that is too large", post("Content-Length: 9000000\r\n", "abc"), 413},
        {"a zero byte in a header", get("/healthz", host + std::string("X: a\0b\r\n", 8)), 400},
        {"a zero byte in the target", std::string("GET /a\0b HTTP/1.1\r\nHost: t\r\n\r\n", 30),
         400},
        {"a bare line feed", "GET /healthz HTTP/1.1\nHost: t\n\n" + behind, 400},
        {"a bare carriage return", get("/healthz", host + "X: a\rY: b\r\n"), 400},
        {"no host", get("/healthz", ""), 400},
        {"two hosts", get("/healthz", host + host), 400},
        {"two keys", with_length("Idempotency-Key: other\r\n", sale), 400},
        {"two authorizations", get("/healthz", host + "Authorization: a\r\nAuthorization: b\r\n"),
         400},
        {"HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400},
        {"HTTP/3.1", "GET / HTTP/3.1\r\n" + host + "\r\n", 400},
        {"another protocol", "\x16\x03\x01\x02\x01\x01\xfc\x03\x03 what is this?\r\n\r\n", 400},
        {"an unknown expectation", with_length("Expect: miracles\r\n", "{}"), 417},
    };
}

/// After these the connection goes on.
std::vector<Hostile> plainly_wrong() {
    return {
        {"bad UTF-8", with_length("", "{\"wallet\":\"\xff\xfe\"}"), 400},
        {"no JSON", with_length("", "wallet=A1.M1"), 400},
        {"nothing", with_length("", ""), 400},
        {"JSON in JSON, 100,000 deep", with_length("", nested(100'000)), 400},
        {"objects, 50,000 deep",
         with_length("",
                     [] {
                         std::string deep;
                         for (int i = 0; i < 50'000; ++i) deep += R"({"a":)";
                         return deep;
                     }()),
         400},
        {"one key twice",
         with_length("", R"({"wallet":"A1.M1","wallet":"A1.M2","amount":"1.00","method":"cash"})"),
         400},
        {"a number for an amount",
         with_length("", R"({"wallet":"A1.M1","amount":1.0,"method":"cash"})"), 400},
        {"an amount beyond all",
         with_length("", R"({"wallet":"A1.M1","amount":"99999999999999999999","method":"cash"})"),
         400},
        {"a zero byte in a name",
         with_length("", R"({"wallet":"A1\u0000M1","amount":"1.00","method":"cash"})"), 400},
        {"a target that is no path", get("http://elsewhere/healthz"), 400},
        {"a target that is a star", get("*"), 400},
        {"half an escape", get("/v1/meters/%4"), 400},
        {"an escape of nothing", get("/v1/meters/%00"), 404},
        {"an escape of bad UTF-8", get("/v1/meters/%ff%fe"), 404},
        {"a way out", get("/v1/../../etc/passwd"), 404},
        {"a parameter twice", get("/v1/meters?limit=1&limit=2"), 400},
        {"an unknown method", "BREW /v1/sales HTTP/1.1\r\n" + host + "\r\n", 405},
        {"a method in small letters", "get /healthz HTTP/1.1\r\n" + host + "\r\n", 405},
        {"another key for each asker is empty",
         "POST /v1/sales HTTP/1.1\r\n" + host + "Content-Length: 2\r\n\r\n{}", 400},
    };
}

class Hostility : public OverEachWire {
protected:
    TemporaryDirectory directory_;
    Serving server_{directory_.path(), "", over()};

    HttpClient client() { return HttpClient(server_.port(), GetParam()); }
};
INSTANTIATE_TEST_SUITE_P(, Hostility, each_wire, name_of_wire);

TEST_P(Hostility, IsRefusedAndItsConnectionEndsWhereItCouldBeReadInTwoWays) {
    const ledger::Money before = server_.opened.balance();
    for (const Hostile& each : ambiguous()) {
        HttpClient hostile(server_.port(), GetParam());
        hostile.send(each.bytes);
        EXPECT_EQ(hostile.receive().status, each.status) << each.what;
        EXPECT_TRUE(hostile.is_closed()) << each.what << " and is heard no more";
        EXPECT_EQ(client().ask("GET", "/healthz").status, 200) << "after " << each.what;
    }
    EXPECT_EQ(server_.opened.balance(), before);
}

TEST_P(Hostility, IsRefusedAndTheConnectionGoesOnWhereItsEndIsPlain) {
    const ledger::Money before = server_.opened.balance();
    HttpClient one(server_.port(), GetParam());
    for (const Hostile& each : plainly_wrong()) {
        one.send(each.bytes);
        const Answer answer = one.receive();
        EXPECT_EQ(answer.status, each.status) << each.what << answer.body;
        ASSERT_TRUE(nlohmann::json::accept(answer.body)) << each.what << answer.body;
    }
    EXPECT_EQ(one.ask("GET", "/healthz").status, 200);
    EXPECT_EQ(server_.opened.balance(), before);
}

TEST_P(Hostility, ASaleThatIsSentInPiecesIsOneSale) {
    HttpClient slow(server_.port(), GetParam());
    for (const char byte : with_length("", sale)) slow.send(std::string(1, byte));
    EXPECT_EQ(slow.receive().status, 201);
    HttpClient chunked(server_.port(), GetParam());
    chunked.send(post("Transfer-Encoding: chunked\r\n", ""));
    for (const char byte : sale) chunked.send("1;x=y\r\n" + std::string(1, byte) + "\r\n");
    chunked.send("0\r\n\r\n");
    const Answer again = chunked.receive();
    EXPECT_EQ(again.status, 201) << again.body;
    EXPECT_EQ(again.headers.at("idempotent-replayed"), "true") << "it has the same key";
}

TEST_P(Hostility, ASaleThatBreaksOffIsNone) {
    const ledger::Money before = server_.opened.balance();
    const std::string whole = with_length("", sale);
    for (std::size_t size = 1; size < whole.size(); size += 7) {
        HttpClient half(server_.port(), GetParam());
        half.send(whole.substr(0, size));
        size % 2 == 0 ? half.reset() : half.finish_sending();
    }
    EXPECT_EQ(client().ask("GET", "/healthz").status, 200);
    EXPECT_EQ(server_.opened.balance(), before);
}

TEST_P(Hostility, WhoeverHasSaidAllIsAnsweredThoughHalfClosed) {
    if (GetParam() == Wire::tls) GTEST_SKIP() << "TLS that is closed by one side is closed";
    HttpClient half(server_.port());
    half.send(with_length("", sale));
    half.finish_sending();
    EXPECT_EQ(half.receive().status, 201);
    EXPECT_TRUE(half.is_closed());
}

TEST_P(Hostility, WhoeverGoesWhileTheSaleIsWrittenFindsItUnderItsKey) {
    for (int i = 0; i < 20; ++i) {
        const std::string key = "Idempotency-Key: gone" + std::to_string(i) + "\r\n";
        HttpClient gone(server_.port(), GetParam());
        gone.send("POST /v1/sales HTTP/1.1\r\n" + host + key +
                  "Content-Length: " + std::to_string(sale.size()) + "\r\n\r\n" + sale);
        gone.reset();
        HttpClient back(server_.port(), GetParam());
        Answer answer = back.ask("POST", "/v1/sales", sale, key);
        while (answer.status == 409) answer = back.ask("POST", "/v1/sales", sale, key);
        EXPECT_EQ(answer.status, 201) << answer.body;
    }
    EXPECT_LE(server_.opened.balance(), ledger::cents(20 * 100)) << "each once at most";
}

TEST_P(Hostility, ABodyThatWaitsToBeAskedForIsAskedFor) {
    HttpClient polite(server_.port(), GetParam());
    polite.send(post(
        "Expect: 100-continue\r\nContent-Length: " + std::to_string(sale.size()) + "\r\n", ""));
    EXPECT_EQ(polite.receive_some(), "HTTP/1.1 100 Continue\r\n\r\n");
    polite.send(sale);
    EXPECT_EQ(polite.receive().status, 201);
    polite.send(post("Expect: 100-continue\r\nContent-Length: 9000000\r\n", ""));
    EXPECT_EQ(polite.receive().status, 413) << "and is not asked for where it is too large";
}

TEST_P(Hostility, AHeadIsTheHeaderOfAGet) {
    HttpClient one(server_.port(), GetParam());
    const Answer whole = one.ask("GET", "/v1/site");
    one.send("HEAD /v1/site HTTP/1.1\r\n" + host + "\r\n" + get("/healthz"));
    const std::string head = [&] {
        std::string bytes;
        while (bytes.find("\r\n\r\n") == std::string::npos) bytes += one.receive_some();
        return bytes;
    }();
    EXPECT_NE(head.find("Content-Length: " + whole.headers.at("content-length")),
              std::string::npos);
    const std::string behind = head.substr(head.find("\r\n\r\n") + 4);
    EXPECT_TRUE(behind.empty() || behind.starts_with("HTTP/1.1 200")) << "no body: " << behind;
}

TEST_P(Hostility, OptionsSayWhatIsDoneThere) {
    const Answer answer = client().ask("OPTIONS", "/v1/sales");
    EXPECT_EQ(answer.status, 204);
    EXPECT_EQ(answer.headers.at("allow"), "GET, HEAD, OPTIONS, POST");
    EXPECT_FALSE(answer.headers.contains("content-length"));
}

/// Whoever reads nothing fills the buffers between; the answer waits, and nobody else does.
TEST_P(Hostility, WhoeverDoesNotReadHoldsUpNobody) {
    HttpClient deaf(server_.port(), GetParam());
    std::string many;
    for (int i = 0; i < 3'000; ++i) many += get("/v1/meters");
    std::thread talking([&] { deaf.send(many); });
    for (int i = 0; i < 50; ++i) EXPECT_EQ(client().ask("GET", "/healthz").status, 200);
    for (int i = 0; i < 3'000; ++i) ASSERT_EQ(deaf.receive().status, 200) << i;
    talking.join();
}

}  // namespace
