#include <algorithm>
#include <array>
#include <csignal>
#include <fstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/unit/metersim/modbus_master.hpp"
#include "tools/metersim/building/building_json.hpp"

namespace metersim {
namespace {

const std::string metersim_program = METERBOOK_BIN "/metersim";

/// A child process whose output (both kinds) is read here.
class Program {
public:
    explicit Program(std::vector<std::string> words) {
        std::array<int, 2> pipe_ends{};
        if (::pipe(pipe_ends.data()) != 0) throw std::runtime_error("no pipe");
        posix_spawn_file_actions_t actions;
        ::posix_spawn_file_actions_init(&actions);
        ::posix_spawn_file_actions_adddup2(&actions, pipe_ends[1], STDOUT_FILENO);
        ::posix_spawn_file_actions_adddup2(&actions, pipe_ends[1], STDERR_FILENO);
        ::posix_spawn_file_actions_addclose(&actions, pipe_ends[0]);
        std::vector<char*> arguments;
        for (std::string& word : words) arguments.push_back(word.data());
        arguments.push_back(nullptr);
        const int failed =
            ::posix_spawnp(&process_, arguments[0], &actions, nullptr, arguments.data(), environ);
        ::posix_spawn_file_actions_destroy(&actions);
        ::close(pipe_ends[1]);
        output_ = pipe_ends[0];
        if (failed != 0) throw std::runtime_error("cannot start " + words[0]);
    }
    ~Program() {
        if (process_ > 0) {
            ::kill(process_, SIGKILL);
            exit_code();
        }
        ::close(output_);
    }
    Program(const Program&) = delete;
    Program& operator=(const Program&) = delete;

    /// Everything up to and with the line `last`, or to the end of the output.
    std::string read_until(const std::string& last) const {
        std::string text;
        char letter = 0;
        while (!text.ends_with(last + "\n") && ::read(output_, &letter, 1) == 1) text += letter;
        return text;
    }
    std::string read_all() const { return read_until("\x01"); }

    void signal(int number) const { ::kill(process_, number); }

    int exit_code() {
        int status = 0;
        ::waitpid(process_, &status, 0);
        process_ = -1;
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }

private:
    pid_t process_ = -1;
    int output_ = -1;
};

struct Ended {
    int code;
    std::string output;
};

Ended run(const std::vector<std::string>& words) {
    Program program{words};
    std::string output = program.read_all();
    return {.code = program.exit_code(), .output = std::move(output)};
}

Ended run_metersim(std::vector<std::string> words) {
    words.insert(words.begin(), metersim_program);
    return run(words);
}

TEST(MetersimProgram, HelpsAndDescribes) {
    const Ended help = run_metersim({"--help"});
    EXPECT_EQ(help.code, 0);
    EXPECT_NE(help.output.find("--base-port"), std::string::npos);
    EXPECT_NE(help.output.find("Exit codes"), std::string::npos);

    const Ended description = run_metersim({"--describe", "--base-port", "16000"});
    EXPECT_EQ(description.code, 0);
    const Building described = read_building(description.output);
    EXPECT_EQ(described.meters, demo_building().meters);
    EXPECT_EQ(described.lines.front().port, 16000);
    EXPECT_EQ(described.lines.back().port, 16017);
}

TEST(MetersimProgram, TellsABookOfTheBuildingADayBeforeItStarts) {
    const Ended told = run_metersim({"--register", "--start", "2026-01-05T00:00:00Z"});
    ASSERT_EQ(told.code, 0) << told.output;
    const auto account = nlohmann::json::parse(told.output).at("accounts").front();
    EXPECT_EQ(account.at("baseline_at"), "2026-01-04T00:00:00Z");
}

TEST(MetersimProgram, EndsCleanlyOnBothSignals) {
    for (const int number : {SIGTERM, SIGINT}) {
        Program program{{metersim_program, "--building", "small", "--base-port", "0"}};
        EXPECT_NE(program.read_until("ready").find("9 meters on 3 lines"), std::string::npos);
        program.signal(number);
        EXPECT_EQ(program.exit_code(), 0);
    }
}

TEST(MetersimProgram, SaysInOneSentenceWhyItCannotStart) {
    const Simulation taken{small_building()};
    const std::string port = std::to_string(taken.port("L01"));
    const Ended in_use = run_metersim({"--building", "small", "--base-port", port});
    EXPECT_EQ(in_use.code, 2);
    EXPECT_EQ(in_use.output, "metersim: cannot listen on 127.0.0.1 port " + port +
                                 " (take another, or 0 for a free one): Address already in use\n");

    for (const std::vector<std::string>& words :
         {std::vector<std::string>{"--building", "/nowhere.json"},
          {"--building", "small", "--base-port", "0", "--fault", "noise:L01"},
          {"--building", "small", "--base-port", "0", "--start", "yesterday"},
          {"--speed", "-1"},
          {"--base-port", "65530"},
          {"--unknown"}}) {
        const Ended ended = run_metersim(words);
        EXPECT_EQ(ended.code, 2) << ended.output;
        EXPECT_TRUE(ended.output.starts_with("metersim: ")) << ended.output;
        EXPECT_EQ(std::ranges::count(ended.output, '\n'), 1) << ended.output;
    }
}

TEST(MetersimProgram, ServesAPlanFromAFile) {
    Building plan = small_building();
    plan.name = "From a file";
    const std::string path = testing::TempDir() + "metersim-plan.json";
    {
        std::ofstream file{path};
        file << write_building(plan);
    }
    const Program program{{metersim_program, "--building", path, "--control", "0"}};
    const std::string said = program.read_until("ready");
    EXPECT_TRUE(said.starts_with("From a file: 9 meters on 3 lines")) << said;
    const std::string place = "control 127.0.0.1:";
    const int port = std::stoi(said.substr(said.find(place) + place.size()));
    const TcpClient client{port};
    client.send("{\"do\":\"state\",\"meter\":\"M0101\"}\n");
    EXPECT_EQ(nlohmann::json::parse(client.receive_line())["ok"], true);
    ::unlink(path.c_str());
}

Options frozen() {
    Options options;
    options.start = read_instant("2026-03-16T04:00:00Z");
    options.speed = 0;
    return options;
}

TEST(Mbpoll, ReadsAMeterBehindAGateway) {
    Simulation simulation{small_building(), frozen()};
    simulation.meter("M0243").set_energy(123'456);
    const Ended ended =
        run({"mbpoll", "-m", "tcp", "-p", std::to_string(simulation.port("L02")), "-a", "43", "-0",
             "-r", "774", "-c", "1", "-t", "4:int", "-B", "-1", "127.0.0.1"});
    EXPECT_EQ(ended.code, 0) << ended.output;
    EXPECT_NE(ended.output.find("[774]: \t123456"), std::string::npos) << ended.output;
}

TEST(Mbpoll, ReadsAMeterOnASerialDevice) {
    Simulation simulation{small_building(), frozen()};
    simulation.meter("M0302").set_energy(654'321);
    const Ended ended =
        run({"mbpoll", "-m", "rtu", "-b", "9600", "-P", "none", "-a", "2", "-0", "-r", "533", "-c",
             "1", "-t", "4:int", "-B", "-1", simulation.device("L03")});
    EXPECT_EQ(ended.code, 0) << ended.output;
    EXPECT_NE(ended.output.find("[533]: \t654321"), std::string::npos) << ended.output;
}

}  // namespace
}  // namespace metersim
