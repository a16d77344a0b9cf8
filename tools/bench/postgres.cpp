#include "tools/bench/postgres.hpp"

#include <array>
#include <cstdio>
#include <fstream>
#include <memory>
#include <stdexcept>

#include <fmt/core.h>
#include <pwd.h>
#include <unistd.h>

namespace bench {
namespace {

constexpr const char* programs = "/usr/lib/postgresql/15/bin";
constexpr const char* user = "postgres";

/// The same double entry: a sale under its key, its two postings, and the balance of its wallet.
/// No balance of the cash account is kept: a row that every sale changes would make them wait for
/// one another's disk.
constexpr const char* schema = R"(
create table wallet (id integer primary key, balance bigint not null);
create table sale (id bigserial primary key, key text not null unique, wallet integer not null,
                   amount bigint not null, method text not null, at timestamptz not null);
create table posting (sale bigint not null, account text not null, amount bigint not null,
                      primary key (sale, account));
create function sell(the_key text, the_wallet integer, the_amount bigint) returns bigint
language plpgsql as $$
declare made bigint;
begin
    insert into sale (key, wallet, amount, method, at)
        values (the_key, the_wallet, the_amount, 'cash', clock_timestamp()) returning id into made;
    insert into posting values (made, 'cash:cash', the_amount),
                               (made, 'wallet:' || the_wallet, -the_amount);
    update wallet set balance = balance + the_amount where id = the_wallet;
    return made;
end $$;
)";

/// What a server of the size of this measurement is usually given, and nothing that is less safe.
constexpr const char* settings =
    "-c listen_addresses='' -c fsync=on -c synchronous_commit=on -c shared_buffers=256MB "
    "-c max_wal_size=4GB -c wal_level=minimal -c max_wal_senders=0 -c max_connections=100";

[[noreturn]] void cannot(const std::string& what) {
    throw std::runtime_error(fmt::format(
        "{}: install Debian's postgresql-15, which this measurement is held against", what));
}

void write(const std::filesystem::path& file, const std::string& text) {
    std::ofstream(file) << text;
}

/// Its own user, since it does not run as root.
void give_away(const std::filesystem::path& directory) {
    if (::geteuid() != 0) return;
    const passwd* owner = ::getpwnam(user);  // NOLINT(concurrency-mt-unsafe): of one thread
    if (owner == nullptr || ::chown(directory.c_str(), owner->pw_uid, owner->pw_gid) != 0)
        cannot("there is no user postgres");
}

}  // namespace

Postgres::Postgres(std::size_t wallets) : programs_(programs) {
    if (!std::filesystem::exists(programs_ / "pgbench")) cannot("there is no PostgreSQL 15");
    const std::string home = directory_.path().string();
    give_away(directory_.path());
    write(directory_.path() / "schema.sql",
          fmt::format("{}insert into wallet select i, 0 from generate_series(1, {}) i;\n", schema,
                      wallets));
    (void)run("initdb", fmt::format("-D {}/db -A trust -U bench -E UTF8 --locale C -N", home));
    (void)run("pg_ctl",
              fmt::format("-D {0}/db -w -l {0}/log -o \"-k {0} {1}\" start", home, settings));
    (void)run("psql", fmt::format("-h {0} -U bench -d postgres -v ON_ERROR_STOP=1 -q "
                                  "-f {0}/schema.sql",
                                  home));
}

Postgres::~Postgres() {
    try {
        (void)run("pg_ctl",
                  fmt::format("-D {}/db -m immediate -w stop", directory_.path().string()));
    } catch (const std::exception& left) {
        fmt::print(stderr, "PostgreSQL was not stopped: {}\n", left.what());
    }
}

double Postgres::sales_per_second(int clients, unsigned seconds, std::size_t wallets) const {
    const std::string home = directory_.path().string();
    write(directory_.path() / "sell.sql",
          fmt::format("\\set wallet random(1, {})\n\\set key random(1, 9000000000000000000)\n"
                      "select sell(:client_id || '-' || :key, :wallet, 1000000);\n",
                      wallets));
    const std::string said =
        run("pgbench", fmt::format("-h {0} -U bench -n -M prepared -c {1} -j 4 -T {2} "
                                   "-f {0}/sell.sql postgres",
                                   home, clients, seconds));
    const std::string before = "tps = ";
    const std::size_t at = said.find(before);
    if (at == std::string::npos) cannot("pgbench said nothing of its speed: " + said);
    return std::stod(said.substr(at + before.size()));
}

/// What it said. Throws where it failed.
std::string Postgres::run(const std::string& program, const std::string& words) const {
    const std::string as = ::geteuid() == 0 ? fmt::format("runuser -u {} -- ", user) : "";
    const std::string command =
        fmt::format("cd / && {}{} {} 2>&1", as, (programs_ / program).string(), words);
    const auto close = [](FILE* pipe) { return ::pclose(pipe); };
    FILE* pipe = ::popen(command.c_str(), "r");
    if (pipe == nullptr) cannot("no program can be started");
    std::string said;
    std::array<char, 4'096> chunk;
    for (std::size_t n = 0; (n = std::fread(chunk.data(), 1, chunk.size(), pipe)) > 0;)
        said.append(chunk.data(), n);
    if (close(pipe) != 0) cannot(fmt::format("{} failed, {}", program, said));
    return said;
}

}  // namespace bench
