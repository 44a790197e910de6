# A weather station on a broker that shows a certificate: checked with an SSLContext of its own.
import ssl
import sys
import time

import machine
import network
import ntptime
from dht import DHT22
from umqtt.simple import MQTTClient, MQTTException


class Station:
    def __init__(self, host, port, ca):
        self.sensor = DHT22(machine.Pin(15))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(cafile=ca)
        self.mqtt = MQTTClient("station-%02x" % machine.unique_id()[-1], host, port, ssl=context)

    def online(self):
        wlan = network.WLAN(network.WLAN.IF_STA)
        wlan.active(True)
        wlan.config(pm=wlan.PM_NONE)
        wlan.connect("Wokwi-GUEST", "")
        while wlan.status() != network.STAT_GOT_IP:
            machine.idle()
        ntptime.host = "pool.ntp.org"
        for attempt in range(5):
            try:
                ntptime.settime()
                return
            except OSError as e:
                print("ntp:", e)
                time.sleep(1)

    def run(self):
        self.mqtt.connect()
        while True:
            self.sensor.measure()
            text = f"{self.sensor.temperature():.1f} °C, {self.sensor.humidity():.0f} %"
            self.mqtt.publish("weather/text", text.encode(), retain=True)
            print(time.localtime()[3:6], text)
            time.sleep(5)


if __name__ == "__main__":
    station = Station("localhost", 8883, "/ca.pem")
    station.online()
    try:
        station.run()
    except (OSError, ValueError, MQTTException) as e:
        sys.print_exception(e)
        time.sleep(5)
        machine.reset()
