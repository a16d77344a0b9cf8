"""A Modbus slave made of Debian's pymodbus: prints its port, then answers until it is ended.

    pymodbus_slave.py modbus_tcp | rtu_over_tcp REGISTER=VALUE...

Units 1 and 2 have the same registers, all others of the first 2048 are 0; further ones, and other
units, do not exist.
"""

import asyncio
import sys

from pymodbus.datastore import (ModbusSequentialDataBlock, ModbusServerContext,
                                ModbusSlaveContext)
from pymodbus.server.async_io import ModbusTcpServer
from pymodbus.transaction import ModbusRtuFramer, ModbusSocketFramer

FRAMERS = {"modbus_tcp": ModbusSocketFramer, "rtu_over_tcp": ModbusRtuFramer}
SIZE = 2048


def slave(values):
    registers = [0] * SIZE
    for address, value in values:
        registers[address] = value
    return ModbusSlaveContext(hr=ModbusSequentialDataBlock(0, registers), zero_mode=True)


async def serve(transport, values):
    context = ModbusServerContext(slaves={1: slave(values), 2: slave(values)}, single=False)
    server = ModbusTcpServer(context, framer=FRAMERS[transport], address=("127.0.0.1", 0))
    serving = asyncio.ensure_future(server.serve_forever())
    await server.serving
    print(server.server.sockets[0].getsockname()[1], flush=True)
    await serving


def main():
    values = [tuple(int(part) for part in word.split("=")) for word in sys.argv[2:]]
    asyncio.run(serve(sys.argv[1], values))


main()
