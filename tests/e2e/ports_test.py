"""The ports that pages are typed with: no two tests have the same, and nobody is given them."""
import pathlib
import socket
import unittest

from typed_page import Ports


class PortsOfAPage(unittest.TestCase):
    def test_two_tests_at_once_have_different_ones(self):
        both = [Ports({"8080": 1, "15020": 18}) for _ in range(2)]
        firsts = {each for ports in both for each in ports.free.values()}
        self.assertEqual(len(firsts), 4)

    def test_whoever_asks_for_any_free_port_gets_none_of_them(self):
        least = pathlib.Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()[0]
        self.assertLessEqual(Ports.END, int(least))

    def test_a_port_that_somebody_listens_at_is_left_out(self):
        taken = int(Ports({"8080": 1}).free["8080"])
        with socket.create_server(("127.0.0.1", taken)):
            self.assertNotEqual(int(Ports({"8080": 1}).free["8080"]), taken)

    def test_the_page_is_typed_with_them(self):
        ports = Ports({"8080": 1, "15020": 1})
        book, line = ports.free["8080"], ports.free["15020"]
        typed = ports.put_into("curl localhost:8080 127.0.0.1:15020")
        self.assertEqual(typed, f"curl localhost:{book} 127.0.0.1:{line}")


if __name__ == "__main__":
    unittest.main()
