// A Modbus TCP slave made of npm's modbus-serial: prints its port, then answers until it is ended.
//
//     modbus_serial_slave.js REGISTER=VALUE...
//
// All units have the same registers; those from 2048 on do not exist.
"use strict";

const net = require("net");
const { ServerTCP } = require("modbus-serial");

const size = 2048;
const registers = new Array(size).fill(0);
for (const word of process.argv.slice(2)) {
    const [address, value] = word.split("=").map(Number);
    registers[address] = value;
}

function check(address) {
    if (address >= size) throw { modbusErrorCode: 2, msg: "no such register" };
}

const vector = {
    getHoldingRegister(address) {
        check(address);
        return registers[address];
    },
    setRegister(address, value) {
        check(address);
        registers[address] = value;
    },
};

// The library takes no port 0: a free one is found first.
const finder = net.createServer();
finder.listen(0, "127.0.0.1", () => {
    const port = finder.address().port;
    finder.close(() => {
        const server = new ServerTCP(vector, { host: "127.0.0.1", port });
        server.on("initialized", () => console.log(port));
        server.on("serverError", (error) => {
            console.error(String(error));
            process.exit(1);
        });
    });
});
