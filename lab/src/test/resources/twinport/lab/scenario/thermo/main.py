# SPDX-License-Identifier: MIT
# Measures once a second, says so on the serial line and over MQTT, and switches its LED when told.
import json
import time

import dht
import machine
import network
from umqtt.simple import MQTTClient

with open("/config.json") as file:
    config = json.load(file)

base = "%s/%s" % (config["site"], config["id"])
led = machine.Pin(2, machine.Pin.OUT, value=0)
sensor = dht.DHT22(machine.Pin(15))


def context():
    import ntptime
    import ssl

    ntptime.settime()
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    made.verify_mode = ssl.CERT_REQUIRED
    made.load_verify_locations(cadata=config["ca"].encode())
    made.load_cert_chain(config["cert"].encode(), config["key"].encode())
    return made


def received(topic, message):
    command = json.loads(message)
    led.value(command["value"] == "on")
    answer = {"id": command["id"], "ok": True, "value": command["value"]}
    client.publish(topic + b"/response", json.dumps(answer))


wlan = network.WLAN(network.STA_IF)


def join():
    wlan.active(True)
    wlan.connect(config["wifi_ssid"], config["wifi_password"])
    while not wlan.isconnected():
        time.sleep_ms(50)
    print("joined")


def connect():
    made = MQTTClient(
        config["id"],
        config["host"],
        port=config["port"],
        user=config["user"] or None,
        password=config["password"] or None,
        keepalive=30,
        ssl=context() if config["tls"] else None,
    )
    made.set_callback(received)
    made.connect()
    made.subscribe(base + "/cmd/+")
    print("connected")
    return made


print("hello")
count = 0
while True:
    try:
        join()
        client = connect()
        while True:
            if not wlan.isconnected():
                raise OSError("no Wi-Fi")
            client.check_msg()
            try:
                sensor.measure()
                reading = {
                    "n": count,
                    "temperature": round(sensor.temperature(), 1),
                    "humidity": round(sensor.humidity(), 1),
                }
                count += 1
                print("measured", reading["temperature"])
                client.publish(base + "/dht22", json.dumps(reading))
            except OSError as error:
                if error.args[0] != 116:
                    raise
                print("no answer from the sensor")
            time.sleep(1)
    except OSError as error:
        print("lost:", error)
        time.sleep(1)
