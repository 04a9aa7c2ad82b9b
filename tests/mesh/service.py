"""Stands for a generated service: `python -m PACKAGE` with a file that says how it behaves.

The words in `PACKAGE.behaviour`: `deaf` ignores the wish to stop, `crash N` ends at once for the first N starts.
"""

import os
import pathlib
import signal
import sys
import time
from http.server import BaseHTTPRequestHandler, HTTPServer

package = sys.argv[2]
behaviour = pathlib.Path(f"{package}.behaviour")
words = behaviour.read_text().split() if behaviour.exists() else []


def say(text):
    """One line at once, for scaffold and for the file that tests read."""
    print(text, flush=True)
    with open("said.txt", "a") as file:
        file.write(f"{package} {text}\n")


say(f"started {os.getpid()}")
for name in sorted(os.environ):
    if name.endswith(("_URL", "_TARGET", "_PORT")) or name == "MAX_HISTORY":
        say(f"{name}={os.environ[name]}")
if words[:1] == ["crash"]:
    starts = int(words[1])
    if starts > 0:
        behaviour.write_text(f"crash {starts - 1}")
        print("no such table", file=sys.stderr, flush=True)
        sys.exit(3)


class Health(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        if not hasattr(self.server, "told"):
            self.server.told = True
            say("asked")

    def log_message(self, *_):
        pass


def stop(*_):
    say("stopped")
    sys.exit(0)


signal.signal(signal.SIGTERM, signal.SIG_IGN if "deaf" in words else stop)
server = HTTPServer(("127.0.0.1", int(os.environ["HTTP_PORT"])), Health)
server.serve_forever()
