#include "tools/meterbook/bundle/verify_commands.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "api/json/json_writer.hpp"
#include "ledger/events/event_codec.hpp"
#include "ledger/proofs/receipt.hpp"
#include "tools/meterbook/command_line.hpp"

namespace meterbook {
namespace {

using Json = nlohmann::ordered_json;

std::string content_of(const std::string& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) throw Cannot(fmt::format("cannot read {}: give a file, or the right to it", file));
    return {std::istreambuf_iterator<char>(in), {}};
}

Json json_of(const Finding& finding) {
    return {{"position", finding.position}, {"law", finding.check}, {"detail", finding.detail}};
}

/// A checkpoint need not be given.
bool is_complete(const VerificationResult& result) {
    return std::ranges::all_of(result.checks.all(), [](const Checklist::Checked& each) {
        return each.verdict == "holds" || each.check == known_checkpoint_holds;
    });
}

Json json_of(const VerificationResult& result) {
    Json json{{"ok", !result.first},     {"complete", is_complete(result)},
              {"origin", result.origin}, {"events", result.events},
              {"frames", result.frames}, {"checkpoints", result.checkpoints}};
    if (result.wallets) json["wallets"] = *result.wallets;
    json["root"] = ledger::to_hex(ledger::view(result.root));
    json["checks"] = result.checks.json();
    if (!result.first) return json;
    json["first_wrong"] = json_of(*result.first);
    json["findings"] = Json::array();
    for (const Finding& each : result.findings) json["findings"].push_back(json_of(each));
    return json;
}

void print(const VerificationResult& result) {
    for (const Finding& each : result.findings)
        fmt::print("WRONG at event {}: {}: {}\n", each.position, each.check, each.detail);
    if (result.first) {
        fmt::print("the first wrong position is {}\n", result.first->position);
        return result.checks.print();
    }
    const std::string wallets = result.wallets ? fmt::format(", {} wallets", *result.wallets) : "";
    fmt::print("{}: {} events, {} frames, {} checkpoints{} of {}\nMerkle root {}\n",
               is_complete(result) ? "verified" : "PARTLY verified", result.events, result.frames,
               result.checkpoints, wallets, result.origin,
               ledger::to_hex(ledger::view(result.root)));
    result.checks.print();
}

int print_receipt(const ledger::ProofReceipt& receipt, const std::optional<std::string>& fault,
                  bool as_json) {
    const auto event = ledger::decode_event(receipt.event);
    if (as_json) {
        Json json{{"ok", !fault}, {"position", receipt.index + 1}};
        if (fault) json["detail"] = *fault;
        if (event) json["event"] = api::write_event(*event);
        fmt::print("{}\n", json.dump(2));
    } else if (fault) {
        fmt::print("WRONG: {}\n", *fault);
    } else {
        fmt::print("verified: event {} stands in the signed log\n", receipt.index + 1);
        if (event) fmt::print("{}\n", api::dump(api::write_event(*event)));
    }
    return fault ? something_wrong : all_well;
}

std::optional<std::string> fault_in(const ledger::ProofReceipt& receipt,
                                    const ledger::VerifierKey& key) {
    if (auto fault = ledger::fault_of(receipt, key)) return fault;
    const auto envelope = ledger::decode_envelope(receipt.event);
    if (!envelope || envelope->position.number != receipt.index + 1)
        return "its event says that it stands at another position";
    return std::nullopt;
}

}  // namespace

std::string key_given(const std::string& text_or_file) {
    if (ledger::verifier_key_from_text(text_or_file)) return text_or_file;
    std::ifstream in(text_or_file);
    for (std::string line; std::getline(in, line);) {
        if (ledger::verifier_key_from_text(line)) return line;
    }
    throw Cannot(
        fmt::format("--key '{}' is no vkey, and no file that holds one: give the line that "
                    "'meterbook key' prints",
                    text_or_file));
}

int verify_bundle_file(const VerificationWish& wish, bool as_json) {
    const VerificationResult result = verify_bundle(wish);
    as_json ? fmt::print("{}\n", json_of(result).dump(2)) : print(result);
    if (result.first) return something_wrong;
    return result.is_part ? partly : all_well;
}

int verify_receipt_file(const std::string& file, const std::string& key, bool as_json) {
    const auto trusted = ledger::verifier_key_from_text(key_given(key));
    const auto receipt = ledger::receipt_from_text(content_of(file));
    if (!receipt) {
        const std::string fault = "the file is no receipt, or was changed on its way";
        as_json ? fmt::print("{}\n", Json{{"ok", false}, {"detail", fault}}.dump(2))
                : fmt::print("WRONG: {}\n", fault);
        return something_wrong;
    }
    return print_receipt(*receipt, fault_in(*receipt, *trusted), as_json);
}

}  // namespace meterbook
