#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "api/backup/shelf.hpp"
#include "api/field_tally.hpp"
#include "api/field_words.hpp"
#include "api/gateway_link.hpp"
#include "api/wire_frame.hpp"
#include "ledger/book.hpp"
#include "projections/read_models.hpp"

namespace api {

class EventStreams;
class Telemetry;
struct Access;

/// What the handlers work with. References outlive the server.
struct Service {
    ledger::Book& book;
    projections::ReadModels& read_models;
    std::function<ledger::Instant()> clock;
    Telemetry& telemetry;
    Access& access;
    std::string token;  ///< of the built-in administrator; empty: there is none
    std::string version;
    /// Links of gateways that collect; empty: none are let in.
    std::function<std::vector<GatewayLink>()> links{};
    /// Why a meter of this profile cannot deduct by itself; nothing: it can. Empty: nobody knows,
    /// and every one may.
    std::function<std::optional<std::string>(const ledger::ProfileId&)> why_the_book_deducts{};
    /// What the lines met that are read from here; empty: none are.
    std::function<FieldTallies()> tallies{};
    std::function<bool()> is_stopping = [] { return false; };  ///< asked by what takes long
    EventStreams* streams = nullptr;                           ///< none: nobody follows the log
    /// Where the world reaches this service, "https://power.example.com": what stands on paper
    /// leads there. Empty: nothing does.
    std::string public_address{};
    std::function<ProfileTexts()> profiles{};     ///< empty: nobody knows any
    std::function<NoticeTexts()> notice_texts{};  ///< empty: nobody is told anything
    /// As somebody would get a notice by these words, which are a template.
    std::function<std::string(const NoticeText&)> notice_example{};
    WireFrames frames{};                   ///< empty: no line is read from here
    std::optional<BackupShelf> backups{};  ///< none: no folder was given for them
};

}  // namespace api
