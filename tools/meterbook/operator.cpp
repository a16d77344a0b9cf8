#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include "api/access/password.hpp"
#include "api/json/json_writer.hpp"
#include "tools/meterbook/command_line.hpp"
#include "tools/meterbook/operator_book.hpp"
#include "tools/meterbook/secret_prompt.hpp"

namespace meterbook {
namespace {

using ledger::OperatorId;

struct Wanted {
    std::string book, name, display_name, key, expires_at;
    std::vector<std::string> roles, buildings, accounts;
    bool is_machine = false;
    bool as_json = false;
};

template <class Id>
std::vector<Id> names_of(const std::vector<std::string>& texts) {
    return {texts.begin(), texts.end()};
}

OperatorId who(const Wanted& wanted) {
    if (!OperatorId::is_well_formed(wanted.name))
        throw Cannot("NAME: give 1 to 40 of A-Z a-z 0-9 _ -");
    return OperatorId(wanted.name);
}

/// One that will do: before anything is written.
std::string ask_password(const OperatorId& name) {
    std::string password = ask_secret("password");
    if (const auto fault = api::password_fault(password, name.text())) throw Cannot(*fault);
    return password;
}

/// The first one may begin a new book; a person is asked for a password before anything is written.
int add(const Wanted& wanted) {
    const ledger::OperatorAdded fact{who(wanted),
                                     wanted.is_machine,
                                     wanted.display_name,
                                     names_of<ledger::RoleId>(wanted.roles),
                                     names_of<ledger::BuildingId>(wanted.buildings),
                                     names_of<ledger::AccountId>(wanted.accounts)};
    const std::string password = wanted.is_machine ? "" : ask_password(fact.who);
    OperatorBook book(wanted.book, true);
    book.add(fact);
    if (!wanted.is_machine) book.set_password(fact.who, password);
    fmt::print("operator {} added\n", wanted.name);
    return all_well;
}

std::string joined(const auto& names) {
    std::string all;
    for (const auto& each : names) all += (all.empty() ? "" : ",") + each.text();
    return all.empty() ? "-" : all;
}

api::Json keys_json(const ledger::Operator& who) {
    api::Json list = api::Json::array();
    for (const auto& [key, issued] : who.keys)
        list.push_back({{"key", key.text()},
                        {"issued", issued.issued.number},
                        {"expires_at", api::write_value(issued.expires_at)}});
    return list;
}

/// " keys erp-1,erp-2 until 2027-01-01T00:00:00.000000Z"; nothing of who has none.
std::string keys_text(const ledger::Operator& who) {
    std::string all;
    for (const auto& [key, issued] : who.keys) {
        all += (all.empty() ? " keys " : ",") + key.text();
        if (issued.expires_at) all += " until " + ledger::to_text(*issued.expires_at);
    }
    return all;
}

int list(const Wanted& wanted) {
    OperatorBook book(wanted.book, false);
    const auto operators =
        book.book().read([](const ledger::State& state) { return state.office.operators; });
    api::Json rows = api::Json::array();
    for (const auto& [name, each] : operators) {
        const bool has_password = book.has_password(name);
        api::Json row{{"operator", name.text()}};
        row.update(api::write_record(each));
        row["keys"] = keys_json(each);
        row["has_password"] = has_password;
        rows.push_back(row);
        if (wanted.as_json) continue;
        const char* way = each.is_machine ? "machine" : has_password ? "person" : "no password";
        fmt::print("{:<20} {:<12} {:<9} roles {} buildings {}{}\n", name.text(), way,
                   each.disabled ? "disabled" : "enabled", joined(each.roles),
                   joined(each.buildings), keys_text(each));
    }
    if (wanted.as_json) fmt::print("{}\n", rows.dump(2));
    return all_well;
}

int set_disabled(const Wanted& wanted, bool disabled) {
    OperatorBook book(wanted.book, false);
    book.change(who(wanted), [&](ledger::OperatorChanged& fact) { fact.disabled = disabled; });
    fmt::print("operator {} is {}\n", wanted.name, disabled ? "disabled" : "enabled");
    return all_well;
}

int give_password(const Wanted& wanted) {
    const OperatorId name = who(wanted);
    const std::string password = ask_password(name);
    OperatorBook(wanted.book, false).set_password(name, password);
    fmt::print("operator {} has another password\n", wanted.name);
    return all_well;
}

int issue_key(const Wanted& wanted) {
    ledger::KeyIssued issued{who(wanted), ledger::ApiKeyId(wanted.key)};
    if (!wanted.expires_at.empty()) {
        issued.expires_at = ledger::instant_from_text(wanted.expires_at);
        if (!issued.expires_at)
            throw Cannot("--expires-at: give a moment such as 2027-01-01T00:00:00+08:00");
    }
    fmt::print("{}\n", OperatorBook(wanted.book, false).issue_key(issued));
    return all_well;
}

int revoke_key(const Wanted& wanted) {
    OperatorBook(wanted.book, false).revoke_key(who(wanted), ledger::ApiKeyId(wanted.key));
    fmt::print("key {} is revoked\n", wanted.key);
    return all_well;
}

using Deed = int (*)(const Wanted&);

/// One of them: `meterbook operator password NAME BOOK`.
CLI::App* add_deed(CLI::App& group, Chosen& chosen, const char* name, const char* help, Deed deed) {
    auto* app = group.add_subcommand(name, help);
    auto wanted = std::make_shared<Wanted>();
    if (deed != list) app->add_option("NAME", wanted->name, "Of the operator")->required();
    if (deed == issue_key || deed == revoke_key)
        app->add_option("KEY", wanted->key, "Name of the key; no secret")->required();
    if (deed == issue_key)
        app->add_option("--expires-at", wanted->expires_at, "From then on it opens nothing");
    app->add_option("BOOK", wanted->book, "Directory of a book that nobody serves")->required();
    if (deed == list) app->add_flag("--json", wanted->as_json, "Answer for machines");
    if (deed == add) {
        app->add_option("--role", wanted->roles, "Role; give it again for more")->required();
        app->add_option("--building", wanted->buildings, "May touch only this one; and more");
        app->add_option("--account", wanted->accounts, "Of a tenant: their account; and more");
        app->add_option("--display-name", wanted->display_name, "Post, such as 'Counter 2'");
        app->add_flag("--machine", wanted->is_machine, "A program: it gets keys, no password");
    }
    app->callback([wanted, deed, &chosen] { chosen = [wanted, deed] { return deed(*wanted); }; });
    return app;
}

}  // namespace

void add_operator(CLI::App& app, Chosen& chosen) {
    auto* group =
        app.add_subcommand("operator", "Who may ask the book: for a book that nobody serves now");
    group->require_subcommand(1);
    add_deed(*group, chosen, "add", "Add one; the first is an administrator", add);
    add_deed(*group, chosen, "list", "Show all of them", list);
    add_deed(*group, chosen, "disable", "May not ask any more",
             [](const Wanted& wanted) { return set_disabled(wanted, true); });
    add_deed(*group, chosen, "enable", "May ask again",
             [](const Wanted& wanted) { return set_disabled(wanted, false); });
    add_deed(*group, chosen, "password", "Give a person another password", give_password);
    add_deed(*group, chosen, "key", "Give a machine a key; it is shown once", issue_key);
    add_deed(*group, chosen, "revoke", "Take a key away", revoke_key);
    group->footer(
        "Passwords are typed, or come as the first line of standard input.\n"
        "Example: meterbook operator add zhang ./book --role administrator");
}

}  // namespace meterbook
