# SPDX-License-Identifier: MIT
#
# A thermometer that speaks TLS and never looks at whom it speaks to, as setInsecure() does in many
# sketches. Whoever shows any certificate at all gets its readings and may command it. Beside the
# careful boards of careless.yaml it shows what verification is worth; do not copy it.

import json
import time

import dht
import machine
import network
import ssl
from umqtt.simple import MQTTClient, MQTTException

RETRY_S = 1

with open("/config.json") as file:
    config = json.load(file)

base = "%s/%s" % (config["site"], config["id"])
sensor = dht.DHT22(machine.Pin(15))
led = machine.Pin(2, machine.Pin.OUT, value=0)


def tls_context():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.verify_mode = ssl.CERT_NONE  # the mistake
    context.load_cert_chain(config["cert"].encode(), config["key"].encode())
    return context


def connect():
    client = MQTTClient(
        config["id"], config["host"], port=config["port"], keepalive=30, ssl=tls_context()
    )

    def received(topic, message):
        command = json.loads(message)
        led.value(command.get("value") == "on")
        answer = {"id": command.get("id"), "ok": True, "value": command.get("value")}
        client.publish(topic + b"/response", json.dumps(answer))

    client.set_callback(received)
    client.connect()
    client.subscribe(base + "/cmd/led")
    print("# connected, to whom is not known")
    return client


def talk(client):
    while True:
        sensor.measure()
        reading = {"temperature": sensor.temperature(), "humidity": sensor.humidity()}
        client.publish(base + "/dht22", json.dumps(reading))
        for _ in range(100):
            client.check_msg()
            time.sleep_ms(20)


wlan = network.WLAN(network.STA_IF)
wlan.active(True)
wlan.connect(config["wifi_ssid"], config["wifi_password"])
while not wlan.isconnected():
    time.sleep_ms(50)
while True:
    try:
        talk(connect())
    except (OSError, ValueError, MQTTException) as e:
        print("# %s: %s" % (type(e).__name__, e))
        time.sleep(RETRY_S)
