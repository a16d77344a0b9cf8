#include <map>

#include "api/replies.hpp"
#include "ledger/rules/state.hpp"

namespace api {
namespace {

using ledger::ProfileId;

ProfileTexts profiles_of(const Call& call) {
    return call.service.profiles ? call.service.profiles() : ProfileTexts{};
}

/// How many meters are read by each.
std::map<ProfileId, std::uint64_t> uses_of(const Call& call) {
    return call.service.book.read([](const ledger::State& state) {
        std::map<ProfileId, std::uint64_t> uses;
        for (const auto& [id, meter] : state.meters) ++uses[meter.registered.profile];
        return uses;
    });
}

/// What the file says, but who orders and by which password.
Json profile_json(const ProfileId& id, const std::string& text, std::uint64_t meters) {
    Json map = Json::parse(text);
    Json json{{"profile", id.text()},
              {"title", map.value("title", "")},
              {"provenance", map.value("provenance", "")},
              {"hardware_verified", map.value("hardware_verified", false)},
              {"protocol", map.value("protocol", "modbus")},
              {"meters", meters}};
    for (const auto& [name, value] : json.items()) map.erase(name);
    map.erase("access");
    json["map"] = std::move(map);
    return json;
}

/// GET /v1/profiles?cursor=&limit=: by name
Response list_profiles(const Call& call) {
    const ProfileTexts known = profiles_of(call);
    const auto uses = uses_of(call);
    const std::size_t limit = limit_of(call.request);
    projections::Page<ProfileId> page;
    for (auto each = known.upper_bound(ProfileId(call.request.parameter("cursor").value_or("")));
         each != known.end(); ++each) {
        if (page.rows.size() == limit) {
            page.next = page.rows.back().text();
            break;
        }
        page.rows.push_back(each->first);
    }
    return page_response(page, [&](const ProfileId& id) {
        const auto used = uses.find(id);
        return profile_json(id, known.at(id), used == uses.end() ? 0 : used->second);
    });
}

/// GET /v1/profiles/{profile}
Response read_profile(const Call& call) {
    const auto id = name_in<ProfileId>(call, 0);
    const ProfileTexts known = profiles_of(call);
    const auto found = known.find(id);
    if (found == known.end())
        throw Problem(404, "path_must_exist", "",
                      "profile '" + id.text() + "' is not installed: give its file to --profiles");
    return json_response(profile_json(id, found->second, uses_of(call)[id]));
}

}  // namespace

std::vector<Route> profile_routes() {
    return {{"GET", "/v1/profiles", Right::catalogue_read, list_profiles},
            {"GET", "/v1/profiles/{profile}", Right::catalogue_read, read_profile}};
}

}  // namespace api
