"""The web side under a gunicorn of your own, for more than one web process on a machine.

    gunicorn --config deploy/gunicorn.conf.py 'plugin.cli.web_server:wsgi()'

and beside it `ugovor serve --worker`. `ugovor serve` alone needs none of this: it runs gunicorn itself with
one process. More than one is worth it with PostgreSQL only. Settings are found as the command finds them:
`UGOVOR_CONFIG`, or `ugovor.toml` in the current folder.
"""

import os

from plugin.cli.web_server import hand_over_signals

bind = os.environ.get("UGOVOR_SERVICE__BIND", "127.0.0.1:8080")
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
# With two gaps of gunicorn's own worker closed: a signal that comes too early, a start that takes long.
worker_class = "plugin.cli.gunicorn_worker.WebWorker"
post_fork = hand_over_signals
# They wait for the shared commit most of the time.
threads = 16
graceful_timeout = 30
# Each process opens its own database connections after the fork.
preload_app = False
# Which proxies are believed is `service.proxies`; gunicorn itself believes none.
forwarded_allow_ips = ""
# A newer gunicorn would open a socket for remote control; an older one does not know this line.
control_socket_disable = True
