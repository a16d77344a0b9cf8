#include "ingest/edge/certificate.hpp"

#include <array>
#include <cerrno>
#include <cstdio>
#include <memory>
#include <stdexcept>
#include <system_error>

#include <arpa/inet.h>
#include <fcntl.h>
#include <fmt/core.h>
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <unistd.h>

#include "ingest/edge/seal.hpp"
#include "ledger/journal/durable_file.hpp"
#include "ledger/values/bytes.hpp"
#include "ledger/values/ensure.hpp"

namespace edge {
namespace {

using ledger::ensure;
using std::filesystem::path;

template <class T, void (*release)(T*)>
struct Free {
    void operator()(T* made) const { release(made); }
};
using Key = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY, EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Free<X509, X509_free>>;
using Number = std::unique_ptr<BIGNUM, Free<BIGNUM, BN_free>>;
using Extension = std::unique_ptr<X509_EXTENSION, Free<X509_EXTENSION, X509_EXTENSION_free>>;
using Memory = std::unique_ptr<BIO, Free<BIO, BIO_free_all>>;

constexpr int serial_bits = 127;
constexpr std::int64_t micros_of_a_second = 1'000'000;

struct Authority {
    Key key;
    Certificate certificate;
};

struct Wanted {
    std::string name;
    std::string alternative;  ///< "DNS:…", "IP:…"; empty: none
    const char* usage;        ///< nullptr: an authority
    Validity validity;
};

std::FILE* open_to_read(const path& file) {
    std::FILE* opened = std::fopen(file.c_str(), "re");
    if (opened == nullptr)
        throw std::runtime_error(
            fmt::format("cannot read {}: {}: make the authority first, with meterbook certificate "
                        "authority",
                        file.string(), std::generic_category().message(errno)));
    return opened;
}

Authority read_authority(const path& directory) {
    std::FILE* in = open_to_read(directory / "ca.key");
    Key key(PEM_read_PrivateKey(in, nullptr, nullptr, nullptr));
    std::fclose(in);
    in = open_to_read(directory / "ca.pem");
    Certificate certificate(PEM_read_X509(in, nullptr, nullptr, nullptr));
    std::fclose(in);
    if (!key || !certificate || X509_check_private_key(certificate.get(), key.get()) != 1)
        throw std::runtime_error(
            fmt::format("ca.pem and ca.key in {} are not one authority: bring back the pair that "
                        "was made together",
                        directory.string()));
    return {std::move(key), std::move(certificate)};
}

/// Written whole and on the disk, or refused where the name is taken.
void write_new(const path& file, const std::string& text) {
    const int made = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (made < 0)
        throw std::runtime_error(
            errno == EEXIST
                ? fmt::format("{} is there already and is not overwritten: move it away first",
                              file.string())
                : fmt::format("cannot create {}: {}", file.string(),
                              std::generic_category().message(errno)));
    ::close(made);
    ledger::write_durably(file, text, 0600);
}

template <class Write>
std::string as_pem(const Write& write) {
    const Memory memory(BIO_new(BIO_s_mem()));
    ensure(memory && write(memory.get()) == 1, "a key and a certificate can be written");
    char* text = nullptr;
    const long size = BIO_get_mem_data(memory.get(), &text);
    return {text, static_cast<std::size_t>(size)};
}

void refuse_to_overwrite(const path& directory, const std::string& stem) {
    for (const char* ending : {".pem", ".key"}) {
        const path file = directory / (stem + ending);
        if (std::filesystem::exists(file))
            throw std::runtime_error(fmt::format(
                "{} is there already and is not overwritten: move it away first", file.string()));
    }
}

void write_pair(const path& directory, const std::string& stem, const Key& key,
                const Certificate& certificate) {
    write_new(directory / (stem + ".key"), as_pem([&](BIO* out) {
                  return PEM_write_bio_PKCS8PrivateKey(out, key.get(), nullptr, nullptr, 0, nullptr,
                                                       nullptr);
              }));
    write_new(directory / (stem + ".pem"),
              as_pem([&](BIO* out) { return PEM_write_bio_X509(out, certificate.get()); }));
    ledger::sync_directory(directory);
}

void extend(const Certificate& certificate, X509* issuer, int what, const std::string& value) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, certificate.get(), nullptr, nullptr, 0);
    const Extension made(X509V3_EXT_nconf_nid(nullptr, &context, what, value.c_str()));
    if (!made || X509_add_ext(certificate.get(), made.get(), -1) != 1)
        throw std::runtime_error(
            fmt::format("'{}' cannot stand in a certificate: give a plain name or address", value));
}

void set_times(const Certificate& certificate, const Validity& validity) {
    const auto seconds = [](ledger::Instant at) { return at.micros / micros_of_a_second; };
    ensure(ASN1_TIME_set(X509_getm_notBefore(certificate.get()), seconds(validity.from)) &&
               ASN1_TIME_set(X509_getm_notAfter(certificate.get()), seconds(validity.until)),
           "a moment can stand in a certificate");
}

/// A random serial number, as it must not repeat; the name; and for how long.
Certificate blank(const Wanted& wanted, const Key& key) {
    Certificate made(X509_new());
    const Number serial(BN_new());
    ensure(
        made && serial && BN_rand(serial.get(), serial_bits, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY),
        "there is memory and randomness");
    X509_set_version(made.get(), X509_VERSION_3);
    BN_to_ASN1_INTEGER(serial.get(), X509_get_serialNumber(made.get()));
    set_times(made, wanted.validity);
    X509_NAME* name = X509_get_subject_name(made.get());
    const auto* text = reinterpret_cast<const unsigned char*>(wanted.name.c_str());
    if (X509_NAME_add_entry_by_NID(name, NID_commonName, MBSTRING_UTF8, text, -1, -1, 0) != 1)
        throw std::runtime_error(fmt::format(
            "'{}' cannot stand in a certificate: give 1 to 64 characters", wanted.name));
    X509_set_pubkey(made.get(), key.get());
    return made;
}

/// Signed by `authority`; by itself where there is none yet.
Certificate issue(const Wanted& wanted, const Key& key, const Authority* authority) {
    Certificate made = blank(wanted, key);
    X509* issuer = authority == nullptr ? made.get() : authority->certificate.get();
    X509_set_issuer_name(made.get(), X509_get_subject_name(issuer));
    const bool signs = wanted.usage == nullptr;
    extend(made, issuer, NID_basic_constraints,
           signs ? "critical,CA:TRUE,pathlen:0" : "critical,CA:FALSE");
    extend(made, issuer, NID_key_usage,
           signs ? "critical,keyCertSign" : "critical,digitalSignature");
    extend(made, issuer, NID_subject_key_identifier, "hash");
    extend(made, issuer, NID_authority_key_identifier, "keyid:always");
    if (!signs) extend(made, issuer, NID_ext_key_usage, wanted.usage);
    if (!wanted.alternative.empty()) extend(made, issuer, NID_subject_alt_name, wanted.alternative);
    EVP_PKEY* signer = authority == nullptr ? key.get() : authority->key.get();
    ensure(X509_sign(made.get(), signer, EVP_sha256()) > 0, "a certificate can be signed");
    return made;
}

void make(const path& directory, const std::string& stem, const Wanted& wanted) {
    std::filesystem::create_directories(directory);
    refuse_to_overwrite(directory, stem);
    const bool signs = wanted.usage == nullptr;
    const Authority authority = signs ? Authority{} : read_authority(directory);
    const Key key(EVP_EC_gen("P-256"));
    ensure(key != nullptr, "P-256 is in the default provider");
    write_pair(directory, stem, key, issue(wanted, key, signs ? nullptr : &authority));
}

/// One of letters, digits, '.', '-' and, for addresses, ':'.
std::string alternative_of(const std::string& host) {
    std::array<unsigned char, sizeof(in6_addr)> parsed;
    const bool is_address = ::inet_pton(AF_INET, host.c_str(), parsed.data()) == 1 ||
                            ::inet_pton(AF_INET6, host.c_str(), parsed.data()) == 1;
    if (is_address) return "IP:" + host;
    const char* allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-";
    if (host.empty() || host.find_first_not_of(allowed) != std::string::npos)
        throw std::runtime_error(fmt::format(
            "'{}' is no host: give the name or the address that gateways connect to", host));
    return "DNS:" + host;
}

void check(const ledger::GatewayId& gateway) {
    if (!ledger::GatewayId::is_well_formed(gateway.text()))
        throw std::runtime_error(
            fmt::format("'{}' names no gateway: give 1 to 40 of A-Z a-z 0-9 _ -", gateway.text()));
}

}  // namespace

void make_authority(const path& directory, const std::string& name, const Validity& validity) {
    make(directory, "ca", {name, "", nullptr, validity});
}

void make_server_papers(const path& directory, const std::string& host, const Validity& validity) {
    make(directory, "server", {host, alternative_of(host), "serverAuth", validity});
}

void make_gateway_papers(const path& directory, const ledger::GatewayId& gateway,
                         const Validity& validity) {
    check(gateway);
    make(directory, "gateway-" + gateway.text(), {gateway.text(), "", "clientAuth", validity});
}

void make_secret(const path& directory, const ledger::GatewayId& gateway) {
    check(gateway);
    std::filesystem::create_directories(directory);
    write_new(directory / (gateway.text() + ".secret"),
              ledger::to_hex(random_bytes(secret_size)) + "\n");
    ledger::sync_directory(directory);
}

std::string name_in(const path& file) {
    std::FILE* in = std::fopen(file.c_str(), "re");
    const Certificate certificate(in == nullptr ? nullptr
                                                : PEM_read_X509(in, nullptr, nullptr, nullptr));
    if (in != nullptr) std::fclose(in);
    std::array<char, 256> name{};
    const int size =
        certificate == nullptr
            ? -1
            : X509_NAME_get_text_by_NID(X509_get_subject_name(certificate.get()), NID_commonName,
                                        name.data(), static_cast<int>(name.size()));
    if (size < 0)
        throw std::runtime_error(
            fmt::format("cannot read a certificate with a name in {}", file.string()));
    return {name.data(), static_cast<std::size_t>(size)};
}

}  // namespace edge
