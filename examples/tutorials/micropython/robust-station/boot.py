# boot.py: brings the station onto the network before main.py starts.
import esp

esp.osdebug(None)
import gc
import network
import config

gc.collect()

station = network.WLAN(network.STA_IF)
station.active(True)
station.connect(config.WIFI_NAME, config.WIFI_KEY)

while not station.isconnected():
    pass

print("Network:", station.ifconfig())
