#include "api/preconditions.hpp"
#include "api/replies.hpp"

namespace api {
namespace {

/// GET /v1/site
Response read_site(const Call& call) {
    const auto site = call.service.book.read([](const ledger::State& state) { return state.site; });
    if (!site)
        throw Problem(404, "site_must_be_configured", "", "the site is not configured: PUT it");
    return json_response(write_record(*site));
}

/// PUT /v1/site. Without "look_back_days" it is two months: a price that is known only after its
/// month corrects what was charged.
Reply configure_site(const Call& call) {
    Wish wish = wish_of(call.request);
    if (!wish.body.contains("look_back_days")) wish.body["look_back_days"] = 62;
    if (const auto defaults = wish.body.find("defaults");
        defaults != wish.body.end() && defaults->is_object() && !defaults->contains("tariff"))
        (*defaults)["tariff"] = nullptr;
    return write(call, ledger::ConfigureSite{read_record<ledger::SiteConfigured>(wish.body, "")},
                 wish.reason, Key::accepted);
}

}  // namespace

std::vector<Route> site_routes() {
    return {
        {"GET", "/v1/site", Right::catalogue_read, with_etag(ledger::SubjectKind::site, read_site)},
        {"PUT", "/v1/site", Right::site_edit, configure_site}};
}

}  // namespace api
