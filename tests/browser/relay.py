"""A TCP relay on loopback: counts what passes, and can be cut and mended like a cable."""

import contextlib
import socket
import threading
from types import TracebackType
from typing import Self

Address = tuple[str, int] | str
CHUNK = 65536
JOIN_SECONDS = 5


class Relay:
    """Listens on `port` and passes everything to `upstream`: (host, port) or a socket's path.

    `received` counts the bytes that came back from upstream. While cut, nobody is listening and
    no connection is left. While `silent`, connections are taken and nothing is ever answered.
    """

    def __init__(self, upstream: Address) -> None:
        self.upstream = upstream
        self.received = 0
        self.silent = False
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []
        self._listener: socket.socket | None = None
        self.port = 0
        self.mend()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.cut()

    def mend(self) -> None:
        """Listen, on the same port as before."""
        listener = socket.create_server(("127.0.0.1", self.port))
        self.port = listener.getsockname()[1]
        with self._lock:
            self._listener = listener
        self._run(self._accept, listener)

    def cut(self) -> None:
        """Stop listening and break every connection; returns when all is quiet."""
        with self._lock:
            listener, self._listener = self._listener, None
            left = list(self._open)
        for each in [*left, *([listener] if listener else [])]:
            # Closing alone does not wake a thread that waits in accept or recv.
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
        if listener is not None:
            listener.close()
        while (thread := self._last_thread()) is not None:
            thread.join(JOIN_SECONDS)

    def _last_thread(self) -> threading.Thread | None:
        with self._lock:
            return self._threads.pop() if self._threads else None

    def _run(self, target: object, *args: object) -> None:
        thread = threading.Thread(target=target, args=args, daemon=True)  # type: ignore[arg-type]
        # Together, so that `cut` never meets a thread that has not begun.
        with self._lock:
            thread.start()
            self._threads.append(thread)

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            self._run(self._serve, client)

    def _serve(self, client: socket.socket) -> None:
        try:
            server = self._connect()
        except OSError:
            client.close()
            return
        with self._lock:
            wanted = self._listener is not None
            self._open |= {client, server}
        if not wanted:
            # Taken in the very moment of the cut.
            for each in (client, server):
                each.shutdown(socket.SHUT_RDWR)
        back = threading.Thread(target=self._pass, args=(server, client, True), daemon=True)
        back.start()
        self._pass(client, server, False)
        back.join()
        with self._lock:
            self._open -= {client, server}
        client.close()
        server.close()

    def _connect(self) -> socket.socket:
        if isinstance(self.upstream, tuple):
            return socket.create_connection(self.upstream)
        server = socket.socket(socket.AF_UNIX)
        try:
            server.connect(self.upstream)
        except OSError:
            server.close()
            raise
        return server

    def _pass(self, source: socket.socket, target: socket.socket, count: bool) -> None:
        try:
            while data := source.recv(CHUNK):
                if self.silent:
                    continue
                if count:
                    with self._lock:
                        self.received += len(data)
                target.sendall(data)
        except OSError:
            pass
        for each in (source, target):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
