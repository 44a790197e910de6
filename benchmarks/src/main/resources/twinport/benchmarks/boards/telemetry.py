# SPDX-License-Identifier: MIT
# Says its name over TLS every two seconds.
import json, machine, network, ntptime, socket, ssl, time
from binascii import hexlify

w = network.WLAN(network.STA_IF)
w.active(True)
w.connect("Wokwi-GUEST", "")
while not w.isconnected():
    time.sleep_ms(50)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
context.load_verify_locations(cafile="/ca.pem")
s = socket.socket()
s.connect(("127.0.0.1", int(open("/port").read())))
s = context.wrap_socket(s, server_hostname="localhost")
name = hexlify(machine.unique_id()).decode()
print("up")
due = time.ticks_ms()
while True:
    s.write(json.dumps({"id": name, "temperature": 23.5, "humidity": 45.8}) + "\n")
    due = time.ticks_add(due, 2000)
    time.sleep_ms(max(0, time.ticks_diff(due, time.ticks_ms())))
