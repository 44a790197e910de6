# Keeps a log of readings on the flash, sends what was not sent yet, and forgets what is old.
import json
import os
import time
import network
from machine import Pin
import dht
import usocket  # as older copies of the MQTT module want it
from umqtt.simple import MQTTClient

with open("config.json") as f:
    config = json.load(f)

LOG = "/log/readings.csv"
if "log" not in os.listdir("/"):
    os.mkdir("/log")


def note(line):
    with open(LOG, "a") as f:
        f.write(line + "\n")


def pending():
    try:
        with open(LOG) as f:
            return [line.strip() for line in f]
    except OSError:
        return []


sta = network.WLAN(network.STA_IF)
sta.active(True)
for net in sta.scan():
    print("seen", net[0].decode(), net[3])
sta.connect(config["ssid"], config["password"])
while not sta.isconnected():
    time.sleep(0.1)

d = dht.DHT22(Pin(15))
c = MQTTClient("notes", config["broker"])
for turn in range(3):
    d.measure()
    note("%d;%.1f;%.1f" % (turn, d.temperature(), d.humidity()))
    time.sleep(0.2)
c.connect()
for line in pending():
    c.publish("rooms/%s" % config["room"], line)
c.disconnect()
os.remove(LOG)
print("free blocks", os.statvfs("/")[3], [e[0] for e in os.ilistdir("/log")])
print("done at", time.localtime())
