#include <cstring>
#include <thread>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "ledger/journal/journal.hpp"
#include "ledger/journal/sha256.hpp"
#include "ledger/notes/encodings.hpp"
#include "ledger/proofs/receipt.hpp"
#include "ledger/proofs/signer.hpp"
#include "tests/unit/api/asked_service.hpp"

// What others check the log with, as the API hands it out.

namespace {

using Json = nlohmann::json;
using ledger::Hash;

constexpr std::chrono::seconds patience(60);

/// A book whose log is signed up to its end.
class SignedService : public testing::Test {
protected:
    SignedService() {
        const auto until = std::chrono::steady_clock::now() + patience;
        while (!service_.book().signer().newest_of(last()) &&
               std::chrono::steady_clock::now() < until)
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }

    std::uint64_t last() { return service_.book().journal().head().last.number; }

    Json json(const std::string& target) {
        const api::Response answer = service_.ask("GET", target);
        EXPECT_EQ(answer.status, 200) << answer.body;
        return Json::parse(answer.body);
    }

    ledger::Checkpoint checkpoint() {
        const api::Response answer = service_.ask("GET", "/v1/log/checkpoint");
        EXPECT_EQ(answer.status, 200) << answer.body;
        const auto read = ledger::signed_checkpoint_from(answer.body);
        EXPECT_TRUE(read && read->note.is_signed_by(key()));
        return read->checkpoint;
    }

    ledger::VerifierKey key() {
        const Json keys = json("/v1/signing-keys")["items"];
        return *ledger::verifier_key_from_text(keys.back()["key"].get<std::string>());
    }

    static Hash hash_in(const Json& json) {
        const auto bytes = ledger::from_base64(json.get<std::string>());
        EXPECT_TRUE(bytes && bytes->size() == sizeof(Hash));
        Hash hash{};
        std::memcpy(hash.data(), bytes->data(), sizeof hash);
        return hash;
    }

    static std::vector<Hash> hashes_in(const Json& list) {
        std::vector<Hash> hashes;
        for (const Json& each : list) hashes.push_back(hash_in(each));
        return hashes;
    }

    std::uint64_t first_sale() {
        return service_.book().read(
            [](const ledger::State& state) { return state.sales.begin()->first.number; });
    }

    AskedService service_;
};

TEST_F(SignedService, HandsOutACheckpointOfAllThatIsWritten) {
    const ledger::Checkpoint newest = checkpoint();
    EXPECT_EQ(newest.tree.size, last());
    EXPECT_EQ(newest.tree.root, service_.book().journal().head().root);
    const Json list = json("/v1/checkpoints")["items"];
    EXPECT_EQ(list.back()["size"], last());
    EXPECT_EQ(json("/v1/checkpoints?limit=1")["items"].size(), 1U);
}

TEST_F(SignedService, HandsOutTilesThatGiveTheRoot) {
    const std::uint64_t size = checkpoint().tree.size;
    ASSERT_LT(size, 256U);
    const std::string partial = "000.p/" + std::to_string(size);
    const api::Response tile = service_.ask("GET", "/v1/log/tile/0/" + partial);
    ASSERT_EQ(tile.status, 200) << tile.body;
    const api::Response entries = service_.ask("GET", "/v1/log/tile/entries/" + partial);
    ASSERT_EQ(entries.status, 200) << entries.body;
    EXPECT_EQ(entries.headers.at("Content-Type"), "application/octet-stream");
    std::string hashed;
    for (std::size_t at = 0; at < entries.body.size();) {
        const auto byte = [&](std::size_t i) {
            return static_cast<unsigned char>(entries.body[i]);
        };
        const std::size_t length = byte(at) * 256U + byte(at + 1);
        hashed += ledger::view(ledger::leaf_hash(entries.body.substr(at + 2, length)));
        at += 2 + length;
    }
    EXPECT_EQ(hashed, tile.body);
}

TEST_F(SignedService, HasNoOtherFiles) {
    const std::uint64_t size = checkpoint().tree.size;
    for (const std::string& path :
         {std::string("tile/0/000"), "tile/0/000.p/" + std::to_string(size + 1),
          std::string("tile/0/001.p/1"), std::string("tile/1/000.p/1"), std::string("tile/0/0"),
          std::string("tile/0/000.p/0"), std::string("tile/0/x000/000.p/1"),
          std::string("tile/00/000.p/1"), std::string("tile/entries/000"),
          std::string("tile/99/000.p/1"), std::string("tile/a/000.p/1"), std::string("tile/"),
          std::string("tile/0/000.p/1/2"), std::string("tile/0/000.p/300"), std::string("nothing")})
        EXPECT_EQ(service_.ask("GET", "/v1/log/" + path).status, 404) << path;
}

TEST_F(SignedService, ProvesThatAnEventStandsInTheLog) {
    const ledger::Checkpoint newest = checkpoint();
    for (const std::uint64_t position : {std::uint64_t{1}, last() / 2, last()}) {
        const Json proof = json("/v1/proofs/inclusion?position=" + std::to_string(position));
        EXPECT_EQ(
            ledger::root_by_inclusion(hash_in(proof["leaf"]), {position - 1, newest.tree.size},
                                      hashes_in(proof["proof"])),
            newest.tree.root);
    }
    EXPECT_EQ(json("/v1/proofs/inclusion?position=1&size=1")["proof"].size(), 0U);
    for (const char* query : {"?position=0", "?position=2&size=1", "?position=100000", "",
                              "?position=1&size=100000", "?position=x"})
        EXPECT_EQ(service_.ask("GET", std::string("/v1/proofs/inclusion") + query).status, 400)
            << query;
}

TEST_F(SignedService, ProvesThatTheLogContinuesAnEarlierOne) {
    const ledger::Checkpoint newest = checkpoint();
    for (std::uint64_t from = 1; from <= newest.tree.size; from += 5) {
        const Json proof = json("/v1/proofs/consistency?from=" + std::to_string(from));
        EXPECT_TRUE(ledger::is_consistent({from, hash_in(proof["from_root"])}, newest.tree,
                                          hashes_in(proof["proof"])))
            << from;
    }
    for (const char* query : {"?from=0", "?from=3&to=2", "?from=1&to=100000", "", "?to=2"})
        EXPECT_EQ(service_.ask("GET", std::string("/v1/proofs/consistency") + query).status, 400)
            << query;
}

TEST_F(SignedService, GivesAReceiptForEverySaleThatHoldsWithoutTheBook) {
    const std::uint64_t sale = first_sale();
    const std::string path = "/v1/sales/" + std::to_string(sale) + "/receipt-proof";
    const api::Response answer = service_.ask("GET", path);
    ASSERT_EQ(answer.status, 200) << answer.body;
    const auto receipt = ledger::receipt_from_text(answer.body);
    ASSERT_TRUE(receipt);
    EXPECT_EQ(receipt->index + 1, sale);
    EXPECT_EQ(receipt->event, service_.book().journal().get({sale}));
    EXPECT_EQ(ledger::fault_of(*receipt, key()), std::nullopt);
    EXPECT_EQ(service_.ask("GET", "/v1/sales/1/receipt-proof").status, 404);
    EXPECT_EQ(service_.ask("GET", "/v1/sales/100000/receipt-proof").status, 404);
}

TEST_F(SignedService, GivesReceiptsOfWhichEveryByteCounts) {
    const std::string text =
        service_.ask("GET", "/v1/sales/" + std::to_string(first_sale()) + "/receipt-proof").body;
    for (std::size_t i = 0; i < text.size(); ++i) {
        std::string changed = text;
        changed[i] = static_cast<char>(changed[i] ^ 1);
        const auto receipt = ledger::receipt_from_text(changed);
        EXPECT_TRUE(!receipt || ledger::fault_of(*receipt, key())) << "byte " << i;
    }
    for (const std::size_t cut : {std::size_t{0}, text.size() / 2, text.size() - 1}) {
        const auto receipt = ledger::receipt_from_text(text.substr(0, cut));
        EXPECT_TRUE(!receipt || ledger::fault_of(*receipt, key())) << cut;
    }
}

TEST_F(SignedService, IsSignedWithAnotherKeyAfterARotation) {
    const ledger::VerifierKey first = key();
    const api::Response rotated =
        service_.ask("POST", "/v1/signing-keys/rotation", R"({"reason": "the year is over"})");
    ASSERT_EQ(rotated.status, 201) << rotated.body;
    EXPECT_EQ(Json::parse(rotated.body)["events"][0]["type"], "SigningKeyRotated");
    EXPECT_EQ(json("/v1/signing-keys")["items"].size(), 2U);
    EXPECT_FALSE(key() == first);

    const auto until = std::chrono::steady_clock::now() + patience;
    while (!service_.book().signer().newest_of(last()) && std::chrono::steady_clock::now() < until)
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    const auto receipt = ledger::receipt_from_text(
        service_.ask("GET", "/v1/sales/" + std::to_string(first_sale()) + "/receipt-proof").body);
    ASSERT_TRUE(receipt);
    EXPECT_EQ(receipt->rotations.size(), 1U);
    EXPECT_EQ(ledger::fault_of(*receipt, first), std::nullopt);
    EXPECT_EQ(ledger::fault_of(*receipt, key()), std::nullopt);
    ledger::ProofReceipt without = *receipt;
    without.rotations.clear();
    EXPECT_TRUE(ledger::fault_of(without, first));

    EXPECT_EQ(service_.ask("POST", "/v1/signing-keys/rotation", R"({"key": "mine"})").status, 400);
    EXPECT_EQ(service_.ask("POST", "/v1/signing-keys/rotation?dry_run=true", "{}").status, 400);
}

}  // namespace
