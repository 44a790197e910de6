# SPDX-License-Identifier: MIT
# The module network of the ESP32 port. Every network is there and takes any password, unless a
# fault was asked for. Joining needs a moment, and until it is done no connection leaves the board.
import _host

STA_IF = 0
AP_IF = 1
MODE_11B = 1
MODE_11G = 2
MODE_11N = 4
AUTH_OPEN = 0
AUTH_WEP = 1
AUTH_WPA_PSK = 2
AUTH_WPA2_PSK = 3
AUTH_WPA_WPA2_PSK = 4
STAT_IDLE = 1000
STAT_CONNECTING = 1001
STAT_GOT_IP = 1010
STAT_NO_AP_FOUND = 201
STAT_WRONG_PASSWORD = 202
STAT_BEACON_TIMEOUT = 200
STAT_ASSOC_FAIL = 203
STAT_HANDSHAKE_TIMEOUT = 204

# The order of the host's states.
_CONNECTED = 2
_FAILED = 3

_KNOWN = (
    "ssid essid hidden security authmode key password hostname dhcp_hostname channel reconnects "
    "txpower pm protocol mac max_clients"
).split()

_hostname = "mpy-esp32"


class WLAN:
    IF_STA = 0
    IF_AP = 1
    PM_NONE = 0
    PM_PERFORMANCE = 1
    PM_POWERSAVE = 2
    SEC_OPEN = 0
    SEC_WEP = 1
    SEC_WPA = 2
    SEC_WPA2 = 3
    SEC_WPA_WPA2 = 4
    SEC_WPA2_ENT = 5
    SEC_WPA3 = 6
    SEC_WPA2_WPA3 = 7
    _made = {}

    def __new__(cls, interface=0):
        if interface not in (0, 1):
            raise ValueError("invalid WLAN interface identifier")
        if interface not in cls._made:
            made = object.__new__(cls)
            made._station = interface == 0
            made._active = False
            made._tried = False
            made._ssid = ""
            made._settings = {}
            cls._made[interface] = made
        return cls._made[interface]

    def __init__(self, interface=0):
        pass

    def active(self, on=None):
        if on is None:
            return self._active
        self._active = bool(on)
        if self._station and not on:
            self._tried = False
            _host.wifi_leave()
        return self._active

    def connect(self, ssid=None, key=None, **kwargs):
        if not self._station:
            raise OSError("STA required")
        if not self._active:
            raise OSError("Wifi Not Started")
        if self._tried and _host.wifi_joined() and ssid in (None, self._ssid):
            raise OSError("Wifi Internal State Error")
        if ssid is not None:
            self._ssid = ssid.decode() if isinstance(ssid, bytes) else ssid
        if key is None:
            key = ""
        self._tried = True
        _host.wifi_join(self._ssid, key.decode() if isinstance(key, bytes) else key)

    def disconnect(self):
        self._tried = False
        _host.wifi_leave()

    def isconnected(self):
        return self._station and self._tried and bool(_host.wifi_joined())

    def status(self, what=None):
        if what == "stations":
            if self._station:
                raise OSError("AP required")
            return []
        if what == "rssi":
            if not self._station:
                raise OSError("STA required")
            if not self.isconnected():
                raise OSError("Wifi Not Connected")
            return _host.wifi_rssi()
        if what is not None:
            raise ValueError("unknown status param")
        if not self._station:
            return None
        if not self._tried:
            return STAT_IDLE
        # The port tries again for ever unless config(reconnects=n) says how often, so a failure
        # shows as connecting.
        state = _host.wifi_status()
        if state == _CONNECTED:
            return STAT_GOT_IP
        if state >= _FAILED and self._settings.get("reconnects", -1) >= 0:
            return _host.wifi_reason()
        return STAT_CONNECTING

    def ifconfig(self, settings=None):
        if settings is not None:
            return None
        if not self._station:
            return ("192.168.4.1", "255.255.255.0", "192.168.4.1", "0.0.0.0")
        if not self.isconnected():
            return ("0.0.0.0", "0.0.0.0", "0.0.0.0", "0.0.0.0")
        return (_host.address(), "255.0.0.0", "127.0.0.1", "127.0.0.1")

    def ipconfig(self, what=None, **kwargs):
        address, mask, gateway, dns = self.ifconfig()
        known = {"addr4": (address, mask), "gw4": gateway, "dhcp4": True, "has_dhcp4": True}
        if what is None:
            return None
        return known[what]

    def scan(self):
        if not self._station or not self._active:
            raise OSError("STA must be active")
        found = []
        for line in _host.wifi_scan().split("\n"):
            if line:
                name, bssid, channel, rssi, is_open = line.split(" ")
                auth = AUTH_OPEN if is_open == "1" else AUTH_WPA2_PSK
                name, bssid = bytes.fromhex(name), bytes.fromhex(bssid)
                found.append((name, bssid, int(channel), int(rssi), auth, False))
        return found

    def config(self, what=None, **settings):
        if what is None:
            for name, value in settings.items():
                if name not in _KNOWN:
                    raise ValueError("unknown config param")
                self._settings[name] = value
            return None
        if what == "mac":
            mac = _host.mac()
            return bytes(int(mac[i : i + 2], 16) for i in range(0, 12, 2))
        if what in ("ssid", "essid"):
            return self._ssid
        if what in ("hostname", "dhcp_hostname"):
            return self._settings.get(what, _hostname)
        if what in self._settings:
            return self._settings[what]
        if what in _DEFAULTS:
            return _DEFAULTS[what]
        raise ValueError("unknown config param")


_DEFAULTS = {
    "channel": 6,
    "reconnects": -1,
    "txpower": 20,
    "pm": WLAN.PM_PERFORMANCE,
    "protocol": MODE_11B | MODE_11G | MODE_11N,
    "security": AUTH_OPEN,
    "authmode": AUTH_OPEN,
    "hidden": False,
    "max_clients": 4,
}


def hostname(name=None):
    global _hostname
    if name is None:
        return _hostname
    _hostname = name


def country(code=None):
    return "XX" if code is None else None


def phy_mode(mode=None):
    return MODE_11B | MODE_11G | MODE_11N if mode is None else None
