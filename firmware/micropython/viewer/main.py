# SPDX-License-Identifier: MIT
#
# The viewer: shows what the thermometer on another board publishes, on the serial line in the form
# that serial plotters draw, and takes commands for the LED.
#
# It runs on a virtual board of Twinport and, unchanged, on a real ESP32 with MicroPython 1.24 or
# newer, whose firmware brings umqtt.simple. All settings are in config.json beside it:
#
#     mpremote cp main.py config.json :
#     mpremote reset
#
# In config.json give "host" the address at which the ESP32 reaches the broker (not localhost), and
# your Wi-Fi. With "tls": true the board checks the broker's certificate against "ca", and shows its
# own ("cert", "key"); with "tls": false everything travels in clear. Nothing else differs.

import json
import time

import machine
import network
from umqtt.simple import MQTTClient, MQTTException

LED_PIN = 2
KEEPALIVE_S = 30
PING_EVERY_MS = 10000
POLL_MS = 20
WIFI_WAIT_MS = 15000
RETRY_FIRST_S = 1
RETRY_MOST_S = 30
REMEMBERED = 8

with open("/config.json") as file:
    config = json.load(file)

led = machine.Pin(LED_PIN, machine.Pin.OUT, value=0)
base = "%s/%s" % (config["site"], config["id"])
commands = base + "/cmd/"
watched = "%s/%s/dht22" % (config["site"], config["watch"])
answered = []  # (id, answer) of the last commands


def join_wifi():
    wlan = network.WLAN(network.STA_IF)
    wlan.active(True)
    if not wlan.isconnected():
        wlan.connect(config["wifi_ssid"], config["wifi_password"])
    start = time.ticks_ms()
    while not wlan.isconnected():
        if time.ticks_diff(time.ticks_ms(), start) > WIFI_WAIT_MS:
            raise OSError("no Wi-Fi named " + config["wifi_ssid"])
        time.sleep_ms(50)
    print("# wifi", wlan.ifconfig()[0])


def set_clock():
    # A certificate has dates. A board that was just switched on believes it is the year 2000.
    if time.localtime()[0] < 2025:
        import ntptime

        ntptime.settime()


def tls_context():
    import ssl

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    # Without this line anybody could answer in the broker's place.
    context.verify_mode = ssl.CERT_REQUIRED
    context.load_verify_locations(cadata=config["ca"].encode())
    if config.get("cert"):
        context.load_cert_chain(config["cert"].encode(), config["key"].encode())
    return context


def show(message):
    reading = json.loads(message)
    if reading.get("temperature") is None:
        print("# the sensor could not be read")
    else:
        print("temperature:%.1f humidity:%.1f" % (reading["temperature"], reading["humidity"]))


def obey(name, message):
    # The answer to a command, whatever it was. One that comes again by its id, which is how a
    # message is repeated that may have got lost, is answered again but not carried out again.
    answer = {"id": None, "ok": False}
    try:
        command = json.loads(message)
        answer["id"] = command.get("id")
        for known, said in answered:
            if known == answer["id"]:
                return said
        value = command.get("value")
        if name != "led":
            answer["error"] = "unknown command: " + name
        elif value not in ("on", "off"):
            answer["error"] = "led is on or off"
        else:
            led.value(value == "on")
            answer["ok"] = True
            answer["value"] = value
    except (ValueError, AttributeError):
        answer["error"] = "a command is a JSON object"
    said = json.dumps(answer)
    if isinstance(answer["id"], str) and answer["id"]:
        answered.append((answer["id"], said))
        del answered[:-REMEMBERED]
    return said


def connect():
    client = MQTTClient(
        config["id"],
        config["host"],
        port=config["port"],
        user=config.get("user") or None,
        password=config.get("password") or None,
        keepalive=KEEPALIVE_S,
        ssl=tls_context() if config["tls"] else None,
    )

    def received(topic, message):
        topic = topic.decode()
        if topic == watched:
            try:
                show(message)
            except (ValueError, AttributeError, KeyError, TypeError):
                print("# not a reading:", message)
        elif topic.startswith(commands):
            name = topic[len(commands) :]
            client.publish(topic + "/response", obey(name, message))

    client.set_callback(received)
    client.set_last_will(base + "/status", "offline", retain=True)
    client.connect()
    client.subscribe(watched)
    client.subscribe(commands + "+")
    client.publish(base + "/status", "online", retain=True)
    print("# connected to %s:%d as %s" % (config["host"], config["port"], config["id"]))
    return client


def listen(client):
    last_ping = time.ticks_ms()
    while True:
        client.check_msg()
        if time.ticks_diff(time.ticks_ms(), last_ping) > PING_EVERY_MS:
            client.ping()
            last_ping = time.ticks_ms()
        time.sleep_ms(POLL_MS)


def main():
    wait = RETRY_FIRST_S
    while True:
        try:
            join_wifi()
            if config["tls"]:
                set_clock()
            client = connect()
            wait = RETRY_FIRST_S
            listen(client)
        except (OSError, ValueError, MQTTException) as e:
            # OSError: network; ValueError: the certificate was not accepted; MQTTException: the
            # broker said no.
            print("# %s: %s; again in %d s" % (type(e).__name__, e, wait))
            time.sleep(wait)
            wait = min(2 * wait, RETRY_MOST_S)


main()
