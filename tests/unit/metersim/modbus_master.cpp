#include "tests/unit/metersim/modbus_master.hpp"

#include <bit>
#include <cerrno>
#include <stdexcept>

#include <arpa/inet.h>
#include <modbus.h>
#include <sys/socket.h>
#include <unistd.h>

namespace metersim {
namespace {

int connect_to(int port) {
    const int number = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (number < 0) throw std::runtime_error("cannot open a socket");
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(number, std::bit_cast<const sockaddr*>(&address), sizeof address) != 0) {
        throw std::runtime_error("cannot connect to port " + std::to_string(port));
    }
    return number;
}

}  // namespace

struct ModbusMaster::Context {
    modbus_t* modbus = nullptr;
};

ModbusMaster::ModbusMaster(const Simulation& simulation, const std::string& line)
    : context_(std::make_unique<Context>()) {
    const LineSpec& spec = *simulation.building().line(line);
    if (spec.transport == Transport::modbus_tcp) {
        context_->modbus = modbus_new_tcp("127.0.0.1", spec.port);
    } else {
        const bool is_serial = spec.transport == Transport::rtu;
        const std::string device = is_serial ? spec.device : "/dev/null";
        context_->modbus = modbus_new_rtu(device.c_str(), 9600, 'N', 8, 1);
    }
    if (spec.transport == Transport::rtu_over_tcp) {
        modbus_set_socket(context_->modbus, connect_to(spec.port));
    } else if (modbus_connect(context_->modbus) != 0) {
        throw std::runtime_error(std::string{"cannot connect: "} + modbus_strerror(errno));
    }
    wait_for_replies(std::chrono::seconds{5});
}

ModbusMaster::~ModbusMaster() {
    if (socket() >= 0) ::close(socket());
    modbus_set_socket(context_->modbus, -1);
    modbus_free(context_->modbus);
}

int ModbusMaster::socket() const { return modbus_get_socket(context_->modbus); }

void ModbusMaster::wait_for_replies(std::chrono::milliseconds patience) {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(patience);
    const auto rest = std::chrono::microseconds{patience - seconds};
    modbus_set_response_timeout(context_->modbus, static_cast<std::uint32_t>(seconds.count()),
                                static_cast<std::uint32_t>(rest.count()));
}

std::optional<std::vector<std::uint16_t>> ModbusMaster::read(int unit, int first, int count) {
    std::vector<std::uint16_t> words(static_cast<std::size_t>(count));
    modbus_set_slave(context_->modbus, unit);
    const int got = modbus_read_registers(context_->modbus, first, count, words.data());
    trouble = got == count ? 0 : errno;
    if (got != count) return std::nullopt;
    return words;
}

bool ModbusMaster::write(int unit, int first, const std::vector<std::uint16_t>& words) {
    modbus_set_slave(context_->modbus, unit);
    const int count = static_cast<int>(words.size());
    const int done = modbus_write_registers(context_->modbus, first, count, words.data());
    trouble = done == count ? 0 : errno;
    return done == count;
}

TcpClient::TcpClient(int port, std::chrono::milliseconds patience) : number_(connect_to(port)) {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(patience);
    const timeval wait{.tv_sec = seconds.count(),
                       .tv_usec = std::chrono::microseconds{patience - seconds}.count()};
    ::setsockopt(number_, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
}

TcpClient::~TcpClient() { ::close(number_); }

void TcpClient::send(const std::string& bytes) const {
    if (::send(number_, bytes.data(), bytes.size(), MSG_NOSIGNAL) !=
        static_cast<ssize_t>(bytes.size())) {
        throw std::runtime_error("cannot send to the simulator");
    }
}

std::string TcpClient::receive(std::size_t count) const {
    std::string bytes(count, '\0');
    std::size_t got = 0;
    while (got < count) {
        const ssize_t more = ::recv(number_, bytes.data() + got, count - got, 0);
        if (more <= 0) break;
        got += static_cast<std::size_t>(more);
    }
    bytes.resize(got);
    return bytes;
}

std::string TcpClient::receive_line() const {
    std::string line;
    for (std::string one = receive(1); one.size() == 1 && one != "\n"; one = receive(1))
        line += one;
    return line;
}

}  // namespace metersim
