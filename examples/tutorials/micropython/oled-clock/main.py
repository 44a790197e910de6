# Shows the time and the climate on a small display and sends both. The display may be missing.
import machine
import network
import ntptime
import time
import ujson
from dht import DHT22
from umqtt.simple import MQTTClient

UTC_OFFSET = -3 * 60 * 60

i2c = machine.I2C(0, scl=machine.Pin(22), sda=machine.Pin(21), freq=400000)
print("I2C:", [hex(a) for a in i2c.scan()])
oled = None
try:
    import ssd1306

    oled = ssd1306.SSD1306_I2C(128, 64, i2c)
except OSError as e:
    print("no display", e)


def show(*lines):
    if oled:
        oled.fill(0)
        for number, line in enumerate(lines):
            oled.text(line, 0, 12 * number)
        oled.show()


wlan = network.WLAN(network.STA_IF)
wlan.active(True)
show("WiFi ...")
wlan.connect("Wokwi-GUEST", "")
while not wlan.isconnected():
    time.sleep_ms(100)

ntptime.settime()
rtc = machine.RTC()
year, month, day, _, hour, minute, second, _ = rtc.datetime()
print("UTC: %d-%02d-%02d %02d:%02d" % (year, month, day, hour, minute))

sensor = DHT22(machine.Pin(15))
client = MQTTClient("oled", "broker.lab")
client.connect()
while True:
    sensor.measure()
    local = time.localtime(time.time() + UTC_OFFSET)
    clock = "{:02d}:{:02d}:{:02d}".format(local[3], local[4], local[5])
    show(clock, "T %.1f C" % sensor.temperature(), "H %.1f %%" % sensor.humidity())
    client.publish(
        "oled/state",
        ujson.dumps({"clock": clock, "t": round(sensor.temperature(), 1), "since2000": time.time()}),
    )
    time.sleep(2)
