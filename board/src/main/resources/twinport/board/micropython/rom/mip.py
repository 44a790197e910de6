# SPDX-License-Identifier: MIT
# The module mip. A lab has no way to a package index: it says so instead of waiting for one.
_EHOSTUNREACH = 118


def install(package, index=None, target=None, version=None, mpy=True):
    print("Installing %s" % package)
    print("mip: the lab is offline. Put the module into lib/ of the project instead.")
    raise OSError(_EHOSTUNREACH)
