#include <algorithm>

#include "api/proofs/log_files.hpp"
#include "api/proofs/paper_proof.hpp"
#include "api/proofs/signed_receipt.hpp"
#include "api/replies.hpp"
#include "ledger/journal/journal.hpp"
#include "ledger/journal/sha256.hpp"
#include "ledger/notes/encodings.hpp"
#include "ledger/proofs/log_hashes.hpp"
#include "ledger/proofs/signer.hpp"
#include "ledger/rules/office/signing_keys.hpp"

namespace api {
namespace {

using ledger::Hash;

Json as_json(const std::vector<Hash>& proof) {
    Json list = Json::array();
    for (const Hash& each : proof) list.push_back(ledger::to_base64(ledger::view(each)));
    return list;
}

std::string base64(const Hash& hash) { return ledger::to_base64(ledger::view(hash)); }

/// A number of events that the log has signed.
std::uint64_t size_in(const Call& call, const char* name, std::uint64_t otherwise) {
    const std::uint64_t size = number_of(call.request, name, otherwise);
    const std::uint64_t signed_events = signed_size(call);
    if (size == 0 || size > signed_events)
        throw Problem(400, "field_must_fit", name,
                      std::string(name) + ": the log is signed up to " +
                          std::to_string(signed_events) + ": give 1 to that");
    return size;
}

/// GET /v1/proofs/inclusion?position=&size=: that the event stands in the log of that size
Response prove_inclusion(const Call& call) {
    const std::uint64_t size = size_in(call, "size", signed_size(call));
    const std::uint64_t position = number_of(call.request, "position", 0);
    if (position == 0 || position > size)
        throw Problem(400, "field_must_fit", "position",
                      "position: give a position from 1 to the size, " + std::to_string(size));
    const auto& journal = call.service.book.journal();
    const ledger::LogHashes hashes(journal);
    return json_response({{"position", position},
                          {"index", position - 1},
                          {"size", size},
                          {"leaf", base64(ledger::leaf_hash(journal.get({position})))},
                          {"proof", as_json(hashes.inclusion(position - 1, size))},
                          {"root", base64(hashes.root_at(size))}});
}

/// GET /v1/proofs/consistency?from=&to=: that the log of size `to` continues that of size `from`
Response prove_consistency(const Call& call) {
    const std::uint64_t to = size_in(call, "to", signed_size(call));
    const std::uint64_t from = size_in(call, "from", 0);
    if (from > to)
        throw Problem(400, "field_must_fit", "from",
                      "from: give a size that is no greater than "
                      "'to': the earlier one comes first");
    const ledger::LogHashes hashes(call.service.book.journal());
    return json_response({{"from", from},
                          {"to", to},
                          {"from_root", base64(hashes.root_at(from))},
                          {"to_root", base64(hashes.root_at(to))},
                          {"proof", as_json(hashes.consistency(from, to))}});
}

/// GET /v1/checkpoints?cursor=&limit=: all that were signed, the smallest first
Response list_checkpoints(const Call& call) {
    const std::uint64_t from = number_of(call.request, "cursor", 0);
    const std::size_t limit = limit_of(call.request);
    projections::Page<Json> page;
    call.service.book.journal().each_checkpoint(
        from, [&](std::uint64_t size, ledger::BytesView note) {
            if (page.rows.size() == limit) {
                page.next = std::to_string(size);
                return false;
            }
            page.rows.push_back({{"size", size}, {"checkpoint", std::string(note)}});
            return true;
        });
    return page_response(page, [](const Json& each) { return each; });
}

/// GET /v1/signing-keys: the public keys, oldest first, and how each was handed over
Response list_keys(const Call& call) {
    const auto rotations = rotations_of(call, UINT64_MAX);
    Json items = Json::array();
    for (const std::string& each : call.service.book.signer().keys()) {
        const auto to = std::ranges::find(rotations, each, &ledger::KeyRotation::to);
        items.push_back(
            {{"key", each}, {"handed_over", to == rotations.end() ? Json() : Json(note_of(*to))}});
    }
    return json_response({{"items", items}, {"next_cursor", Json()}});
}

/// As every other write answers.
Response written(const ledger::Receipt& receipt) {
    const ledger::Event& event = receipt.events.front();
    Response response = json_response({{"changed", true},
                                       {"position", event.envelope.position.number},
                                       {"recorded_at", ledger::to_text(event.envelope.recorded_at)},
                                       {"events", Json::array({write_event(event)})}},
                                      201);
    response.headers["Ledger-Position"] = std::to_string(event.envelope.position.number);
    if (receipt.repeated) response.headers["Idempotent-Replayed"] = "true";
    return response;
}

/// POST /v1/signing-keys/rotation: the log is signed with a new key from here on
Response rotate_key(const Call& call) {
    const Wish wish = wish_of(call.request);
    if (!wish.body.empty()) unfit("/", "give {} or a reason: the book makes the key");
    refuse_parameters(call.request);
    ledger::Request request{};
    request.actor = call.caller.actor;
    request.reason = wish.reason;
    request.idempotency_key = key_of(call.request, Key::accepted);
    const ledger::Outcome outcome = call.service.book.rotate_signing_key(std::move(request));
    if (!outcome) throw problem_of(outcome.error());
    return written(*outcome);
}

/// GET /v1/sales/{position}/receipt-proof: the sale as a signed receipt (C2SP tlog-proof)
Response prove_sale(const Call& call) {
    const ledger::Position position = position_in(call, 0);
    const auto& book = call.service.book;
    const bool is_sale =
        position <= book.journal().head().last && !position.is_none() &&
        book.read([&](const ledger::State& state) { return state.sales.contains(position); });
    if (!is_sale)
        throw Problem(404, "transaction_must_exist", "",
                      "event " + call.names.at(0) + " is no sale: GET /v1/sales lists them");
    return {200,
            {{"Content-Type", "text/plain; charset=utf-8"},
             {"Content-Disposition",
              "attachment; filename=\"sale-" + call.names.at(0) + ".tlog-proof\""}},
            signed_receipt(call, position)};
}

}  // namespace

std::vector<Route> proof_routes() {
    return {{"GET", "/v1/checkpoints", Right::event_read, list_checkpoints},
            {"GET", "/v1/proofs/inclusion", Right::event_read, prove_inclusion},
            {"GET", "/v1/proofs/papers/{position}", Need::nothing(), prove_paper},
            {"GET", "/v1/proofs/consistency", Right::event_read, prove_consistency},
            {"GET", "/v1/signing-keys", Right::event_read, list_keys},
            {"POST", "/v1/signing-keys/rotation", Right::key_rotate, rotate_key},
            {"GET", "/v1/sales/{position}/receipt-proof", Right::money_read, prove_sale}};
}

}  // namespace api
