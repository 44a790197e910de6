# SPDX-License-Identifier: MIT
import asyncio as _asyncio
from asyncio import *


def __getattr__(name):
    return getattr(_asyncio, name)
