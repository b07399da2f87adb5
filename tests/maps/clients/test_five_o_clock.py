"""More people at once than one process can answer, on the server as it is deployed."""

import asyncio
import random
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

from bench.speed.crowd import Crowd, Step, send, wrong


def test_a_crowd_is_told_to_come_back_and_afterwards_everybody_is_answered(api: str) -> None:
    port = urlsplit(api).port
    assert port is not None
    places = [f"/?lon=117.{n:03d}&lat=34.795" for n in range(200, 300)]
    crowd, rush, after = Crowd(port, places, random.Random(5)), Step(10), Step(1)

    async def morning() -> None:
        await send(crowd, rush, rate=3000, seconds=0.2)
        await send(crowd, after, rate=4, seconds=3)
        await crowd.go_home()

    # The browser tests leave a loop running in this thread.
    with ThreadPoolExecutor(1) as elsewhere:
        elsewhere.submit(asyncio.run, morning()).result()
    assert wrong([rush, after]) == []
    assert rush.statuses[200] > 0
    assert rush.statuses[503] > 0
    assert after.statuses == {200: 12}
